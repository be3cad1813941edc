"""A question as JSON, so that it can be asked again."""

from __future__ import annotations

from dataclasses import astuple, fields, replace
from typing import Any

from chapiao.diagnosis.question import Question
from chapiao.diagnosis.world.papers import Clash, Faces, Seal
from chapiao.invoice.model import Invoice, Line
from chapiao.store import payload
from chapiao.store.text import storable

_SEEN = frozenset({"file", "faces"})  # what a file shows, and nobody typed
_TYPED = tuple(one.name for one in fields(Question) if one.name not in _SEEN)
_OF_FILE = tuple(one.name for one in fields(Invoice) if one.type == "str | None")
_OF_FACES = ("source", "title", "total_cn", "qr", "seal_detail", "name")
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
    if question.faces is not None:
        changed["faces"] = _faces(question.faces)
    return replace(question, **changed) if changed else question


def _file(file: Invoice) -> Invoice:
    texts: dict[str, Any] = {
        name: storable(value) for name in _OF_FILE if (value := getattr(file, name))
    }
    return replace(file, **texts, lines=tuple(_line(line) for line in file.lines))


def _faces(faces: Faces) -> Faces:
    texts: dict[str, Any] = {name: storable(getattr(faces, name)) for name in _OF_FACES}
    noted = tuple(
        replace(one, what=storable(one.what), seen=storable(one.seen), other=storable(one.other))
        for one in faces.noted
    )
    return replace(faces, **texts, noted=noted, invoice=_file(faces.invoice))


def _line(line: Line) -> Line:
    texts: dict[str, Any] = {name: storable(getattr(line, name)) for name in _OF_LINE}
    return replace(line, **texts)


def to_json(question: Question) -> dict[str, Any]:
    """Return what was filled in."""
    told: dict[str, Any] = {name: value for name in _TYPED if (value := getattr(question, name))}
    told["entry"] = question.entry  # blank is not the usual one
    if question.file is not None:
        told["file"] = payload.to_json(question.file)
    if question.faces is not None:
        told["faces"] = _faces_to_json(question.faces)
    return told


def from_json(told: dict[str, Any]) -> Question:
    """Return the question that `to_json` made this of."""
    file = told.get("file")
    typed = {name: told[name] for name in _TYPED if name in told}
    shown = None if file is None else payload.from_json(file)
    faces = told.get("faces")
    return Question(
        **typed,
        file=shown,
        faces=None if faces is None else _faces_from_json(faces, shown or Invoice()),
    )


def _faces_to_json(faces: Faces) -> dict[str, Any]:
    """Return what else the file shows; its invoice is kept beside it."""
    told: dict[str, Any] = {name: getattr(faces, name) for name in _OF_FACES}
    told["noted"] = [list(astuple(one)) for one in faces.noted]
    return told | {"seal": faces.seal.value, "confidence": faces.confidence}


def _faces_from_json(told: dict[str, Any], invoice: Invoice) -> Faces:
    return Faces(
        **{name: told[name] for name in _OF_FACES},
        seal=Seal(told["seal"]),
        confidence=told["confidence"],
        noted=tuple(Clash(*one) for one in told["noted"]),
        invoice=invoice,
    )
