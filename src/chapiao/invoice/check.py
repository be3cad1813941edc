"""Check: one question an invoice is asked about itself, and the answer 是, 否 or 未执行."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a check found. 未执行 is no pass, and 否 asks a person to look."""

    YES = "是"
    NO = "否"
    NOT_RUN = "未执行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check with its sentence. `field` names the field of `Invoice` to look at."""

    id: str
    title: str
    verdict: Verdict
    says: str
    field: str = ""
