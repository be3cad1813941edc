"""The one Django app with tables."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables live under the label `store`."""

    name = "chapiao.store"
    label = "store"
    verbose_name = "chapiao"
    default_auto_field = "django.db.models.BigAutoField"
