"""The annotations of a page that are drawn on it: watermarks, notes, stamps of other programs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.ofd import join
from chapiao.formats.safe_xml import Element
from chapiao.render.limits import Budget
from chapiao.render.resources import read_xml
from chapiao.render.scene import Book

_MAX_FILES: Final = 100


def appearances(book: Book, page: str, budget: Budget) -> Iterator[Element]:
    """Yield what the annotations of a page look like."""
    given = None if book.document is None else safe_xml.text_at(book.document, "Annotations")
    if not given:
        return
    path = join(book.folder, given)
    listed = read_xml(book.ofd, path, budget)
    if listed is None:
        return
    for place in _files(listed, page)[:_MAX_FILES]:
        notes = read_xml(book.ofd, join(posixpath.dirname(path), place), budget)
        for note in () if notes is None else safe_xml.children(notes):
            budget.spend(10)
            seen = safe_xml.at(note, "Appearance")
            if seen is not None and note.get("Visible", "true").lower() != "false":
                yield seen


def _files(listed: Element, page: str) -> list[str]:
    return [
        place
        for one in safe_xml.children(listed)
        if safe_xml.name(one) == "Page" and one.get("PageID") == page
        for place in [safe_xml.text_at(one, "FileLoc")]
        if place
    ]
