"""消息, 通知设置, 群机器人 and 归集 in a real browser: readable, and no wider than the phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings
from tests.actions.papers import sale, zipped
from tests.actions.telling import said
from tests.browser.conftest import Open, faults, too_wide

from chapiao.actions import robot_address, sources
from chapiao.actions.robot_address import Wanted
from chapiao.actions.tell import note_read, tell
from chapiao.cli import worker
from chapiao.demo.paper import einvoice
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Membership, Message, MessageKind, Person, Role, Source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(
    clerk: Person, admin: Person, entity: Entity, settings: Settings, tmp_path: Path
) -> Source:
    """Some messages, a robot, and a folder that was collected from."""
    now = timezone.localtime()
    Membership.objects.filter(person=clerk).update(role=Role.ADMIN)
    settings.EMAIL_HOST = "mail.example.com"
    tell(said(4), people=[clerk], entity=entity, now=now)
    note_read(clerk, now)
    says = "发票…0001已入账（凭证记-12，价税合计¥106.00），现在发票已作废，不能再作凭证"
    booked = said(
        1, kind=MessageKind.BOOKED, says=says, step="冲回这笔账，请销售方重开", amount=-10600
    )
    tell(booked, people=[clerk], entity=entity, now=now)
    tell(said(3), people=[clerk], entity=entity, now=now)
    Message.objects.filter(once="test:1").update(problem="邮件服务器不收这个地址（550）")
    address = "https://oapi.dingtalk.com/robot/send?access_token=0f1e2d3c"
    robot_address.add_robot(
        by=admin, entity=entity, wanted=Wanted(address=address, name="财务群"), now=now
    )
    folder = tmp_path / "收票"
    folder.mkdir()
    papers = {
        "一.xml": einvoice.xml(sale(1)),
        "又一份.xml": einvoice.xml(sale(1, remark="又一份")),
        "包.zip": zipped({"里.zip": zipped({"二.xml": einvoice.xml(sale(2))}), "说明.txt": b"hm"}),
    }
    for name, data in papers.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (now.timestamp() - 60,) * 2)
    place = sources.Wanted(name="扫描文件夹", place=folder, giver=clerk)
    source = sources.add_source(by=admin, entity=entity, wanted=place, now=now)
    with ReaderProcess() as reader:
        while worker.sweep(now, reader):
            pass
    return source


@pytest.mark.parametrize(
    "way", [{}, {"dark": True}, {"phone": True}, {"phone": True, "dark": True}]
)
def test_the_pages_can_be_read_and_are_no_wider_than_the_window(
    opened: Open, told: Source, way: dict[str, bool]
) -> None:
    page = opened("/messages/", **way)
    for address in (
        "/messages/", "/messages/preferences/", "/robots/", "/collection/",
        f"/collection/{told.pk}/",
    ):  # fmt: skip
        page.goto(address)
        assert faults(page) == [], address
        assert not too_wide(page), address


def test_a_phone_takes_a_photograph_and_hands_it_in(
    opened: Open, clerk: Person, tmp_path: Path
) -> None:
    page = opened("/", phone=True)
    camera = page.get_by_label("拍照").last
    photo = tmp_path / "image.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 no real picture")

    expect(page.get_by_text("拍照")).to_be_visible()
    assert camera.get_attribute("capture") == "environment"
    assert camera.get_attribute("accept") == "image/*"
    camera.set_input_files(photo)
    expect(page.locator("[data-files] li")).to_contain_text("image.jpg")
    page.get_by_role("button", name="查", exact=True).click()
    page.wait_for_url("**/intake/*/")
    assert not too_wide(page)


def test_a_desk_is_not_offered_a_camera(opened: Open, clerk: Person) -> None:
    page = opened("/")

    expect(page.locator("[data-camera]")).to_be_hidden()


def test_the_count_in_the_head_leads_to_the_messages(opened: Open, told: Source) -> None:
    page = opened("/ledger/")
    page.get_by_role("link", name="消息 2").click()
    page.wait_for_url("**/messages/")
    page.get_by_role("button", name="全部标为已读").click()

    expect(page.get_by_text("2 条消息标为已读")).to_be_visible()
    expect(page.locator(".top-count")).to_have_count(0)
