"""原因: the closed list of reasons why an invoice cannot be found, from `causes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources


class Family(StrEnum):
    """The three families people know; a convention for grouping."""

    INPUT = "录入"
    SYSTEM = "系统"
    HANDLING = "操作"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause. The lower its `order`, the earlier it stands among equally sure ones.

    `phrase` is the cause in a headline; where it is "", the title of the rule says it better.
    """

    id: str
    order: int
    title: str
    family: Family | None
    phrase: str
    act: str
    explains: frozenset[str]


def _load() -> dict[str, Cause]:
    text = resources.files(__package__).joinpath("causes.toml").read_text("utf-8")
    return {
        key: Cause(
            id=key,
            order=order,
            title=row["title"],
            family=Family(row["family"]) if "family" in row else None,
            phrase=row.get("phrase", ""),
            act=row["act"],
            explains=frozenset(row.get("explains", ())),
        )
        for order, (key, row) in enumerate(tomllib.loads(text).items())
    }


CAUSES = _load()
FOUND, INSUFFICIENT = CAUSES["found"], CAUSES["insufficient"]
