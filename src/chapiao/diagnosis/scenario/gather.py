"""The facts of a told world: gathered as for a look-up, then filled up from the whole world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from chapiao.diagnosis.facts import Facts, Hidden, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.known import Known
from chapiao.diagnosis.likeness import may_be_of
from chapiao.diagnosis.memory import Memory
from chapiao.diagnosis.question import understand
from chapiao.diagnosis.scenario.near import neighbours_among
from chapiao.diagnosis.scenario.visible import hidden_from
from chapiao.diagnosis.scenario.world import World
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice

_KNOWN = tuple(one.name for one in fields(Known))


def facts_of(world: World) -> Facts:
    """Return everything the world tells of the invoice asked for."""
    asked = understand(world.question, world.now.date())
    own = asked.entry is Entry.OWN
    missed = bool(asked.words)
    hiding = {
        id(row): hidden_from(row, world.known, world.ours or (), world.now, missed=missed)
        for row in world.ledger
        if own
    }
    shown = [row for row in world.ledger if hiding.get(id(row)) is None]
    out = tuple(one for one in hiding.values() if one is not None)
    span = world.known.export_span
    holdings = Memory(
        shown,
        exported=world.exported,
        archived=[record for record, _ in world.archived],
        fresh_to=span.fresh_to if span is not None else None,
        ours=world.ours,
    )
    base = facts_for(world.question, holdings, world.now)
    more: dict[str, Any] = {name: getattr(world.known, name) for name in _KNOWN}
    facts = replace(base, **more, hidden=_of_it(out, base))
    every = [*world.ledger, *world.exported, *(record for record, _ in world.archived)]
    return replace(
        facts,
        faces=_faces(world, facts),
        neighbours=() if facts.proven else neighbours_among(asked, every),
        others=_others(facts, every),
    )


def _of_it(hidden: Iterable[Hidden], facts: Facts) -> tuple[Hidden, ...]:
    return tuple(one for one in hidden if _is_it(one.record.invoice, facts))


def _is_it(invoice: Invoice, facts: Facts) -> bool:
    """Whether a row is of the very invoice asked for."""
    names = _names(facts)
    same = bool(names & ({invoice.number, invoice.second_number} - {None, ""}))
    code = facts.code.text if facts.code is not None else ""
    return same and (not code or not invoice.code or code == invoice.code)


def _names(facts: Facts) -> set[str]:
    found = {facts.number.text if facts.number is not None else ""}
    if facts.copy is not None and facts.number is None:
        found |= {facts.copy.invoice.number or ""}
    for one in facts.copies or ():
        both = {one.invoice.number or "", one.invoice.second_number or ""}
        if found & both - {""}:
            found |= both
    return found - {""}


def _others(facts: Facts, every: Iterable[Record]) -> tuple[Record, ...]:
    """Return what of ours holds this invoice, each row and file once."""
    return tuple(one for one in every if _is_it(one.invoice, facts))


def _faces(world: World, facts: Facts) -> tuple[Faces, ...]:
    """Return the faces of the files of this invoice, the one handed in first."""
    found = []
    if world.handed_in is not None:
        invoice, faces = world.handed_in
        if facts.number is None or may_be_of(facts.number.text, invoice):
            found.append(faces)
    found += [faces for record, faces in world.archived if _is_it(record.invoice, facts)]
    return tuple(found)
