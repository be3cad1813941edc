from __future__ import annotations

import pytest

from chapiao.invoice.kind import PAPER_DIGITAL, Kind
from chapiao.invoice.title import kind_from_title

SECOND = "25112000000012345678"


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_every_kind_is_known_by_its_own_name(kind: Kind) -> None:
    assert kind_from_title(kind.value) is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("电子发票（增值税专用发票）", Kind.DIGITAL_SPECIAL),
        ("电 子 发 票 ( 普 通 发 票 )", Kind.DIGITAL_ORDINARY),
        ("电子发票〔普通发票〕", Kind.DIGITAL_ORDINARY),
        ("电子发票（机动车销售统一发票）", Kind.DIGITAL_VEHICLE),
        ("电子发票（二手车销售统一发票）", Kind.DIGITAL_USED_VEHICLE),
        ("电子发票（普通发票）通行费", Kind.DIGITAL_ORDINARY),
        ("数电票（通行费发票）", Kind.DIGITAL_ORDINARY),
        ("数电发票（增值税专用发票）", Kind.DIGITAL_SPECIAL),
        ("全电发票（普通发票）", Kind.DIGITAL_ORDINARY),
        ("数电专票", Kind.DIGITAL_SPECIAL),
        ("数电纸质发票（普通发票）", Kind.PAPER_DIGITAL_ORDINARY),
        ("数电发票（铁路电子客票）", Kind.RAIL),
        ("数电发票（航空运输电子客票行程单）", Kind.AIR),
        ("航空运输电子客票行程单", Kind.AIR),
        ("北京增值税专用发票", Kind.SPECIAL),
        ("北京增值税专用发票（成品油）", Kind.SPECIAL),
        ("专票", Kind.SPECIAL),
        ("北京增值税普通发票", Kind.ORDINARY),
        ("北京增值税普通发票（卷票）", Kind.ROLL),
        ("北京增值税电子普通发票", Kind.E_ORDINARY),
        ("北京增值税电子专用发票", Kind.E_SPECIAL),
        ("电子专票", Kind.E_SPECIAL),
        ("收费公路通行费增值税电子普通发票", Kind.TOLL),
        ("通行费电子发票", Kind.TOLL),
        ("货物运输业增值税专用发票", Kind.FREIGHT),
        ("机动车销售统一发票", Kind.VEHICLE),
        ("二手车销售统一发票", Kind.USED_VEHICLE),
        ("深圳电子普通发票", Kind.BLOCKCHAIN),
        ("医疗门诊收费票据（电子）", Kind.FISCAL),
        ("公益事业捐赠统一票据", Kind.FISCAL),
        ("非税收入统一票据（电子）", Kind.FISCAL),
        ("行政事业性收费统一收据", Kind.FISCAL),
        ("北京市国家税务局通用机打发票", Kind.MACHINE),
        ("北京市地方税务局通用发票（冠名）", Kind.MACHINE),
        ("国家税务总局北京市税务局通用定额发票", Kind.QUOTA),
        ("北京市出租汽车专用发票", Kind.TAXI),
        ("通用手工发票", Kind.MANUAL),
        ("网上银行电子回单", Kind.BANK_RECEIPT),
        ("账户明细对账单", Kind.BANK_STATEMENT),
        ("某某出行-行程单", Kind.TRIP_SHEET),
        ("TRIP TABLE", Kind.TRIP_SHEET),
        ("火车票（仅供报销使用）", Kind.PAPER_TRAIN),
        ("铁路车票", Kind.PAPER_TRAIN),
        ("通行费电子票据汇总单", Kind.OTHER),
        ("销售货物或者提供应税劳务清单", Kind.OTHER),
        ("收据", Kind.OTHER),
        ("发票", None),
        ("", None),
        ("会议通知", None),
        ("北京市停车收费专用发票", None),
        ("某某客运专用发票", None),
        ("专用发票", Kind.SPECIAL),
        ("普通发票", Kind.ORDINARY),
        ("货运专票", Kind.FREIGHT),
        ("电子发票（普通发票）国际货运代理", Kind.DIGITAL_ORDINARY),
    ],
)
def test_a_title_names_the_kind(title: str, kind: Kind | None) -> None:
    assert kind_from_title(title) is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("北京增值税专用发票", Kind.PAPER_DIGITAL_SPECIAL),
        ("北京增值税普通发票", Kind.PAPER_DIGITAL_ORDINARY),
        ("机动车销售统一发票", Kind.PAPER_DIGITAL_VEHICLE),
        ("二手车销售统一发票", Kind.PAPER_DIGITAL_USED_VEHICLE),
        ("北京增值税电子普通发票", Kind.E_ORDINARY),
        ("某某通知", None),
    ],
)
def test_a_second_number_makes_an_old_title_a_paper_digital_invoice(
    title: str, kind: Kind | None
) -> None:
    assert kind_from_title(title, second_number=SECOND) is kind
    assert kind is None or kind is Kind.E_ORDINARY or kind in PAPER_DIGITAL
