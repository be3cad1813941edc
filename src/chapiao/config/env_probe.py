"""Settings of the probes: addresses of the operator's own choice, refused out loud when bad."""

from __future__ import annotations

import os
from urllib.parse import SplitResult, urlsplit

from chapiao.config.env import BadSetting
from chapiao.invoice.entry import Entry


def env_address(name: str, schemes: tuple[str, ...] = ("https", "http")) -> str:
    """Read one web address; "" when it is not set."""
    text = os.environ.get(name, "").strip()
    if text and not _is_address(_split(text), schemes):
        starts = " 或 ".join(f"{one}://" for one in schemes)
        msg = f"环境变量 {name} 应是以 {starts} 开头的地址"
        raise BadSetting(msg)
    return text


def env_entries(name: str) -> dict[str, str]:
    """Read 入口=地址, several by commas: addresses of entries that we know none of, or others."""
    found = {}
    for part in os.environ.get(name, "").split(","):
        entry, _, address = (one.strip() for one in part.partition("="))
        if not part.strip():
            continue
        known = entry in set(Entry) - {Entry.OWN}
        if not known or not _is_address(_split(address), ("https", "http")):
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


def _is_address(url: SplitResult | None, schemes: tuple[str, ...]) -> bool:
    return url is not None and url.scheme in schemes and bool(url.hostname)
