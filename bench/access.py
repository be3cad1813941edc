"""What the access filter costs: the same reads by somebody with scopes and by who sees all.

Both take turns in one process over one pool, and the process's own CPU time is counted,
so that a busy machine troubles neither more than the other.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from random import Random
from time import process_time_ns
from typing import Any

from bench import pool
from bench.row import SEED, Row

ASKED, ROUNDS, PAGES = 1000, 7, 5


def run(sizes: list[int]) -> list[Row]:
    """Measure at every size."""
    return [
        Row(name=name, size=size, ours=ours, floor=floor, unit="µs", repeats=repeats)
        for size in sizes
        for name, (ours, floor, repeats) in _figures(size).items()
    ]


def _figures(size: int) -> dict[str, Any]:
    folder = pool.make(size)
    env = os.environ | {
        "CHAPIAO_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "chapiao.config.settings",
    }
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.access", str(size)]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _one_size(size: int) -> dict[str, Any]:
    import django

    django.setup()
    from chapiao.store.access import reach
    from chapiao.store.queries import ledger
    from chapiao.store.queries.exact import exact

    people = _people()
    random = Random(SEED)
    everything = reach(people["all"])
    scoped = reach(people["ceiling"])
    every = (pool.number(random.randrange(size)) for _ in range(4 * ASKED))
    # Only what both see: a look-up that finds nothing is another, longer work.
    keys = [key for key in every if exact((key,), scoped)][:ASKED]
    assert len(keys) == ASKED
    assert scoped.windows
    assert not everything.windows

    def look_up(seen: Any) -> Callable[[], Any]:
        return lambda: [exact((key,), seen) for key in keys]

    def answer(person: Any) -> Callable[[], Any]:
        return lambda: [_answer(person, key) for key in keys[:100]]

    def page(person: Any) -> Callable[[], Any]:
        return lambda: ledger.page(person, ledger.Filters())

    return {
        "access: exact look-up": _pair(look_up(scoped), look_up(everything), ASKED, ROUNDS),
        "access: whole answer": _pair(
            answer(people["ceiling"]), answer(people["all"]), 100, ROUNDS
        ),
        "access: ledger page, ceiling": _pair(
            page(people["ceiling"]), page(people["all"]), 1, PAGES
        ),
        "access: ledger page, every limit": _pair(
            page(people["limits"]), page(people["all"]), 1, PAGES
        ),
    }


def _answer(person: Any, key: str) -> Any:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from chapiao.actions.look_up import ask
    from chapiao.diagnosis.question import Question

    now = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    return ask(person, Question(number=key, date="2026-11-02"), now)


def _people() -> dict[str, Any]:
    """Return who sees all, and two members of every company with scopes in each."""
    from django.utils import timezone

    from chapiao.store.models import Entity, Membership, Person, Role, Scope

    people = {}
    for name, limits in (
        ("all", None),
        ("ceiling", {"gross_max": 3_000_000}),
        (
            "limits",
            {
                "gross_max": 3_000_000,
                "kinds": ["数电票（普通发票）", "数电票（增值税专用发票）"],
                "regions": ["11", "12", "31"],
                "departments": ["", "财务部"],
                "first_day": "2024-06-01",
            },
        ),
    ):
        person, fresh = Person.objects.get_or_create(
            username=f"bench-{name}", defaults={"is_superuser": limits is None}
        )
        people[name] = person
        for entity in Entity.objects.all() if fresh and limits is not None else ():
            Membership.objects.create(person=person, entity=entity, role=Role.CLERK)
            Scope.objects.create(
                person=person, entity=entity, made_at=timezone.localtime(), **limits
            )
    return people


def _pair(
    ours: Callable[[], Any], floor: Callable[[], Any], calls: int, rounds: int
) -> tuple[float, float, int]:
    """Return the medians of one call of each in microseconds, the two taking turns."""
    ours(), floor()
    taken = [(_cpu(ours) / calls, _cpu(floor) / calls) for _ in range(rounds)]
    mine, theirs = zip(*taken, strict=True)
    return statistics.median(mine), statistics.median(theirs), rounds


def _cpu(act: Callable[[], Any]) -> float:
    start = process_time_ns()
    act()
    return (process_time_ns() - start) / 1000


if __name__ == "__main__":
    print(json.dumps(_one_size(int(sys.argv[1]))))
