"""Of a told world: what the asker's list shows only."""

from __future__ import annotations

import re
from datetime import date

from chapiao.diagnosis.scenario.fields import Fields
from chapiao.diagnosis.world.papers import ListFilter
from chapiao.invoice.dates import BadDate, parse_date


def list_filter_of(known: Fields, extra: dict[str, str]) -> ListFilter | None:
    """Return what the asker's list shows only; a tab and a span of days are of it too."""
    row = known.one("ledger_filters") or Fields({}, "known.ledger_filters")
    told = row.given
    kinds = row.texts("kind") or _listed(extra, "票种|kind")
    span = _span(extra)
    return ListFilter(
        month=_month(row.words("month") or _named(extra, "所属期|月份|period|month")),
        date_basis=row.words("date_basis"),
        start=_day(told.get("from") or _named(extra, "开始|起始|起$|from|start")) or span[0],
        end=_day(told.get("to") or _named(extra, "结束|截止|止$|^to$|_to$|end")) or span[1],
        verify_status=row.texts("verify_status") or (),
        kinds=kinds or (),
        tab=row.words("tab") or _named(extra, "tab|页签|方向|direction|列表"),
        others=_others(row),
    )


def _others(row: Fields) -> dict[str, tuple[str, str]]:
    """Return further conditions of the list: what is wanted, and what the invoice has."""
    told = row.one("others")
    names = told.given if told is not None else {}
    found = {name: told.texts(name) for name in names} if told is not None else {}
    return {name: (both[0], both[1]) for name, both in found.items() if both and len(both) > 1}


def _named(extra: dict[str, str], what: str) -> str:
    return next((text for key, text in extra.items() if re.search(what, key, re.IGNORECASE)), "")


def _month(text: str) -> str:
    """Return a month as YYYY-MM, however it is told."""
    found = re.search(r"(20\d\d)\D?(\d{1,2})", text)
    return f"{found[1]}-{int(found[2]):02d}" if found else ""


def _listed(extra: dict[str, str], what: str) -> tuple[str, ...]:
    named = _named(extra, what)
    return tuple(one for one in re.split(r"[、,，/]", named) if one)


def _span(extra: dict[str, str]) -> tuple[date | None, date | None]:
    """Return first and last day of a span told in one text."""
    for text in extra.values():
        days = re.findall(r"20\d\d[-/.年]?\d{1,2}[-/.月]?\d{1,2}", text)
        if len(days) == 2:  # noqa: PLR2004 - from and to
            return _day(days[0]), _day(days[1])
    return None, None


def _day(value: object) -> date | None:
    try:
        return parse_date(str(value)) if value else None
    except BadDate:
        return None
