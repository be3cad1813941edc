"""What to ask the person next: the facts that rules lack, and the one that decides most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Final

import orjson

from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.rule import Rule
from chapiao.invoice.answers import Outcome


class Want(StrEnum):
    """A fact that a person can give. The names are a contract (`ask_for`)."""

    FILE = "original_file"
    NUMBER = "number_full"
    CODE = "code"
    TITLE = "title_on_face"
    AMOUNT = "amount"
    SELLER = "seller_name"
    DATE = "issue_date"
    BUYER = "buyer_on_face"
    EXPORT = "fresh_export"
    PROBE = "probe_result"
    SECOND = "second_entry_result"
    CHECK = "check_code"
    ORDER = "order_no"
    RED = "red_letter_number"
    CONFIRMED = "seller_confirmation"

    @property
    def label(self) -> str:
        """What it is called on the page."""
        return _LABELS[self]


_LABELS = {
    Want.FILE: "发票原件",
    Want.NUMBER: "完整的发票号码",
    Want.CODE: "发票代码",
    Want.TITLE: "票面最上面印的名称",
    Want.AMOUNT: "金额",
    Want.SELLER: "销售方名称",
    Want.DATE: "开票日期",
    Want.BUYER: "票面的购买方",
    Want.EXPORT: "最新的税局导出",
    Want.PROBE: "换个网络打开入口的结果",
    Want.SECOND: "对方入口怎么提示",
    Want.CHECK: "校验码",
    Want.ORDER: "订单号",
    Want.RED: "红字发票或确认单的号码",
    Want.CONFIRMED: "销售方的确认",
}
# Which fact of the rules each of them gives.
GIVES: dict[str, Want] = {
    "typed_number": Want.NUMBER,
    "number": Want.NUMBER,
    "code": Want.CODE,
    "typed_date": Want.DATE,
    "issued_on": Want.DATE,
    "issue_date": Want.DATE,
    "typed_amount": Want.AMOUNT,
    "amount": Want.AMOUNT,
    "check_code": Want.CHECK,
    "buyer": Want.BUYER,
    "seller": Want.SELLER,
    "kind": Want.TITLE,
    "entry_kind": Want.TITLE,
    "reading": Want.FILE,
    "copy": Want.FILE,
    "copies": Want.FILE,
    "words": Want.SECOND,
    "heard": Want.SECOND,
    "fresh_to": Want.EXPORT,
    "export_span": Want.EXPORT,
    "seller_side": Want.CONFIRMED,
    "probes": Want.PROBE,
    "client": Want.PROBE,
    "red_letters": Want.RED,
    "buyer_seen": Want.BUYER,
}


DIGEST: Final = 32  # hexadecimal digits: 128 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """A rule that lacks facts, and how many rules these facts would let speak."""

    rule: Rule
    facts: tuple[str, ...]
    would_decide: int
    told: Mapping[str, object]  # the same in the contract's words, made once


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact the asker could add, and how many more rules it would let speak."""

    want: Want
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What could not be asked, by rule and by what the person could add."""

    unasked: tuple[Unasked, ...]
    missing: tuple[Missing, ...]  # the most deciding first
    told: bytes  # `unasked` as JSON
    digest: str  # of `told`: many questions lack the same


def lacking(facts: Facts, unasked: tuple[tuple[Rule, tuple[str, ...]], ...]) -> Lacking:
    """Count what the facts that rules lack would decide."""
    number = facts.number
    known = frozenset[Want]()
    if number is not None:
        known = frozenset({Want.NUMBER, Want.CODE} if number.is_digital else {Want.NUMBER})
    return _counted(unasked, known)


@lru_cache(maxsize=512)
def _counted(unasked: tuple[tuple[Rule, tuple[str, ...]], ...], known: frozenset[Want]) -> Lacking:
    """Count; questions of one shape lack the same, so the counting is remembered."""
    sets = Counter(frozenset(facts) for _, facts in unasked)
    decides = {
        given: sum(count for lacks, count in sets.items() if lacks <= given) for given in sets
    }
    gives = Counter[frozenset[Want | None]]()
    for lacks, count in sets.items():
        gives[frozenset(map(GIVES.get, lacks))] += count
    could = [Missing(want=want, rules=gives[frozenset({want})]) for want in Want]
    rules = tuple(_unasked(one, facts, decides[frozenset(facts)]) for one, facts in unasked)
    told = orjson.dumps([one.told for one in rules])
    return Lacking(
        unasked=rules,
        missing=tuple(
            sorted(
                (one for one in could if one.rules and one.want not in known),
                key=lambda one: -one.rules,
            )
        ),
        told=told,
        digest=sha256(told).hexdigest()[:DIGEST],
    )


def _unasked(one: Rule, facts: tuple[str, ...], would_decide: int) -> Unasked:
    told = {"rule": one.id, "facts": list(facts), "would_decide": would_decide}
    return Unasked(rule=one, facts=facts, would_decide=would_decide, told=told)


def name_of(want: Want, facts: Facts) -> str:
    """Return what to call a fact in the sentence that asks for it: no answer is asked for twice."""
    if want is Want.SECOND and Outcome.CAPTCHA in facts.told:
        return "重填验证码后的答复"
    if want is Want.SECOND and facts.words:
        return "另一个入口的答复"
    return want.label
