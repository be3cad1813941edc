"""A look-up as a scenario: its facts asked for once more, told as a world, masked.

Whoever may see the look-up may tell it on; what leaves holds no name, tax id or number.
"""

from __future__ import annotations

import secrets
from typing import Any

from chapiao.actions import questions
from chapiao.actions.look_up import ask
from chapiao.diagnosis.scenario.told import told_world
from chapiao.store.models import Lookup
from chapiao.store.records import BEIJING

SEED_BITS = 64


def tell_scenario(lookup: Lookup, *, seed: int | None = None) -> dict[str, Any]:
    """Return a line for `chapiao scenario`, answered as this look-up is by what is known now.

    `lookup` is one that the person who asks for this may see. Without a `seed` the masks are
    new each time, and nobody can find the originals by them.
    """
    question = questions.from_json(lookup.question)
    given = ask(lookup.asker, question, lookup.answered_at.astimezone(BEIJING))
    chosen = secrets.randbits(SEED_BITS) if seed is None else seed
    return told_world(question, given.answer, seed=chosen, name=f"look-up-{lookup.pk}")
