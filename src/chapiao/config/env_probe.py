"""Settings of the probes: addresses of the operator's own choice, refused out loud when bad."""

from __future__ import annotations

import os
from urllib.parse import SplitResult, urlsplit

from chapiao.config.env import BadSetting
from chapiao.invoice.entry import Entry


def env_address(name: str) -> str:
    """Read one web address, without a password in it; "" when it is not set."""
    text = os.environ.get(name, "").strip()
    if text and not _is_address(_split(text)):
        msg = f"环境变量 {name} 应是以 https:// 或 http:// 开头、不带密码的地址"
        raise BadSetting(msg)
    return text


def env_proxy(name: str) -> str:
    """Read a web proxy, with or without a password; "" when it is not set."""
    text = os.environ.get(name, "").strip()
    url = _split(text)
    if not text or (url is not None and url.scheme == "http" and url.hostname):
        return text
    msg = f"环境变量 {name} 应形如 http://用户:密码@主机:端口"
    raise BadSetting(msg)


def env_entries(name: str) -> dict[str, str]:
    """Read 入口=地址, several by commas: addresses of entries that we know none of, or others."""
    found = {}
    for part in os.environ.get(name, "").split(","):
        entry, _, address = (one.strip() for one in part.partition("="))
        if not part.strip():
            continue
        known = entry in set(Entry) - {Entry.OWN}
        if not known or not _is_address(_split(address)):
            msg = f"环境变量 {name} 应形如 电子税务局=https://etax.example.com，多个用逗号隔开"
            raise BadSetting(msg)
        found[entry] = address
    return found


def _split(text: str) -> SplitResult | None:
    try:
        found = urlsplit(text)
        found.port  # noqa: B018 - a port that is none raises
    except ValueError:
        return None
    return found


def _is_address(url: SplitResult | None) -> bool:
    if url is None or url.username is not None:
        return False
    return url.scheme in {"https", "http"} and bool(url.hostname)
