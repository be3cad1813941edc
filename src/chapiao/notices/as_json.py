"""Windows as JSON, as the command prints them."""

from __future__ import annotations

from typing import Any

from chapiao.notices.model import Window


def window_json(one: Window) -> dict[str, Any]:
    """Return `{start, end, services, kind, …}`; moments in ISO with `+08:00`, null as told."""
    return {
        "start": one.start.isoformat() if one.start else None,
        "end": one.end.isoformat() if one.end else None,
        "services": sorted(one.services),
        "services_optional": sorted(one.services_optional),
        "kind": one.kind.value,
        "regions": sorted(one.regions),
        "needs_context": one.needs_context,
    }
