"""Every demo story ends on its own cause as the headline, in the demo as it is started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Desk, faults
from tests.browser.test_answer import sheets

from chapiao.demo.group import COLLEAGUES, PASSWORD
from chapiao.demo.stories import STORIES, Story

READY_WITHIN = 90.0
REFUSED = "not_an_invoice"  # a file that is no invoice is refused at the door, with that word


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demo as `make run` does; return where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("demo") / "data"
    command = [sys.executable, "-m", "chapiao.cli", "run"]
    ours = ("CHAPIAO_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    log = (data.parent / "log").open("wb")
    started = subprocess.Popen(
        [*command, "--port", str(port), "--data", str(data)],
        env=clean,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{base}/login/", started, Path(log.name))
        yield base
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)
        log.close()


def _wait_for(address: str, started: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and started.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the demo did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="module")
def visitor(browser: Browser, demo: str) -> Iterator[Page]:
    """Somebody signed in to the demo with the login that is shown there."""
    desk = Desk(browser, demo)
    page = desk.open("/login/")
    login = COLLEAGUES[0].login
    expect(page.get_by_text(f"{login} / {PASSWORD}")).to_be_visible()
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="试试这些")).to_be_visible()
    yield page
    desk.close()
    assert desk.complaints == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_a_story_ends_on_its_own_cause(visitor: Page, story: Story) -> None:
    visitor.goto("/")
    button = visitor.locator(f'[data-story="{story.id}"]')
    if not button.first.is_visible():
        visitor.get_by_text("全部情形").click()
    button.locator("visible=true").first.click()

    if story.expects == REFUSED and story.file is not None:
        expect(visitor.locator(".answer-head")).to_contain_text("不是发票", timeout=30_000)
        return
    visitor.wait_for_url(re.compile(r"/look-ups/\d+/$"))
    first = visitor.locator("[data-cause]").first
    expect(first).to_have_attribute("data-cause", story.expects)
    expect(visitor.get_by_role("heading", level=1)).not_to_be_empty()
    assert sheets(visitor) == 1


def test_the_demos_home_is_sound(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_text("全部情形").click()

    assert faults(visitor) == []
    expect(visitor.get_by_text("演示环境")).to_be_visible()
