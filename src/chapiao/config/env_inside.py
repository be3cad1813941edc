"""The networks of one's own that a channel may be reached in."""

from __future__ import annotations

import ipaddress
import os

from chapiao.config.env import BadSetting

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def env_networks(name: str) -> tuple[Network, ...]:
    """Read networks with commas between them, as 10.0.0.0/8,127.0.0.1; none when it is not set."""
    parts = [part.strip() for part in os.environ.get(name, "").split(",")]
    try:
        return tuple(ipaddress.ip_network(part) for part in parts if part)
    except ValueError as error:
        msg = f"环境变量 {name} 应是网段，用逗号分隔，如 10.0.0.0/8,127.0.0.1"
        raise BadSetting(msg) from error
