"""Read every body as UTF-8, whatever a request calls it: our pages and the API speak nothing else.

Python knows codecs that are no encodings of text (zlib, hex, idna); a request that names
one of them would break the reading of its own body.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OnlyUtf8:
    """Takes the choice of an encoding away from the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, as UTF-8."""
        request.encoding = "utf-8"
        return self.get_response(request)
