"""What the rights part of `chapiao admin` does. Imported once Django is ready."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from chapiao.actions import accounts, bureau_right, change_entity, explain_access, set_scope
from chapiao.cli.django_setup import stop
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.invoice.region import PROVINCES
from chapiao.store.access import NotSeen
from chapiao.store.models import Entity
from chapiao.store.queries import roster


def _rename(args: argparse.Namespace, now: datetime) -> None:
    entity = entity_of(args.tax_id)
    old, by = entity.name, accounts.operator()
    try:
        change_entity.rename(by=by, entity=entity, name=args.name, until=args.until, now=now)
    except change_entity.BadChange as error:
        stop(str(error), 1)
    print(f"{old} 现在叫 {entity.name}")


def _change_tax_id(args: argparse.Namespace, now: datetime) -> None:
    entity, by = entity_of(args.tax_id), accounts.operator()
    try:
        change_entity.change_tax_id(
            by=by, entity=entity, tax_id=args.new, until=args.until, now=now
        )
    except change_entity.BadChange as error:
        stop(str(error), 1)
    print(f"{entity.name} 的税号现在是 {entity.tax_id}")


def _add_department(args: argparse.Namespace, now: datetime) -> None:
    entity, by = entity_of(args.tax_id), accounts.operator()
    made = change_entity.add_department(by=by, entity=entity, name=args.name, now=now)
    print(f"{entity.name} 有部门 {made.name}")


def _set_group(args: argparse.Namespace, now: datetime) -> None:
    entity = entity_of(args.tax_id)
    change_entity.set_group(by=accounts.operator(), entity=entity, group=args.group, now=now)
    print(f"{entity.name} 归在集团「{args.group or '默认'}」")


def _add_scope(args: argparse.Namespace, now: datetime) -> None:
    unknown = [one for one in args.kinds or () if one not in {kind.value for kind in Kind}]
    unknown += [one for one in args.regions or () if one not in PROVINCES]
    if unknown:
        stop(f"不认识：{'、'.join(unknown)}；票种照台账里的写法，地区是两位代码，如 11")
    limits = set_scope.Limits(
        key=args.number or "",
        gross_max=_fen(args.max),
        kinds=_tuple(args.kinds),
        regions=_tuple(args.regions),
        departments=_tuple(args.departments),
        own_only=args.own_only,
        first_day=args.first_day,
        last_day=args.last_day,
        starts_at=_beginning(args.starts_on),
        ends_at=None if args.until is None else _beginning(args.until + timedelta(days=1)),
    )
    try:
        scope = set_scope.add_scope(
            by=accounts.operator(),
            person=accounts.person_named(args.login),
            entity=entity_of(args.tax_id),
            limits=limits,
            extra=args.extra,
            reason=args.reason,
            now=now,
        )
    except set_scope.BadScope as error:
        stop(str(error), 1)
    print(f"已设置，编号 {scope.pk}")


def _end_scope(args: argparse.Namespace, now: datetime) -> None:
    by = accounts.operator()
    try:
        if args.drop:
            set_scope.drop_scope(by=by, pk=args.id, now=now)
        else:
            set_scope.end_scope(by=by, pk=args.id, now=now)
    except NotSeen:
        stop(f"没有编号是 {args.id} 的数据范围", 1)
    print("已取消" if args.drop else "已结束")


def _list_scopes(args: argparse.Namespace, now: datetime) -> None:
    person = accounts.person_named(args.login)
    for one in explain_access.sight(person, now):
        print(f"{one.entity.name}：{one.role or '不是成员'}，看得到{one.says}")
        for each in one.openings:
            kind = "临时授权" if each.extra else "数据范围"
            until = "" if each.ends_at is None else f"，到 {each.ends_at.astimezone(BEIJING):%F %R}"
            print(f"  {each.pk}  {kind}  {each.state}  {each.says}{until}")
        if one.bureau:
            print(f"  电子税务局：{one.bureau}")


def _note_bureau(args: argparse.Namespace, now: datetime) -> None:
    right = bureau_right.note_right(
        by=accounts.operator(),
        person=accounts.person_named(args.login),
        entity=entity_of(args.tax_id),
        has_role=None if args.role is None else args.role == "有",
        gross_max=_fen(args.max),
        places=_tuple(args.places),
        ends_on=args.until,
        now=now,
    )
    print(f"已登记：{bureau_right.says(right)}")


def entity_of(tax_id: str) -> Entity:
    """Return the company with this tax id, or stop in words."""
    entity = roster.entity_by_tax_id(tax_id)
    if entity is None:
        stop(f"没有税号是「{tax_id}」的企业", 1)
    return entity


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, BEIJING)


def _tuple(listed: list[str] | None) -> tuple[str, ...] | None:
    return tuple(listed) if listed else None


def _fen(text: str | None) -> int | None:
    try:
        return parse_money(text) if text else None
    except BadMoney as error:
        stop(str(error))


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {
    "rename-entity": _rename,
    "change-tax-id": _change_tax_id,
    "add-department": _add_department,
    "set-group": _set_group,
    "add-scope": _add_scope,
    "end-scope": _end_scope,
    "list-scopes": _list_scopes,
    "note-bureau": _note_bureau,
}
