"""What a channel is asked and what it answers, whoever the vendor is (domain §7.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chapiao.diagnosis import clock
from chapiao.invoice.answers import Outcome
from chapiao.invoice.kind import Kind

SHORTLY = timedelta(minutes=1)
A_WHILE = timedelta(minutes=30)


class Vendor(StrEnum):
    """Whose interface it is. The values are kept in tables."""

    BAIDU = "baidu"
    TENCENT = "tencent"
    ALIYUN = "aliyun"
    JUMEI = "jumei"

    @property
    def label(self) -> str:
        """The name people know it under."""
        return _LABELS[self]


_LABELS = {
    Vendor.BAIDU: "百度智能云·增值税发票验真",
    Vendor.TENCENT: "腾讯云·增值税发票核验（新版）",
    Vendor.ALIYUN: "阿里云·发票核验",
    Vendor.JUMEI: "聚美智数·发票查验V2",
}


class Verdict(StrEnum):
    """The common result model: every documented code of every vendor is one of these."""

    FOUND_MATCH = "FOUND_MATCH"
    FOUND_MISMATCH = "FOUND_MISMATCH"
    NOT_FOUND = "NOT_FOUND"
    LIMIT_PER_INVOICE = "LIMIT_PER_INVOICE"
    LIMIT_ACCOUNT = "LIMIT_ACCOUNT"
    TODAY_NOT_YET = "TODAY_NOT_YET"
    TOO_OLD = "TOO_OLD"
    KIND_OR_REGION_UNSUPPORTED = "KIND_OR_REGION_UNSUPPORTED"
    BAD_INPUT = "BAD_INPUT"
    AUTH = "AUTH"
    ARREARS = "ARREARS"
    MAINTENANCE = "MAINTENANCE"
    PROVIDER_DOWN = "PROVIDER_DOWN"
    UNKNOWN = "UNKNOWN"


# What a verdict is in the words of the platform, where the code says nothing closer.
OUTCOMES = {
    Verdict.FOUND_MATCH: Outcome.MATCH,
    Verdict.FOUND_MISMATCH: Outcome.MISMATCH,
    Verdict.NOT_FOUND: Outcome.NOT_FOUND,
    Verdict.LIMIT_PER_INVOICE: Outcome.LIMIT,
    Verdict.LIMIT_ACCOUNT: Outcome.ACCOUNT_LIMIT,
    Verdict.TODAY_NOT_YET: Outcome.SAME_DAY,
    Verdict.TOO_OLD: Outcome.TOO_OLD,
    Verdict.KIND_OR_REGION_UNSUPPORTED: Outcome.UNSUPPORTED,
    Verdict.BAD_INPUT: Outcome.BAD_INPUT,
    Verdict.AUTH: Outcome.NO_PERMISSION,
    Verdict.ARREARS: Outcome.ARREARS,
    Verdict.MAINTENANCE: Outcome.MAINTENANCE,
    Verdict.PROVIDER_DOWN: Outcome.SYSTEM,
    Verdict.UNKNOWN: Outcome.SYSTEM,
}
# These say something of the account or the vendor, not of the invoice: another may be asked.
OF_THE_CHANNEL = frozenset(
    {
        Verdict.LIMIT_ACCOUNT,
        Verdict.AUTH,
        Verdict.ARREARS,
        Verdict.MAINTENANCE,
        Verdict.PROVIDER_DOWN,
        Verdict.UNKNOWN,
        Verdict.KIND_OR_REGION_UNSUPPORTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A customer's key at a vendor: its public and its secret part."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One invoice as a vendor is asked for it.

    `amount` is the one this vendor wants for this kind ("1234.50"), `check` the end of the
    check code; "" where it is not asked for or not known. `kind` None: only a number of 20
    digits is known, and that tells no kind. `today`: it was issued on the day of asking.
    """

    number: str
    issued_on: date
    code: str = ""
    amount: str = ""
    check: str = ""
    seller_tax_id: str = ""
    kind: Kind | None = None
    today: bool = False

    @property
    def day(self) -> str:
        """The day of issue as most vendors write it: YYYYMMDD."""
        return f"{self.issued_on:%Y%m%d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a vendor answered.

    `words` are what people read, and what diagnosis understands as `outcome`.
    `charged`, `counts`: whether it costs money, and one of the invoice's checks of the day;
    None where the vendor does not say. `broken`: the network or a 5xx broke it, and so it
    may be sent again at once; nothing else may.
    """

    verdict: Verdict
    outcome: Outcome
    code: str
    words: str
    charged: bool | None
    counts: bool | None
    broken: bool = False

    def retry_at(self, now: datetime) -> datetime | None:
        """Return when asking again makes sense, in Beijing time; None: never by itself."""
        if self.outcome in {Outcome.THROTTLED, Outcome.BUSY}:
            return now + SHORTLY
        if self.verdict in {Verdict.LIMIT_PER_INVOICE, Verdict.LIMIT_ACCOUNT}:
            return clock.next_day(now)
        if self.verdict in {Verdict.TODAY_NOT_YET, Verdict.NOT_FOUND}:
            return clock.tomorrow_morning(now)
        if self.verdict is Verdict.MAINTENANCE:
            return now + A_WHILE
        if self.verdict in {Verdict.PROVIDER_DOWN, Verdict.UNKNOWN}:
            return now + SHORTLY * 2
        return None


# Codes of our own, for what never became an answer.
NOT_SENT, LOST, SERVER_ERROR, NOT_UNDERSTOOD = "未发出", "无答复", "HTTP 5xx", "看不懂"


def not_sent(why: str, *, permanent: bool = False) -> Result:
    """Return the result of a request that never reached the vendor: it costs nothing."""
    return Result(
        verdict=Verdict.PROVIDER_DOWN,
        outcome=Outcome.NETWORK,
        code=NOT_SENT,
        words=f"网络连接不上接口（{why}）",
        charged=False,
        counts=False,
        broken=not permanent,
    )


def lost() -> Result:
    """Return the result of a request that may have arrived, and to which no answer came."""
    return Result(
        verdict=Verdict.PROVIDER_DOWN,
        outcome=Outcome.NETWORK,
        code=LOST,
        words="网络超时，没有收到接口的答复",
        charged=None,
        counts=None,
        broken=True,
    )


def server_error(status: int) -> Result:
    """Return the result of an answer 5xx that says nothing closer."""
    return Result(
        verdict=Verdict.PROVIDER_DOWN,
        outcome=Outcome.SYSTEM,
        code=SERVER_ERROR,
        words=f"接口的服务器错误（HTTP {status}）",
        charged=None,
        counts=None,
        broken=True,
    )


def not_understood() -> Result:
    """Return the result of an answer that is none of the vendor's documented ones."""
    return Result(
        verdict=Verdict.UNKNOWN,
        outcome=Outcome.SYSTEM,
        code=NOT_UNDERSTOOD,
        words="系统异常：接口的答复看不懂",
        charged=None,
        counts=None,
    )
