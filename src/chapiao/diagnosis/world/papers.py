"""Papers beside the invoice: the file's faces, own documents, imports, red letters, the seller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from chapiao.invoice.model import Invoice

CLEAR = 0.8  # confidence from which a scan is as good as read


class Seal(StrEnum):
    """How the seal or signature of a file stands."""

    PASSED = "通过"
    FAILED = "不通过"
    UNTRUSTED = "证书不受信"
    NOT_RUN = "未执行"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing seen in two places; `firm` where no misreading explains it."""

    what: str
    seen: str
    other: str
    firm: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """What else a file shows: its QR code, the amount in words, the seal.

    `noted` are disagreements that its reader saw and that these fields do not tell.
    """

    source: str = ""  # pdf_text, xml, ofd, ocr
    title: str = ""
    total_cn: str = ""
    qr: str = ""
    seal: Seal = Seal.NOT_RUN
    seal_detail: str = ""
    confidence: float | None = None
    control_code: str = ""  # 税控码 of a local machine paper
    passenger: str = ""
    invoice: Invoice = field(default_factory=Invoice)
    name: str = "所交文件"
    noted: tuple[Clash, ...] = ()

    @property
    def is_structured(self) -> bool:
        """Whether the tax bureau's own data file was read, and not a picture of it."""
        return self.source in {"xml", "ofd", "xbrl"}

    @property
    def is_clear(self) -> bool:
        """Whether its number can be relied on: not a poor scan without a QR code."""
        return self.source != "ocr" or bool(self.qr) or (self.confidence or 0) >= CLEAR

    @property
    def proves(self) -> bool:
        """Whether it proves that the invoice was issued: sealed, or the delivered data file."""
        return self.seal is Seal.PASSED or (
            self.source in {"xml", "xbrl"} and self.seal is not Seal.FAILED
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One of the enterprise's own documents that carries the invoice."""

    number: str
    code: str = ""
    state: str = ""
    unfinished_step: str = ""
    owner: str = ""
    submitted_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedImport:
    """A row or file that an import refused, or one that `waits` and was not taken over yet."""

    number: str = ""
    at: datetime | None = None
    file: str = ""
    row: str = ""
    reason: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLetter:
    """A 红字信息确认单; `amount` in fen."""

    confirm_no: str = ""
    blue_number: str = ""
    red_number: str = ""
    state_code: str = ""
    state: str = ""
    entered_by: str = ""
    created_at: datetime | None = None
    expires_at: datetime | None = None
    amount: int | None = None


class SellerSays(StrEnum):
    """What the seller says of the invoice."""

    ISSUED = "已开具"
    OFFLINE = "离线未上传"
    ISSUING = "开票中"
    FAILED = "开票失败"
    DENIES = "否认开具"
    VOIDED = "已作废"
    RED = "已红冲"


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSide:
    """What is known of the seller: what it says, and how late it usually uploads."""

    name: str = ""
    late_days: float | None = None
    samples: int | None = None
    says: SellerSays | None = None
    said_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What the asker's list shows only: "" and () are no condition.

    `others` are further conditions that leave it out: name → what is wanted, what it has.
    """

    month: str = ""  # YYYY-MM
    date_basis: str = ""  # 开票日期, 入账日期, 登记日期
    start: date | None = None
    end: date | None = None
    verify_status: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tab: str = ""
    others: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSpan:
    """What the tax-bureau export at hand can hold at all."""

    direction: str = ""
    taxpayer: str = ""
    start: date | None = None
    end: date | None = None
    fresh_to: datetime | None = None

    def spans(self, day: date) -> bool:
        """Whether an invoice issued on that day would be in it."""
        last = self.end
        if self.fresh_to is not None and (last is None or self.fresh_to.date() < last):
            last = self.fresh_to.date()
        return (self.start is None or self.start <= day) and (last is None or day <= last)
