"""Core: what is known of the invoice itself, from every copy of it. None is "not known"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from chapiao.diagnosis.copies import filled, gravity
from chapiao.diagnosis.likeness import may_be_of
from chapiao.diagnosis.record import ARCHIVE, EXPORT, HANDED_IN, LEDGER, OurEntity, Record
from chapiao.diagnosis.typed import Typed
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.region import code_region, number_region

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
class Core(Typed):
    """What is known of the invoice itself, and of every copy of it."""

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
    hidden_at_home: tuple[Hidden, ...] | None = None  # where another entry is asked
    others: tuple[Record, ...] | None = None  # every row and file of this very invoice
    candidates: tuple[Record, ...] | None = None  # those that all typed but a number fits
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
    def buyer_seen(self) -> tuple[str, str] | None:
        """Return name and tax id of the buyer on the best copy; None where no copy tells."""
        invoice = self.copy.invoice if self.copy is not None else None
        if invoice is None or not (invoice.buyer_name or invoice.buyer_tax_id):
            return None
        return invoice.buyer_name or "", invoice.buyer_tax_id or ""

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
        copied = bool(typed) and any(
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
