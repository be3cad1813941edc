"""入口的原话: what an entry's answer means, from its own words.

Only the result itself is read. A result page prints much else, such as advice for
the case that 发票信息不符, on every page: whoever searches the whole page for 不符
or 一致 reads verdicts that nobody gave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chapiao.invoice.entry import Entry
from chapiao.invoice.status import VerifyStatus
from chapiao.invoice.tables import table
from chapiao.invoice.typed import halfwidth

SHORT = 6  # words so short that they count only at the start or the end of a short answer
BRIEF = 30  # an answer, not a whole page

_PUNCTUATION = re.compile(r"[\s!,.;:。、;「」“”\"'《》【】()\[\]{}]+")
_RESULT = re.compile(
    r"(?:查验|查询)结果[::为是]\s*([^\n;。,]{1,40})"
    r"|[\"'](?:msg|message|VerifyMessage|description)[\"']\s*:\s*[\"']([^\"']{1,60})"
)
_PAGE = re.compile(r"查验次数[^\n]{0,4}\d.*查验时间|查验时间.*查验次数[^\n]{0,4}\d", re.DOTALL)
_NOT_SO = re.compile(
    r"(?:作废标志|是否作废|是否红冲|红冲标志)[::]?\s*(?:否|N|0|正常)|未(?:作废|红冲)"
)
_VOIDED = re.compile(r"作废|(?:InvalidSign|invalidMark|IsAbandoned|zfbz)\W+[Y2]\b")
_RED = re.compile(
    r"红冲|红字冲销|(?:InvalidSign|invalidMark|IsAbandoned|zfbz)\W+(?:H[FP]?|[378])\b"
)
_CODES = (
    re.compile(r"^\W*([A-Za-z0-9_.]{2,})"),
    re.compile(r"(?:VerifyResult|cyjg|[Cc]ode)\W{1,4}([A-Za-z0-9_.]{2,})"),
    re.compile(r"[(\[]([A-Za-z0-9_.]{2,})[)\]]\W*$"),
)


class Outcome(StrEnum):
    """What an entry's answer means."""

    MATCH = "一致"
    VOIDED = "一致（已作废）"
    RED = "一致（已红冲）"
    MISMATCH = "不一致"
    NOT_FOUND = "查无此票"
    DETAIL_MISSING = "后台未收到明细"
    LIMIT = "当日次数用完"
    ACCOUNT_LIMIT = "账户额度用完"
    SAME_DAY = "当天票次日可查"
    TOO_OLD = "超过可查期限"
    UNSUPPORTED = "地区或票种不支持"
    BAD_INPUT = "填写不合要求"
    CAPTCHA = "验证码不对"
    THROTTLED = "请求太频繁"
    BUSY = "服务器繁忙"
    NETWORK = "网络超时"
    SYSTEM = "系统异常"
    MAINTENANCE = "系统维护"
    BLOCKED = "被停用"
    NO_PERMISSION = "没有权限"
    ARREARS = "账户欠费"

    @property
    def status(self) -> VerifyStatus:
        """The status the invoice is filed under after this answer."""
        return _STATUSES.get(self, VerifyStatus.FAILED)

    @property
    def is_about_invoice(self) -> bool:
        """Whether it says something of the invoice; the others say it of the entry."""
        return self in _STATUSES and self is not Outcome.BAD_INPUT


_STATUSES = {
    Outcome.MATCH: VerifyStatus.MATCH,
    Outcome.VOIDED: VerifyStatus.MATCH,
    Outcome.RED: VerifyStatus.MATCH,
    Outcome.MISMATCH: VerifyStatus.MISMATCH,
    Outcome.NOT_FOUND: VerifyStatus.NOT_FOUND,
    Outcome.DETAIL_MISSING: VerifyStatus.NOT_FOUND,
    Outcome.LIMIT: VerifyStatus.LIMIT,
    Outcome.SAME_DAY: VerifyStatus.SAME_DAY,
    Outcome.TOO_OLD: VerifyStatus.TOO_OLD,
    Outcome.BAD_INPUT: VerifyStatus.BAD_FORMAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One wording of one entry, with where it is known from."""

    entry: Entry
    text: str
    also: tuple[str, ...]
    keys: tuple[str, ...]
    outcome: Outcome
    source: str
    mark: str


@cache
def answers(entry: Entry) -> tuple[Answer, ...]:
    """Return every wording known of an entry."""
    said = table("answers").get(entry, {"answers": ()})
    return tuple(
        Answer(
            entry=entry,
            text=row["text"],
            also=tuple(row.get("also", ())),
            keys=tuple(row.get("keys", ())),
            outcome=Outcome[row["outcome"]],
            source=row.get("source", said["source"]),
            mark=row.get("mark", said["mark"]),
        )
        for row in said["answers"]
    )


def words_for(entry: Entry, outcome: Outcome) -> str | None:
    """Return an entry's own words for an outcome; None where it has none of its own."""
    return next((row.text for row in answers(entry) if row.outcome is outcome), None)


def parse_answer(entry: Entry, words: str) -> Outcome | None:
    """Return what an entry's words mean; None when they are not understood.

    >>> parse_answer(Entry.PLATFORM, "查无此票！").value
    '查无此票'
    >>> parse_answer(Entry.PLATFORM, "如发票信息不符，请联系开票方") is None
    True
    """
    plain = halfwidth(words)
    labelled = _RESULT.search(plain)
    outcome = _match(entry, labelled[1] or labelled[2]) if labelled else None
    outcome = outcome or _from_page(entry, plain) or _match(entry, plain)
    if outcome is not Outcome.MATCH:
        return outcome
    marks = _NOT_SO.sub("", plain)
    if _VOIDED.search(marks):
        return Outcome.VOIDED
    return Outcome.RED if _RED.search(marks) else Outcome.MATCH


def _match(entry: Entry, plain: str) -> Outcome | None:
    """Exact words first, then whole phrases, then the entry's code, then short words."""
    bare, texts = _bare(plain), _texts(entry)
    if bare in texts:
        return texts[bare]
    found = [text for text in texts if len(text) >= SHORT and text in bare]
    if found:
        return texts[max(found, key=len)]
    return _by_key(entry, plain) or _by_ends(bare, texts)


def _by_key(entry: Entry, plain: str) -> Outcome | None:
    keys = {key: row.outcome for row in answers(entry) for key in row.keys}
    codes = [code[1] for code in (form.search(plain) for form in _CODES) if code]
    return next((keys[code] for code in (plain, *codes) if code in keys), None)


def _by_ends(bare: str, texts: dict[str, Outcome]) -> Outcome | None:
    """不完全一致 ends in 一致 and is none: with a 不 in it nothing is taken for a match."""
    found = [text for text in texts if bare.startswith(text) or bare.endswith(text)]
    if not found or len(bare) > BRIEF:
        return None
    outcome = texts[max(found, key=len)]
    return None if outcome is Outcome.MATCH and re.search("[不未否没无]", bare) else outcome


def _from_page(entry: Entry, plain: str) -> Outcome | None:
    """Only an invoice that agrees in every field is shown with its details."""
    return Outcome.MATCH if entry is Entry.PLATFORM and _PAGE.search(plain) else None


@cache
def _texts(entry: Entry) -> dict[str, Outcome]:
    return {
        _bare(halfwidth(text)): row.outcome
        for row in answers(entry)
        for text in (row.text, *row.also)
    }


def _bare(plain: str) -> str:
    return _PUNCTUATION.sub("", plain)
