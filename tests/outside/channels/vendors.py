"""The four vendors with their fakes, and how one of them is asked in a test."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import ModuleType

from chapiao.invoice.kind import Kind
from chapiao.outside.channels import aliyun, baidu, jumei, tencent
from chapiao.outside.channels.aliyun_fake import FakeAliyun
from chapiao.outside.channels.baidu_fake import FakeBaidu
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.jumei_fake import FakeJumei
from chapiao.outside.channels.line import Line, Token
from chapiao.outside.channels.model import Inquiry, Key, Result, Vendor
from chapiao.outside.channels.tencent_fake import FakeTencent
from chapiao.outside.guarded_http import Door

NUMBER, DAY, TOTAL = "25112000000012345678", date(2025, 1, 4), "264.00"
KEY = Key(id="AKIDexample", secret="made-up-secret-of-nobody")
LOOPBACK = Door(inside=(ipaddress.ip_network("127.0.0.0/8"),), whole=5)
MODULES: dict[Vendor, ModuleType] = {
    Vendor.BAIDU: baidu,
    Vendor.TENCENT: tencent,
    Vendor.ALIYUN: aliyun,
    Vendor.JUMEI: jumei,
}
FAKES: dict[Vendor, Callable[[Key, Callable[[], float]], FakeVendor]] = {
    Vendor.BAIDU: FakeBaidu,
    Vendor.TENCENT: FakeTencent,
    Vendor.ALIYUN: FakeAliyun,
    Vendor.JUMEI: FakeJumei,
}


@dataclass
class Pocket:
    """Tokens kept in memory."""

    kept: list[Token] = field(default_factory=list)

    def held(self, at: datetime) -> Token | None:
        return next((one for one in self.kept[-1:] if one.until > at), None)

    def keep(self, token: Token) -> None:
        self.kept.append(token)


def inquiry(**other: object) -> Inquiry:
    given: dict[str, object] = {
        "number": NUMBER,
        "issued_on": DAY,
        "amount": TOTAL,
        "kind": Kind.DIGITAL_ORDINARY,
    }
    return Inquiry(**given | other)  # type: ignore[arg-type]


def ask(fake: FakeVendor, vendor: Vendor, at: datetime, **other: object) -> Result:
    """Ask a running fake as the product does; `key` and `tokens` may be others."""
    key, tokens = other.pop("key", KEY), other.pop("tokens", None) or Pocket()
    line = Line(key=key, base=fake.base, at=at, door=LOOPBACK, tokens=tokens)  # type: ignore[arg-type]
    found: Result = MODULES[vendor].ask(inquiry(**other), line)
    return found
