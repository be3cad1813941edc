"""Ask every rule whose facts are known; name the facts the others lack."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chapiao.diagnosis import rules as rules_package
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Finding, NotRun, RuledOut
from chapiao.diagnosis.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What every rule came to; each of the five is countable and none is hidden."""

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
    [one] = [value for value in vars(importlib.import_module(name)).values() if isinstance(value, Rule)]
    return one


def diagnose(facts: Facts, rules: Iterable[Rule] | None = None) -> Diagnosis:
    """Ask every rule; a crash is "not run", never silence."""
    found: list[tuple[Rule, Finding]] = []
    ruled_out: list[tuple[Rule, RuledOut]] = []
    unasked: list[tuple[Rule, tuple[str, ...]]] = []
    not_run: list[tuple[Rule, NotRun]] = []
    known: dict[str, Any] = {}
    for one in all_rules() if rules is None else rules:
        for name in one.needs:
            if name not in known:
                known[name] = getattr(facts, name)
        missing = tuple(name for name in one.needs if known[name] is None)
        if missing:
            unasked.append((one, missing))
            continue
        answer = _ask(one, {name: known[name] for name in one.needs})
        if isinstance(answer, Finding):
            found.append((one, answer))
        elif isinstance(answer, RuledOut):
            ruled_out.append((one, answer))
        elif isinstance(answer, NotRun):
            not_run.append((one, answer))
    found.sort(key=lambda pair: -pair[1].certainty)
    return Diagnosis(
        found=tuple(pair for pair in found if pair[1].certainty > Certainty.NOTE),
        notes=tuple(pair for pair in found if pair[1].certainty == Certainty.NOTE),
        ruled_out=tuple(ruled_out),
        unasked=tuple(unasked),
        not_run=tuple(not_run),
    )


def _ask(one: Rule, given: dict[str, Any]) -> Finding | RuledOut | NotRun | None:
    try:
        return one.check(**given)
    except Exception as error:  # noqa: BLE001 - a broken rule must be shown, not end the answer
        return NotRun(f"规则执行出错（{type(error).__name__}）")
