"""Ask every rule whose facts are known; name the facts the others lack."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chapiao.diagnosis import rules as rules_package
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Finding, NotRun, RuledOut
from chapiao.diagnosis.rule import Rule


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


@cache
def _needed(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Return the names of all facts that these rules need, each once."""
    return tuple(dict.fromkeys(name for one in rules for name in one.needs))


def diagnose(facts: Facts, rules: Iterable[Rule] | None = None) -> Diagnosis:
    """Ask every rule; a crash is "not run", never silence."""
    asked = all_rules() if rules is None else tuple(rules)
    known = {name: getattr(facts, name) for name in _needed(asked)}
    absent = {name for name, value in known.items() if value is None}
    answers: list[tuple[Rule, Finding | RuledOut | NotRun]] = []
    unasked: list[tuple[Rule, tuple[str, ...]]] = []
    for one in asked:
        if not absent.isdisjoint(one.needs):
            unasked.append((one, tuple(name for name in one.needs if name in absent)))
            continue
        answer = _ask(one, [known[name] for name in one.needs])
        if answer is not None:
            answers.append((one, answer))
    return _sorted(answers, tuple(unasked))


def _ask(one: Rule, given: list[Any]) -> Finding | RuledOut | NotRun | None:
    try:
        return one.check(*given)
    except Exception as error:  # noqa: BLE001 - a broken rule must be shown, not end the answer
        return NotRun(f"规则执行出错（{type(error).__name__}）")


def _sorted(
    answers: list[tuple[Rule, Finding | RuledOut | NotRun]],
    unasked: tuple[tuple[Rule, tuple[str, ...]], ...],
) -> Diagnosis:
    found: list[tuple[Rule, Finding]] = []
    notes: list[tuple[Rule, Finding]] = []
    ruled_out: list[tuple[Rule, RuledOut]] = []
    not_run: list[tuple[Rule, NotRun]] = []
    for one, answer in answers:
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
