"""The operator sets channels up in a terminal; a key is never shown, nor given on the line."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.actions.channels import KEY, fake_of

from chapiao.cli.__main__ import main
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Vendor
from chapiao.store.models import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeVendor]:
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    with fake_of(Vendor.ALIYUN, timezone.localtime()) as made:
        yield made


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "secret"
    file.write_text(f"{KEY.secret}\n", encoding="utf-8")
    return str(file)


def add(fake: FakeVendor, secret: str, *more: str) -> int:
    given = ["add", "aliyun", "--key-id", KEY.id, "--secret-file", secret, "--base", fake.base]
    return main(["channel", *given, *more])


def test_a_channel_is_added_tried_listed_changed_and_removed(
    fake: FakeVendor, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [
        add(fake, secret, "--price", "150", "--budget", "30.5"),
        main(["channel", "test", "aliyun"]),
        main(["channel", "change", "aliyun", "--off", "--per-minute", "30"]),
        main(["channel", "list"]),
        main(["channel", "remove", "aliyun"]),
        main(["channel", "list"]),
    ]

    said = capsys.readouterr().out
    assert codes == [0] * 6
    assert "认得这把密钥" in said
    assert f"密钥尾号 {KEY.id[-4:]}  已停用" in said
    assert "本月 1 次，计费 0 次 0.00 元；预算 30.50 元" in said
    assert "还没有接入查验接口" in said
    assert KEY.secret not in said
    assert KEY.id not in said
    assert not Channel.objects.exists()


def test_a_key_the_vendor_does_not_know_is_told(
    fake: FakeVendor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("another", encoding="utf-8")
    add(fake, str(wrong))

    assert main(["channel", "test", "aliyun"]) == 1
    assert "签名不对" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["test", "aliyun"], 1, "还没有接入阿里云"),
        (["remove", "nuonuo"], 1, "没有「nuonuo」这种接口"),
    ],
)
def test_what_is_not_there_is_told(
    given: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["channel", *given]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("price", ["abc", "-1", "1.005", "NaN"])
def test_a_price_that_is_no_amount_is_wrong_usage(
    fake: FakeVendor, secret: str, price: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        add(fake, secret, f"--price={price}")

    assert ended.value.code == 2
    assert "两位小数" in capsys.readouterr().err
    assert not Channel.objects.exists()
