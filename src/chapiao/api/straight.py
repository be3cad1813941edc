"""`POST /look-up` with a JSON body, straight from the server to the action.

What programs ask all day needs no address resolved, no request object and no signal
sent: a seventh of a look-up. The same token, the same answer and the same headers as
`look_up`, which takes everything that is not plainly this.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

from chapiao.actions.look_up import look_up_in_json
from chapiao.api.as_json import json_bytes
from chapiao.api.asked import MULTIPART, question_in
from chapiao.api.bearer import asker_in
from chapiao.api.problem import problem_response
from chapiao.store import sql
from chapiao.store.models import TokenScope
from chapiao.store.records import BEIJING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ADDRESS = "/api/v1/look-up"
LONGEST: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # bytes; `look_up` refuses longer ones
OK = "200 OK"


def may(environ: WSGIEnvironment) -> bool:
    """Whether a request to this address can go the short way: JSON, and safe on its way."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and length.isdigit()
        and int(length) <= LONGEST
        and not environ.get("CONTENT_TYPE", "").startswith(MULTIPART)
        and (_MARK is None or environ.get(_MARK[0]) == _MARK[1])
    )


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer one look-up; an answer is 200 whether the invoice was found or not."""
    with sql.Warm():
        try:
            now = datetime.now(BEIJING)
            person = asker_in(environ, now, TokenScope.LOOK_UP)
            question = question_in(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            body = look_up_in_json(asker=person, question=question, now=now)
        except Exception as error:  # noqa: BLE001 - the edge: logged there, and told as JSON
            return _refuse(problem_response(error), start_response)
    start_response(OK, [*_HEADERS])
    return [body]


def _refuse(response: HttpResponse, start_response: StartResponse) -> list[bytes]:
    close_old_connections()  # one that broke is of no use to the next request
    headers = dict(_HEADERS) | dict(response.items())
    start_response(f"{response.status_code} {response.reason_phrase}", [*headers.items()])
    return [response.content]


def _headers() -> list[tuple[str, str]]:
    """Return what every answer carries, as the middleware makes it."""
    request = HttpRequest()
    if _MARK is not None:
        request.META[_MARK[0]] = _MARK[1]
    response = SecurityMiddleware(lambda _: json_bytes(b""))(request)
    return [*cast("HttpResponse", response).items()]


# What the proxy says of a request that came over HTTPS; None where none is asked for.
_MARK: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
_HEADERS = _headers()
