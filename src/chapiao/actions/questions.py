"""A question as JSON, so that it can be asked again."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice, Line
from chapiao.store import payload
from chapiao.store.text import storable

_TYPED = tuple(one.name for one in fields(Question) if one.name != "file")
_OF_FILE = tuple(one.name for one in fields(Invoice) if one.type == "str | None")
_OF_LINE = tuple(one.name for one in fields(Line) if one.type == "str")


def clean(question: Question) -> Question:
    """Return the question as it can be kept: nothing in it that no database holds."""
    changed: dict[str, Any] = {}
    for name in _TYPED:
        value = getattr(question, name)
        if value and (kept := storable(value)) != value:
            changed[name] = kept
    if question.file is not None:
        changed["file"] = _file(question.file)
    return replace(question, **changed) if changed else question


def _file(file: Invoice) -> Invoice:
    texts: dict[str, Any] = {
        name: storable(value) for name in _OF_FILE if (value := getattr(file, name))
    }
    return replace(file, **texts, lines=tuple(_line(line) for line in file.lines))


def _line(line: Line) -> Line:
    texts: dict[str, Any] = {name: storable(getattr(line, name)) for name in _OF_LINE}
    return replace(line, **texts)


def to_json(question: Question) -> dict[str, Any]:
    """Return what was filled in."""
    told: dict[str, Any] = {name: value for name in _TYPED if (value := getattr(question, name))}
    told["entry"] = question.entry  # blank is not the usual one
    if question.file is not None:
        told["file"] = payload.to_json(question.file)
    return told


def from_json(told: dict[str, Any]) -> Question:
    """Return the question that `to_json` made this of."""
    file = told.get("file")
    typed = {name: told[name] for name in _TYPED if name in told}
    return Question(**typed, file=None if file is None else payload.from_json(file))
