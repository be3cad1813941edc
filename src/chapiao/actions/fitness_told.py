"""What a browser told of itself and of the way to the entries, taken in with care.

Whoever likes can send this: it is read field by field, and nothing else is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from chapiao.actions.agent import browser_of, system_of

LONGEST = 20_000  # characters
MOST_MS = 600_000
MOST_SKEW = 10 * 366 * 24 * 3600  # seconds


class NotTold(Exception):
    """What came is no report of a browser. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("没有收到浏览器的检查结果，请刷新页面再做一次")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether the browser got an answer from an address; None: it did not try.

    `moved`: the answer sent it on to another site, where our page may not follow.
    """

    reached: bool | None
    ms: int | None = None
    moved: bool = False
    because: str = ""  # why it was not tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The report of one browser. None is "not told"; `clock_skew` is in seconds, ours the right."""

    browser: str
    system: str
    online: bool | None = None
    clock_skew: int | None = None
    zone: str = ""
    zone_minutes: int | None = None  # ahead of UTC
    cookies: bool | None = None
    popups: bool | None = None
    width: int | None = None
    safe: bool | None = None  # whether our own page came over a safe connection
    control: Reach | None = None
    entries: Mapping[str, Reach] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def from_browser(text: str, agent: str, names: tuple[str, ...], now: datetime) -> Told:
    """Read what our script sends; `names` are the entries that it was given.

    Raises:
        NotTold: it is no such thing.
    """
    try:
        given = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise NotTold
    sent = _number(given, "at")
    entries = given.get("entries")
    heard = entries if isinstance(entries, dict) else {}
    return Told(
        browser=browser_of(agent),
        system=system_of(agent, _word(given, "platform")),
        online=_flag(given, "online"),
        clock_skew=None if sent is None else _skew(sent / 1000 - now.timestamp()),
        zone=_word(given, "zone"),
        zone_minutes=_within(_number(given, "minutes"), 24 * 60),
        cookies=_flag(given, "cookies"),
        popups=_flag(given, "popups"),
        width=_within(_number(given, "width"), 100_000),
        safe=_flag(given, "safe"),
        control=_reach(given.get("control")),
        entries={name: one for name in names if (one := _reach(heard.get(name))) is not None},
    )


def from_json(kept: Mapping[str, Any]) -> Told:
    """Return a report as `as_json` wrote it."""
    control = kept["control"]
    entries = {name: Reach(**one) for name, one in kept["entries"].items()}
    more = {"control": None if control is None else Reach(**control), "entries": entries}
    return Told(**{**kept, **more})


def _reach(given: object) -> Reach | None:
    if not isinstance(given, dict):
        return None
    return Reach(
        reached=_flag(given, "reached"),
        ms=_within(_number(given, "ms"), MOST_MS),
        moved=given.get("moved") is True,
        because=_word(given, "because"),
    )


def _skew(seconds: float) -> int:
    return round(max(-MOST_SKEW, min(MOST_SKEW, seconds)))


def _flag(given: Mapping[str, Any], name: str) -> bool | None:
    value = given.get(name)
    return value if isinstance(value, bool) else None


def _number(given: Mapping[str, Any], name: str) -> float | None:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value) if abs(value) < 1e15 else None  # noqa: PLR2004 - no time and no size
    return None if number is None or number != number else number  # noqa: PLR0124 - NaN


def _within(value: float | None, most: int) -> int | None:
    return None if value is None or abs(value) > most else round(value)


def _word(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    plain = value if isinstance(value, str) else ""
    return "".join(one for one in plain if one.isprintable())[:80]
