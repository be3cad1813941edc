"""The checks of signatures are fed broken values: a verdict, in time, and never an exception."""

from __future__ import annotations

import random

from tests.fuzz.mutate import hunt, members, mutated, rezipped
from tests.seals.make_people import root
from tests.seals.make_sealed import (
    DESCRIPTION,
    LIST,
    VALUE,
    cms,
    pack,
    sealed,
    ses_1,
    ses_4,
)

from chapiao import seals

MAKERS = (ses_4, ses_1, cms)


def in_the_signature(data: bytes, chance: random.Random) -> bytes:
    """Return the OFD with its ES_Signature changed, and now and then what describes it."""
    files = members(data)
    name = chance.choice((VALUE, VALUE, VALUE, DESCRIPTION, LIST))
    files[name] = mutated(files[name], chance)
    return rezipped(files)


def test_es_signature() -> None:
    seeds = [pack(sealed(maker)) for maker in MAKERS]
    roots = (root().certificate,)

    def target(data: bytes) -> None:
        assert seals.overall(seals.check(data, roots)).text

    assert list(hunt(seeds, in_the_signature, target, ())) == []
