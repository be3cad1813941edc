"""Score: how often the answers are the good ones, by the measures of the scenarios' page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from chapiao.diagnosis.scenario.label import Label

FOUND, INSUFFICIENT = "found", "insufficient"
ASSERTED = frozenset({"CERTAIN", "LIKELY"})
FIRST_FEW = 3
PRECISE = 4  # decimals of a share

Told = Mapping[str, Any]


def score(pairs: Iterable[tuple[Told, Label]]) -> dict[str, Any]:
    """Return the measures over answers with their labels; a share of nothing is None."""
    every = list(pairs)
    first = [label.cause for _, label in every]
    by_cause: dict[str, dict[str, int]] = {}
    confusion: dict[str, Counter[str]] = {}
    for told, label in every:
        row = by_cause.setdefault(label.cause, {"n": 0, "top1": 0, "top3": 0})
        row["n"] += 1
        row["top1"] += is_first(told, label)
        row["top3"] += is_among(told, label)
        confusion.setdefault(label.cause, Counter())[_ids(told)[0]] += 1
    open_ = [pair for pair in every if pair[1].cause == INSUFFICIENT]
    fine = [pair for pair in every if pair[1].cause == FOUND]
    more = [(told, cause) for told, label in every for cause in label.also_true]
    return {
        "n": len(first),
        "top1": _share(is_first(*pair) for pair in every),
        "top3": _share(is_among(*pair) for pair in every),
        "also_shown": _share(cause in _ids(told) for told, cause in more),
        "insufficient_recognised": _share(_ids(told)[0] == INSUFFICIENT for told, _ in open_),
        "right_fact_asked": _share(asks_right(*pair) for pair in open_),
        "false_alarms": sum(bool(asserted(told) - {FOUND}) for told, _ in fine),
        "harms": sum(len(harms(*pair)) for pair in every),
        "next_owner": _share(told["next_owner"] in label.next_owner for told, label in every),
        "recheck": _share(told["recheck"] in label.recheck for told, label in every),
        "by_cause": {cause: by_cause[cause] for cause in sorted(by_cause)},
        "confusion": {cause: dict(confusion[cause]) for cause in sorted(confusion)},
    }


def is_first(told: Told, label: Label) -> bool:
    """Whether the first cause is one that may stand there."""
    return _ids(told)[0] in label.acceptable_first


def is_among(told: Told, label: Label) -> bool:
    """Whether the labelled cause is among the first three."""
    return label.cause in _ids(told)[:FIRST_FEW]


def asks_right(told: Told, label: Label) -> bool:
    """Whether the fact that would decide is asked for."""
    return (
        _ids(told)[0] == INSUFFICIENT
        and told["ask_for"][:1] != []
        and (told["ask_for"][0] in label.ask_for)
    )


def asserted(told: Told) -> set[str]:
    """Return the causes that the answer states, and does not only think possible."""
    return {one["id"] for one in told["causes"] if one["certainty"] in ASSERTED}


def harms(told: Told, label: Label) -> set[str]:
    """Return what is asserted though it would send the person the wrong way."""
    return asserted(told) & set(label.must_not)


def _ids(told: Told) -> list[str]:
    return [one["id"] for one in told["causes"]]


def _share(hits: Iterable[bool]) -> float | None:
    counted = [bool(hit) for hit in hits]
    return round(sum(counted) / len(counted), PRECISE) if counted else None
