"""From a kept reading and the verdict on its seal to what the rules think with: its faces.

Only what no misreading explains is a firm contradiction: a number, a day or a sum that two
of a file's own witnesses tell differently. Names are left to a person's eye.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chapiao.diagnosis.world.papers import Clash, Faces, Seal
from chapiao.readers.reading import Witness
from chapiao.readers.witnesses import WITNESSES
from chapiao.seals.verdict import Result
from chapiao.store.reading import invoice_of

_APART = "witnesses_differ"
_WORDS = "words"
_COMPARED: Final = {
    "number": "发票号码",
    "code": "发票代码",
    "date": "开票日期",
    "amount": "不含税金额",
    "tax": "税额",
    "total": "价税合计",
}
_SOURCES: Final = {Witness.XML: "xml", Witness.XBRL: "xbrl", Witness.OCR: "ocr"}


def faces_of(
    reading: Mapping[str, Any], seal: Mapping[str, Any] | None, name: str, file_format: str
) -> Faces:
    """Return the faces of one file; `reading` is as `chapiao read --json` prints it."""
    witnesses = reading["read_from"].get("number", ())
    state, detail = _seal(seal)
    return Faces(
        source=_source(witnesses, file_format),
        title=reading.get("title") or "",
        seal=state,
        seal_detail=detail,
        confidence=1.0 if Witness.QR in witnesses else None,
        invoice=invoice_of(dict(reading)),
        name=name,
        noted=tuple(_noted(reading)),
    )


def _source(witnesses: list[str], file_format: str) -> str:
    """Return how its number was read, in the words of the rules."""
    surest = next(iter(witnesses), "")
    if surest in _SOURCES:
        return _SOURCES[Witness(surest)]
    if surest == Witness.QR:  # of a picture nothing else was read
        return "ocr" if file_format == "image" else "pdf_text"
    return "ofd" if file_format == "ofd" else "pdf_text"


def _seal(seal: Mapping[str, Any] | None) -> tuple[Seal, str]:
    """Return how the seal stands; whole and vouched for is the only 通过."""
    if seal is None:
        return Seal.NOT_RUN, ""
    result, text = seal["result"], seal["text"]
    if result == Result.CHANGED:
        return Seal.FAILED, text
    if result == Result.WHOLE:
        return (Seal.PASSED if seal["trusted"] else Seal.UNTRUSTED), text
    return Seal.NOT_RUN, text


def _noted(reading: Mapping[str, Any]) -> Iterator[Clash]:
    for doubt in reading["doubts"]:
        field, values = doubt["field"], doubt["values"]
        if doubt["id"] == _APART and field in _COMPARED:
            yield from _apart(_COMPARED[field], values)
        by_ocr = list(reading["read_from"].get(field, ())) == [Witness.OCR]
        if doubt["id"] == _WORDS and not by_ocr:
            total = reading.get("total") or ""
            yield Clash("大写金额", seen=doubt["text"], other=total)


def _apart(what: str, values: Mapping[str, str]) -> Iterator[Clash]:
    """Yield what two witnesses tell differently; firm where neither is a machine's guess."""
    sides = list(dict.fromkeys(values.values()))
    if len(sides) < 2:  # noqa: PLR2004 - both sides of it
        return
    by = {text: Witness(one) for one, text in reversed(list(values.items()))}
    firm = {text for one, text in values.items() if one != Witness.OCR}
    first, second = sides[0], sides[1]
    place, other = (WITNESSES[by[text]] for text in (first, second))
    yield Clash(f"{other}里的{what}", seen=second, other=f"{first}（{place}）", firm=len(firm) > 1)
