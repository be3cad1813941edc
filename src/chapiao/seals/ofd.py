"""The signatures of an OFD (GB/T 33190): every one listed, and those nobody lists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from chapiao.formats import safe_zip
from chapiao.seals import listing, signature
from chapiao.seals.algorithms import Undecided
from chapiao.seals.container import Container, Document, Place, key, open_container
from chapiao.seals.trust import Asked
from chapiao.seals.verdict import Result, Verdict, not_run

_DESCRIPTION: Final = "signature.xml"
_VALUE: Final = "signedvalue.dat"
_SHOWN = 3


def check(archive: safe_zip.Archive, asked: Asked) -> tuple[Verdict, ...]:
    """Return a verdict for each signature, and one for each document beside that has none."""
    try:
        container = open_container(archive)
        documents = container.documents() if container.is_ofd else ()
        places = _places(container, documents)
    except Undecided as error:
        return (not_run(str(error)),)
    if not places:
        return ()
    found = [(place, signature.check(container, place, asked)) for place in places]
    unsigned = [
        Verdict(result=Result.UNSIGNED, text=f"第{one.number}个文档没有签章", where=one.root)
        for one in documents
        if all(place.document is not None and place.document != one for place in places)
    ]
    return (*(_for_shown(place, one, found) for place, one in found), *unsigned)


def _places(container: Container, documents: Iterable[Document]) -> tuple[Place, ...]:
    """Return the signatures that documents list, then the descriptions that lie about."""
    found: list[Place] = []
    for document in documents:
        data = container.read(document.signatures) if document.signatures else None
        if data is None or document.signatures is None:
            continue
        folder = posixpath.dirname(document.signatures)
        found += [
            Place(path, document, document.signatures, index)
            for index, path in enumerate(listing.places(data, folder, container.resolve))
        ]
    known = {key(place.path) for place in found}
    stray = [
        Place(path)
        for path in container.paths
        if key(path).rpartition("/")[2] == _DESCRIPTION
        and key(path) not in known
        and posixpath.join(posixpath.dirname(path), _VALUE) in container
    ]
    return (*found, *stray)[: listing.MAX_LISTED]


def _for_shown(place: Place, own: Verdict, found: list[tuple[Place, Verdict]]) -> Verdict:
    """Take WHOLE back where a page of the document is not covered by any whole signature.

    OFD.xml is often left uncovered, and a changed one may point at other pages.
    """
    if own.result is not Result.WHOLE or place.document is None:
        return own
    covered = {
        key(path)
        for other, verdict in found
        if other.document == place.document and verdict.result is Result.WHOLE
        for path in verdict.covered
    }
    bare = [
        number for number, page in enumerate(place.document.pages, 1) if key(page) not in covered
    ]
    if not bare:
        return own
    shown = "、".join(map(str, bare[:_SHOWN])) + ("等" if len(bare) > _SHOWN else "")
    why = f"第{shown}页不在签章保护范围内，无法判断有没有改动"
    return replace(own, result=Result.NOT_RUN, text=not_run(why).text)
