"""Story: a question somebody could ask, and the cause that its answer must name first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from chapiao.demo.cast import Cast
from chapiao.demo.ids import unfiled
from chapiao.demo.paper.sample import sample
from chapiao.demo.row import Row
from chapiao.demo.world import world_of
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

BEIJING_PAIR: Final = "11"
_BY_CHECK_CODE = frozenset({Kind.E_ORDINARY, Kind.ORDINARY, Kind.ROLL, Kind.TOLL})
_BY_NET = frozenset({Kind.SPECIAL, Kind.E_SPECIAL, Kind.VEHICLE, Kind.FREIGHT})
_TAIL = 6


class Shelf(StrEnum):
    """Where a story lies on the page."""

    FOUND = "查得到"
    TYPED = "填错了"
    PLACE = "票种和入口"
    STATE = "票的状态"
    WAIT = "还没到时候"
    SYSTEM = "入口和网络"
    RECORD = "台账和档案"
    OURS = "抬头和权限"


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo world at the moment somebody asks. It may have been made days ago."""

    cast: Cast
    now: datetime
    made_on: date

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.date()

    def ago(self, days: int) -> date:
        """Return the day so many days before today."""
        return self.today - timedelta(days=days)

    def unfiled(self, serial: int, year: int | None = None, region: str = BEIJING_PAIR) -> str:
        """Return a digital number that nobody holds, of this year unless another is wanted."""
        return unfiled(self.today.year if year is None else year, region, serial)


Ask = Callable[[Stage], Question]
Part = Callable[[Cast], Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One of "试试这些". `rule` is the rule it shows; `expects` the cause of its headline.

    A note explains nothing, so its story expects the cause that is there without it.
    `file` is the invoice whose sample file is handed in, in the format `form`;
    `refused`: that file is no invoice, so the desk that takes it in says so at once.
    """

    rule: str
    shelf: Shelf
    title: str
    teaser: str
    expects: str
    ask: Ask
    file: Callable[[Stage], Invoice] | None = None
    form: str = ""
    refused: bool = False
    front: bool = False
    name: str = ""

    @property
    def id(self) -> str:
        """What an address calls it."""
        return self.name or self.rule.replace(".", "-").replace("_", "-")

    def question(self, made_on: date, now: datetime) -> Question:
        """Return the question as it is asked now in the world made on that day.

        Where a file belongs to it, `file` holds what the file says.
        """
        stage = Stage(world_of(made_on).cast, now, made_on)
        question = self.ask(stage)
        return question if self.file is None else replace(question, file=self.file(stage))

    def sample(self, made_on: date, now: datetime) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that is handed in with the question, if any."""
        if self.file is None:
            return None
        return sample(self.file(Stage(world_of(made_on).cast, now, made_on)), self.form)


def blank(entry: Entry = Entry.OWN) -> Ask:
    """Ask with nothing typed: the file tells everything."""
    return lambda _stage: Question(entry=entry.value)


def typed(
    part: Part, entry: Entry = Entry.PLATFORM, answer: str = "", **changed: Callable[[Invoice], str]
) -> Ask:
    """Ask for a part of the cast, every field right as that entry wants it, but for `changed`."""

    def ask(stage: Stage) -> Question:
        invoice = part(stage.cast).invoice
        fields = right_fields(invoice) | {name: say(invoice) for name, say in changed.items()}
        return Question(
            number=fields["number"],
            code=fields["code"],
            date=fields.get("date", ""),
            amount=fields.get("amount", ""),
            check_code=fields.get("check_code", ""),
            buyer=fields.get("buyer", ""),
            seller=fields.get("seller", ""),
            entry=entry.value,
            answer=answer,
        )

    return ask


def right_fields(invoice: Invoice) -> dict[str, str]:
    """Return what the query platform asks for, filled in right."""
    fields = {"number": invoice.number or "", "code": invoice.code or ""}
    if invoice.issued_on is not None:
        fields["date"] = invoice.issued_on.isoformat()
    if invoice.kind in _BY_CHECK_CODE:
        fields["check_code"] = (invoice.check_code or "")[-_TAIL:]
    else:
        fen = invoice.amount if invoice.kind in _BY_NET else invoice.total
        fields["amount"] = plain(fen or 0)
    return fields


def at(entry: Entry, answer: str, serial: int, days: int = 20) -> Ask:
    """Ask for a number nobody holds, issued some days ago, after that answer of an entry."""

    def ask(stage: Stage) -> Question:
        day = stage.ago(days)
        return Question(
            number=stage.unfiled(serial, day.year),
            date=day.isoformat(),
            amount="1310.00",
            entry=entry.value,
            answer=answer,
        )

    return ask


def swapped(digits: str, place: int) -> str:
    """Swap two neighbouring digits, the first differing pair from `place` on.

    >>> swapped("112345", 0)
    '121345'
    """
    while digits[place] == digits[place + 1]:
        place += 1
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
