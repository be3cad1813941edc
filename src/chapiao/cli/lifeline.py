"""Follow a parent: a program started by another ends when that one is gone.

`CHAPIAO_FOLLOW` holds the parent's process id. The kernel tells us of its death,
even when it was killed and could not tell us itself, so nothing is left running.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

NAME = "CHAPIAO_FOLLOW"
_PR_SET_PDEATHSIG = 1
_LOOK_EVERY = 1.0  # seconds, where the kernel cannot tell


def follow() -> None:
    """Ask to be terminated with the parent that `CHAPIAO_FOLLOW` names, if it names one.

    The variable is taken away: it is meant for this process, not for its children.
    """
    named = os.environ.pop(NAME, "")
    if named.isdigit():
        die_with(int(named), signal.SIGTERM)


def die_with(parent: int, how: signal.Signals) -> None:
    """Receive the signal `how` once `parent` is gone, also when it is gone already."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent, how), daemon=True).start()
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def _watch(parent: int, how: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), how)
