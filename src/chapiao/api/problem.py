"""Problem: why a request was not carried out, as JSON: `{"error": {"id", "text"}}`.

The id is for programs, the text for people. No traceback and nothing of another
person's rows ever stands in one.
"""

from __future__ import annotations

from django.http import HttpResponse

from chapiao.api.as_json import json_response

NOT_THERE = "没有这条记录，或者您没有权限查看"


class Problem(Exception):
    """The request is refused. The message can be shown to the user as it is."""

    def __init__(self, status: int, name: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.id = name


def not_there() -> Problem:
    """Say the same of rows that are not there and of rows that are somebody else's."""
    return Problem(404, "not_found", NOT_THERE)


def problem_response(problem: Problem) -> HttpResponse:
    """Put a problem into a response."""
    error = {"id": problem.id, "text": str(problem)}
    response = json_response({"error": error}, status=problem.status)
    if problem.status == 401:  # noqa: PLR2004 - RFC 9110: it must name the way in
        response["WWW-Authenticate"] = "Bearer"
    return response
