"""Probe: whether an address answers from this machine, within a few seconds, come what may.

Neither resolving a name nor a server that drips can be given a deadline from inside. So
the walk goes in a thread of its own, and is left behind when its time is over.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from chapiao.outside.probe_walk import ENDS, Seen, Walk, stopped

__all__ = ["SECONDS", "probe"]
SECONDS = 5.0


def probe(address: str, *, proxy: str = "", seconds: float = SECONDS) -> Seen:
    """Return what is seen of an http(s) address; `proxy` is http://[user:pass@]host:port or "".

    It never raises for what the network does.
    """
    walk = Walk(address, proxy, seconds)
    seen: list[Seen] = []
    started = time.monotonic()
    thread = threading.Thread(target=_go, args=(walk, seen), daemon=True, name="probe")
    thread.start()
    thread.join(seconds)
    took = round((time.monotonic() - started) * 1000)
    if not seen:
        late = stopped(walk, TimeoutError())
        walk.close()
        return Seen(fault=late.fault, detail=str(late), ms=took)
    return replace(seen[0], ms=took)


def _go(walk: Walk, seen: list[Seen]) -> None:
    try:
        seen.append(walk.go())
    except ENDS as error:
        end = stopped(walk, error)
        seen.append(Seen(fault=end.fault, detail=str(end)))
    finally:
        walk.close()
