"""Put the witnesses of one invoice together: one value a field, and a doubt where they differ.

The surest witness that speaks gives the value; all that agree with it are named;
one that says something else raises a doubt which holds both values. Nothing is
chosen silently. What a kind does not have ("" for a 数电票's code) is filled in last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.names import normal_name
from chapiao.readers.doubts import doubts_of
from chapiao.readers.reading import Doubt, Reading, Witness
from chapiao.readers.said import Said

NAMES: Mapping[str, str] = {
    "code": "发票代码",
    "number": "发票号码",
    "second_number": "数电票号码",
    "issued_on": "开票日期",
    "buyer_name": "购买方名称",
    "buyer_tax_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_tax_id": "销售方税号",
    "amount": "不含税金额",
    "tax": "税额",
    "total": "价税合计",
    "check_code": "校验码",
    "machine_no": "机器编号",
}
WITNESSES: Mapping[Witness, str] = {
    Witness.XML: "XML数据",
    Witness.XBRL: "XBRL数据",
    Witness.TAG: "文件标签",
    Witness.QR: "二维码",
    Witness.TEXT: "票面文字",
    Witness.OCR: "图像识别",
}
# These have the title of an ordinary invoice; only their codes tell them.
_SAME_TITLE = frozenset({(Kind.E_ORDINARY, Kind.TOLL), (Kind.ORDINARY, Kind.ROLL)})
_NOT_COMPARED = ("title", "remark", "drawer", "lines")
_ORDER = {witness: place for place, witness in enumerate(Witness)}
_EITHER_NAME = {"buyer_name", "seller_name"}


def reading_of(
    saids: Sequence[Said],
    *,
    file_format: str,
    signed: bool | None,
    part: int = 1,
) -> Reading:
    """Return the reading of one invoice from all that its witnesses say."""
    ordered = sorted(saids, key=_surest)
    values: dict[str, Any] = {}
    read_from: dict[str, tuple[Witness, ...]] = {}
    doubts: list[Doubt] = []
    for field in NAMES:
        value, witnesses, doubt = _agreed(field, ordered)
        values[field] = value
        if witnesses:
            read_from[field] = witnesses
        if doubt is not None:
            doubts.append(doubt)
    for field in _NOT_COMPARED:
        told: Said | None = None
        for one in ordered:
            value = getattr(one.invoice, field)
            if value or (value == "" and told is None):
                told = one
                if value:
                    break
        if told is not None:
            read_from[field], values[field] = (told.witness,), getattr(told.invoice, field)
    values["kind"], who = _kind(ordered, values["code"])
    if who:
        read_from["kind"] = who
    _complete(values)
    invoice = Invoice(**values)
    alone = {field for field, who in read_from.items() if who == (Witness.OCR,)}
    doubts += doubts_of(invoice, ordered, next(iter(read_from.get("lines", ())), None), alone)
    return Reading(
        invoice=invoice,
        format=file_format,
        read_from=read_from,
        doubts=tuple(doubts),
        signed=signed,
        part=part,
    )


def _surest(said: Said) -> int:
    return _ORDER[said.witness]


def _agreed(field: str, saids: Iterable[Said]) -> tuple[Any, tuple[Witness, ...], Doubt | None]:
    """Return a field's value, who says so, and the doubt that others raise."""
    spoken = [(one.witness, getattr(one.invoice, field)) for one in saids]
    spoken = [(witness, value) for witness, value in spoken if value is not None]
    if not spoken:
        return None, (), None
    first = spoken[0][1]
    if all(value == first for _, value in spoken):
        return first, tuple(dict.fromkeys(witness for witness, _ in spoken)), None
    # A face where nothing was found beside a label is weak evidence that nothing is there.
    if any(value != "" for _, value in spoken):
        spoken = [(w, v) for w, v in spoken if v != "" or w in (Witness.XML, Witness.XBRL)]
    same = _comparer(field)
    value = next((value for _, value in spoken if value != ""), spoken[0][1])
    wanted = same(value)
    alike = [(w, other) for w, other in spoken if same(other) == wanted]
    agree = tuple(dict.fromkeys(w for w, _ in alike))
    if len(alike) == len(spoken):
        return value, agree, None
    said = _texts(alike + [(w, other) for w, other in spoken if same(other) != wanted])
    listed = "，".join(f"{WITNESSES[w]}是「{text}」" for w, text in said.items())
    return (
        value,
        agree,
        Doubt(
            id="witnesses_differ",
            field=field,
            text=f"{NAMES[field]}在文件各处不一致：{listed}，请对照原件",
            values=said,
        ),
    )


def _texts(spoken: Iterable[tuple[Witness, Any]]) -> dict[Witness, str]:
    """Return what each witness says; a witness that says two things says both."""
    said: dict[Witness, str] = {}
    for witness, value in spoken:
        text = shown(value)
        if witness in said and text not in said[witness].split(" / "):
            text = f"{said[witness]} / {text}"
        said[witness] = text
    return said


def shown(value: object) -> str:
    """Return a value of any field as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return plain(value)
    return str(value)


def _comparer(field: str) -> Callable[[Any], Any]:
    if field in _EITHER_NAME:
        return normal_name
    if field in ("check_code", "buyer_tax_id", "seller_tax_id"):
        return str.upper
    return lambda value: value


def _kind(saids: Sequence[Said], code: str | None) -> tuple[Kind | None, tuple[Witness, ...]]:
    """Title on the face, then structure, then QR, then code."""
    faces = (Witness.TEXT, Witness.OCR)
    title = next((s for s in saids if s.witness in faces and s.invoice.kind), None)
    spoken = [s for s in saids if s.invoice.kind is not None]
    first = title or (spoken[0] if spoken else None)
    kind = first.invoice.kind if first else None
    told = _kind_of(code)
    if kind is None:
        return told, ()
    if (kind, told) in _SAME_TITLE:
        kind = told
    agree = [s.witness for s in spoken if s.invoice.kind in (kind, first and first.invoice.kind)]
    return kind, tuple(dict.fromkeys(agree))


def _kind_of(code: str | None) -> Kind | None:
    try:
        return parse_code(code).kind if code else None
    except BadCode:
        return None


def _complete(values: dict[str, Any]) -> None:
    """Say "there is none" where the kind has no such thing."""
    kind = values["kind"]
    if kind is None:
        return
    absent: tuple[str, ...] = ()
    if kind.is_digital:
        absent = ("code", "check_code", "machine_no")
    elif kind is Kind.SPECIAL or kind.is_paper_digital:
        absent = ("check_code",)
    if kind is Kind.RAIL:
        absent += ("seller_name", "seller_tax_id")
    if kind is Kind.AIR:
        absent += ("seller_tax_id",)
    for name in absent:
        if values[name] is None:
            values[name] = ""
