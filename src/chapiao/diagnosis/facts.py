"""Facts: everything known when somebody asks for an invoice. None is "not known".

A rule names the facts it needs as its parameters; a fact that is None leaves the
rule unasked, and the page asks for it. An empty tuple is known: there are none.
To give the rules something new to think with, add one field here and fill it in
`gather.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from chapiao.diagnosis.copies import filled, gravity
from chapiao.diagnosis.likeness import may_be_of, same_name
from chapiao.diagnosis.record import ARCHIVE, EXPORT, HANDED_IN, LEDGER, OurEntity, Record
from chapiao.diagnosis.typed import Heard, Typed, Unsaid
from chapiao.diagnosis.whose import Whose, owner_of, whose
from chapiao.diagnosis.world.entries import Attempt
from chapiao.diagnosis.world.papers import SellerSays
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.region import code_region, number_region

__all__ = [
    "ARCHIVE", "EXPORT", "HANDED_IN", "LEDGER", "Facts", "Heard", "Hidden", "Hiding",
    "Neighbour", "OurEntity", "Record", "Repair", "Slip", "Unsaid",
]  # fmt: skip
EXISTS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})


class Slip(StrEnum):
    """A slip that leaves its trace in the typed text itself."""

    LETTERS = "字母当成了数字"
    JOINED = "代码和号码填在了一起"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What a number that cannot be right may have been; `record` if we hold that."""

    slip: Slip
    number: str
    code: str | None
    because: str
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An invoice we hold that may be meant: one slip away, or what Excel left of it.

    `agrees` and `differs` count the other typed facts: date, amount, check code, parties.
    """

    record: Record
    agrees: int = 0
    differs: int = 0


class Hiding(StrEnum):
    """Why our own 台账 does not show a row that it holds."""

    SCOPE = "数据范围"
    COMPANY = "当前企业"
    STEP = "单据状态"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A row of our own that the asker is not shown, and why."""

    record: Record
    by: Hiding
    because: str


