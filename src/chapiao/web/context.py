"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo world, which every page says."""
    del request
    return {"demo": settings.DEMO}
