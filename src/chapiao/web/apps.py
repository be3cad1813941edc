"""The pages' app: templates and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates under `web/templates/web`, static files under `web/static/web`."""

    name = "chapiao.web"
    label = "web"
