"""The look-up path in process: exact, one edit away, by a piece of a name, the whole answer.

Every size runs in a process of its own, because a process has one database. Ours and
the floor take turns over the same keys, so that a busy machine slows both alike.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter_ns
from typing import Any

from bench import pool
from bench.row import SEED, Row

ASKED, ROUNDS = 2000, 5
PIECES = 200
DIGITS = 20
NUMBER = 3  # where COLUMNS has the number


def run(sizes: list[int]) -> list[Row]:
    """Measure at every size, smallest first."""
    rows: list[Row] = []
    previous: float | None = None
    for size in sizes:
        figures = _figures(size)
        exact, floor = figures["exact"]
        rows.append(_row("look-up: exact", size, exact, floor=floor, repeats=ROUNDS))
        if previous is not None:
            rows.append(_row("look-up: exact, growth", size, exact, previous=previous))
        previous = exact
        rows += [_row(name, size, ours) for name, ours in figures["plain"].items()]
    return rows


def _row(name: str, size: int, ours: float, **more: Any) -> Row:
    unit = "share" if name.endswith("recall") else "µs"
    return Row(name=name, size=size, ours=ours, unit=unit, **more)


def _figures(size: int) -> dict[str, Any]:
    folder = pool.make(size)
    env = os.environ | {
        "CHAPIAO_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "chapiao.config.settings",
    }
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.look_up", str(size)]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _one_size(size: int) -> dict[str, Any]:
    """Measure one size, in a process that has its pool as the database."""
    import django

    django.setup()
    from chapiao.store.queries.parties import parties_with

    random = Random(SEED)
    person = _person()
    keys = [pool.number(random.randrange(size)) for _ in range(ASKED)]
    pieces = [_piece(random, size) for _ in range(PIECES)]
    return {
        "exact": _exact(size, person, keys),
        "plain": {
            **_neighbours(person, random, keys),
            "look-up: piece of a seller's name": _p(0.5, parties_with, pieces),
            **_answers(person, random, keys),
        },
    }


def _person() -> Any:
    """Return somebody who may see all entities, one by one, so that access is filtered."""
    from chapiao.store.models import Entity, Membership, Person, Role

    person, fresh = Person.objects.get_or_create(username="bench-clerk")
    if fresh:
        for entity in Entity.objects.all():
            Membership.objects.create(person=person, entity=entity, role=Role.CLERK)
    return person


def _exact(size: int, person: Any, keys: Sequence[str]) -> tuple[float, float]:
    from chapiao.store.access import reach
    from chapiao.store.queries.exact import exact
    from chapiao.store.records import COLUMNS, TABLES

    seen = reach(person)
    bare = sqlite3.connect(pool.home(size) / "chapiao.sqlite3")
    bare.execute("pragma mmap_size=2147418112")
    select = f"select {COLUMNS} from {TABLES} where i.key=?"

    def floor(key: str) -> Any:
        return bare.execute(select, (key,)).fetchall()

    def ours(key: str) -> Any:
        return exact((key,), seen)

    assert [row[0] for row in ours(keys[0])] == [row[0] for row in floor(keys[0])]
    pairs = [(_p(0.5, ours, keys), _p(0.5, floor, keys)) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _neighbours(person: Any, random: Random, keys: Sequence[str]) -> dict[str, float]:
    from chapiao.invoice.variants import one_edit_variants, wrong_length_variants
    from chapiao.store.access import reach
    from chapiao.store.queries.exact import exact

    seen = reach(person)
    mistyped = [_mistype(random, key) for key in keys]

    def ours(typed: str) -> Any:
        if len(typed) == DIGITS:
            return exact(one_edit_variants(typed), seen)
        return exact(wrong_length_variants(typed, DIGITS), seen)

    found = sum(
        key in {row[NUMBER] for row in ours(typed)}
        for key, typed in zip(keys, mistyped, strict=True)
    )
    same_length = [typed for typed in mistyped if len(typed) == DIGITS]
    return {
        "look-up: one-edit neighbours": _p(0.5, ours, same_length),
        "look-up: one-edit neighbours, recall": found / len(keys),
    }


def _answers(person: Any, random: Random, keys: Sequence[str]) -> dict[str, float]:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from chapiao.diagnosis.as_json import answer_json
    from chapiao.diagnosis.ask import answer_for
    from chapiao.diagnosis.question import Question
    from chapiao.store.queries.holdings import StoreHoldings

    now = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    def ours(typed: str) -> Any:
        question = Question(number=typed, date="2026-11-02", amount="106.00")
        return answer_json(answer_for(question, now, StoreHoldings(person)))

    mistyped = [_mistype(random, key) for key in keys]
    return {
        "look-up: whole answer, not found, p95": _p(0.95, ours, mistyped),
        "look-up: whole answer, found, p95": _p(0.95, ours, keys),
    }


def _mistype(random: Random, key: str) -> str:
    """Make one slip: a wrong digit, two swapped, one lost, one too many."""
    at = random.randrange(5, 19)
    digit = random.choice([d for d in "0123456789" if d != key[at]])
    swapped = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    slips = [
        key[:at] + digit + key[at + 1 :],
        swapped if swapped != key else key[:at] + digit + key[at + 1 :],
        key[:at] + key[at + 1 :],
        key[:at] + digit + key[at:],
    ]
    return random.choice(slips)


def _piece(random: Random, size: int) -> str:
    name = pool.party_name(random.randrange(pool.party_count(size)))
    at = random.randrange(len(name) - 1)
    return name[at : at + 2]


def _p(quantile: float, ask: Callable[[str], Any], asked: Sequence[str]) -> float:
    """Return the quantile of one call in microseconds, after a warm-up over all."""
    for one in asked:
        ask(one)
    taken = []
    for one in asked:
        start = perf_counter_ns()
        ask(one)
        taken.append(perf_counter_ns() - start)
    taken.sort()
    return taken[int(quantile * (len(taken) - 1))] / 1000


if __name__ == "__main__":
    print(json.dumps(_one_size(int(sys.argv[1]))))
