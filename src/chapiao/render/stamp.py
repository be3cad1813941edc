"""The seals of a document: where each is stamped, and what it looks like."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.ofd import join
from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import Box, box
from chapiao.render.limits import Budget
from chapiao.render.resources import read_xml
from chapiao.render.scene import Book
from chapiao.render.seal_picture import Emblem, emblem

_MAX_SIGNATURES: Final = 64
_MAX_STAMPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp on one page; `clip` is the part of it that is to be seen, in its own box."""

    page: str
    place: Box
    clip: Box | None
    emblem: Emblem | None


def stamps(book: Book, budget: Budget) -> tuple[Stamp, ...]:
    """Return the stamps of a document in the order they were made."""
    listed = read_xml(book.ofd, book.body.signatures, budget) if book.body.signatures else None
    if listed is None:
        return ()
    folder = posixpath.dirname(book.body.signatures)
    paths = [
        join(folder, one.get("BaseLoc", ""))
        for one in safe_xml.children(listed)
        if safe_xml.name(one) == "Signature" and one.get("BaseLoc")
    ]
    found = [one for path in paths[:_MAX_SIGNATURES] for one in _of_signature(path, book, budget)]
    return tuple(found[:_MAX_STAMPS])


def _of_signature(path: str, book: Book, budget: Budget) -> Iterator[Stamp]:
    signature = read_xml(book.ofd, path, budget)
    info = None if signature is None else safe_xml.at(signature, "SignedInfo")
    if signature is None or info is None:
        return
    placed = [one for one in safe_xml.children(info) if safe_xml.name(one) == "StampAnnot"]
    if not placed:
        return
    looks = _emblem(signature, posixpath.dirname(path), book, budget)
    for one in placed[:_MAX_STAMPS]:
        budget.spend(10)
        place = box(one.get("Boundary"))
        if place is not None and min(place.width, place.height) > 0:
            yield Stamp(one.get("PageRef", "").strip(), place, box(one.get("Clip")), looks)


def _emblem(signature: Element, folder: str, book: Book, budget: Budget) -> Emblem | None:
    """Return what was signed with; the seal beside it only where the value holds none."""
    for place in ("SignedValue", "SignedInfo/Seal/BaseLoc"):
        given = safe_xml.text_at(signature, place)
        data = book.ofd.file(join(folder, given)) if given else None
        if data is not None:
            budget.spend_read(len(data))
            budget.spend(100)
            found = emblem(data)
            if found is not None:
                return found
    return None
