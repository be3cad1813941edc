"""Addresses: the pages at the root, the API under its version."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from chapiao.api.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
]
