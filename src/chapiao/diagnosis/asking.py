"""What to ask the person next: the facts that rules lack, and the one that decides most."""

from __future__ import annotations

import re
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
from chapiao.diagnosis.world.papers import SellerSays
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import NOT_VERIFIED
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import FISCAL, PLAIN


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


_PASSWORD = re.compile(r"密码|校验码")
# Entries beside which no other holds what they hold.
ONLY_ONES = frozenset({Entry.PLATFORM, Entry.BEIJING, Entry.FISCAL, Entry.BLOCKCHAIN})


def ask_for(facts: Facts) -> tuple[Want, ...]:
    """Return the one fact that would decide most where no cause stands out."""
    return (_of_what_lacks(facts) or _of_the_entry(facts),)


def _of_what_lacks(facts: Facts) -> Want | None:
    """Return what has to be known before anything else makes sense."""
    told, unread = facts.told, facts.heard is None and facts.entry is not Entry.OWN
    number_wanted = Want.SELLER if _only_one_thing(facts) else Want.NUMBER
    unopened = bool(told & {Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY, Outcome.THROTTLED}) or (
        unread and not facts.words and _unprobed(facts)
    )
    partly = bool(facts.typed_number) and facts.number is None and not told
    wanted = (
        (Want.NUMBER, partly),
        (Want.PROBE, unopened),
        (Want.ORDER, facts.entry is Entry.RAIL and Outcome.NOT_FOUND in told),
        (Want.CHECK, bool(_PASSWORD.search(facts.answered))),
        (Want.TITLE, facts.number is None and _kind_is_open(facts)),
        (_parts(facts) or number_wanted, facts.number is None),
        (Want.SECOND, Outcome.CAPTCHA in told or _denies(facts)),
        (Want.TITLE, _kind_is_open(facts)),
        (Want.CODE, _lacks_code(facts)),
    )
    first = next((want for want, lacks in wanted if lacks), None)
    return _left_blank(facts) if first is None and unread else first


def _denies(facts: Facts) -> bool:
    """Whether the seller denies it, so that another entry's word is needed beside."""
    side = facts.seller_side
    return side is not None and side.says is SellerSays.DENIES and Outcome.NOT_FOUND in facts.told


def _left_blank(facts: Facts) -> Want | None:
    """Return the field that the entry wants and nobody has filled in or can tell."""
    label = facts.amount_field or ""
    if facts.issue_date is None:
        return Want.DATE
    if "码" in label and "check_code" not in facts.given and facts.copy is None:
        return Want.CHECK
    wants_amount = any(word in label for word in ("金额", "价", "合计"))
    return Want.AMOUNT if wants_amount and facts.amount is None and facts.copy is None else None


def _unprobed(facts: Facts) -> bool:
    """Whether nobody knows if the page opens at all; only where a computer is told of."""
    return facts.client is not None and facts.client.probe is None and not facts.probes


def _parts(facts: Facts) -> Want | None:
    """Return what tells apart the invoices that all typed fits; None where there are not several.

    What a person remembers comes before what only the paper shows: a month, but no day.
    """
    several = [one.invoice for one in facts.candidates or ()]
    if len(several) < 2 or facts.typed_number:  # noqa: PLR2004 - one is no choice
        return None
    differing = (
        (Want.AMOUNT, "amount" in facts.given, {one.total for one in several}),
        (Want.SELLER, bool(facts.seller), {one.seller_name for one in several}),
        (Want.DATE, "date" in facts.given, {f"{one.issued_on or ''}"[:7] for one in several}),
        (Want.CODE, "code" in facts.given, {one.code for one in several}),
    )
    return next((want for want, told, seen in differing if not told and len(seen) > 1), None)


def _only_one_thing(facts: Facts) -> bool:
    """Whether our list was asked by a day or an amount alone, which many rows share."""
    one = ("date" in facts.given) != ("amount" in facts.given)
    return facts.entry is Entry.OWN and one and not facts.seller


def _of_the_entry(facts: Facts) -> Want:
    """Return what decides where an entry answered to a whole number."""
    told, own = facts.told, facts.entry is Entry.OWN
    gone = Outcome.NOT_FOUND in told and not own
    doubtful = bool(told & {Outcome.MISMATCH, Outcome.BAD_INPUT}) or not facts.proven
    clearer = Want.FILE if facts.copy is None or _is_scan(facts) else Want.SECOND
    confirmed = Want.CONFIRMED if facts.entry in ONLY_ONES else Want.SECOND
    wanted = (
        (Want.DATE, own and not facts.words and facts.issue_date is None),
        (Want.EXPORT, own and _wants_export(facts)),
        (Want.BUYER, gone and facts.entry is Entry.ETAX and facts.buyer_seen is None),
        (clearer, doubtful),
        (Want.RED, Outcome.RED in told),
        (confirmed, gone and facts.proven),
        (Want.FILE, facts.copy is None),
    )
    return next((want for want, lacks in wanted if lacks), Want.SECOND)


def _is_scan(facts: Facts) -> bool:
    """Whether the only file is a scan, of which a clear copy would tell more."""
    return any(one.source == "ocr" for one in facts.faces or ())


def _wants_export(facts: Facts) -> bool:
    """Whether our exports do not reach the day of issue, or none is there to compare with."""
    if facts.covered is False and facts.issue_date is not None:
        return True
    return facts.copy is not None and not facts.covered


def _lacks_code(facts: Facts) -> bool:
    needs = facts.number is not None and len(facts.number.text) in {PLAIN, FISCAL}
    return needs and facts.code is None and not facts.held


def _kind_is_open(facts: Facts) -> bool:
    """Whether the code is one of the local papers', whose kind only the title tells."""
    code = facts.code
    return facts.kind is None and code is not None and code.platform_kind == NOT_VERIFIED
