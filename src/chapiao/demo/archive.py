"""The files people handed in earlier: kept, read by the real readers, and on file."""

from __future__ import annotations

from collections.abc import Sequence

from chapiao import readers, render, seals
from chapiao.demo.paper.sample import sample
from chapiao.demo.row import Row
from chapiao.demo.world import World
from chapiao.readers.as_json import reading_json
from chapiao.seals.as_json import seal_json
from chapiao.store import originals
from chapiao.store.models import Document, Entity, Face, Person


def fill_archive(made: World, entities: Sequence[Entity], giver: Person) -> dict[str, Document]:
    """Keep the files of some parts; return each document by the identity it shows."""
    cast = made.cast
    handed_in = (
        (cast.plain, "pdf"),
        (cast.bargain, "pdf"),
        (cast.faces, "ofd"),
        (cast.taxed, "pdf"),
        (cast.rail, "pdf"),
        (cast.archived, "xml"),
    )
    return dict(_keep(row, form, entities[row.company], giver) for row, form in handed_in)


def _keep(row: Row, form: str, entity: Entity, giver: Person) -> tuple[str, Document]:
    name, data = sample(row.invoice, form)
    [reading] = readers.read(data)
    document = originals.keep(data, name, row.added_at, giver)
    Document.objects.filter(pk=document.pk).update(
        format=reading.format,
        pages=None if form == "xml" else render.page_count(data),
        seal=seal_json(seals.overall(seals.check(data))),
    )
    Face.objects.create(
        document=document,
        key=reading.invoice.key or "",
        second_key=reading.invoice.second_key,
        reading=reading_json(reading),
        entity=entity,
    )
    return reading.invoice.key or "", document
