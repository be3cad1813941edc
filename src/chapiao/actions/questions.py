"""A question as JSON, so that it can be asked again."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from chapiao.diagnosis.question import Question
from chapiao.store import payload

_TYPED = tuple(one.name for one in fields(Question) if one.name != "file")


def to_json(question: Question) -> dict[str, Any]:
    """Return what was filled in."""
    told: dict[str, Any] = {name: value for name in _TYPED if (value := getattr(question, name))}
    if question.file is not None:
        told["file"] = payload.to_json(question.file)
    return told


def from_json(told: dict[str, Any]) -> Question:
    """Return the question that `to_json` made this of."""
    file = told.get("file")
    typed = {name: told[name] for name in _TYPED if name in told}
    return Question(**typed, file=None if file is None else payload.from_json(file))
