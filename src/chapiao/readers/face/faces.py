"""One document's pages → the invoices printed on them, each as its face says.

A page with another number begins another invoice; a page without one (清单, 续页)
belongs to the invoice before it. The head is read from an invoice's first page, the
sums from the first page that has a total, for long 数电票 print it on the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from chapiao.formats.layout import Page
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.title import kind_from_title
from chapiao.readers import said
from chapiao.readers.face import papers, travel
from chapiao.readers.face.header import Header, read_header
from chapiao.readers.face.items import read_lines
from chapiao.readers.face.parties import Parties, read_parties
from chapiao.readers.face.remark import read_remark
from chapiao.readers.face.totals import Totals, read_totals
from chapiao.readers.reading import Witness
from chapiao.readers.said import Said

_SLIPS = frozenset({Kind.QUOTA, Kind.TAXI, Kind.MACHINE, Kind.MANUAL})
_VEHICLES = frozenset(
    {
        *(Kind.VEHICLE, Kind.DIGITAL_VEHICLE, Kind.PAPER_DIGITAL_VEHICLE),
        *(Kind.USED_VEHICLE, Kind.DIGITAL_USED_VEHICLE, Kind.PAPER_DIGITAL_USED_VEHICLE),
    }
)


@dataclass(frozen=True, slots=True)
class Face:
    """One invoice as printed, and the pages (from 0) it stands on."""

    said: Said
    pages: tuple[int, ...]


def read_faces(pages: Sequence[Page]) -> tuple[Face, ...]:
    """Return the invoices of a document; a document without any number gives one face at most."""
    return tuple(_face(pages, group) for group in _groups(pages))


def _groups(pages: Sequence[Page]) -> Iterator[list[tuple[int, Header]]]:
    group: list[tuple[int, Header]] = []
    for place, page in enumerate(pages):
        header = read_header(page)
        begins = header.number is not None and header.title is not None
        if group and begins and header.number != group[0][1].number:
            if group[0][1].number is None:
                group = []  # what stood before the first invoice is no part of it
            else:
                yield group
                group = []
        group.append((place, header))
    if group:
        yield group


def _face(pages: Sequence[Page], group: Sequence[tuple[int, Header]]) -> Face:
    places = tuple(place for place, _ in group)
    first, header = pages[places[0]], group[0][1]
    kind = _kind(header)
    totals = _totals(pages, places, kind)
    parties = _parties(first, kind)
    if kind in _SLIPS and header.date is None:
        header = replace(header, date=papers.day(first))
    invoice = _invoice(header, parties, totals, kind)
    return Face(
        Said(
            witness=Witness.TEXT,
            capital=totals.capital,
            invoice=_with_body(invoice, [pages[place] for place in places]),
        ),
        places,
    )


def _kind(header: Header) -> Kind | None:
    if header.title is None:
        return None
    return kind_from_title(header.title, second_number=header.second_number or "")


def _parties(page: Page, kind: Kind | None) -> Parties:
    """Return the parties; on forms and slips, also those whose labels have no colon."""
    found = read_parties(page)
    if kind not in _VEHICLES and kind not in _SLIPS:
        return found
    other = papers.parties(page)
    known = {name: value for name, value in asdict(found).items() if value}
    return replace(other, **known)


def _totals(pages: Sequence[Page], places: Sequence[int], kind: Kind | None) -> Totals:
    special = {Kind.RAIL: travel.rail, Kind.AIR: travel.air}.get(kind) if kind else None
    if special:
        return special(pages[places[0]])
    found = [read_totals(pages[place]) for place in places]
    best = next((totals for totals in found if totals.total is not None), found[0])
    if kind in _SLIPS and best.total is None:
        return papers.slip(pages[places[0]])
    if kind in _VEHICLES:
        own = travel.vehicle(pages[places[0]])
        return Totals(
            amount=own.amount if own.amount is not None else best.amount,
            tax=own.tax if own.tax is not None else best.tax,
            total=own.total if own.total is not None else best.total,
            capital=best.capital,
        )
    return best


def _invoice(header: Header, parties: Parties, totals: Totals, kind: Kind | None) -> Invoice:
    return Invoice(
        kind=kind,
        title=header.title,
        code=said.code(header.code),
        number=said.number(header.number),
        second_number=header.second_number if kind is not None and kind.is_paper_digital else None,
        issued_on=said.day(header.date),
        check_code=header.check_code,
        machine_no=header.machine_no,
        buyer_name=parties.buyer_name,
        buyer_tax_id=said.tax_id(parties.buyer_tax_id),
        seller_name=parties.seller_name,
        seller_tax_id=said.tax_id(parties.seller_tax_id),
        amount=totals.amount,
        tax=totals.tax,
        total=totals.total,
        drawer=header.drawer,
    )


def _with_body(invoice: Invoice, pages: Sequence[Page]) -> Invoice:
    remarks = [found for page in pages if (found := read_remark(page)) is not None]
    return replace(
        invoice,
        remark=next((found for found in remarks if found), remarks[0] if remarks else None),
        lines=read_lines(pages, invoice.amount),
    )
