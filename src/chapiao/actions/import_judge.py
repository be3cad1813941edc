"""What an exported row would do to the pool: 新增, 更新 or 重复, with the reason.

The bureau knows an invoice's status, and what it says in figures and dates; so
these are taken over, each change named. Texts are only filled in where we have
none, because exports shorten them. An export older than what the row was last
learned from changes nothing that is known: it fills in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chapiao.invoice import model
from chapiao.invoice.money import plain as money
from chapiao.invoice.tax_id import mask_id
from chapiao.store import payload, rows
from chapiao.store.models import Invoice, RowOutcome
from chapiao.store.parties import Named, plain

# Column → how people call it. What is not named here is filled in, never changed.
TAKEN_OVER = {
    "tax_status": "税务状态",
    "use_status": "用途",
    "risk": "风险等级",
    "positive": "正数发票",
    "issued_on": "开票日期",
    "amount": "金额",
    "tax": "税额",
    "total": "价税合计",
}
FILLED_IN = {
    "kind": "票种",
    "check_code": "校验码",
    "machine_no": "机器编号",
    "drawer": "开票人",
    "remark": "备注",
    "red_of": "所冲蓝票",
}
_SIDES = {"seller": "销方", "buyer": "购方"}
_MONEY = {"amount", "tax", "total"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row; `changes` and `parties` hold what an update writes."""

    outcome: RowOutcome
    reason: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[str, Named] = field(default_factory=dict)


NEW = Judged(RowOutcome.NEW)
KNOWN = Judged(RowOutcome.DUPLICATE, "台账已有")
MASK = "*"  # hides digits of an id that somebody exported masked


@dataclass(frozen=True, slots=True)
class Change:
    """One column's old and new value."""

    column: str
    title: str
    old: object
    new: object

    @property
    def says(self) -> str:
        """Say it in words."""
        if self.old in {None, ""}:
            return f"补上{self.title}"
        return f"{self.title}：{_shown(self.column, self.old)} → {_shown(self.column, self.new)}"


def judge(
    invoice: model.Invoice, state: rows.State, row: Invoice | None, fresh_to: datetime | None
) -> Judged:
    """Compare an exported invoice with our row of it; `row` comes with its parties and snapshot."""
    if row is None:
        return NEW
    older = _is_older(row, fresh_to)
    wanted = _columns(invoice, state)
    changes = list(_changes(row, wanted, fill_only=older))
    parties = dict(_parties(row, invoice, fill_only=older))
    for side, title in _SIDES.items():
        if side in parties:
            old, new = getattr(row, side), parties[side]
            shown = (old.name, new[0]) if old.name != new[0] else (old.tax_id, new[1])
            changes.append(Change(side, title, *shown))
    hidden = "；".join(_hidden(row, invoice))
    if not changes and hidden:
        return Judged(RowOutcome.DUPLICATE, f"{KNOWN.reason}；{hidden}"[:300])
    if not changes:
        held_back = older and any(True for _ in _changes(row, wanted, fill_only=False))
        late = f"{KNOWN.reason}，台账的内容来自更新的导出，不改回去"
        return Judged(RowOutcome.DUPLICATE, late) if held_back else KNOWN
    return Judged(
        RowOutcome.UPDATED,
        "；".join([*(one.says for one in changes), *([hidden] if hidden else [])])[:300],
        {one.column: one.new for one in changes if one.column not in _SIDES},
        parties,
    )


def _columns(invoice: model.Invoice, state: rows.State) -> dict[str, Any]:
    """Return what the export says, by column; it says nothing where it is blank."""
    wanted = {
        name: getattr(state, name) if hasattr(state, name) else getattr(invoice, name)
        for name in (*TAKEN_OVER, *FILLED_IN)
    }
    wanted["lines"] = payload.lines_to_json(invoice.lines)
    if invoice.second_key and invoice.key:
        wanted |= {"key": invoice.key, "second_key": invoice.second_key}
        wanted |= {"code": invoice.code, "number": invoice.number}
    return {name: value for name, value in wanted.items() if value not in (None, "", [])}


def _changes(row: Invoice, wanted: Mapping[str, Any], *, fill_only: bool) -> Iterator[Change]:
    for name, title in (TAKEN_OVER | FILLED_IN).items():
        if name in wanted:
            old = getattr(row, name)
            blank = old in {None, ""}
            if old != wanted[name] and (blank or (name in TAKEN_OVER and not fill_only)):
                yield Change(name, title, old, wanted[name])
    if "lines" in wanted and not row.lines:
        yield Change("lines", "明细", None, wanted["lines"])
    if "second_key" in wanted and row.second_key is None:
        # Filed under its 20 digits alone so far: it has a code and a number too.
        yield Change("second_key", "数电票号码", None, wanted["second_key"])
        for name in ("key", "code", "number"):
            if getattr(row, name) != wanted[name]:
                yield Change(name, "代码和号码", None, wanted[name])


def _parties(
    row: Invoice, invoice: model.Invoice, *, fill_only: bool
) -> Iterator[tuple[str, Named]]:
    """Yield the sides whose name or tax id the export gives otherwise, or gives at all."""
    for side in _SIDES:
        held = getattr(row, side)
        name, tax_id = getattr(invoice, f"{side}_name"), getattr(invoice, f"{side}_tax_id")
        same_name = not name or (held.name and plain(held.name) == plain(name))
        same_id = not tax_id or held.tax_id == tax_id or bool(held.tax_id and MASK in tax_id)
        known = (held.name or same_name) and (held.tax_id or same_id)
        if (same_name and same_id) or (fill_only and known):
            continue
        yield (
            side,
            (
                held.name if same_name or (fill_only and held.name) else name,
                held.tax_id if same_id or (fill_only and held.tax_id) else tax_id,
            ),
        )


def _hidden(row: Invoice, invoice: model.Invoice) -> Iterator[str]:
    """Yield what is said of a side whose id came masked, and is kept as we have it whole."""
    for side, title in _SIDES.items():
        held, tax_id = getattr(row, side).tax_id, getattr(invoice, f"{side}_tax_id") or ""
        if MASK in tax_id and held and held != tax_id:
            fits = "" if mask_id(held) == tax_id else "，露出的几位对不上，请核对"
            yield f"{title}税号打了星号，保留台账里的完整税号{fits}"


def _is_older(row: Invoice, fresh_to: datetime | None) -> bool:
    """Whether the row was last learned from a fresher export than this one."""
    last = row.snapshot.fresh_to if row.snapshot is not None else None
    return last is not None and fresh_to is not None and fresh_to < last


def _shown(column: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return money(value) if column in _MONEY and isinstance(value, int) else str(value)
