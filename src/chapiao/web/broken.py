"""The page for what nobody foresaw, and for what the machine did: locked, full, read-only."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from chapiao.store import trouble

BROKEN, UNAVAILABLE = 500, 503


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what is known; Django calls this while the error is still at hand."""
    said = trouble.told(sys.exception())
    status = UNAVAILABLE if said else BROKEN
    if request.headers.get("X-Requested-With") == "fetch" and said:
        return JsonResponse({"problem": said}, status=status)
    return HttpResponse(render_to_string("500.html", {"said": said}), status=status)
