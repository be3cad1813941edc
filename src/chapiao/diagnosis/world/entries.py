"""The entry and the way to it: earlier checks, notices, probes, the asker's computer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

TOO_SLOW = 15_000  # milliseconds after which a page is given up
SLACK = 300  # seconds a clock may be wrong before certificates are refused

_GATEWAY = re.compile(
    r"自签|网关|代理|劫持|名称不|self|proxy|gateway|intercept|mitm|-gw|corp|防火墙|firewall|解析到",
    re.IGNORECASE,
)
_STORE = re.compile(
    r"根证书|root|unknown.?ca|颁发(?:机构|者)|issuer|not.?yet|尚未生效|过期|expired|protocol|版本|cipher|加密套件",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An earlier check of an invoice, by anybody of the firm."""

    at: datetime
    who: str = ""
    entry: Entry | None = None
    words: str = ""
    outcome: Outcome | None = None
    number: str = ""
    issued_on: date | None = None
    client: str = ""  # with what it was made, where somebody told


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Whether the enterprise's server reached something at a time."""

    at: datetime
    target: str
    ok: bool
    entry: Entry | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProbe:
    """What the asker's own machine saw of the entry; `http` is the status or 0 for none."""

    dns: str = ""
    tls: str = ""
    http: int | None = None
    ms: int | None = None
    other_sites_ok: bool | None = None

    @property
    def reached(self) -> bool:
        """Whether the entry answered this machine."""
        answers = 200 <= (self.http or 0) < 400  # noqa: PLR2004 - HTTP
        return _is_ok(self.dns) and _is_ok(self.tls) and answers and (self.ms or 0) < TOO_SLOW

    @property
    def gateway(self) -> bool:
        """Whether something on the way put its own certificate or page in."""
        return bool(_GATEWAY.search(f"{self.tls} {self.dns}"))

    @property
    def store_fault(self) -> bool:
        """Whether the computer's own certificate store or protocols refused the connection."""
        return not self.reached and not self.gateway and bool(_STORE.search(self.tls))

    @property
    def safe(self) -> bool:
        """Whether a safe connection came about."""
        return _is_ok(self.tls)

    @property
    def broken_there(self) -> bool:
        """Whether the way is free and the entry itself reports an error."""
        return _is_ok(self.dns) and _is_ok(self.tls) and (self.http or 0) >= 500  # noqa: PLR2004


def _is_ok(seen: str) -> bool:
    return seen.casefold() in {"", "ok", "true", "正常", "通过"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The computer the asker sits at."""

    browser: str = ""
    system: str = ""
    online: bool | None = None
    clock_skew: int | None = None  # seconds
    probe: OwnProbe | None = None

    @property
    def clock_wrong(self) -> bool:
        """Whether its clock is so wrong that a safe connection fails."""
        return abs(self.clock_skew or 0) > SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period in which entries are stopped, as announced; `end` None: not announced yet.

    `regions` are two digits each of the provinces it is about; empty is the whole country.
    """

    start: datetime
    end: datetime | None
    entries: frozenset[Entry]
    regions: frozenset[str] = frozenset()
    says: str = ""

    def covers(self, moment: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.start <= moment and (self.end is None or moment < self.end)
