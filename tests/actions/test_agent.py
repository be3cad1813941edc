"""What a browser says of itself is said in words that a person and a rule understand."""

from __future__ import annotations

import pytest

from chapiao.actions.agent import browser_of, system_of
from chapiao.diagnosis.rules.system.client_unfit import OLD_BROWSER, OLD_SYSTEM

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "browser", "old"),
    [
        (f"{WINDOWS} Chrome/138.0.0.0 Safari/537.36", "Chrome 138", False),
        (f"{WINDOWS} Chrome/86.0.4240 Safari/537.36", "Chrome 86", True),
        (f"{WINDOWS} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge 138", False),
        (f"{WINDOWS} Chrome/64.0 Safari/537.36 Edge/17.17134", "Edge Legacy 17", True),
        ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1)", "IE 8", True),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE 11", True),
        (f"{WINDOWS} Gecko/20100101 Firefox/140.0", "Firefox 140", False),
        (
            f"{WINDOWS} Chrome/94.0.4606 Safari/537.36 QQBrowser/12.0",
            "QQ浏览器（Chrome 94 内核）",
            True,
        ),
        (f"{MAC} Version/17.4 Safari/605.1.15", "Safari 17", False),
        (f"{PHONE} Version/16.3 Mobile/15E148 Safari/604.1", "Safari 16", False),
        ("curl/8.5.0", "其他浏览器", False),
        ("", "其他浏览器", False),
    ],
)
def test_a_browser_is_named_with_its_version_and_an_old_one_is_known(
    agent: str, browser: str, *, old: bool
) -> None:
    assert browser_of(agent) == browser
    assert bool(OLD_BROWSER.search(browser)) is old


@pytest.mark.parametrize(
    ("agent", "platform", "system", "old"),
    [
        ("(Windows NT 6.1; WOW64)", "", "Windows 7", True),
        ("(Windows NT 6.3)", "", "Windows 8.1", False),
        ("(Windows NT 10.0)", "", "Windows 10 或 11", False),
        ("(Windows NT 10.0)", "10.0.0", "Windows 10", False),
        ("(Windows NT 10.0)", "15.0.0", "Windows 11", False),
        ("(Linux; Android 14; Pixel)", "", "Android 14", False),
        ("(Linux; Android 8.0.0)", "", "Android 8", True),
        ("(iPhone; CPU iPhone OS 11_4 like Mac OS X)", "", "iOS 11", True),
        ("(Macintosh; Intel Mac OS X 10_15_7)", "", "macOS", False),
        ("(Macintosh; Intel Mac OS X 10_9_5)", "", "Mac OS X 10.9", True),
        ("(X11; Linux x86_64)", "", "Linux", False),
        ("", "", "其他系统", False),
    ],
)
def test_a_system_is_named_and_an_old_one_is_known(
    agent: str, platform: str, system: str, *, old: bool
) -> None:
    assert system_of(agent, platform) == system
    assert bool(OLD_SYSTEM.search(system)) is old
