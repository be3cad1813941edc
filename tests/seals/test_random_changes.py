"""Random one-byte changes to covered bytes of made-up files; `flips` tries as many as wanted."""

from __future__ import annotations

from tests.seals.flips import made_up, run


def test_three_hundred_random_changes_are_all_caught() -> None:
    counts, passed = run(list(made_up()), 300)

    assert passed == []
    assert counts == {"被改动": 300}
