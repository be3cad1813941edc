"""Who asks: the person, what they may see, the sessions of their account, their grants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """What our own system lets a person see; None is "no limit". Money is fen."""

    gross_max: int | None = None
    kinds: tuple[str, ...] | None = None
    own_only: bool = False
    regions: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Whether the account's particulars are those of the invoice's party; None: not compared."""

    account: str = ""  # the name the account stands under
    name: bool | None = None
    identity: bool | None = None
    company: bool | None = None
    tax_id: bool | None = None

    @property
    def differing(self) -> tuple[str, ...]:
        """What was compared and is not the same, in words."""
        each = (
            ("姓名", self.name),
            ("证件号码", self.identity),
            ("单位名称", self.company),
            ("税号", self.tax_id),
        )
        return tuple(what for what, same in each if same is False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person who asks; `entities` are the companies they may act for."""

    name: str
    role: str = ""
    entities: tuple[str, ...] = ()
    scopes: Scopes = field(default_factory=Scopes)
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in to the account that the asker uses."""

    at: datetime | None
    typed_name: str = ""
    device: str = ""
    ip: str = ""
    as_entity: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A permission that somebody set: where, what, for whom, from when to when."""

    system: str
    what: str
    who: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    start: date | None = None
    until: date | None = None
    set_by: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it counts on a day; both ends belong to it."""
        return (self.start is None or self.start <= on) and (self.until is None or on <= self.until)
