"""A child that reads files, imports in small steps, and vendors on loopback."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.actions.channels import fake_of
from tests.actions.telling import robot_of
from tests.outside import imap_server, mail_server, robot_server
from tests.outside.imap_server import Box
from tests.outside.mail_server import Post
from tests.outside.robot_server import Vendors

from chapiao.actions import import_apply, import_undo
from chapiao.outside.channels.fake_server import FakeVendor
from chapiao.outside.channels.model import Vendor
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Person, Robot


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


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    with mail_server.running() as one:
        yield one


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """The servers of the robots' vendors."""
    with robot_server.running() as one:
        yield one


@pytest.fixture
def robot(
    entity: Entity, admin: Person, vendors: Vendors, settings: Settings, now: datetime
) -> Robot:
    """A robot that is told of the company."""
    return robot_of(entity, admin, vendors, settings, now)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Box]:
    """A mailbox."""
    with imap_server.running(tmp_path) as one:
        monkeypatch.setenv("SSL_CERT_FILE", str(one.trusted))
        settings.MAILBOX_HOSTS = ["localhost"]
        yield one


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that files are collected from."""
    folder = tmp_path / "收票"
    folder.mkdir()
    return folder
