"""Take the README's pictures from the real product: a fresh demo world, a real browser.

`make screenshots` writes docs/screenshots/*.png. Needs Debian's chromium.
"""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "screenshots"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}
STORY = "entry-number-neighbour"
COLOURS = 255  # what a picture of flat colours needs


@contextmanager
def running() -> Iterator[str]:
    """Start chapiao on a world of its own; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    folder = tempfile.mkdtemp(prefix="chapiao-screenshots-")
    process = subprocess.Popen(
        [sys.executable, "-m", "chapiao.cli", "run", "--port", port, "--data", f"{folder}/data"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        for line in process.stdout:
            if "Ctrl-C" in line:
                break
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


def sign_in(page: Page) -> None:
    """Sign in as the demo's first clerk."""
    from chapiao.demo.group import COLLEAGUES, PASSWORD

    page.goto("/login/")
    page.fill("input[name=username]", COLLEAGUES[0].login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")


def take(page: Page, name: str) -> None:
    """Keep what the window shows, in few colours."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(OUT / f"{name}.png", optimize=True)


def main() -> None:
    """Take all of them."""
    OUT.mkdir(parents=True, exist_ok=True)
    with running() as base, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
        )
        for size, tail in ((DESKTOP, ""), (PHONE, "-phone")):
            context = browser.new_context(
                base_url=base, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            page = context.new_page()
            sign_in(page)
            take(page, f"look-up{tail}")
            page.locator(f"form[action='/stories/{STORY}/'] button").first.evaluate(
                "it => it.click()"
            )
            page.wait_for_url("**/look-ups/*/")
            take(page, f"answer{tail}")
            page.goto("/ledger/")
            page.get_by_role("link", name="本年").first.evaluate("it => it.click()")
            page.wait_for_url("**/ledger/?*")
            take(page, f"ledger{tail}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
