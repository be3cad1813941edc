"""Refuse a body over the limit before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

SLACK = 4 * 1024 * 1024  # the form's other fields and the envelope around the files
TOO_BIG = 413


class RefuseTooBig:
    """The web server streams bodies, so the announced length is what there is to go by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 in words, or let the request through."""
        length = request.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) <= settings.UPLOAD_LIMIT + SLACK:
            return self.get_response(request)
        if request.headers.get("X-Requested-With") == "fetch":
            problem = "文件太大，一次最多收 200 MB。文件还在这里，请分几次交。"
            return JsonResponse({"problem": problem}, status=TOO_BIG)
        return HttpResponse(render_to_string("413.html"), status=TOO_BIG)
