"""Problem: why a request was not carried out, as JSON: `{"error": {"id", "text"}}`.

The id is for programs, the text for people. No traceback and nothing of another
person's rows ever stands in one.
"""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from chapiao.actions import (
    ask_access,
    claim,
    decide_access,
    decide_notice,
    import_columns,
    import_export,
    look_up,
    run_reconciliation,
    set_scope,
    take_notice,
    tokens,
)
from chapiao.api.as_json import json_response
from chapiao.invoice.dates import BadDate
from chapiao.invoice.money import BadMoney
from chapiao.readers.reading import ReadError
from chapiao.store import trouble
from chapiao.store.access import NotSeen

log = logging.getLogger(__name__)


class Problem(Exception):
    """The request is refused. The message can be shown to the user as it is."""

    def __init__(self, status: int, name: str, text: str, *, allow: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.id = name
        self.allow = allow  # the methods the address takes, where it is about those


def wrong_method(allow: str) -> Problem:
    """Say which methods an address takes."""
    return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method", f"这个地址只接受 {allow}", allow=allow)


# What actions and Django say no with, and what that is over HTTP. None: its own words.
_KNOWN: dict[type[Exception], tuple[HTTPStatus, str, str | None]] = {
    NotSeen: (HTTPStatus.NOT_FOUND, "not_found", None),
    tokens.OutOfScope: (HTTPStatus.FORBIDDEN, "out_of_scope", None),
    look_up.NotAllowed: (HTTPStatus.FORBIDDEN, "not_allowed", None),
    import_export.NotAllowed: (HTTPStatus.FORBIDDEN, "not_allowed", None),
    ask_access.CannotAsk: (HTTPStatus.CONFLICT, "cannot_ask", None),
    decide_access.CannotDecide: (HTTPStatus.CONFLICT, "cannot_decide", None),
    set_scope.BadScope: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_scope", None),
    set_scope.NotAllowed: (HTTPStatus.FORBIDDEN, "not_allowed", None),
    decide_notice.NotAllowed: (HTTPStatus.FORBIDDEN, "not_allowed", None),
    decide_notice.BadWindow: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_window", None),
    take_notice.BadNotice: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_notice", None),
    BadMoney: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", None),
    run_reconciliation.NotAllowed: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_lists", None),
    run_reconciliation.BadPeriod: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", None),
    run_reconciliation.NotNow: (HTTPStatus.CONFLICT, "not_now", None),
    claim.Taken: (HTTPStatus.CONFLICT, "taken", None),
    claim.NotClaimed: (HTTPStatus.UNPROCESSABLE_ENTITY, "not_claimed", None),
    claim.NotNow: (HTTPStatus.CONFLICT, "not_now", None),
    BadDate: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", None),
    import_export.NotNow: (HTTPStatus.CONFLICT, "not_now", None),
    import_columns.BadColumns: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_columns", None),
    RequestDataTooBig: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", "请求内容太大"),
    TooManyFilesSent: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", "一次交的文件太多"),
    MultiPartParserError: (HTTPStatus.UNPROCESSABLE_ENTITY, "bad_form", "表单内容不完整"),
}


def problem_of(error: Exception) -> Problem:
    """Turn what was raised into a problem; what nobody foresaw is logged and not told."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ReadError):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.id, str(error))
    for kind, (status, name, text) in _KNOWN.items():
        if isinstance(error, kind):
            return Problem(status, name, text or str(error))
    said = trouble.told(error)
    if said is not None:
        log.error("%s: %s", type(error).__name__, said)
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", said)
    # Where it happened, and what kind it is; its message may quote an invoice.
    steps = "".join(traceback.format_tb(error.__traceback__))
    log.error("unforeseen %s\n%s", type(error).__name__, steps)
    text = "系统出错，这次请求没有完成；管理员可以在日志里看到原因"
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", text)


def problem_response(error: Exception) -> HttpResponse:
    """Put an error into a response."""
    problem = problem_of(error)
    told = {"error": {"id": problem.id, "text": str(problem)}}
    response = json_response(told, status=problem.status)
    if problem.status == HTTPStatus.UNAUTHORIZED:  # it must name the way in (RFC 9110)
        response["WWW-Authenticate"] = "Bearer"
    if problem.allow:
        response["Allow"] = problem.allow
    return response
