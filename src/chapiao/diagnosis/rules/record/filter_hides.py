"""列表的筛选条件、页签或日期范围挡住了它。"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.tabs import RECEIVED, is_other
from chapiao.diagnosis.whose import Whose
from chapiao.diagnosis.world.papers import ListFilter
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.names import normal_name
from chapiao.invoice.status import VerifyStatus
from chapiao.invoice.title import kind_from_title

CHECKED = frozenset({"已查验", "已验"})
ANY = frozenset({"全部", "所有", "不限"})
LISTS = frozenset({Entry.OWN, Entry.ETAX})


@rule(
    cause="query_filter",
    title="筛选条件挡住了它",
    source="domain §2.3、§8.2 第16行：取得/开具页签错、日期范围不含；requirements §5 [录入]",
)
def filter_hides(
    list_filter: ListFilter,
    shown: Record,
    entry: Entry,
    told: frozenset[Outcome],
    buyer_is: Whose,
    sold_by_us: bool,
) -> Finding | RuledOut | None:
    if entry not in LISTS:
        return None
    why = (
        _month(list_filter, shown)
        or _others(list_filter, shown)
        or _tab(list_filter, buyer_is, sold=sold_by_us)
    )
    if why is None:
        return RuledOut("筛选条件没有挡住它")
    if told - {Outcome.NOT_FOUND}:
        return RuledOut("入口已经给出答复，不是筛选的事")
    what, wanted, has = why
    return Finding(
        says=f"列表的{what}是「{wanted}」，这张票是「{has}」，被挡在外面。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence(what, seen=wanted, expected=has, source="列表的筛选"),),
        steps=(Step(f"清掉{what}这个条件（或改成{has}）再查", Who.ASKER),),
    )


def _month(given: ListFilter, copy: Record) -> tuple[str, str, str] | None:
    """Return the condition of time that leaves it out, with what the invoice has instead."""
    if not (given.month or given.start or given.end):
        return None
    basis = given.date_basis or "开票日期"
    day = _day_of(basis, copy)
    if day is None and "入账" not in basis:
        return None
    has = "没有" if day is None else day.isoformat()
    if given.month and (day is None or f"{day:%Y-%m}" != given.month):
        return f"{basis}月份", given.month, has
    if day is not None and given.start is not None and day < given.start:
        return f"{basis}起", given.start.isoformat(), has
    if day is not None and given.end is not None and day > given.end:
        return f"{basis}止", given.end.isoformat(), has
    return None


def _day_of(basis: str, copy: Record) -> date | None:
    if "入账" in basis or "记账" in basis:
        return copy.booked_on
    if "开票" in basis or "填开" in basis:
        return copy.invoice.issued_on
    return copy.added_at.date() if copy.added_at is not None else None


def _others(given: ListFilter, copy: Record) -> tuple[str, str, str] | None:
    status, kind = copy.verify_status, copy.invoice.kind
    if given.verify_status and status is not None and not _has(given.verify_status, status):
        return "查验状态", "、".join(given.verify_status), str(status)
    if given.kinds and kind is not None and not any(_same_kind(one, kind) for one in given.kinds):
        return "票种", "、".join(given.kinds), str(kind)
    return next(((what, *told) for what, told in given.others.items()), None)


def _has(wanted: tuple[str, ...], status: VerifyStatus) -> bool:
    """Whether a filter takes a status in; 已查验 takes all but the one not checked."""
    checked = status is not VerifyStatus.NOT_CHECKED
    return any(one == status or (one in CHECKED and checked) for one in wanted)


def _same_kind(wanted: str, kind: Kind) -> bool:
    """Whether a filter's word takes a kind in: a whole name only that one."""
    if wanted in ANY or wanted == kind:
        return True
    if wanted in set(Kind):
        return False
    named = kind_from_title(wanted)
    short = normal_name(wanted).replace("(", "").replace(")", "")
    name = normal_name(kind).replace("(", "").replace(")", "")
    letters = {"专": "专用", "普": "普通"}
    parts = [long for letter, long in letters.items() if letter in short]
    return named is kind or short in name or bool(parts and all(one in name for one in parts))


def _tab(given: ListFilter, buyer_is: Whose, *, sold: bool) -> tuple[str, str, str] | None:
    if sold and RECEIVED in given.tab:
        return "页签", given.tab, "开具的发票"
    if is_other(given.tab) and buyer_is is not Whose.FOREIGN:
        return "页签", given.tab, f"{RECEIVED}的发票"
    return None
