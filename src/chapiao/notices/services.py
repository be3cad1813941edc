"""The words by which notices name the services."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from chapiao.notices.model import Service

S = Service


class Field(StrEnum):
    """Whose notice it is: 开具 means another thing at the railway than at the tax bureau."""

    TAX = "tax"
    FISCAL = "fiscal"
    RAIL = "rail"
    TOLL = "toll"
    AIR = "air"
    VENDOR = "vendor"
    SOCIAL = "social"  # of the tax bureau, and of 社保费 alone
    PERSON = "person"  # of the tax bureau, and of 自然人电子税务局 alone


@dataclass(frozen=True, slots=True)
class Mention:
    """A service named between two places of the text."""

    service: Service
    begin: int
    end: int


_TABLE = tomllib.loads(
    resources.files("chapiao.notices").joinpath("services.toml").read_text(encoding="utf-8")
)
CHINESE: Mapping[Service, str] = {Service(one): name for one, name in _TABLE["chinese"].items()}
_WORDS = tuple((Service(row["service"]), "|".join(row["named"])) for row in _TABLE["words"])
_ALL = re.compile(
    "|".join(f"(?P<s{n}>{words})" for n, (_, words) in enumerate(_WORDS)), re.IGNORECASE
)
_ELSEWHERE: Mapping[Field, Mapping[Service, Service]] = {
    Field.FISCAL: {
        S.ISSUE: S.FISCAL_ISSUE,
        S.RED: S.FISCAL_ISSUE,
        S.LQ_DIRECT: S.FISCAL_ISSUE,
        S.INV_VERI: S.FISCAL_VERIFY,
        S.DIGITAL_ACCOUNT: S.FISCAL_VERIFY,
    },
    Field.RAIL: {
        S.ISSUE: S.RAIL_EINVOICE,
        S.RED: S.RAIL_EINVOICE,
        S.DIGITAL_ACCOUNT: S.RAIL_EINVOICE,
        S.ETAX_APP: S.RAIL_TICKET,
    },
    Field.TOLL: {S.ISSUE: S.TOLL, S.RED: S.TOLL, S.DIGITAL_ACCOUNT: S.TOLL, S.ETAX_APP: S.TOLL},
    Field.AIR: {
        S.ISSUE: S.AIR_ITINERARY,
        S.RED: S.AIR_ITINERARY,
        S.DIGITAL_ACCOUNT: S.AIR_ITINERARY,
        S.ETAX_APP: S.AIR_ITINERARY,
    },
    Field.VENDOR: {},
    Field.SOCIAL: {S.FILING: S.SOCIAL, S.PAYMENT: S.SOCIAL},
    Field.PERSON: {S.FILING: S.IIT, S.PAYMENT: S.IIT, S.ETAX_APP: S.IIT},
    Field.TAX: {},
}
_EXPLICIT = re.compile(r"增值税|发票查验平台|查验平台|数电|蓝字|全量|数字账户")
_FIELDS = (
    (Field.RAIL, r"12306|铁路|旅客"),
    (Field.TOLL, r"通行费|票根"),
    (Field.AIR, r"航空|行程单"),
    (Field.FISCAL, r"财政(?:部|厅|局)|财政(?:电子)?票据|电子票据"),
)
_ASKED = re.compile(r"第三方|查验|验真|识别|查询|开票|开具|OCR")
_BARE = re.compile(r"(?:开具|开票|下载|查询|查验)(?:功能|业务|服务|发票)?")
_FACE = re.compile(r"(?:电脑|网页|WEB|PC|手机|移动|APP)端?", re.IGNORECASE)
_OWN = {
    S.IIT: _FACE,
    S.EXPORT_REFUND: re.compile(r"申报"),
    S.LQ_DIRECT: re.compile(r"(?:开具|开票|用票)(?:功能|业务|服务|发票)?"),
    S.BLOCKCHAIN: re.compile(r"(?:发票)?(?:开具|开票|下载|查询|查验)(?:功能|业务|服务|发票)?"),
}
_WITH_ITS_OWN = {
    S.BLOCKCHAIN,
    S.TOLL,
    S.RAIL_EINVOICE,
    S.AIR_ITINERARY,
    S.IIT,
    S.LQ_DIRECT,
    S.TAX_CONTROL,
    S.EXPORT_REFUND,
}
_PERSON = re.compile(r"自然人|个人所得税|扣缴客?户?端")
_SOCIAL = re.compile(r"社保|社会保险")
_OTHERS = re.compile(
    r"(?<!自然人)电子税务局|办税|发票|自助|纳税申报|车辆购置|三方协议|税费|税款|税库"
)
OF_PUBLISHER = {
    Field.RAIL: S.RAIL_TICKET,
    Field.TOLL: S.TOLL,
    Field.AIR: S.AIR_ITINERARY,
    Field.VENDOR: S.VENDOR_API,
}


def named(services: Iterable[Service]) -> str:
    """Return services in words, in the order of the list; 未写明 where there is none.

    >>> named({Service.TICK, Service.INV_VERI})
    '全国增值税发票查验平台、勾选确认'
    """
    told = set(services)
    return "、".join(CHINESE[one] for one in Service if one in told) or "未写明影响什么"


def field_of(publisher: str, text: str) -> Field:
    """Return whose field the notice is of."""
    if "税务" in publisher:
        if _OTHERS.search(text):
            return Field.TAX
        social, own = _SOCIAL.search(text), _PERSON.search(text)
        return Field.TAX if bool(social) == bool(own) else Field.SOCIAL if social else Field.PERSON
    for whole in (publisher, text):
        for field, words in _FIELDS:
            if re.search(words, whole):
                return field if whole is publisher or "税务局" not in text else Field.TAX
    vendor = publisher and re.search(r"接口|API|(?:公司|科技|云|平台)$", publisher + text)
    return Field.VENDOR if vendor else Field.TAX


def mentions(text: str, field: Field, subject: Service | None = None) -> Iterator[Mention]:
    """Return the services named, in order; every word counts once.

    A bare 开具 is that of the service named before it: 区块链电子发票系统停止开具;
    so is the face of one: 自然人电子税务局(WEB端、APP端). `subject` was named just before.
    """
    subject = subject if subject in _WITH_ITS_OWN else None
    for found in _ALL.finditer(text):
        service = _WORDS[int((found.lastgroup or "s0")[1:])][0]
        if service is S.VENDOR_API and field is not Field.VENDOR and not _ASKED.search(found[0]):
            continue
        if not _EXPLICIT.search(found[0]):
            service = _ELSEWHERE[field].get(service, service)
        if service is S.BLOCKCHAIN and field is Field.FISCAL:
            continue  # what its ledger is kept in, no service of its own
        listed = text[: found.start()].endswith("、") and subject is S.EXPORT_REFUND
        if subject and not listed and _OWN.get(subject, _BARE).fullmatch(found[0]):
            service = subject
        subject = service if service in _WITH_ITS_OWN else subject
        yield Mention(service, *found.span())
