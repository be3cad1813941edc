"""A small made-up world to ask questions in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.diagnosis.case_facts import NOW

from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.ask import answer_for
from chapiao.diagnosis.facts import OurEntity, Record
from chapiao.diagnosis.memory import Memory
from chapiao.diagnosis.question import Question
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

NUMBER = "26112000000012345678"
OURS = (
    OurEntity(
        name="北京云杉科技有限公司",
        tax_id="91110108MA00000000",
        former_names=("北京云杉商贸有限公司",),
    ),
)
FRESH = datetime(2026, 11, 22, 20, 0, tzinfo=BEIJING)


def invoice(**fields: object) -> Invoice:
    usual: dict[str, Any] = {
        "kind": Kind.DIGITAL_ORDINARY,
        "code": "",
        "number": NUMBER,
        "issued_on": date(2026, 10, 20),
        "amount": 10000,
        "tax": 600,
        "total": 10600,
        "check_code": "",
        "seller_name": "北京栖木花艺有限公司",
        "buyer_name": "北京云杉科技有限公司",
        "buyer_tax_id": "91110108MA00000000",
    }
    return Invoice(**(usual | fields))


def row(one: Invoice | None = None, source: str = "本系统台账", **state: Any) -> Record:  # noqa: ANN401
    return Record(invoice=invoice() if one is None else one, source=source, **state)


def pool(*ledger: Record, **more: Any) -> Memory:  # noqa: ANN401
    return Memory(ledger, ours=OURS, **more)


def asked(holdings: Memory, **typed: Any) -> Answer:  # noqa: ANN401
    return answer_for(Question(**typed), NOW, holdings)
