"""What the answer page shows beside the answer itself: its dot, its word, its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.shortcuts import resolve_url

from chapiao.actions.at_platform import who_checks
from chapiao.diagnosis.asking import GIVES, Want
from chapiao.diagnosis.cause import FOUND, INSUFFICIENT
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.outside.channels.model import Vendor
from chapiao.outside.sandbox_platform import NAME as SANDBOX
from chapiao.store import access
from chapiao.store.models import Follow, Lookup, Person
from chapiao.web.beside import beside
from chapiao.web.forms import QUESTION_FIELDS, LookUp
from chapiao.web.words import FIELDS

_ASKED = (
    ("number", "发票号码"),
    ("text", "粘贴的内容"),
    ("code", "发票代码"),
    ("date", "开票日期"),
    ("amount", "金额"),
    ("check_code", "校验码"),
    ("buyer", "购买方"),
    ("seller", "销售方"),
    ("entry", "在哪里查"),
    ("answer", "对方提示"),
)
_CHECKERS = (SANDBOX, *(one.label for one in Vendor))
SHORT = 60
NEXT = 2  # fields that are offered beside the counts
RULES_VERSION = version("chapiao")
# A status of the invoice itself outranks "not found": the page says it in its own colour.
_BY_CAUSE = {"voided": ("已作废", "red"), "red_full": ("已红冲", "orange")}
_BY_CAUSE |= {"red_partial": ("部分红冲", "orange"), "abnormal_voucher": ("异常凭证", "red")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One field of a correction, beside what was typed there."""

    name: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What may have been meant, and the question that asks for it."""

    fields: tuple[Fix, ...]
    because: str
    question: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One look-up in a list."""

    pk: int
    asked_for: str
    headline: str
    word: str
    colour: str
    due_at: datetime | None
    asked_at: datetime
    has_news: bool


def verdict(found: bool | None, cause: str, follow: str) -> tuple[str, str]:  # noqa: FBT001 - three-valued
    """Return the word and the colour of an answer."""
    if cause in _BY_CAUSE:
        return _BY_CAUSE[cause]
    if cause == FOUND.id:
        return "已查到", "green"
    if follow == Follow.WATCHING:
        return "跟进中", "blue"
    if cause == INSUFFICIENT.id or found is None:
        return "还不能确定", "grey"
    return ("查到，有问题", "orange") if found else ("查不到", "orange")


def row(lookup: Lookup, seen: access.Reach) -> Row:
    """Return one's look-up as the lists show it; what one may see no more is not told."""
    question = lookup.question
    number = ""
    word, colour, headline = "权限已变", "grey", "您的权限在这次查询之后变了，请再查一次"
    if access.bears(lookup, seen, mine=True):
        word, colour = verdict(lookup.found, lookup.cause, lookup.follow)
        number = (lookup.said.get("invoice") or {}).get("number") or ""
        headline = lookup.headline
    return Row(
        pk=lookup.pk,
        asked_for=number or short(_first_said(question) or "（文件）"),
        headline=headline,
        word=word,
        colour=colour,
        due_at=lookup.due_at,
        asked_at=lookup.asked_at,
        has_news=bool(lookup.news),
    )


def _first_said(question: Mapping[str, Any]) -> str:
    names = ("number", "text", "seller", "buyer", "amount", "date", "code", "check_code")
    return next((str(question[one]) for one in names if question.get(one)), "")


