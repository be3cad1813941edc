"""Parties: the names on invoices, each kept once, with what a search needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction

from chapiao.store.bulk_values import insert_each, read_each
from chapiao.store.models import Party, PartyPiece
from chapiao.store.text import column

Named = tuple[str | None, str | None]  # name, tax id
CHUNK = 400
LONGEST_NAME, LONGEST_ID = 200, 30


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Return a name as a search compares it: no width, case or blanks.

    >>> plain("北京云杉（集团） 有限公司")
    '北京云杉(集团)有限公司'
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def pieces(name: str) -> set[str]:
    """Return the pairs of neighbouring characters of a plain name."""
    return {name[i : i + 2] for i in range(len(name) - 1)}


def party(name: str | None, tax_id: str | None) -> Party:
    """Return the party of this name and tax id, made if it is new."""
    return parties([(name, tax_id)])[(name, tax_id)]


def parties(wanted: Iterable[Named]) -> dict[Named, Party]:
    """Return the party of each name and tax id; what is new is made, with its pieces."""
    asked = list(dict.fromkeys(wanted))
    known: dict[Named, Party] = {}
    for start in range(0, len(asked), CHUNK):
        known |= _some(asked[start : start + CHUNK])
    return known


def ids(wanted: Iterable[Named]) -> dict[Named, int]:
    """Return the primary key of each name and tax id, as `parties` does, without the rest."""
    asked = list(dict.fromkeys(wanted))
    kept = {one: _kept(one) for one in asked}
    names = [name for name, _ in dict.fromkeys(kept.values()) if name is not None]
    known: dict[Named, int] = {}
    for pk, name, tax_id in read_each(Party, ("id", "name", "tax_id"), "name", names):
        known[name, tax_id] = pk
    missing = [one for one in asked if kept[one] not in known]
    made = parties(missing) if missing else {}
    return {one: made[one].pk if one in made else known[kept[one]] for one in asked}


@lru_cache(65536)
def _kept(one: Named) -> Named:
    """Return a name and a tax id as their columns can hold them."""
    return column(one[0], LONGEST_NAME), column(one[1], LONGEST_ID)


def _some(asked: list[Named]) -> dict[Named, Party]:
    kept = {one: _kept(one) for one in asked}
    known = _find(set(kept.values()))
    new = sorted(set(kept.values()) - set(known), key=repr)  # one order for all who write
    if new:
        known |= _make(new)
    return {one: known[row] for one, row in kept.items()}


def _make(new: list[Named]) -> dict[Named, Party]:
    with transaction.atomic():
        # Somebody else may make the same name at this moment.
        rows = ((name, tax_id, plain(name or "")[:LONGEST_NAME]) for name, tax_id in new)
        insert_each(Party, ("name", "tax_id", "plain"), rows, unless_there=True)
        made = _find(set(new))
        every = ((piece, one.pk) for one in made.values() for piece in sorted(pieces(one.plain)))
        insert_each(PartyPiece, ("piece", "party_id"), every, unless_there=True)
    return made


def _find(wanted: set[Named]) -> dict[Named, Party]:
    rows = list(Party.objects.filter(name__in={name for name, _ in wanted if name is not None}))
    nameless = {tax_id for name, tax_id in wanted if name is None}
    if nameless:
        rows += Party.objects.filter(name=None, tax_id__in=nameless - {None})
    if None in nameless:
        rows += Party.objects.filter(name=None, tax_id=None)
    return {(one.name, one.tax_id): one for one in rows if (one.name, one.tax_id) in wanted}
