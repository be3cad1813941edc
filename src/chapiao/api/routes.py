"""The API's addresses under /api/v1, described at /api/docs.

Everything asks for a bearer token that is for this use. What goes wrong is told as
`{"error": {id, text}}`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import File, NinjaAPI, UploadedFile
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from chapiao.api import claims, imports, invoices, me, notices, reconciliations, rights
from chapiao.api.as_json import json_bytes, json_response
from chapiao.api.bearer import Bearer
from chapiao.api.look_up import answer, look_up
from chapiao.api.look_up_shape import BODY
from chapiao.api.person import person
from chapiao.api.problem import Problem, problem_response, wrong_method
from chapiao.api.read import lines
from chapiao.store import access
from chapiao.store.models import TokenScope


class _Plain(JSONRenderer):
    """Writes Chinese as Chinese: somebody at a terminal reads it too."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="查票",
    version="1",
    description="给一个号码、一段文字或一个文件，查到发票，或者说清楚为什么查不到。",
    auth=Bearer(TokenScope.READ),
    renderer=_Plain(),
    docs_url=None,  # it has its own address, see docs.py
)
api.add_router("/claims", claims.router)
api.add_router("/imports", imports.router, auth=Bearer(TokenScope.IMPORT))
api.add_router("/invoices", invoices.router)
api.add_router("/me", me.router, auth=Bearer(None))
api.add_router("/reconciliations", reconciliations.router)
api.add_router("", notices.router)
api.add_router("", rights.router)


@api.post(
    "/look-up",
    summary="查一张发票",
    tags=["查票"],
    auth=Bearer(TokenScope.LOOK_UP),
    openapi_extra={"requestBody": BODY},
)
def described(request: HttpRequest) -> HttpResponse:
    """Answer one question; `addresses` takes these requests before they come here."""
    return look_up(request)


@api.get(
    "/look-ups/{pk}",
    summary="看一次查询的最新结果",
    tags=["查票"],
    auth=Bearer(TokenScope.LOOK_UP),
)
def look_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the newest answer of a look-up."""
    return json_bytes(answer(access.lookup_for(person(request), pk)))


@api.post("/read", summary="读发票文件，不查也不留", tags=["读取"])
def read(request: HttpRequest, file: File[list[UploadedFile]]) -> HttpResponse:
    """Return the lines `chapiao read --json` would print."""
    del request
    return json_response({"lines": lines(file)})


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    where = "、".join(dict.fromkeys(str(one["loc"][-1]) for one in error.errors))
    text = f"参数不对：{where}"
    return problem_response(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", text))


@api.exception_handler(Exception)
def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    del request
    return problem_response(error)


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say in JSON that there is no such address."""
    del request, rest
    text = "没有这个接口地址，接口说明见 /api/docs"
    return problem_response(Problem(HTTPStatus.NOT_FOUND, "no_address", text))


def addresses() -> list[URLPattern]:
    """Return every address below /api/v1/, the one asked all day first."""
    patterns = cast("list[URLPattern]", api.urls[0])
    for pattern in patterns:
        is_root = pattern.name == "api-root"  # ninja wants the name, and shows a page of Django's
        pattern.callback = nowhere if is_root else _methods_in_json(pattern.callback)
    return [
        path("look-up", look_up, name="look_up"),
        *patterns,
        path("<path:rest>", nowhere),
    ]


def _methods_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in JSON, too, that an address does not take a method."""

    @csrf_exempt
    @wraps(view)
    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return problem_response(wrong_method(response["Allow"]))
        return response

    return told
