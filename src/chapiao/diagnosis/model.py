"""What a rule answers with: Finding, RuledOut, and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Certainty(IntEnum):
    """How sure a finding is; findings are ordered by it, surest first.

    CERTAIN: a fact in plain sight decides (the entry's own words, a status, arithmetic).
    LIKELY: facts joined; the other explanations need an exception.
    POSSIBLE: a hypothesis that the facts allow.
    NOTE: worth knowing, explains nothing; never among the causes.
    """

    NOTE = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Who(StrEnum):
    """Who takes the next step."""

    ASKER = "asker"
    SELLER = "seller"
    BUYER_ADMIN = "buyer_admin"
    TAX_BUREAU = "tax_bureau"
    IT = "it"
    WAIT = "wait"


class Recheck(StrEnum):
    """When asking again makes sense."""

    NOW = "now"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    AFTER_WINDOW = "after_window"
    DAYS = "days"
    NEXT_MONTH = "next_month"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that speaks for (or against) a cause, with where it was seen."""

    what: str
    seen: str
    expected: str | None = None
    source: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, who does it, and by when if there is a date."""

    text: str
    who: Who
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the asker may have meant: field → value, in place of what was typed."""

    fields: Mapping[str, str]
    typed: Mapping[str, str]
    because: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A cause the facts support: a sentence, evidence and a next step, or it is no finding."""

    says: str
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    recheck: Recheck = Recheck.NOW
    recheck_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A cause the facts exclude, with why."""

    because: str


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that crashed: it has said nothing, and that is shown, never hidden."""

    because: str = field(default="规则执行出错")
