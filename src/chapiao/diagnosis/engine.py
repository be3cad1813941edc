"""Ask every rule whose facts are known; name the facts the others lack."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from chapiao.diagnosis import rules as rules_package
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.facts import Facts, Heard, Unsaid
from chapiao.diagnosis.known import Known
from chapiao.diagnosis.model import Certainty, Finding, NotRun, RuledOut
from chapiao.diagnosis.rule import Rule

Outcome: TypeAlias = Finding | RuledOut | NotRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What every rule came to; each of the five is countable and none is hidden.

    `found` is ordered: surest first, and of equally sure ones the cause that stops
    the person now.
    """

    found: tuple[tuple[Rule, Finding], ...] = ()
    notes: tuple[tuple[Rule, Finding], ...] = ()
    ruled_out: tuple[tuple[Rule, RuledOut], ...] = ()
    unasked: tuple[tuple[Rule, tuple[str, ...]], ...] = ()
    not_run: tuple[tuple[Rule, NotRun], ...] = ()


@cache
def all_rules() -> tuple[Rule, ...]:
    """Find the rules: every module under `rules/` holds exactly one."""
    names = sorted(
        found.name
        for found in pkgutil.walk_packages(rules_package.__path__, f"{rules_package.__name__}.")
        if not found.ispkg
    )
    return tuple(_rule_in(name) for name in names)


def _rule_in(name: str) -> Rule:
    members = vars(importlib.import_module(name)).values()
    [one] = [value for value in members if isinstance(value, Rule)]
    return one


# What a plain look-up in our own 台账 knows nothing of: the world around the question.
AROUND = frozenset(one.name for one in fields(Known)) | {
    "tried",
    "looks",
    "hidden",
    "acting",
    "checks",
    "server_probes",
    "letters",
    "control_printed",
    "mine_missed",
    "etax_grants",
    "taken_over",
    "letters_of_it",
    "hidden_at_home",
    "others",
    "misfiled",
    "fitting",
    "candidates",
    "numbers_told",
}


@cache
def home_rules() -> tuple[Rule, ...]:
    """Return the rules that need nothing of the world around the question."""
    return tuple(one for one in all_rules() if AROUND.isdisjoint(one.needs))


def _all_or(rules: tuple[Rule, ...] | None, *, around: bool) -> tuple[Rule, ...]:
    if rules is not None:
        return rules
    return all_rules() if around else home_rules()


@cache
def _needed(rules: tuple[Rule, ...] | None, *, around: bool) -> tuple[str, ...]:
    """Return the names of the facts these rules need that may not be known; None: all rules.

    What is always known need not be looked at before the rule that wants it is asked.
    """
    every = _all_or(rules, around=around)
    names = dict.fromkeys(name for one in every for name in one.needs)
    return tuple(name for name in names if _may_lack(name))


def _may_lack(name: str) -> bool:
    """Whether a fact may be None, as its type says."""
    told = getattr(Facts, name, None)
    if isinstance(told, property):
        return "None" in inspect.get_annotations(told.fget or _may_lack)["return"]
    if isinstance(told, cached_property):
        return "None" in inspect.get_annotations(told.func)["return"]
    field = next(one for one in fields(Facts) if one.name == name)
    return "None" in str(field.type)


def _getter(names: tuple[str, ...]) -> Callable[[Facts], tuple[Any, ...]]:
    """Return what takes these facts out together, which is faster than one by one."""
    if not names:
        return lambda _: ()
    taken = attrgetter(*names)
    return taken if len(names) > 1 else lambda facts: (taken(facts),)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which rules can be asked when these facts are absent, and which cannot."""

    askable: tuple[Rule, ...]
    calls: tuple[tuple[Callable[..., Outcome | None], Callable[[Facts], tuple[Any, ...]]], ...]
    unasked: tuple[tuple[Rule, tuple[str, ...]], ...]


@lru_cache(maxsize=1024)
def _plan(
    rules: tuple[Rule, ...] | None,
    absent: frozenset[str],
    heard: Heard | None,
    *,
    around: bool,
    hit: bool,
) -> _Plan:
    """Part the rules; questions of one shape lack the same facts, so it is kept.

    None stands for all rules: to find a kept plan by them, they would have to be hashed.
    """
    asked = _all_or(rules, around=around)
    askable = tuple(
        one
        for one in asked
        if absent.isdisjoint(one.needs) and one.applies(heard) and not (hit and one.of_misses)
    )
    return _Plan(
        askable,
        tuple((one.check, _getter(one.takes)) for one in askable),
        tuple(
            (one, tuple(name for name in one.needs if name in absent))
            for one in asked
            if not absent.isdisjoint(one.needs)
        ),
    )


def diagnose(facts: Facts, rules: Iterable[Rule] | None = None) -> Diagnosis:
    """Ask every rule; a crash is "not run", never silence.

    Where nobody told who asks, nothing around the question is known, and the rules about
    it are no part of the answer.
    """
    asked = None if rules is None else tuple(rules)
    around = facts.asker is not None
    needed = _needed(asked, around=around)
    absent = frozenset([name for name in needed if getattr(facts, name) is None])
    hit = asked is None and _is_plain_hit(facts)
    plan = _plan(asked, absent, facts.heard, around=around, hit=hit)
    try:
        answers = [check(*given(facts)) for check, given in plan.calls]
    except Exception:  # noqa: BLE001 - some rule is broken: each by itself, to see which
        answers = [_asked_alone(check, given, facts) for check, given in plan.calls]
    return _sorted(zip(plan.askable, answers, strict=True), plan.unasked)


def _is_plain_hit(facts: Facts) -> bool:
    """Whether our own 台账 has just what was typed, and nobody else was asked."""
    silent = facts.heard is Unsaid.NOTHING and facts.reading is None
    # a row that disagrees with what was typed has been looked around, and is in doubt
    alone = not (facts.neighbours or facts.rescued)
    return bool(facts.held) and silent and alone and not facts.unread


def _asked_alone(
    check: Callable[..., Outcome | None], given: Callable[[Facts], tuple[Any, ...]], facts: Facts
) -> Outcome | None:
    try:
        return check(*given(facts))
    except Exception as error:  # noqa: BLE001 - a broken rule is shown, and ends no answer
        return NotRun(f"规则执行出错（{type(error).__name__}）")


def _sorted(
    answers: Iterable[tuple[Rule, Outcome | None]],
    unasked: tuple[tuple[Rule, tuple[str, ...]], ...],
) -> Diagnosis:
    found: list[tuple[Rule, Finding]] = []
    notes: list[tuple[Rule, Finding]] = []
    ruled_out: list[tuple[Rule, RuledOut]] = []
    not_run: list[tuple[Rule, NotRun]] = []
    for one, answer in answers:
        if answer is None:
            continue
        if isinstance(answer, RuledOut):
            ruled_out.append((one, answer))
        elif isinstance(answer, NotRun):
            not_run.append((one, answer))
        elif one.cause is None or answer.certainty is Certainty.NOTE:
            notes.append((one, answer))
        else:
            found.append((one, answer))
    found.sort(key=_rank)
    return Diagnosis(
        found=tuple(found),
        notes=tuple(notes),
        ruled_out=tuple(ruled_out),
        unasked=unasked,
        not_run=tuple(not_run),
    )


def _rank(pair: tuple[Rule, Finding]) -> tuple[int, int]:
    one, finding = pair
    return -finding.certainty, CAUSES[one.cause or "insufficient"].order
