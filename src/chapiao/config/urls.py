"""Addresses: the pages at the root, the API under its version."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from chapiao.api.docs import docs
from chapiao.api.health import health
from chapiao.api.routes import addresses, api

handler500 = "chapiao.web.broken.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include((addresses(), "api"), namespace=api.urls_namespace)),
    path("api/docs", docs, name="api_docs"),
    path("healthz", health, name="health"),
    path("", include("chapiao.web.urls")),
]
