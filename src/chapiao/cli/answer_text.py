"""An answer for a terminal: the headline, the invoice, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CERTAINTY = {"CERTAIN": "确定", "LIKELY": "很可能", "POSSIBLE": "有可能"}
WHO = {
    "asker": "您",
    "seller": "销售方",
    "buyer_admin": "本单位管理员",
    "tax_bureau": "主管税务机关",
    "it": "技术人员",
    "wait": "等待",
}
FIELDS = {
    "number": "发票号码",
    "code": "发票代码",
    "date": "开票日期",
    "amount": "金额",
    "check_code": "校验码",
    "buyer": "购买方",
}
STATES = {"yes": "✓", "no": "✗", "unknown": "?"}


def answer_text(told: Mapping[str, Any]) -> str:
    """Return an answer, given as its JSON, in lines for a person."""
    return "\n".join(_lines(told))


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield told["headline"]
    if told["invoice"] is not None:
        yield ""
        yield from _invoice(told["invoice"])
    if told["causes"][0]["id"] != "found":
        yield ""
        yield "为什么"
        for place, cause in enumerate(told["causes"], start=1):
            yield from _cause(place, cause)
    if told["corrections"]:
        yield ""
        yield "可能是"
        yield from (_correction(one) for one in told["corrections"])
    if told["notes"]:
        yield ""
        yield "提示"
        yield from (f"  · {note['says']}" for note in told["notes"])
    yield ""
    yield (
        f"已排除 {len(told['ruled_out'])} 项 · 缺信息 {len(told['unasked'])} 项"
        f" · 没有执行 {len(told['not_run'])} 项"
    )
    yield "到哪一步了  " + "  ".join(
        f"{stage['step']} {STATES[stage['state']]}" for stage in told["timeline"]
    )
    if told["fill_card"] is not None:
        yield from _card(told["fill_card"])


def _invoice(invoice: Mapping[str, Any]) -> Iterator[str]:
    total = f"¥{invoice['total']}" if invoice["total"] is not None else None
    number = " ".join(filter(None, (invoice["code"], invoice["number"])))
    first = filter(None, (invoice["kind"], number, invoice["date"], total))
    yield "发票  " + "  ".join(first)
    for label, field in (("销", "seller_name"), ("购", "buyer_name")):
        if invoice[field]:
            yield f"      {label} {invoice[field]}"


def _cause(place: int, cause: Mapping[str, Any]) -> Iterator[str]:
    sure = "" if cause["id"] == "insufficient" else f"（{CERTAINTY[cause['certainty']]}）"
    yield f" {place} {cause['title']}{sure}"
    yield f"   {cause['says']}"
    for piece in cause["evidence"]:
        side = "反对" if piece["side"] == "against" else "依据"
        expected = f"，应为{piece['expected']}" if piece["expected"] else ""
        source = f"（{piece['source']}）" if piece["source"] else ""
        yield f"   {side}：{piece['what']} {piece['seen']}{expected}{source}"
    for step in cause["steps"]:
        yield f"   怎么办：{step['text']}（{WHO[step['who']]}）"


def _correction(one: Mapping[str, Any]) -> str:
    fields = "，".join(
        f"{FIELDS.get(name, name)} {value or '留空'}" for name, value in one["fields"].items()
    )
    return f"  · {fields}（{one['because']}）"


def _card(card: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"到这里查  {card['entry']} {card['url']}".rstrip()
    for field in card["fields"]:
        if field["value"]:
            yield f"      {field['label']} {field['value']}"
