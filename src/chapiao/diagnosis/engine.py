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


def diagnose(facts: Facts, rules: Iterable[Rule] | None = None) -> Diagnosis:
    """Ask every rule; a crash is "not run", never silence."""
    found: list[tuple[Rule, Finding]] = []
    notes: list[tuple[Rule, Finding]] = []
    ruled_out: list[tuple[Rule, RuledOut]] = []
    unasked: list[tuple[Rule, tuple[str, ...]]] = []
    not_run: list[tuple[Rule, NotRun]] = []
    known = _Known(facts)
    for one in all_rules() if rules is None else rules:
        given = [known[name] for name in one.needs]
        if None in given:
            missing = tuple(name for name in one.needs if known[name] is None)
            unasked.append((one, missing))
            continue
        answer = _ask(one, given)
        if answer is None:
            continue
        if isinstance(answer, Finding):
            is_note = one.cause is None or answer.certainty is Certainty.NOTE
            (notes if is_note else found).append((one, answer))
        elif isinstance(answer, RuledOut):
            ruled_out.append((one, answer))
        else:
            not_run.append((one, answer))
    found.sort(key=_rank)
    return Diagnosis(
        found=tuple(found),
        notes=tuple(notes),
        ruled_out=tuple(ruled_out),
        unasked=tuple(unasked),
        not_run=tuple(not_run),
    )


class _Known(dict[str, Any]):
    """The facts by name, each asked for at most once."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - a fact has any type
        value = self[name] = getattr(self._facts, name)
        return value


def _ask(one: Rule, given: list[Any]) -> Finding | RuledOut | NotRun | None:
    try:
        return one.check(*given)
    except Exception as error:  # noqa: BLE001 - a broken rule must be shown, not end the answer
        return NotRun(f"规则执行出错（{type(error).__name__}）")


def _rank(pair: tuple[Rule, Finding]) -> tuple[int, int]:
    one, finding = pair
    return -finding.certainty, CAUSES[one.cause or "insufficient"].order
