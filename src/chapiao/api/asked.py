"""What a request asks: the fields of a look-up, as JSON or as a form with a file."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from chapiao.api.problem import Problem
from chapiao.diagnosis.question import Question

FIELDS = {
    "text",
    "number",
    "code",
    "date",
    "amount",
    "check_code",
    "buyer",
    "seller",
    "entry",
    "answer",
}
MULTIPART = "multipart/form-data"


def is_form(request: HttpRequest) -> bool:
    """Whether the body is a form, which may carry files, and not JSON."""
    return str(request.META.get("CONTENT_TYPE", "")).startswith(MULTIPART)


def question_of(request: HttpRequest) -> Question:
    """Return the question; fields nobody knows are left aside.

    Raises:
        Problem: the body is no JSON object, or a field is neither text nor number.
    """
    if is_form(request):
        return _question(request.POST.dict())
    return question_in(request.body)


def question_in(body: bytes) -> Question:
    """Return the question of a JSON body.

    Raises:
        Problem: as `question_of`.
    """
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        msg = "请求内容不是有效的 JSON（UTF-8 编码）"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_json", msg) from error
    if not isinstance(given, dict):
        msg = '请求内容应是一个 JSON 对象，如 {"number": "25112000000012345678"}'
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_json", msg)
    return _question(given)


def file_of(request: HttpRequest) -> UploadedFile[Any] | None:
    """Return the file that came with a form."""
    return request.FILES.get("file") if is_form(request) else None


def _question(given: Mapping[str, object]) -> Question:
    told: dict[str, Any] = {
        name: _text(name, value)
        for name, value in given.items()
        if name in FIELDS and value is not None
    }
    return Question(**told)


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and name == "amount":
        return f"{value:.2f}"
    # A long number as a JSON float has lost digits already: 2.5112e+19.
    msg = f"字段 {name} 请写成文字（加引号）"
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", msg)
