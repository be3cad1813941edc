"""What a reader noted, an export that waits, a filter of another kind: each is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chapiao.diagnosis.engine import all_rules, diagnose
from chapiao.diagnosis.facts import Facts, Record, Unsaid
from chapiao.diagnosis.model import Certainty, Finding
from chapiao.diagnosis.world.papers import Clash, Faces, FailedImport, ListFilter
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import parse_number

NUMBER = "26112000000012345678"
NOW = datetime(2026, 11, 24, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def finding(rule: str, **known: object) -> Finding:
    """Return what one rule says of our own 台账 with these facts."""
    one = next(each for each in all_rules() if each.id == rule)
    given = {"entry": Entry.OWN, "words": "", "heard": Unsaid.NOTHING, "held": False} | known
    facts = Facts(now=NOW, number=parse_number(NUMBER), **given)  # type: ignore[arg-type]
    [(_, found)] = diagnose(facts, [one]).found
    return found


def test_a_disagreement_that_the_reader_saw_is_told() -> None:
    noted = (Clash("票面文字里的价税合计", seen="906.00", other="106.00（二维码）"),)

    found = finding("authenticity.faces_disagree", faces=(Faces(noted=noted),))

    assert found.certainty is Certainty.CERTAIN
    assert "906.00" in found.says


def test_an_export_that_waits_asks_for_a_yes() -> None:
    waiting = FailedImport(number=NUMBER, file="十月.xlsx", reason="还在等确认", waits=True)

    found = finding("record.import_failed", failed_imports=(waiting,))

    assert "还没有进台账" in found.says
    assert "十月.xlsx" in found.steps[0].text


def test_a_condition_of_another_kind_is_named() -> None:
    hides = ListFilter(others={"价税合计不低于": ("1000.00", "106.00")})
    row = Record(invoice=Invoice(number=NUMBER, code="", total=10600), source="本系统台账")

    found = finding("record.filter_hides", list_filter=hides, record=row, held=True, ours=())

    assert "价税合计不低于" in found.says
    assert "106.00" in found.says
