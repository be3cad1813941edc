"""Group robots: each post is as its vendor wants it, and a refusal is never taken for a yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.outside.robot_server import PATHS, SECRET, Vendors, running

from chapiao.outside import robots
from chapiao.outside.robots import BadAddress, NotSent, Vendor

NOW = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    with running() as one:
        yield one


def robot(vendors: Vendors, vendor: str, secret: str = "", **more: tuple[str, ...]) -> robots.Robot:
    address = vendors.address(vendor)
    return robots.parse(address, secret=secret, allowed=[vendors.host], **more)


@pytest.mark.parametrize("vendor", Vendor)
def test_a_text_arrives_as_it_was_written(vendors: Vendors, vendor: Vendor) -> None:
    robots.post(robot(vendors, vendor), "查到了 …3205 ¥264.00\n“现在查到了”", NOW)

    assert vendors.posts == [(vendor, "查到了 …3205 ¥264.00\n“现在查到了”")]


@pytest.mark.parametrize("vendor", [Vendor.DINGTALK, Vendor.FEISHU])
def test_a_signed_robot_takes_our_signature_and_no_other(vendors: Vendors, vendor: Vendor) -> None:
    vendors.signed = True
    for _ in range(20):  # a signature may hold characters that have to be quoted, or not
        robots.post(robot(vendors, vendor, SECRET), "好", NOW)

    with pytest.raises(NotSent, match="sign") as refused:
        robots.post(robot(vendors, vendor, "SECwrong"), "好", NOW)
    assert refused.value.permanent
    assert len(vendors.posts) == 20


@pytest.mark.parametrize(
    ("vendor", "refusal", "wait"),
    [
        ("企业微信", {"errcode": 45009, "errmsg": "api freq out of limit"}, 60),
        ("钉钉", {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, 600),
        ("飞书", {"code": 11232, "msg": "frequency limited"}, 60),
        ("企业微信", {"errcode": 93008, "errmsg": "not allowed"}, None),
        ("飞书", {"code": 19024, "msg": "Key Words Not Found"}, None),
    ],
)
def test_a_refusal_under_200_is_told_with_what_to_do(
    vendors: Vendors, vendor: str, refusal: dict[str, object], wait: int | None
) -> None:
    vendors.refuse = refusal

    with pytest.raises(NotSent, match=f"{vendor}没有收下") as refused:
        robots.post(robot(vendors, vendor), "好", NOW)

    assert refused.value.wait == wait
    assert refused.value.permanent is (wait is None)
    assert refused.value.arrived is False


def test_a_post_without_an_answer_may_have_arrived(vendors: Vendors) -> None:
    vendors.drop = True

    with pytest.raises(NotSent, match="不知道收下没有") as refused:
        robots.post(robot(vendors, "飞书"), "好", NOW)

    assert refused.value.arrived is None
    assert not refused.value.permanent
    assert vendors.texts == ["好"]


def test_a_server_that_is_not_there_has_got_nothing(vendors: Vendors) -> None:
    gone = robots.parse("http://127.0.0.1:9" + PATHS["钉钉"], allowed=["127.0.0.1"])

    with pytest.raises(NotSent, match="连不上") as refused:
        robots.post(gone, "好", NOW)

    assert refused.value.arrived is False


def test_who_is_to_be_called_by_name_is(vendors: Vendors) -> None:
    for vendor in ("企业微信", "钉钉"):
        robots.post(robot(vendors, vendor, phones=("13800000000",)), "好", NOW)

    assert vendors.bodies[0]["text"]["mentioned_mobile_list"] == ["13800000000"]
    assert vendors.bodies[1]["at"]["atMobiles"] == ["13800000000"]


@pytest.mark.parametrize(
    "address",
    [
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=abc",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
        "https://127.0.0.1/robot/send?access_token=abc",
        "https://user@open.feishu.cn/open-apis/bot/v2/hook/abc",
        "https://open.feishu.cn:8443/open-apis/bot/v2/hook/abc",
        "file:///robot/send?access_token=abc",
        "https://oapi.dingtalk.com/robot/send",
        "https://example.com/",
        "你好",
        "https://[",
    ],
)
def test_only_the_vendors_own_addresses_are_taken(address: str) -> None:
    with pytest.raises(BadAddress):
        robots.parse(address)


@pytest.mark.parametrize(
    ("address", "vendor"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7b2c", Vendor.WECOM),
        ("https://oapi.dingtalk.com/robot/send?access_token=0f1e2d", Vendor.DINGTALK),
        (" https://open.feishu.cn/open-apis/bot/v2/hook/0f1e-2d ", Vendor.FEISHU),
    ],
)
def test_the_address_as_it_is_copied_tells_whose_robot_it_is(address: str, vendor: Vendor) -> None:
    assert robots.parse(address).vendor is vendor


@pytest.mark.parametrize("phone", ["1380000000", "abc", "+8613800000000", "２３８００００００００"])
def test_a_phone_that_is_none_is_told(phone: str) -> None:
    with pytest.raises(BadAddress, match="手机号应是11位数字"):
        robots.parse("https://oapi.dingtalk.com/robot/send?access_token=0f", phones=[phone])


def test_a_key_is_never_part_of_what_is_shown_of_a_robot() -> None:
    one = robots.parse("https://oapi.dingtalk.com/robot/send?access_token=0f1e2d", secret="SECabc")

    assert "0f1e2d" not in repr(one)
    assert "SECabc" not in repr(one)
