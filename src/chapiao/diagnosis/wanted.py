"""Wanted: the one fact to ask the person for, where no cause stands out."""

from __future__ import annotations

import re

from chapiao.diagnosis.asking import Want
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.world.papers import SellerSays
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import NOT_VERIFIED
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import FISCAL, PLAIN
from chapiao.invoice.region import PROVINCES

SUMMARY = 16  # digits of the summary of tolls, and of many a bank's own number
_MASK = re.compile(r"[*＊?？×□■_#]|[Xx]{2,}")
_STUCK = re.compile(r"转圈|加载|空白|白屏|没(?:有)?反应|卡[住死在]|不动|一直")
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
        unread and (_STUCK.search(facts.answered) or (not facts.words and _unprobed(facts)))
    )
    blank = _left_blank(facts) if unread and not facts.words and facts.number is not None else None
    partly = bool(facts.typed_number) and facts.number is None and not told
    wanted = (
        (Want.NUMBER, partly),
        (Want.CODE, _is_masked(facts.typed_code)),
        (_refused_field(facts) or Want.NUMBER, _refused_field(facts) is not None),
        (Want.EXPORT, facts.status_in_doubt),
        (Want.CHECK, _is_masked(facts.typed_check_code)),
        (Want.TITLE, _kind_is_open(facts) and not facts.words),
        (Want.TITLE, _may_be_exchanged(facts)),
        (Want.TITLE, _is_of_another_paper(facts)),
        (Want.CODE, blank is not None and _lacks_code(facts)),
        (blank or Want.DATE, blank is not None),
        (Want.RED, _says_red(facts) or (facts.seeks_red and not facts.letters_of_it)),
        (Want.SECOND, facts.entry is Entry.VENDOR and unread and bool(facts.words)),
        (Want.BUYER, facts.about_title and facts.buyer_seen is None and facts.number is not None),
        (Want.PROBE, unopened),
        (Want.ORDER, facts.entry is Entry.RAIL and Outcome.NOT_FOUND in told),
        (Want.CHECK, bool(_PASSWORD.search(facts.answered))),
        (Want.TITLE, facts.number is None and _kind_is_open(facts)),
        (_parts(facts) or number_wanted, facts.number is None),
        (Want.SECOND, Outcome.CAPTCHA in told or _denies(facts)),
        (Want.TITLE, _kind_is_open(facts)),
        (Want.CODE, _lacks_code(facts)),
    )
    return next((want for want, lacks in wanted if lacks), None)


def _is_masked(typed: str | None) -> bool:
    """Whether somebody could not see some digits of what they typed."""
    return bool(typed) and bool(_MASK.search(typed or ""))


# What a form asks for before it sends anything, and the field that was left blank there.
_BLANK = (
    (re.compile(r"日期"), "date", Want.DATE),
    (re.compile(r"校验码|密码"), "check_code", Want.CHECK),
    (re.compile(r"金额|价税合计|价款"), "amount", Want.AMOUNT),
    (re.compile(r"代码"), "code", Want.CODE),
    (re.compile(r"号码"), "number", Want.NUMBER),
)


def _refused_field(facts: Facts) -> Want | None:
    """Return the field that the entry says is missing, and that is."""
    if Outcome.BAD_INPUT not in facts.told:
        return None
    return next(
        (
            want
            for words, field, want in _BLANK
            if words.search(facts.answered) and field not in facts.given
        ),
        None,
    )


def _may_be_exchanged(facts: Facts) -> bool:
    """Whether ten and eight digits may be code and number, or those of a 财政票据 exchanged.

    Its code has eight digits: two of the province in front, two of the year at the end.
    """
    number = facts.number.text if facts.number is not None else ""
    if facts.told or facts.copy is not None or (len(facts.sought_code), len(number)) != (10, 8):
        return False
    recent = {f"{year % 100:02d}" for year in range(facts.today_year - 2, facts.today_year + 1)}
    return number[:2] in PROVINCES and number[-2:] in recent


def _is_of_another_paper(facts: Facts) -> bool:
    """Whether the number has the length of other papers' numbers, and no title tells which."""
    number = facts.number.text if facts.number is not None else ""
    begun = number.startswith("2") and number[4:6] == "20"  # of a digital number
    other = len(number) == SUMMARY and not begun
    fiscal = len(number) == FISCAL and facts.entry is Entry.OWN
    return (other or fiscal) and facts.copy is None and not facts.words


def _says_red(facts: Facts) -> bool:
    """Whether the seller says that it was offset, and no red invoice is known by which."""
    side = facts.seller_side
    known = facts.letters_of_it or (facts.copy is not None and facts.copy.red)
    return side is not None and side.says is SellerSays.RED and not known


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
