"""能力矩阵: who can answer for this kind, date and region now, in what order, and why not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chapiao.invoice.kind import Kind
from chapiao.outside.channels.capability import (
    FIELDS,
    Standing,
    Wanted,
    ability,
    asks_of,
    in_order,
    judge,
)
from chapiao.outside.channels.model import Vendor

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("vendor", list(Vendor), ids=str)
def test_every_row_of_the_table_is_well_formed(vendor: Vendor) -> None:
    one = ability(vendor)

    assert one.kinds
    assert one.source
    assert one.mark in {"A", "B", "C", "OWN"}
    assert set(one.only) <= set(one.kinds)
    assert one.per_second > 0
    assert {field for asks in one.kinds.values() for field in asks.fields} <= set(FIELDS)


@pytest.mark.parametrize(
    ("vendor", "wanted", "can", "why"),
    [
        (Vendor.BAIDU, Wanted(kind=Kind.SPECIAL, issued_on=date(2025, 1, 4)), True, "可以查"),
        (Vendor.BAIDU, Wanted(kind=None, issued_on=date(2025, 1, 4)), False, "先知道票种"),
        (Vendor.TENCENT, Wanted(kind=None, issued_on=date(2025, 1, 4)), True, "可以查"),
        (Vendor.BAIDU, Wanted(kind=Kind.SPECIAL, issued_on=TODAY), False, "次日"),
        (Vendor.TENCENT, Wanted(kind=Kind.SPECIAL, issued_on=TODAY), True, "可以查"),
        (Vendor.ALIYUN, Wanted(kind=Kind.SPECIAL, issued_on=TODAY), None, "没有写清楚"),
        (Vendor.JUMEI, Wanted(kind=Kind.RAIL, issued_on=None), None, "没有写清楚"),
        (Vendor.ALIYUN, Wanted(kind=Kind.TAXI, issued_on=None), False, "没有列出出租汽车发票"),
        (Vendor.JUMEI, Wanted(kind=Kind.BLOCKCHAIN, issued_on=None), False, "没有列出"),
        (Vendor.BAIDU, Wanted(kind=Kind.BLOCKCHAIN, issued_on=None), False, "深圳"),
        (Vendor.BAIDU, Wanted(kind=Kind.BLOCKCHAIN, issued_on=None, region="4403"), True, ""),
        (Vendor.TENCENT, Wanted(kind=Kind.SPECIAL, issued_on=date(2021, 11, 24)), True, ""),
        (Vendor.TENCENT, Wanted(kind=Kind.SPECIAL, issued_on=date(2021, 11, 23)), False, "5年"),
        (Vendor.TENCENT, Wanted(kind=Kind.SPECIAL, issued_on=date(2026, 11, 25)), False, "没有到"),
    ],
)
def test_a_vendor_is_judged_by_its_documentation(
    vendor: Vendor,
    wanted: Wanted,
    can: bool | None,  # noqa: FBT001 - three-valued
    why: str,
) -> None:
    judged = judge(vendor, wanted, TODAY)

    assert judged.can is can
    assert why in judged.why
    assert judged.source


def test_leap_days_have_a_look_back_too() -> None:
    wanted = Wanted(kind=Kind.SPECIAL, issued_on=date(2023, 2, 28))

    assert judge(Vendor.TENCENT, wanted, date(2028, 2, 29)).can is True


def test_the_sure_come_before_the_unsure_and_the_operator_orders_the_rest(now: datetime) -> None:
    ours = [
        Standing(vendor=Vendor.ALIYUN, rank=1),
        Standing(vendor=Vendor.TENCENT, rank=3),
        Standing(vendor=Vendor.JUMEI, rank=2),
        Standing(vendor=Vendor.BAIDU, rank=0),
    ]

    able, unable = in_order(ours, Wanted(kind=Kind.SPECIAL, issued_on=now.date()), now)

    assert [one.vendor for one in able] == [Vendor.TENCENT, Vendor.ALIYUN, Vendor.JUMEI]
    assert [(one.vendor, one.why) for one in unable] == [(Vendor.BAIDU, "当天开的票要到次日")]


def test_what_stands_in_the_way_just_now_is_named(now: datetime) -> None:
    later = now + timedelta(minutes=30)
    ours = [
        Standing(vendor=Vendor.BAIDU, rank=0, on=False),
        Standing(vendor=Vendor.TENCENT, rank=1, paused_until=later, paused_by="账户欠费"),
        Standing(vendor=Vendor.ALIYUN, rank=2, over_budget=True),
        Standing(vendor=Vendor.JUMEI, rank=3, paused_until=now, paused_by="网络超时"),
    ]

    able, unable = in_order(ours, Wanted(kind=Kind.SPECIAL, issued_on=date(2025, 1, 4)), now)

    assert [one.vendor for one in able] == [Vendor.JUMEI]  # its pause is over
    assert [one.why for one in unable] == [
        "已停用",
        "暂停使用：账户欠费，今天 9:42再试",
        "本月预算已经用完",
    ]


def test_a_number_alone_is_asked_for_as_all_digital_kinds_are() -> None:
    asks = asks_of(Vendor.TENCENT, None)

    assert asks is not None
    assert asks.fields == ("TOTAL",)
    assert asks_of(Vendor.BAIDU, None) is None
