"""When the demo world was made: everything in it follows from that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

NAME = "demo_made_on"


class NotMade(Exception):
    """There is no demo world in this data folder. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这里没有演示数据，请先运行 chapiao demo")


def made_on(data: Path) -> date:
    """Return the day the world in this data folder was made.

    Raises:
        NotMade: there is none, or it was cut short.
    """
    try:
        return date.fromisoformat((Path(data) / NAME).read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError) as error:
        raise NotMade from error


def note(data: Path, day: date) -> None:
    """Write down that the world was made that day."""
    (Path(data) / NAME).write_text(f"{day.isoformat()}\n", encoding="utf-8")
