"""`POST /look-up`: ask, and get the answer of the contract.

Programs ask this all day, so it is a plain view at its own address, before ninja:
the same checks, a fifth less to do. The answer's bytes are orjson's.
"""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from chapiao.actions import look_up as action
from chapiao.actions.look_up_file import look_up_file
from chapiao.api.as_json import json_bytes
from chapiao.api.asked import file_of, question_of
from chapiao.api.bearer import asker
from chapiao.api.problem import problem_response, wrong_method
from chapiao.api.reader import reader
from chapiao.diagnosis.as_json import masked
from chapiao.store.models import Lookup, TokenScope

METHOD = "POST"


@csrf_exempt  # a token asks, never a cookie
def look_up(request: HttpRequest) -> HttpResponse:
    """Answer one question; an answer is 200 whether the invoice was found or not."""
    try:
        return json_bytes(_look_up(request))
    except Exception as error:  # noqa: BLE001 - the edge: logged there, and told as JSON
        return problem_response(error)


def answer(lookup: Lookup) -> bytes:
    """Return a look-up's newest answer as the contract has it, identity numbers masked."""
    told = lookup.answer
    return masked(orjson.dumps(told | {"look_up": str(lookup.pk)}), told["invoice"])


def _look_up(request: HttpRequest) -> bytes:
    now = timezone.localtime()
    person = asker(request, now, TokenScope.LOOK_UP)
    if request.method != METHOD:
        raise wrong_method(METHOD)
    question = question_of(request)
    file = file_of(request)
    if file is None:
        return action.look_up_in_json(asker=person, question=question, now=now)
    with reader() as process:
        lookup = look_up_file(
            asker=person,
            name=file.name or "未命名",
            data=file.read(),
            question=question,
            now=now,
            reader=process,
        )
    return answer(lookup)
