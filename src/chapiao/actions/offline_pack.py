"""线下核验 as one ZIP: the printed papers, the originals byte for byte, and their digests.

An identity number is shown only by its first six and last four, as everywhere.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Q

from chapiao.actions.offline_sheet import Papers, draw
from chapiao.invoice.tax_id import mask_id
from chapiao.store import access, audit, own_rows
from chapiao.store.models import Document, Face, Lookup, OfflineCheck, Person
from chapiao.store.originals import open_original
from chapiao.store.records import BEIJING

SHEET = "线下核验材料.pdf"
MOST_FILES = 40
MOST_BYTES = 200 * 1024 * 1024
MOST_STORY = 40
_OUR_OWN = frozenset({"逐条规则", "只差一处的号码"})  # how we think is no matter of the office's
_FIELDS = (
    ("kind", "票种"), ("code", "发票代码"), ("number", "发票号码"), ("date", "开票日期"),
    ("seller_name", "销售方名称"), ("seller_tax_id", "销售方税号"), ("buyer_name", "购买方名称"),
    ("buyer_tax_id", "购买方税号"), ("amount", "金额（不含税）"), ("tax", "税额"),
    ("total", "价税合计"), ("check_code", "校验码"),
)  # fmt: skip


class TooMuch(Exception):
    """The originals are too many or too large for one pack. The message can be shown."""

    def __init__(self) -> None:
        super().__init__("原件太多或太大（最多 40 个、合计 200 MB），请分开打印递交")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A ZIP ready to be handed out."""

    name: str
    data: bytes


def pack(person: Person, pk: int, now: datetime) -> Pack:
    """Return everything to be handed in for one invoice.

    Raises:
        access.NotSeen: there is none for this person.
        TooMuch: the originals do not fit.
        OriginalLost: an original is not in the archive any more.
    """
    check = own_rows.offline_check(person, pk)
    kept = _documents(person, check)
    if len(kept) > MOST_FILES or sum(one.size for one, _ in kept) > MOST_BYTES:
        raise TooMuch
    files = [(f"原件/{_named(place, one)}", what, one) for place, (one, what) in enumerate(kept, 1)]
    sheet = draw(_papers(check, person, files, now))
    listed = [(SHEET, hashlib.sha256(sheet).hexdigest())]
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr(_entry(SHEET, now), sheet)
        for name, _, document in files:
            with open_original(document) as source:
                data = source.read()
            made.writestr(_entry(name, now), data)
            listed.append((name, hashlib.sha256(data).hexdigest()))
        lines = "".join(f"{digest}  {name}\n" for name, digest in listed)
        made.writestr(_entry("清单.txt", now), lines.encode())
    audit.append(at=now, person_id=person.pk, act="取线下核验包", subject=f"offline_check:{pk}")
    return Pack(name=f"线下核验-{check.key.split('-')[0]}.zip", data=out.getvalue())


def _documents(person: Person, check: OfflineCheck) -> list[tuple[Document, str]]:
    """Return the files this person may open that show the invoice, and the proofs of answers."""
    seen = access.documents_for(person)
    faces = Face.objects.filter(Q(key=check.key) | Q(second_key=check.key))
    shown = seen.filter(Q(pk__in=faces.values("document")) | Q(pk=check.lookup.document_id or 0))
    proofs = [one["document"] for one in check.lookup.said.get("trace", ()) if one.get("document")]
    found = [(one, "发票文件") for one in shown.order_by("pk")]
    known = {one.pk for one, _ in found}
    more = seen.filter(pk__in=proofs).exclude(pk__in=known).order_by("pk")
    return [*found, *((one, "查询结果的截图") for one in more)]


def _papers(
    check: OfflineCheck,
    person: Person,
    files: list[tuple[str, str, Document]],
    now: datetime,
) -> Papers:
    return Papers(
        bureau=check.bureau,
        company="" if check.entity is None else check.entity.name,
        tax_id="" if check.entity is None else check.entity.tax_id,
        person=str(person),
        reason=check.reason,
        made_on=f"{now.astimezone(BEIJING):%Y年%m月%d日}",
        invoice=_invoice(check.lookup),
        story=tuple(_story(check.lookup)),
        files=tuple((name, what, one.sha256) for name, what, one in files),
    )


def _invoice(lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return what is known of the invoice: of a copy, or else as it was asked for."""
    told: dict[str, Any] = lookup.said.get("invoice") or {}
    asked = lookup.question
    rows = []
    for name, label in _FIELDS:
        value = str(told.get(name) or asked.get(name) or "")
        if value:
            rows.append((label, mask_id(value) if name.endswith("tax_id") else value))
    known = {label for label, _ in rows}
    if "发票号码" not in known:
        rows.insert(0, ("发票号码", lookup.key.split("-")[0]))
    if not told:  # no copy of it: what was understood of the question
        card = (lookup.said.get("fill_card") or {}).get("fields", ())
        more = [(one["label"], one["value"]) for one in card if one.get("value")]
        rows += [one for one in more if one[0] not in {"发票号码", *known}]
    return tuple(rows)


def _story(lookup: Lookup) -> Iterator[str]:
    """Yield what was looked up where and what was answered, in order, without our conclusions."""
    looked = [one for one in lookup.said.get("trace", ()) if one.get("what") not in _OUR_OWN]
    for one in looked[-MOST_STORY:]:
        at = str(one.get("at", ""))[:16].replace("T", " ")
        yield f"{at} {one.get('what', '')}：{one.get('result', '')}"


def _named(place: int, document: Document) -> str:
    """Return a name for the ZIP: without folders, each once, its own name kept."""
    plain = "".join("_" if one in '\\/:*?"<>|' else one for one in document.name)
    return f"{place:02d}-{plain}"


def _entry(name: str, now: datetime) -> ZipInfo:
    at = now.astimezone(BEIJING)
    made = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    made.compress_type, made.external_attr = ZIP_DEFLATED, 0o640 << 16
    return made
