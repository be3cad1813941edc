"""The WSGI application: the pages behind all their middleware, the API behind what it needs.

The API knows people by their tokens alone. It takes no cookie, so it needs no
session, no CSRF check and no page policy, and a look-up by a program does not pay
for them. The views are the same ones; only what stands before them is shorter. The
one address that programs ask all day goes without Django's handler (`api/straight`).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chapiao.config.settings")
pages = get_wsgi_application()

from django.core.handlers.exception import convert_exception_to_response  # noqa: E402 - settings first
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import DEFAULT_DB_ALIAS, connections  # noqa: E402
from django.middleware.security import SecurityMiddleware  # noqa: E402

from chapiao.api import straight  # noqa: E402
from chapiao.web.only_utf8 import OnlyUtf8  # noqa: E402

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

API = "/api/v1/"
BUSY_FOR = 5  # seconds a request waits for a locked SQLite; the worker and commands wait longer


class ApiHandler(WSGIHandler):
    """Django's own handler with two middlewares: HTTPS and HSTS; and no choice of encoding."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's
        """Build the chain."""
        del is_async
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        views = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        inner = convert_exception_to_response(OnlyUtf8(views))  # type: ignore[arg-type]
        self._middleware_chain = convert_exception_to_response(SecurityMiddleware(inner))


if "timeout" in connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"]:
    connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"]["timeout"] = BUSY_FOR
api = ApiHandler()
# An answer makes thousands of small values and no cycles. Looking for cycles after every
# 700 of them, through all that was loaded for good, took a tenth of a look-up.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    path = environ["PATH_INFO"]
    if path == straight.ADDRESS and straight.may(environ):
        return straight.answer(environ, start_response)
    handler = api if path.startswith(API) else pages
    response = handler(environ, start_response)
    if getattr(response, "streaming", True):
        return response
    # The server sends a list in one piece, with its length, and anything else bit by bit.
    body = [b"".join(response)]
    response.close()
    return body
