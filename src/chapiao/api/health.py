"""`GET /healthz`: whether the pages can be served; nobody needs to sign in to ask."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chapiao.api.as_json import json_response
from chapiao.store.sql import rows


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Ask the database for nothing in particular."""
    del request
    try:
        rows("select 1")
    except DatabaseError:
        return json_response({"ok": False, "database": "连不上"}, status=503)
    return json_response({"ok": True, "database": "正常"})
