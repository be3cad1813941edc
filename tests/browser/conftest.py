"""A real browser before a real server; skipped where Debian's chromium is not there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chapiao.store import sql
from chapiao.store.models import Person

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Path(__file__).with_name("axe.min.js")
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}
# Reported by the browser itself when a page answers 4xx on purpose.
EXPECTED = ("Failed to load resource",)

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, in words, what needs a browser that is not there."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="skipped: no chromium"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a file of tests; every test has a window of its own.

    While it is open an event loop runs in the tests' thread, and other tests need none.
    """
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Desk:
    """A person at a desk (or with a phone), and what their browser complained of."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(
        self,
        path: str,
        *,
        cookie: str = "",
        phone: bool = False,
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        """Open a page in a window of its own."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        if cookie:
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.base}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


@pytest.fixture(autouse=True)
def _connection_of_the_loop() -> Iterator[None]:
    """Use one connection here: beside a running loop Django has another one for this thread."""
    kept = sql._kept.connection  # noqa: SLF001 - it is kept for good, as no loop runs elsewhere
    sql._kept.connection = connections[DEFAULT_DB_ALIAS]  # noqa: SLF001
    yield
    sql._kept.connection = kept  # noqa: SLF001


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """Somebody's desk; the test fails when the browser complained of anything."""
    mine = Desk(browser, live_server.url)
    yield mine
    mine.close()
    assert mine.complaints == []


@pytest.fixture
def opened(desk: Desk, clerk: Person) -> Open:
    """Open a page as the clerk."""

    def open_(path: str, **how: bool) -> Page:
        return desk.open(path, cookie=cookie_of(clerk), **how)

    return open_


def cookie_of(person: Person) -> str:
    """Return the session cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong with the page, each with the element's selector."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    )
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
