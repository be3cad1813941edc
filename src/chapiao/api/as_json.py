"""JSON in and out, by orjson: a look-up's answer is most of what the API has to do."""

from __future__ import annotations

import orjson
from django.http import HttpResponse

TYPE = "application/json; charset=utf-8"


def json_response(value: object, *, status: int = 200) -> HttpResponse:
    """Return a JSON response that no cache keeps."""
    return json_bytes(orjson.dumps(value), status=status)


def json_bytes(body: bytes, *, status: int = 200) -> HttpResponse:
    """Return what is JSON already as a response that no cache keeps."""
    response = HttpResponse(body, content_type=TYPE, status=status)
    response["Cache-Control"] = "no-store"
    return response
