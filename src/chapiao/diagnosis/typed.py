"""Typed: what was asked, as typed, and what of it could be understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from chapiao.diagnosis.known import Known
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import Code
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.number import Number, clean
from chapiao.invoice.status import VerifyStatus

_TITLE = re.compile(r"抬头|购买方|购方|名称与|更名|不是本单位|非本单位")
_MASKED = re.compile(r"\d[\d ]*[*＊?？×□■_#Xx]+|[*＊?？×□■_#]+\d")
SEEN_THERE = frozenset({Outcome.MATCH, Outcome.VOIDED, Outcome.RED})


class Unsaid(StrEnum):
    """No entry said anything, because none but our own 台账 was asked."""

    NOTHING = "只在本系统查"


Heard = Outcome | Unsaid


@dataclass(frozen=True, kw_only=True)
class Typed(Known):
    """The question's own part of the facts. None is "not known"."""

    now: datetime  # Beijing time

    # What was asked, as typed, and what of it could be understood.
    number_field: str = ""  # all that stood in the number's own field
    typed_number: str | None = None
    typed_code: str | None = None  # "": the field was left blank
    typed_date: str | None = None
    typed_amount: str | None = None
    typed_check_code: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)  # field → why it cannot be understood
    number: Number | None = None
    code: Code | None = None
    issued_on: date | None = None
    amount: int | None = None  # fen
    check_code: str | None = None
    buyer: str | None = None
    seller: str | None = None
    hint: Kind | None = None  # the kind that a QR text or a pasted title tells
    entry: Entry | None = None
    words: str | None = None  # what that entry answered, as it said it
    heard: Heard | None = None  # what those words mean

    @cached_property
    def plain_number(self) -> str | None:
        """The typed number without what people put around it."""
        return None if self.typed_number is None else clean(self.typed_number)

    @property
    def read_in_part(self) -> bool:
        """Whether some digits of the number stand for digits that nobody could read."""
        return self.number is None and bool(_MASKED.search(self.typed_number or ""))

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.date()

    @property
    def today_year(self) -> int:
        """The year in Beijing."""
        return self.now.year

    @cached_property
    def told(self) -> frozenset[Outcome]:
        """What the asker says an entry answered; empty, and known so, when nothing was told."""
        return frozenset({self.heard}) if isinstance(self.heard, Outcome) else frozenset()

    @property
    def seen_there(self) -> bool:
        """Whether the entry itself knows the invoice, marked 作废 or 红冲 or not."""
        return not SEEN_THERE.isdisjoint(self.told)

    @property
    def about_title(self) -> bool:
        """Whether the words refuse it for the parties on its face."""
        return bool(_TITLE.search(self.words or ""))

    @property
    def merely_missed(self) -> bool:
        """Whether nothing else was said than that it is not there, if anything was."""
        return not self.about_title and self.told <= {Outcome.NOT_FOUND}

    @property
    def outcome(self) -> VerifyStatus | None:
        """What the entry's words come to, in the vocabulary of 查验状态."""
        return self.heard.status if isinstance(self.heard, Outcome) else None

    @property
    def answered(self) -> str:
        """The entry's words; "" where it said nothing or was not asked."""
        return self.words or ""

    @property
    def given(self) -> frozenset[str]:
        """Which of the usual fields were filled in."""
        typed = {
            "code": self.typed_code,
            "number": self.typed_number,
            "date": self.typed_date,
            "amount": self.typed_amount,
            "check_code": self.typed_check_code,
        }
        return frozenset(name for name, text in typed.items() if text)
