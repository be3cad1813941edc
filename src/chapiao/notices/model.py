"""停机时段: what a notice says is stopped, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Service(StrEnum):
    """The closed list of services that a notice can stop. The values are a contract."""

    INV_VERI = "inv_veri"
    ETAX = "etax"
    ETAX_APP = "etax_app"
    SELF_TERMINAL = "self_terminal"
    TAX_HALL = "tax_hall"
    DIGITAL_ACCOUNT = "digital_account"
    TICK = "tick"
    ISSUE = "issue"
    RED = "red"
    DELIVER = "deliver"
    LQ_DIRECT = "lq_direct"
    TAX_CONTROL = "tax_control"
    AGENT_ISSUE = "agent_issue"
    FILING = "filing"
    PAYMENT = "payment"
    SOCIAL = "social"
    IIT = "iit"
    EXPORT_REFUND = "export_refund"
    VEHICLE_TAX = "vehicle_tax"
    LOCAL_LOOKUP = "local_lookup"
    BLOCKCHAIN = "blockchain"
    FISCAL_ISSUE = "fiscal_issue"
    FISCAL_VERIFY = "fiscal_verify"
    RAIL_EINVOICE = "rail_einvoice"
    RAIL_TICKET = "rail_ticket"
    AIR_ITINERARY = "air_itinerary"
    TOLL = "toll"
    VENDOR_API = "vendor_api"
    HOTLINE = "hotline"


class Kind(StrEnum):
    """What the notice does to the period."""

    PLANNED = "planned"  # announced by this notice, sudden faults included
    EXTENDED = "extended"  # announced earlier; its end is moved
    CANCELLED = "cancelled"  # announced earlier; does not take place

    @property
    def chinese(self) -> str:
        """The word a page shows."""
        return {"planned": "停机", "extended": "延长", "cancelled": "取消"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One stated period in Beijing time with the services it stops.

    `end` None: not announced yet. `start` None: an extension whose text alone lacks it.
    `services_optional` are named, but as what is worked on or where a function lives.
    `regions` are two digits each of the provinces named; information only.
    """

    start: datetime | None
    end: datetime | None
    services: frozenset[Service]
    services_optional: frozenset[Service] = frozenset()
    kind: Kind = Kind.PLANNED
    regions: frozenset[str] = frozenset()
    says: str = ""

    @property
    def needs_context(self) -> bool:
        """Whether only the earlier notice tells when it began."""
        return self.start is None
