"""Guessing passwords: after a few wrong ones for a login, the next try has to wait.

Counted in this process's memory, for the login and not the address: behind a proxy all
addresses are one. With several processes a guesser has a few tries more, and no more.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

MOST_WRONG = 5
WAIT = 60.0  # seconds
MOST_LOGINS = 10_000  # remembered; the oldest are forgotten first

_lock = Lock()
_wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()


def has_to_wait(login: str) -> bool:
    """Whether this login was tried wrongly too often just now."""
    with _lock:
        count, at = _wrong.get(_key(login), (0, 0.0))
    return count >= MOST_WRONG and time.monotonic() - at < WAIT


def went_wrong(login: str) -> None:
    """Count a wrong password; after the wait, one more is enough to wait again."""
    key = _key(login)
    with _lock:
        count, _ = _wrong.pop(key, (0, 0.0))
        _wrong[key] = count + 1, time.monotonic()
        while len(_wrong) > MOST_LOGINS:
            _wrong.popitem(last=False)


def went_right(login: str) -> None:
    """Forget the wrong ones."""
    with _lock:
        _wrong.pop(_key(login), None)


def _key(login: str) -> str:
    return login[:150]


def forget() -> None:
    """Forget every login."""
    with _lock:
        _wrong.clear()
