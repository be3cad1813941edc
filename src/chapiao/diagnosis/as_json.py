"""An answer as the JSON that the command, the API and the pages share.

The keys and their forms are a contract: money with two decimals as text, dates as
YYYY-MM-DD, times with +08:00, null for not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.model import Evidence, Finding, Step
from chapiao.diagnosis.rule import Rule
from chapiao.diagnosis.timeline import Stage
from chapiao.diagnosis.weigh import Explanation
from chapiao.invoice.as_json import invoice_json
from chapiao.invoice.fill_card import FillCard
from chapiao.invoice.tax_id import mask_id

# It begins with what it looks for, not with what must not stand before: three times faster.
_IDENTITY = re.compile(
    rb"[1-8](?<![0-9A-Za-z].)\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
    rb"\d{3}[\dXx](?![0-9A-Za-z])"
)
_STATES = {True: "yes", False: "no", None: "unknown"}


def answer_json(answer: Answer, look_up: str | None = None) -> dict[str, Any]:
    """Return the answer; `look_up` is the id it is kept under, if it is kept."""
    unasked = [one.told for one in answer.lacking.unasked]
    return said_json(answer) | {"unasked": unasked, "look_up": look_up}


def said_json(answer: Answer) -> dict[str, Any]:
    """Return the answer but for `unasked`, which many answers share, and the id."""
    now = answer.facts.now
    at = _time(now)
    return {
        "found": answer.found,
        "headline": answer.headline,
        "invoice": None if answer.invoice is None else invoice_json(answer.invoice),
        "causes": [_cause(one) for one in answer.causes],
        "ruled_out": [
            {"id": one.cause or one.id, "because": out.because} for one, out in answer.ruled_out
        ],
        "not_run": [{"rule": one.id, "because": why.because} for one, why in answer.not_run],
        "notes": [_note(one, finding) for one, finding in answer.notes],
        "corrections": [
            {
                "fields": dict(one.fields),
                "typed": dict(one.typed),
                "because": one.because,
                "confidence": one.confidence,
            }
            for one in answer.corrections
        ],
        "next_owner": answer.next_owner.value,
        "recheck": answer.recheck.value,
        "ask_for": [want.value for want in answer.ask_for],
        "fill_card": None if answer.fill_card is None else _card(answer.fill_card),
        "timeline": [stage_json(one) for one in answer.timeline],
        "trace": [
            {
                "at": at if one.at is now else _time(one.at),
                "what": one.what,
                "result": one.result,
            }
            for one in answer.trace
        ],
    }


def masked(text: bytes, invoice: Mapping[str, Any] | None) -> bytes:
    """Return an answer's JSON with identity numbers of natural persons masked 前6后4.

    `invoice` is the one in it. One with two more digits looks like an invoice number, so
    outside the invoice's own two it is masked only where it is one of them.
    """
    for name in ("seller_tax_id", "buyer_tax_id"):
        tax_id = (invoice or {}).get(name) or ""
        if tax_id and (shown := mask_id(tax_id)) != tax_id:
            text = text.replace(tax_id.encode(), shown.encode())
    return _IDENTITY.sub(lambda found: mask_id(found[0].decode()).encode(), text)


def _cause(one: Explanation) -> dict[str, Any]:
    return {
        "id": one.cause.id,
        "rules": list(one.rules),
        "title": one.title,
        "certainty": one.certainty.name,
        "says": one.says,
        "evidence": [_evidence(piece) for piece in one.evidence],
        "steps": [_step(step) for step in one.steps],
        "recheck_at": _time(one.recheck_at),
    }


def _note(one: Rule, finding: Finding) -> dict[str, Any]:
    return {
        "rule": one.id,
        "title": one.title,
        "says": finding.says,
        "evidence": [_evidence(piece) for piece in finding.evidence],
        "steps": [_step(step) for step in finding.steps],
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "side": "against" if piece.against else "for",
        "what": piece.what,
        "seen": piece.seen,
        "expected": piece.expected,
        "source": piece.source,
    }


def _step(step: Step) -> dict[str, Any]:
    return {"text": step.text, "who": step.who.value, "by": _time(step.by)}


def _card(card: FillCard) -> dict[str, Any]:
    return {
        "entry": card.place if card.entry is None else card.entry.value,
        "url": card.url,
        "fields": [{"label": field.label, "value": field.value} for field in card.fields],
    }


def stage_json(stage: Stage) -> dict[str, Any]:
    """Return one step of the timeline."""
    return {
        "step": stage.step,
        "state": _STATES[stage.done],
        "at": _time(stage.at),
        "source": stage.source,
    }


def _time(at: date | datetime | None) -> str | None:
    if at is None:
        return None
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()
