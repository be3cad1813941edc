"""A child that reads files, imports in small steps, and vendors on loopback."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django import Settings
from tests.actions.channels import fake_of

from chapiao.actions import import_apply, import_undo
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Vendor
from chapiao.outside.reader_process import ReaderProcess


@pytest.fixture(scope="session")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_apply, "STEP", 2)
    monkeypatch.setattr(import_undo, "STEP", 2)


@pytest.fixture
def loopback(settings: Settings) -> None:
    """Channels may be reached on this machine."""
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def tencent(now: datetime) -> Iterator[FakeVendor]:
    """腾讯云 on loopback, with one invoice."""
    with fake_of(Vendor.TENCENT, now) as fake:
        yield fake


@pytest.fixture
def jumei(now: datetime) -> Iterator[FakeVendor]:
    """聚美 on loopback, with one invoice."""
    with fake_of(Vendor.JUMEI, now) as fake:
        yield fake
