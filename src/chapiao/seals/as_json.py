"""A verdict as the JSON that commands, pages and the API share; its keys are a contract."""

from __future__ import annotations

from typing import Any

from chapiao.seals.der import CHINA
from chapiao.seals.verdict import Verdict


def seal_json(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict that holds for a file."""
    at = verdict.signed_at
    return {
        "result": verdict.result.value,
        "trusted": verdict.trusted,
        "signer": verdict.signer,
        "signed_at": None if at is None else at.astimezone(CHINA).isoformat(),
        "changed": list(verdict.changed),
        "text": verdict.text,
    }
