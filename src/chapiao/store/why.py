"""Why a person sees a row, or not: the same rights as `reach`, told limit by limit.

It says everything there is to say; who may be told it is for the caller to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chapiao.invoice.dates import BEIJING
from chapiao.store.models import Invoice, Person
from chapiao.store.standing import Grant, Standing, standings
from chapiao.store.window import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the row is seen, and by what or what for: sentences, fit for its holder."""

    visible: bool
    because: tuple[str, ...]


def why(person: Person, item: Item, at: datetime) -> Verdict:
    """Return whether this person sees a row with these facts at this time, and why."""
    if person.is_superuser:
        return _yes("系统管理员看得到全部发票")
    if item.owner == person.pk:
        return _yes("这张发票是本人提交的")
    mine = next((one for one in standings(person) if one.entity.pk == item.entity), None)
    if mine is None:
        return _no(
            "这张发票在同事个人名下，还没有归到企业"
            if item.entity is None
            else "不是这家企业的成员"
        )
    if not mine.limited:
        return _yes(f"是「{mine.entity}」的{mine.role}，没有范围限制")
    return _through(mine, item, at)


def _through(mine: Standing, item: Item, at: datetime) -> Verdict:
    """Ask every scope: one that holds and admits the row is enough."""
    open_ = [one for one in mine.grants if one.holds(at) and not one.own_only]
    admitting = [one for one in open_ if one.window.admits(item)]
    if admitting:
        return _yes(*(f"{_called(one)}：{one.window.says()}" for one in admitting))
    told = [reason for one in mine.grants for reason in _hidden_by(one, item, at)]
    if mine.role is None:
        told.insert(0, "不是这家企业的成员")
    return _no(*dict.fromkeys(told))


def _hidden_by(grant: Grant, item: Item, at: datetime) -> Iterator[str]:
    """Yield why one scope does not open the row."""
    if grant.own_only:
        yield f"{_called(grant)}只含本人提交的发票"
        return
    if grant.starts_at is not None and at < grant.starts_at:
        yield f"{_called(grant)}还没有生效，{_moment(grant.starts_at)} 起才看得到"
    elif not grant.holds(at) and grant.ends_at is not None:
        yield f"{_called(grant)}已于 {_moment(grant.ends_at)} 到期"
    else:
        yield from (f"{_called(grant)}：{one}" for one in grant.window.misses(item))


def item_of_row(row: Invoice) -> Item:
    """Return what of a row of the 台账 decides who sees it."""
    return Item(
        entity=row.entity_id,
        owner=row.owner_id,
        key=row.key,
        code=row.code,
        number=row.number,
        kind=row.kind,
        issued_on=row.issued_on,
        total=row.total,
        department=row.department,
    )


def _called(grant: Grant) -> str:
    return "临时授权" if grant.extra else "数据范围"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _yes(*because: str) -> Verdict:
    return Verdict(visible=True, because=because)


def _no(*because: str) -> Verdict:
    return Verdict(visible=False, because=because)
