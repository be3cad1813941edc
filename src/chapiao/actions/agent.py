"""Which browser and system somebody has, in words, from what the browser says of itself."""

from __future__ import annotations

import re

# The first that is found counts: a browser names its ancestors too.
_OWN = (
    (re.compile(r"(?:MSIE |Trident/.*rv:)(\d+)"), "IE {}"),
    (re.compile(r"Edge/(\d+)"), "Edge Legacy {}"),
    (re.compile(r"Edg(?:A|iOS)?/(\d+)"), "Edge {}"),
    (re.compile(r"OPR/(\d+)"), "Opera {}"),
    (re.compile(r"(?:Firefox|FxiOS)/(\d+)"), "Firefox {}"),
)
# Made of Chrome or the system's own; what counts is how new the Chrome inside is.
_AROUND = (
    ("wxwork", "企业微信内置浏览器"),
    ("MicroMessenger", "微信内置浏览器"),
    ("DingTalk", "钉钉内置浏览器"),
    ("Lark", "飞书内置浏览器"),
    ("Feishu", "飞书内置浏览器"),
    ("QQBrowser", "QQ浏览器"),
    ("360SE", "360浏览器"),
    ("360EE", "360极速浏览器"),
    ("MetaSr", "搜狗浏览器"),
    ("LBBROWSER", "猎豹浏览器"),
    ("Maxthon", "傲游浏览器"),
    ("UBrowser", "UC浏览器"),
    ("UCBrowser", "UC浏览器"),
)
_CHROME = re.compile(r"(?:Chrome|CriOS)/(\d+)")
_SAFARI = re.compile(r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari")
_NT = {
    "5.0": "2000", "5.1": "XP", "5.2": "XP", "6.0": "Vista", "6.1": "7", "6.2": "8", "6.3": "8.1",
}  # fmt: skip
ELEVEN = 13  # the platform version from which Windows calls itself 11
_FROZEN = (10, 15)  # what every newer macOS says


def browser_of(agent: str) -> str:
    """Return the browser with its version; "其他浏览器" where it does not tell.

    >>> browser_of("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0")
    'Edge 138'
    """
    chrome = _CHROME.search(agent)
    around = next((name for word, name in _AROUND if word in agent), "")
    if around:
        return f"{around}（Chrome {chrome[1]} 内核）" if chrome else around
    own = next((name.format(found[1]) for form, name in _OWN if (found := form.search(agent))), "")
    if own:
        return own
    if chrome:
        return f"Chrome {chrome[1]}"
    safari = _SAFARI.search(agent)
    return f"Safari {safari[1]}" if safari else "其他浏览器"


def system_of(agent: str, platform_version: str = "") -> str:
    """Return the system; `platform_version` is what newer browsers tell beside the agent.

    >>> system_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "15.0.0")
    'Windows 11'
    """
    windows = re.search(r"Windows NT (\d+\.\d+)", agent)
    if windows:
        return f"Windows {_NT.get(windows[1]) or _ten(platform_version)}"
    for form, name in ((r"Android (\d+)", "Android"), (r"(?:iPhone OS|CPU OS) (\d+)", "iOS")):
        if found := re.search(form, agent):
            return f"{name} {found[1]}"
    mac = re.search(r"Mac OS X (\d+)[_.](\d+)", agent)
    if mac:
        version = (int(mac[1]), int(mac[2]))
        return "macOS" if version >= _FROZEN else f"Mac OS X {mac[1]}.{mac[2]}"
    return "Linux" if "Linux" in agent else "其他系统"


def _ten(platform_version: str) -> str:
    major = platform_version.partition(".")[0]
    if not major.isdecimal():
        return "10 或 11"
    return "11" if int(major) >= ELEVEN else "10"
