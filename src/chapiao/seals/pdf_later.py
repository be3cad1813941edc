"""What was added to a PDF behind its signed part: does it touch what was signed?

A later revision may write an object again just as it was, as some platforms do when
they set the date of the last change; that changes nothing. Anything else is for
pyHanko's rules to judge, which let signatures, timestamps and filled-in fields pass.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from typing import Any, Final

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_OBJECTS: Final = 20_000
_OBJECT = re.compile(rb"\b([0-9]{1,10})\s+([0-9]{1,5})\s+obj\b")
_TRAILER = rb"(?:trailer\s*)?<<(?:(?!\bobj\b).){0,4000}>>\s*"
_TAIL = re.compile(
    rb"\s*(?:endobj\s*)?(?:" + _TRAILER + rb")?startxref\s+[0-9]+\s+%%EOF\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Later:
    """Whether what was added changes anything; None when it cannot be told, and why."""

    changed: bool | None
    why: str = ""


def judge(data: bytes, end: int) -> Later:
    """Return what the revisions behind `end` do to those before it."""
    if len(data) > MAX_BYTES:
        return Later(None, "太大，没有查完")
    for name in ("pyhanko", "pyhanko_certvalidator"):
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())  # nothing on the terminal
    try:
        return _judge(data, end)
    except Exception as error:  # noqa: BLE001 - on broken files pyHanko stumbles in any way
        return Later(None, f"读不出来（{type(error).__name__}）")


def _judge(data: bytes, end: int) -> Later:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification

    data = data[max(data.find(b"%PDF-"), 0) :]
    # Strict: what this parser would mend, another may mend another way.
    reader = PdfFileReader(io.BytesIO(data), strict=True)
    signed = _signed_revision(reader, end)
    if signed is None:
        return Later(None, "不是正常的增补，无法判断改了什么")
    if not _ends_well(reader, signed, data[end:], data):
        return Later(changed=True, why="不是PDF的增补，却可能被有的软件显示出来")
    if _nothing_new(reader, signed):
        return Later(changed=False)
    found = DEFAULT_DIFF_POLICY.review_file(reader, signed)
    touched = isinstance(found, SuspiciousModification) or found.modification_level.name == "OTHER"
    return Later(touched, "改动了签名时的文件" if touched else "")


def _signed_revision(reader: Any, end: int) -> int | None:  # noqa: ANN401 - pyHanko's reader
    """Return the last revision that lies in the signed part whole."""
    xrefs = reader.xrefs
    ends = [
        xrefs.get_xref_container_info(number).end_location
        for number in range(xrefs.total_revisions)
    ]
    inside = [number for number, at in enumerate(ends) if at <= end]
    in_order = inside == list(range(len(inside))) and all(at > end for at in ends[len(inside) :])
    return inside[-1] if inside and in_order else None


def _ends_well(reader: Any, signed: int, added: bytes, data: bytes) -> bool:  # noqa: ANN401
    """Tell whether all that was added are revisions, listed whole, the last one at the end.

    Loose bytes are no revision; but a viewer that mends broken files may show them.
    """
    xrefs = reader.xrefs
    last = xrefs.total_revisions - 1
    tail = data[xrefs.get_xref_container_info(last).end_location :]
    known = {
        (one.idnum, one.generation)
        for number in range(signed + 1, last + 1)
        for one in xrefs.explicit_refs_in_revision(number)
    }
    written = {(int(one[1]), int(one[2])) for one in _OBJECT.finditer(added)}
    return last > signed and _TAIL.fullmatch(tail) is not None and written <= known


def _nothing_new(reader: Any, signed: int) -> bool:  # noqa: ANN401 - pyHanko's reader
    """Tell whether every object written again is as it was, but for the file's own dates."""
    before = reader.get_historical_resolver(signed)
    last = reader.xrefs.total_revisions - 1
    if reader.trailer.raw_get("/Root") != before.trailer_view.raw_get("/Root"):
        return False
    info = before.trailer_view.raw_get("/Info") if "/Info" in before.trailer_view else None
    about = getattr(info, "reference", None)
    for number in range(signed + 1, last + 1):
        rewritten = reader.xrefs.explicit_refs_in_revision(number)
        if len(rewritten) > MAX_OBJECTS or reader.xrefs.refs_freed_in_revision(number):
            return False
        for one in rewritten:
            if one == about:
                continue
            now = reader.get_object(one)
            if reader.xrefs.get_introducing_revision(one) > signed:
                # Something old may have pointed at nothing here; only bookkeeping is let in.
                if not isinstance(now, dict) or now.get("/Type") not in ("/ObjStm", "/XRef"):
                    return False
            elif not _same(before(one), now):
                return False
    return True


def _same(before: Any, after: Any) -> bool:  # noqa: ANN401 - pyHanko's objects
    """Compare two objects by what they would be written as."""
    return _written(before) == _written(after)


def _written(thing: Any) -> bytes:  # noqa: ANN401 - pyHanko's objects
    stream = io.BytesIO()
    thing.write_to_stream(stream, None)
    return stream.getvalue()