@dataclass(frozen=True, kw_only=True)
class Facts(Typed):
    """The world as it is known to one asker at one moment."""

    # What is known of the invoice.
    reading: Invoice | None = None  # a file the asker gave
    held: bool | None = None  # whether the 台账 shows it to this asker; None: not looked
    record: Record | None = None  # in our 台账, visible to the asker
    exported: Record | None = None  # in the tax bureau's export
    archived: Record | None = None  # a file in our archive, whether or not in the 台账
    in_export: bool | None = None  # None also where no export was ever imported
    in_archive: bool | None = None
    namesakes: tuple[Record, ...] | None = None  # same printed number, other codes
    neighbours: tuple[Neighbour, ...] | None = None  # best first; () where none is worth offering
    rescued: tuple[Neighbour, ...] | None = None  # what a number Excel damaged can have been
    damaged: tuple[Record, ...] | None = None  # our rows that lost digits of this very number
    hidden: tuple[Hidden, ...] | None = None  # our rows of it that the asker is not shown
    others: tuple[Record, ...] | None = None  # every row and file of this very invoice
    fitting: Record | None = None  # what everything typed fits, but for the number
    misfiled: tuple[Record, ...] | None = None  # our rows of it under a wrong number
    repairs: tuple[Repair, ...] | None = None
    fresh_to: datetime | None = None  # the newest export knows up to here
    covered: bool | None = None  # whether some export covers the day of issue
    ours: tuple[OurEntity, ...] | None = None

    @property
    def pooled(self) -> bool | None:
        """Whether our 台账 has it at all, shown to the asker or not; None: not looked."""
        return None if self.held is None else self.held or bool(self.hidden)

    @cached_property
    def tried(self) -> tuple[Attempt, ...] | None:
        """The earlier checks of this very invoice, by anybody."""
        if self.attempts is None or (self.number is None and self.copy is None):
            return None
        names = {self.number.text if self.number is not None else None}
        if self.copy is not None:
            names |= {self.copy.invoice.number, self.copy.invoice.second_number}
        return tuple(one for one in self.attempts if one.number and one.number in names)

    @property
    def home(self) -> str:
        """Two digits of the province of the company acted for; "" where it is not known."""
        every = self.ours or ()
        acting = [one for one in every if same_name(one.name, self.as_entity or "")] or every
        places = {one.tax_id[2:4] for one in acting}
        return places.pop() if len(places) == 1 else ""

    @property
    def looks(self) -> tuple[Attempt, ...] | None:
        """Every check of it, this one's answer the last."""
        if self.tried is None:
            return None
        now = (Attempt(at=self.now, entry=self.entry, outcome=one) for one in self.told)
        return (*self.tried, *now)

    @property
    def buyer_seen(self) -> tuple[str, str] | None:
        """Return name and tax id of the buyer on the best copy; None where no copy tells."""
        invoice = self.copy.invoice if self.copy is not None else None
        if invoice is None or not (invoice.buyer_name or invoice.buyer_tax_id):
            return None
        return invoice.buyer_name or "", invoice.buyer_tax_id or ""

    @property
    def buyer_is(self) -> Whose:
        """How the buyer on the best copy stands to the asker's companies."""
        return whose(self.buyer_seen, self.ours or (), self.as_entity)

    @property
    def elsewhere(self) -> str:
        """The company of ours whose invoice it is, if the session acts for another; or ""."""
        owner = owner_of(self.buyer_seen, self.ours or ())
        return owner.name if owner is not None and self.buyer_is is Whose.ANOTHER else ""

    @property
    def sought_seller(self) -> str:
        """The seller looked for: the one typed, or else the one who denies; or ""."""
        side = self.seller_side
        asked = side.name if side is not None and side.says is SellerSays.DENIES else ""
        return self.seller or asked

    @property
    def sought_code(self) -> str:
        """The code asked for, as it is understood; "" where none is."""
        return self.code.text if self.code is not None else ""

    @property
    def kind_known(self) -> bool:
        """Whether a copy, a QR, a title or the code tells the kind."""
        return self.kind is not None

    @property
    def is_held(self) -> bool:
        """Whether our 台账 shows it; not looked is no."""
        return bool(self.held)

    @property
    def known_totals(self) -> frozenset[int]:
        """The totals that the copies show, in fen."""
        return frozenset(
            one.invoice.total for one in self.copies or () if one.invoice.total is not None
        )

    @property
    def known_places(self) -> frozenset[str]:
        """The 受票地 that the copies show."""
        return frozenset(one.place for one in self.copies or () if one.place)

    @property
    def missed(self) -> bool:
        """Whether the entry said something, and it was not that the invoice is there."""
        return bool(self.words) and not self.seen_there

    @property
    def code_known(self) -> str:
        """The code that a copy of the invoice shows; "" where none does."""
        return (self.copy.invoice.code or "") if self.copy is not None else ""

    @property
    def shown(self) -> Record | None:
        """What the list asked shows or should show: our row in the 台账, a copy elsewhere."""
        return self.record if self.entry is Entry.OWN and self.record is not None else self.copy

    @property
    def stored_wrong(self) -> bool:
        """Whether our 台账 holds it under a number that is wrong or lost digits."""
        return bool(self.damaged or self.misfiled)

    @property
    def sought_number(self) -> str:
        """The number asked for, as it is understood; "" where none is."""
        return self.number.text if self.number is not None else ""

    @property
    def seeks_red(self) -> bool:
        """Whether it is a red invoice that is looked for."""
        copy = self.copy.invoice.total if self.copy is not None else None
        said = any(word in self.answered for word in ("红字", "红票", "负数发票"))
        return (self.amount or 0) < 0 or (copy or 0) < 0 or said

    @property
    def issue_proof(self) -> str:
        """What proves that the invoice was issued, in words; "" where nothing does."""
        if self.exported is not None:
            return "税局导出里有这张票"
        sealed = next((one for one in self.faces or () if one.proves), None)
        if sealed is not None:
            return f"{sealed.name}是税务局交付的数据文件，签章没有问题"
        if self.seller_side is not None and self.seller_side.says is SellerSays.ISSUED:
            return "销售方说已经开具"
        seen = next((one for one in self.tried or () if one.outcome in EXISTS), None)
        if seen is not None:
            return f"{seen.at:%m-%d}在{seen.entry or '别处'}查到过"
        return "手里有这张票的文件" if self.reading is not None and self.faces is None else ""

    @property
    def looked(self) -> tuple[tuple[str, bool], ...]:
        """Where of ours it was looked for, and whether it was there."""
        places = ((LEDGER, self.held), (EXPORT, self.in_export), (ARCHIVE, self.in_archive))
        return tuple((place, there) for place, there in places if there is not None)

    @cached_property
    def copies(self) -> tuple[Record, ...] | None:
        """Every copy of this very invoice, best first: file, export, 台账, archive."""
        handed_in = None
        if self.reading is not None and self._file_is_of_the_asked():
            handed_in = Record(invoice=self.reading, source=HANDED_IN)
        hidden = tuple(one.record for one in self.hidden or ())
        every = (handed_in, self.exported, self.record, self.archived, *hidden)
        return tuple(one for one in every if one is not None) or None

    @property
    def proven(self) -> bool:
        """Whether some copy shows this very number, so that it cannot be a slip."""
        typed = self.number.text if self.number is not None else ""
        copied = any(
            typed in {one.invoice.number, one.invoice.second_number}
            for one in self.copies or ()
            if one.source != HANDED_IN or self._file_is_clear()
        )
        return copied or any(one.outcome in EXISTS for one in self.tried or ())

    @cached_property
    def copy(self) -> Record | None:
        """The best copy of this very invoice; what it leaves open is filled from the others."""
        return None if self.copies is None else filled(self.copies)

    @cached_property
    def stated(self) -> Record | None:
        """The copy whose tax status counts: the gravest that any source states."""
        known = [one for one in self.copies or () if one.tax_status is not None]
        return max(known, key=gravity, default=None)

    @cached_property
    def kind(self) -> Kind | None:
        """The kind: from a copy, a QR or title, or else the code; 20 digits tell none."""
        if self.copy is not None and self.copy.invoice.kind is not None:
            return self.copy.invoice.kind
        if self.hint is not None:
            return self.hint
        return self.code.kind if self.code is not None else None

    @cached_property
    def entry_kind(self) -> Kind | None:
        """The kind that decides entry and fields; all digital ones are asked for alike."""
        if self.kind is not None or self.number is None or not self.number.is_digital:
            return self.kind
        return Kind.DIGITAL_ORDINARY

    @cached_property
    def region(self) -> str:
        """Four digits of the place of issue; "" where no digits tell it."""
        place = None
        if self.number is not None and self.number.region is not None:
            place = number_region(self.number.region)
        elif self.code is not None and self.code.region is not None:
            place = code_region(self.code.region)
        return "" if place is None else place.code or ""

    @cached_property
    def issue_date(self) -> date | None:
        """The date of issue: what a copy shows, or else what was typed."""
        if self.copy is not None and self.copy.invoice.issued_on is not None:
            return self.copy.invoice.issued_on
        return self.issued_on

    def _file_is_clear(self) -> bool:
        """Whether the file handed in was read without guessing; so it is where nobody says."""
        return not self.faces or self.faces[0].is_clear

    def _file_is_of_the_asked(self) -> bool:
        """Whether the file is a copy of the number asked for, and not of another invoice."""
        if self.number is None or self.reading is None:
            return True
        return may_be_of(self.number.text, self.reading)
