"""A comparison as JSON: the keys are a contract with whoever reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from chapiao.actions.compare.gaps import Gap, Row
from chapiao.actions.compare.own_words import Why
from chapiao.actions.compare.run import Compared, Late
from chapiao.invoice.money import plain
from chapiao.readers.lists import Noted
from chapiao.reconcile.model import Count, Summary

FIELDS: Final = {
    "key": "发票号码",
    "number": "发票号码",
    "code": "发票代码",
    "issued_on": "开票日期",
    "seller_id": "销方税号",
    "seller_name": "销方名称",
    "buyer_id": "购方税号",
    "buyer_name": "购方名称",
    "net": "金额",
    "tax": "税额",
    "total": "价税合计",
    "status": "发票状态",
    "booked_on": "入账日期",
    "voucher": "凭证号",
    "remark": "摘要",
}
OWNERS: Final = {
    "asker": "经办人",
    "seller": "销售方",
    "buyer_admin": "本单位管理员",
    "tax_bureau": "主管税务机关",
    "it": "技术人员",
    "wait": "等待",
}
CERTAINTIES: Final = {"CERTAIN": "确定", "LIKELY": "很可能", "POSSIBLE": "有可能"}


@dataclass(slots=True)
class Causes:
    """How many open gaps have which cause, and the money in them, in fen."""

    counts: Counter[str] = field(default_factory=Counter)
    money: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, gap: Gap, why: Why) -> None:
        """Count one more gap."""
        self.counts[why.cause] += 1
        self.money[why.cause] += abs(at_stake(gap))
        self.titles[why.cause] = why.title

    def ranked(self) -> list[tuple[str, str, int, int]]:
        """Return id, title, count and fen, most frequent first."""
        order = sorted(self.counts, key=lambda one: (-self.counts[one], one))
        return [(one, self.titles[one], self.counts[one], self.money[one]) for one in order]


def at_stake(gap: Gap) -> int:
    """Return the fen of a gap: the difference, or the sum of what stands on one side alone."""
    left, right = (sum(_fen(one) for one in rows) for rows in (gap.left, gap.right))
    return left - right if gap.left and gap.right and left != right else left or right


def _fen(row: Row) -> int:
    return row.total if row.total is not None else (row.net or 0)


def head_json(compared: Compared) -> dict[str, Any]:
    """Return all but the gaps: lists, pairs with their outcomes, rows that are to be told."""
    wanted = compared.wanted
    return {
        "asof": None if wanted.asof is None else wanted.asof.isoformat(),
        "lists": [_list_json(compared, at) for at in range(len(compared.given))],
        "pairs": [_pair_json(compared, one) for one in compared.done.pairs],
        "rejected_rows": list(_noted(compared, "refused")),
        "damaged_numbers": list(_noted(compared, "damaged")),
        "doubted_rows": list(_noted(compared, "doubted")),
    }


def gap_json(compared: Compared, gap: Gap, why: Why | None) -> dict[str, Any]:
    """Return one gap."""
    summary = compared.done.pairs[gap.pair]
    sides = ((summary.left, gap.left), (summary.right, gap.right))
    left, right = ([row_json(compared, at, row) for row in rows] for at, rows in sides)
    return {
        "pair": gap.pair + 1,
        "finding": gap.knot,
        "outcome": gap.outcome.value,
        "level": None if gap.level is None else gap.level.value,
        "shape": gap.shape,
        "key": gap.key,
        "fields": [
            {"field": name, "name": FIELDS.get(name, name)} | _values(gap, name)
            for name in gap.fields
        ],
        "left": left,
        "right": right,
        "difference": plain(at_stake(gap)),
        "candidates": _candidates(compared, gap),
        **why_json(why),
    }


def why_json(why: Why | None) -> dict[str, Any]:
    """Return the cause of a gap."""
    if why is None:
        return {"cause": None}
    return {
        "cause": why.cause,
        "title": why.title,
        "certainty": why.certainty,
        "says": why.says,
        "next_step": why.step,
        "owner": why.owner,
        "by": None if why.by is None else why.by.isoformat(),
        "evidence": [
            {"what": what, "seen": seen, "expected": expected or None}
            for what, seen, expected in why.evidence
        ],
    }


def row_json(compared: Compared, at: int, row: Row) -> dict[str, Any]:
    """Return one row of a list."""
    return {
        "row": compared.row_of(at, row.at),
        "where": compared.where(at, row.at),
        "number": row.number,
        "code": row.code,
        "date": None if row.issued_on is None else row.issued_on.isoformat(),
        "seller_name": row.seller_name,
        "seller_tax_id": row.seller_id,
        "buyer_name": row.buyer_name,
        "buyer_tax_id": row.buyer_id,
        "amount": _money(row.net),
        "tax": _money(row.tax),
        "total": _money(row.total),
        "status": row.status,
        "booked_on": None if row.booked_on is None else row.booked_on.isoformat(),
        "voucher": row.voucher,
        "remark": row.remark,
    }


def causes_json(causes: Causes) -> list[dict[str, Any]]:
    """Return the causes of the gaps, most frequent first."""
    return [
        {"id": cause, "title": title, "count": count, "total": plain(fen)}
        for cause, title, count, fen in causes.ranked()
    ]


def late_json(compared: Compared, rows: Iterable[Late]) -> list[dict[str, Any]]:
    """Return the rows that came too late to be known (补到)."""
    return [
        {
            "list": one.list + 1,
            "row": compared.row_of(one.list, one.at),
            "where": compared.where(one.list, one.at),
            "known_on": None if one.known_on is None else one.known_on.isoformat(),
            "total": _money(one.total),
        }
        for one in rows
    ]


def _list_json(compared: Compared, at: int) -> dict[str, Any]:
    given, size, beside = compared.given[at], compared.done.sizes[at], compared.beside[at]
    return {
        "list": at + 1,
        "name": given.name,
        "file": given.source,
        "layout": given.layout,
        "side": given.side.value,
        "columns": sorted(compared.done.lists[at].columns - {"row"}),
        "rows": size.rows,
        "total": plain(size.total),
        "without_total": size.unknown,
        "late_rows": size.late_rows,
        "late_total": plain(size.late_total),
        "rejected": len(beside.refused),
        "damaged": len(beside.damaged),
        "left_out": dict(beside.left_out),
        "note": beside.decided or None,
    }


def _pair_json(compared: Compared, one: Summary) -> dict[str, Any]:
    return {
        "pair": compared.done.pairs.index(one) + 1,
        "left": compared.given[one.left].name,
        "right": compared.given[one.right].name,
        "outcomes": {count.outcome.value: _count_json(count) for count in one.counts},
        "levels": {level.value: count for level, count in one.levels},
    }


def _count_json(one: Count) -> dict[str, Any]:
    return {
        "findings": one.findings,
        "left_rows": one.left_rows,
        "right_rows": one.right_rows,
        "left_total": plain(one.left_total),
        "right_total": plain(one.right_total),
    }


def _noted(compared: Compared, kind: str) -> Iterator[dict[str, Any]]:
    for at, (given, beside) in enumerate(zip(compared.given, compared.beside, strict=True)):
        rows: tuple[Noted, ...] = getattr(beside, kind)
        for one in rows:
            where = (
                f"第{one.row}行"
                if given.listing is None
                else given.listing.where(one.sheet, one.row)
            )
            told = {"list": at + 1, "row": one.row, "where": where, "reason": one.says}
            yield told | ({"seen": one.seen} if one.seen else {})


def _values(gap: Gap, name: str) -> dict[str, Any]:
    """Return what both sides say of a field; the sums of several rows are added up."""
    return {"left": value(gap.left, name), "right": value(gap.right, name)}


def value(rows: tuple[Row, ...], name: str) -> str | None:
    """Return what the rows of one side say of a field, as text."""
    values = [getattr(one, name) for one in rows]
    known = [one for one in values if one is not None]
    if not known:
        return None
    if name in {"net", "tax", "total"}:
        return plain(sum(known))
    return "、".join(dict.fromkeys(str(one) for one in known))


def _candidates(compared: Compared, gap: Gap) -> list[dict[str, Any]]:
    summary = compared.done.pairs[gap.pair]
    other = summary.right if gap.left else summary.left
    return [
        {"row": compared.row_of(other, at), "where": compared.where(other, at)}
        for at in gap.candidates
    ]


def _money(fen: int | None) -> str | None:
    return None if fen is None else plain(fen)
