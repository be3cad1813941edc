"""演示查验平台: behaves and speaks as the official query platform, on made-up data only.

It is no connection to anything: whoever starts the demo world puts invoices in and
asks for them, to see what each answer leads to. The words are the platform's own
(domain §8.1 [A]), so that what understands them here understands them there.

Its state is one SQLite file, shared by web and worker. As at the real one, an
invoice can be checked five times a natural day (Beijing), counted by code, number
and date, whoever asks and whatever is answered; there is no captcha.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

NAME = "演示查验平台"
CHECKS_A_DAY = 5
LOOK_BACK_YEARS = 5
BEIJING = ZoneInfo("Asia/Shanghai")

_TABLES = """
create table if not exists invoice (
  code text not null, number text not null, issued_on text not null, last text not null,
  mark text not null, visible_from text, primary key (code, number)
);
create table if not exists spent (
  code text not null, number text not null, issued_on text not null, day text not null,
  checks integer not null, primary key (code, number, issued_on, day)
);
create table if not exists pause (starts text not null, ends text not null, words text not null);
"""


class Words(StrEnum):
    """What it says, exactly as the official platform does."""

    MATCH = "一致"
    VOIDED = "一致，发票状态：作废"
    RED = "一致，发票状态：红冲"
    LIMIT = "超过该张发票当日查验次数(请于次日再次查验)!"
    MISMATCH = "不一致"
    NOT_FOUND = "查无此票"
    NETWORK = "网络超时，请重试！"
    MAINTENANCE = "网络超时/系统异常，请重试！"
    SAME_DAY = "当日开具发票可于次日进行查验！"


class Mark(StrEnum):
    """What the result page prints across a found invoice."""

    NONE = ""
    VOIDED = "作废"
    RED = "红冲"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An invoice as the platform holds it.

    `last` is the last field it asks for: 价税合计, 不含税金额 ("1234.50") or the last
    six of the check code. `visible_from`: uploaded late, unknown to it until then.
    """

    number: str
    issued_on: date
    last: str
    code: str = ""
    mark: Mark = Mark.NONE
    visible_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer. `counted`: it used one of the day's checks; `left`: how many remain."""

    words: str
    counted: bool
    left: int


class SandboxPlatform:
    """The platform whose state lies in one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def set_invoice(self, issued: Issued) -> None:
        """Put an invoice in, or replace the one of this code and number."""
        self.set_invoices([issued])

    def set_invoices(self, many: list[Issued]) -> None:
        """Put many invoices in at once."""
        with self._open() as db:
            db.executemany(
                "insert or replace into invoice values (?,?,?,?,?,?)",
                [
                    (
                        one.code,
                        one.number,
                        one.issued_on.isoformat(),
                        one.last,
                        one.mark.value,
                        None if one.visible_from is None else _moment(one.visible_from),
                    )
                    for one in many
                ],
            )

    def pause(self, starts: datetime, ends: datetime, words: str = Words.MAINTENANCE) -> None:
        """Let it answer nothing but these words from `starts` until `ends`."""
        with self._open() as db:
            db.execute("insert into pause values (?,?,?)", (_moment(starts), _moment(ends), words))

    def clear(self) -> None:
        """Forget everything: invoices, checks spent, pauses."""
        with self._open() as db:
            for table in ("invoice", "spent", "pause"):
                db.execute(f"delete from {table}")  # noqa: S608 - our three names

    def left(self, code: str, number: str, issued_on: date, now: datetime) -> int:
        """Return how many checks of this invoice remain today."""
        with self._open() as db:
            return CHECKS_A_DAY - _spent(db, (code, number, issued_on.isoformat(), _day(now)))

    def check(self, *, code: str, number: str, issued_on: date, last: str, now: datetime) -> Said:
        """Check one invoice, as its page would with these four fields.

        The count and the answer are one transaction: two who ask at the same moment
        can never make it six.
        """
        counted_by = (code, number, issued_on.isoformat(), _day(now))
        with self._open() as db:
            spent = _spent(db, counted_by)
            paused = db.execute(
                "select words from pause where starts<=? and ends>?", (_moment(now), _moment(now))
            ).fetchone()
            if paused is not None:
                return Said(words=paused[0], counted=False, left=CHECKS_A_DAY - spent)
            if spent >= CHECKS_A_DAY:
                return Said(words=Words.LIMIT, counted=False, left=0)
            db.execute(
                "insert into spent values (?,?,?,?,1)"
                " on conflict (code, number, issued_on, day) do update set checks=checks+1",
                counted_by,
            )
            words = _answer(db, code, number, issued_on, last, now)
            return Said(words=words, counted=True, left=CHECKS_A_DAY - spent - 1)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.file, timeout=20, isolation_level=None)
        try:
            db.execute("pragma journal_mode=wal")
            db.execute("begin immediate")
            for statement in filter(str.strip, _TABLES.split(";")):
                db.execute(statement)
            yield db
            db.execute("commit")
        finally:
            db.close()  # what was not committed is undone


def _spent(db: sqlite3.Connection, counted_by: tuple[str, str, str, str]) -> int:
    found = db.execute(
        "select checks from spent where code=? and number=? and issued_on=? and day=?", counted_by
    ).fetchone()
    return 0 if found is None else int(found[0])


def _answer(
    db: sqlite3.Connection, code: str, number: str, issued_on: date, last: str, now: datetime
) -> Words:
    today = now.astimezone(BEIJING).date()
    if issued_on == today:
        return Words.SAME_DAY
    held = db.execute(
        "select issued_on, last, mark, visible_from from invoice where code=? and number=?",
        (code, number),
    ).fetchone()
    if held is None or (held[3] is not None and held[3] > _moment(now)) or _is_old(held[0], today):
        return Words.NOT_FOUND
    if (held[0], held[1]) != (issued_on.isoformat(), last):
        return Words.MISMATCH
    return {Mark.NONE: Words.MATCH, Mark.VOIDED: Words.VOIDED, Mark.RED: Words.RED}[Mark(held[2])]


def _is_old(issued_on: str, today: date) -> bool:
    day = date.fromisoformat(issued_on)
    return (day.year + LOOK_BACK_YEARS, day.month, day.day) < (today.year, today.month, today.day)


def _day(now: datetime) -> str:
    return now.astimezone(BEIJING).date().isoformat()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