def asked(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was filled in, by the names on the form."""
    return [
        (label, short(str(question[name]), 200)) for name, label in _ASKED if question.get(name)
    ]


def corrections(answer: Mapping[str, Any], question: Mapping[str, Any]) -> tuple[Correction, ...]:
    """Return the corrections, each with the question that asks for it instead."""
    typed = {name: str(question.get(name) or "") for name, _ in _ASKED}
    return tuple(
        Correction(
            fields=tuple(
                Fix(name=FIELDS.get(name, name), value=value, typed=one["typed"].get(name, ""))
                for name, value in one["fields"].items()
            ),
            because=one["because"],
            question={
                name: value
                for name, value in (typed | dict(one["fields"])).items()
                if value and name in typed
            },
        )
        for one in answer.get("corrections", ())
    )


def short(text: str, longest: int = SHORT) -> str:
    """One line of a long text."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"


# What the answer asks for → the field of the form that takes it.
_ASK_FOR = {
    Want.NUMBER: "text",
    Want.CODE: "code",
    Want.AMOUNT: "amount",
    Want.SELLER: "seller",
    Want.DATE: "date",
    Want.BUYER: "buyer",
    Want.SECOND: "answer",
    Want.CHECK: "check_code",
    Want.FILE: "file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A fact that is not known, and the rules that could speak if it were.

    `href` leads to where it can be given; "" where that is not on this page.
    """

    label: str
    rules: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page's own words around an answer."""

    word: str
    colour: str
    can_stop: bool
    can_follow: bool
    check_by: str
    mine: bool
    corrections: tuple[Correction, ...]
    asked: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    ask_for: tuple[str, ...]
    lacks: tuple[Lack, ...]
    later: tuple[str, ...]
    sources: str
    method: str
    rules_version: str = RULES_VERSION

    @property
    def next_lacks(self) -> tuple[Lack, ...]:
        """The fields of this page that would decide most, for who may fill them in."""
        here = (one for one in self.lacks if one.href.startswith("#"))
        return tuple(here)[:NEXT] if self.mine else ()


def page(lookup: Lookup, person: Person) -> dict[str, Any]:
    """Return what the answer page shows this person."""
    answer, question = lookup.answer, lookup.question
    typed = {name: str(question[name]) for name in QUESTION_FIELDS if question.get(name)}
    mine = lookup.asker_id == person.pk or person.is_superuser
    return {
        "lookup": lookup,
        "answer": answer,
        "shown": _shown(lookup, answer, typed, mine=mine),
        "form": LookUp(initial=typed, auto_id="ask_%s"),
        "again": LookUp(initial=typed, auto_id="again_%s"),
        **beside(lookup, person),
    }


def _shown(
    lookup: Lookup, answer: Mapping[str, Any], typed: Mapping[str, str], *, mine: bool
) -> Shown:
    word, colour = verdict(lookup.found, lookup.cause, lookup.follow)
    finished = lookup.cause == "found"
    made = {one["what"] for one in answer.get("trace", ())}
    asked_at = "、".join(name for name in _CHECKERS if name in made)
    return Shown(
        word=word,
        colour=colour,
        mine=mine,
        can_stop=mine and lookup.follow == Follow.WATCHING,
        can_follow=mine and not finished and lookup.follow != Follow.WATCHING,
        check_by=who_checks() if mine else "",
        corrections=corrections(answer, typed),
        asked=tuple(asked(lookup.question)),
        typed=typed,
        ask_for=_fields(answer["ask_for"]),
        lacks=_lacks(
            answer,
            _fields(answer["ask_for"]) if mine else (),
            has_code=not (len(lookup.key) == DIGITAL_LENGTH and lookup.key.isdigit()),
        ),
        later=tuple(one["rule"] for one in answer["unasked"] if not _wants(one)),
        sources="、".join(_sources(answer)) or "本系统台账",
        method="规则自动判断" + (f"，并在{asked_at}查过" if asked_at else ""),
    )


def _fields(wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(_ASK_FOR[Want(one)] for one in wanted if Want(one) in _ASK_FOR)


def _wants(lacking: Mapping[str, Any]) -> frozenset[Want]:
    """Return what a person could add to let this rule speak; empty when that is not all."""
    given = [GIVES.get(fact) for fact in lacking["facts"]]
    return frozenset() if None in given else frozenset(one for one in given if one is not None)


def _lacks(
    answer: Mapping[str, Any], asked_here: tuple[str, ...], *, has_code: bool
) -> tuple[Lack, ...]:
    """Group what rules lack by what a person could add, the most deciding first.

    What the invoice does not have, as a 数电票 a code and a 校验码, nobody can add.
    """
    nobodys = frozenset() if has_code else frozenset({Want.CODE, Want.CHECK})
    by_want: dict[frozenset[Want], list[str]] = {}
    for one in answer["unasked"]:
        wants = _wants(one)
        if wants and not wants & nobodys:
            by_want.setdefault(wants, []).append(one["rule"])
    found = [
        Lack(
            label="和".join(want.label for want in Want if want in wants),
            rules=tuple(rules),
            href=_place(wants, asked_here),
        )
        for wants, rules in by_want.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.rules)))


def _place(wants: frozenset[Want], asked_here: tuple[str, ...]) -> str:
    """Return where a person gives the first of these: a field of this page, or another page."""
    first = next(want for want in Want if want in wants)
    if first is Want.PROBE:
        return resolve_url("fitness")
    if first is Want.EXPORT:
        return resolve_url("imports")
    name = _ASK_FOR.get(first, "")
    if name in asked_here:
        return f"#ask_{name}"
    if first is Want.FILE:
        return resolve_url("look_up")
    return f"#again_{name}" if name else ""


def _sources(answer: Mapping[str, Any]) -> list[str]:
    """Return where the evidence was seen, each place once."""
    every = (one["source"] for cause in answer["causes"] for one in cause["evidence"])
    return [source for source in dict.fromkeys(every) if source]
