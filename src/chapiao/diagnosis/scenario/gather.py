"""The facts of a told world: gathered as for a look-up, then filled up from the whole world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from chapiao.diagnosis.agreement import agreement
from chapiao.diagnosis.core import EXISTS
from chapiao.diagnosis.facts import LEDGER, Facts, Hidden, Hiding, Neighbour, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.known import Known
from chapiao.diagnosis.likeness import may_be_of, same_name
from chapiao.diagnosis.memory import Memory
from chapiao.diagnosis.question import Asked, understand
from chapiao.diagnosis.record import OurEntity
from chapiao.diagnosis.scenario.amiss import damaged, misfiled, rescued
from chapiao.diagnosis.scenario.near import neighbours_among
from chapiao.diagnosis.scenario.sought import (
    all_fitting,
    fitting_among,
    fragment_among,
    sought_among,
)
from chapiao.diagnosis.scenario.visible import beyond_scope, hidden_from
from chapiao.diagnosis.scenario.world import World
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import clean

ISSUED = frozenset({"开具", "销项"})
_KNOWN = tuple(one.name for one in fields(Known))


def facts_of(world: World) -> Facts:
    """Return everything the world tells of the invoice asked for."""
    asked = understand(world.question, world.now.date())
    own, ours = asked.entry is Entry.OWN, world.ours or ()
    hiding = {
        id(row): hidden_from(row, world.known, ours, world.now, missed=bool(asked.words))
        for row in world.ledger
        if own
    }
    shown = [row for row in world.ledger if hiding.get(id(row)) is None]
    out = [one for one in hiding.values() if one is not None]
    archived = [record for record, _ in world.archived]
    every = [*world.ledger, *world.exported, *archived]
    base = facts_for(world.question, _holdings(world, shown, archived), world.now)
    more: dict[str, Any] = {name: getattr(world.known, name) for name in _KNOWN}
    facts = _without_code(replace(base, **more), asked, world.exported)
    number = sought_among(asked, every, ours)
    if number is not None:
        facts = _with_sought(facts, number, shown, world.exported)
    facts = replace(
        facts,
        archived=next((one for one in archived if _is_it(one.invoice, facts, number)), None),
        hidden=tuple(one for one in out if _is_it(one.record.invoice, facts, number)),
        hidden_at_home=_hidden_at_home(world, facts, number, hiding if own else None),
        damaged=damaged(facts, shown),
        covered=_covered(facts),
    )
    facts = replace(facts, paper_title=_title(world, asked))
    facts = replace(facts, faces=_faces(world, facts))  # they tell whether the number is proven
    return replace(
        facts,
        neighbours=_neighbours(asked, facts, [*every, *_checked(world)]),
        rescued=rescued(facts, every),
        others=tuple(one for one in every if _is_it(one.invoice, facts, number)),
        misfiled=misfiled(facts, shown, every),
        fitting=None
        if facts.proven
        else fragment_among(asked, every) or _fitting(asked, every, ours),
        candidates=() if asked.number is not None else all_fitting(asked, every, ours, least=1),
        listed_names=_names_in(shown),
    )


def _title(world: World, asked: Asked) -> str | None:
    """Return what the paper calls itself: the one handed in, or one on hold with that number."""
    typed = clean(asked.typed_number or "")
    kept = (
        record.invoice.title
        for record, _ in world.archived
        if typed and clean(record.invoice.number or "") == typed
    )
    return world.known.paper_title or next((one for one in kept if one), None)


def _neighbours(
    asked: Asked, facts: Facts, every: Sequence[Record]
) -> tuple[Neighbour, ...] | None:
    """Return the invoices a slip away; of a number that is proven, those that fit better."""
    near = neighbours_among(asked, every)
    if not facts.proven:
        return near
    if facts.copy is None or not agreement(asked, facts.copy.invoice).differs:
        return ()
    return tuple(one for one in near if one.agrees > 1 and not one.differs)


def _without_code(facts: Facts, asked: Asked, exported: Sequence[Record]) -> Facts:
    """Take the one row of the export that has a short number typed without its code."""
    if facts.exported is not None or asked.number is None or asked.number.is_digital:
        return facts
    same = [one for one in exported if one.invoice.number == asked.number.text]
    if asked.code is not None or len(same) != 1 or agreement(asked, same[0].invoice).differs:
        return facts
    return replace(facts, exported=same[0], in_export=True)


def _hidden_at_home(
    world: World,
    facts: Facts,
    number: str | None,
    hiding: Mapping[int, Hidden | None] | None,
) -> tuple[Hidden, ...]:
    """Return what the asker's own limits hide, or would once it is in our 台账.

    `hiding`: where our own list was asked, what hides its rows first; that is told already.
    """
    rows = [one for one in world.ledger if _is_it(one.invoice, facts, number)]
    if hiding is not None and rows:
        barred = [row for row in rows if (by := hiding.get(id(row))) and by.by is not Hiding.SCOPE]
        also = (beyond_scope(row, world.known, world.now) for row in barred)
        return tuple(one for one in also if one is not None)
    outside = [
        replace(one, owner="") for one in (facts.exported, facts.archived) if one is not None
    ]
    handed = [
        Record(invoice=Invoice(number=one.number), source=LEDGER, owner=one.submitted_by)
        for one in world.known.submissions or ()
        if facts.number is not None and one.number == facts.number.text
    ]
    hidden = (
        hidden_from(row, world.known, world.ours or (), world.now, missed=False)
        for row in rows or (*outside, *handed)
    )
    return tuple(one for one in hidden if one is not None and one.by is Hiding.SCOPE)


def _holdings(world: World, shown: Iterable[Record], archived: Iterable[Record]) -> Memory:
    span = world.known.export_span
    return Memory(
        shown,
        exported=world.exported,
        archived=archived,
        fresh_to=span.fresh_to if span is not None else None,
        ours=world.ours,
    )


def _fitting(asked: Asked, every: Sequence[Record], ours: tuple[OurEntity, ...]) -> Record | None:
    """Return the one invoice that at least two other things typed fit."""
    number = fitting_among(asked, every, ours, least=2)
    return next((one for one in every if number and one.invoice.number == number), None)


def _names_in(rows: Iterable[Record]) -> frozenset[str]:
    names = (name for one in rows for name in (one.invoice.seller_name, one.invoice.buyer_name))
    return frozenset(name for name in names if name)


def _checked(world: World) -> Iterable[Record]:
    """Yield the invoices that earlier checks have shown to exist."""
    for one in world.known.attempts or ():
        if one.outcome in EXISTS and one.number:
            invoice = Invoice(number=one.number, issued_on=one.issued_on)
            yield Record(invoice=invoice, source="查验记录")


def _with_sought(
    facts: Facts, number: str, shown: Iterable[Record], exported: Iterable[Record]
) -> Facts:
    """Take the one invoice that fits what was typed for the one asked for."""
    record = next((one for one in shown if one.invoice.number == number), None)
    bureau = next((one for one in exported if one.invoice.number == number), None)
    return replace(
        facts, record=record, held=record is not None, exported=bureau, in_export=bureau is not None
    )


def _covered(facts: Facts) -> bool | None:
    """Whether the export would hold an invoice of that day; its silence else means nothing."""
    if facts.export_span is None or facts.issue_date is None:
        return None if facts.export_span is None else facts.covered
    return _is_our_export(facts) and facts.export_span.spans(facts.issue_date)


def _is_our_export(facts: Facts) -> bool:
    """Whether the export is of the company acted for, and of the side it would stand on."""
    span = facts.export_span
    if span is None:
        return False
    if span.direction in ISSUED and not facts.sold_by_us:
        return False
    acting = [one for one in facts.ours or () if same_name(one.name, facts.acting)]
    ids = {one.tax_id for one in acting or facts.ours or ()}
    ids |= {old for one in acting or facts.ours or () for old in one.former_tax_ids}
    return not span.taxpayer or not ids or span.taxpayer in ids


def _is_it(invoice: Invoice, facts: Facts, sought: str | None = None) -> bool:
    """Whether a row is of the very invoice asked for."""
    names = _names(facts) | ({sought} if sought else set())
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


def _faces(world: World, facts: Facts) -> tuple[Faces, ...]:
    """Return the faces of the files of this invoice, the one handed in first."""
    found = []
    if world.handed_in is not None:
        invoice, faces = world.handed_in
        if facts.number is None or may_be_of(facts.number.text, invoice):
            found.append(faces)
    found += [faces for record, faces in world.archived if _is_it(record.invoice, facts)]
    return tuple(found)
