"""What stands around a real look-up, told as a scenario tells it, masked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.scenario.mask import Mask
from chapiao.diagnosis.world.entries import Window
from chapiao.diagnosis.world.people import Profile
from chapiao.invoice.entry import Entry
from chapiao.invoice.money import plain

NOTICED = timedelta(days=1)  # how long before a window its notice is told to have been seen
_NAMED = {Entry.PLATFORM: "全国增值税发票查验平台", Entry.OWN: "本系统"}


def asker(facts: Facts, mask: Mask, *, hides: bool) -> dict[str, Any] | None:
    """Return who asks; `hides`: a row is told as somebody else's, which they may not see."""
    one = facts.asker
    if one is None:
        return {"name": "", "scopes": {"own_only": True}} if hides else None
    return {
        "name": mask.name(one.name),
        "role": one.role,
        "entities": [mask.name(each) for each in one.entities],
        "scopes": {"own_only": hides or one.scopes.own_only},
        "profile": _profile(one.profile, mask),
        "sessions": None
        if facts.sessions is None
        else [
            {
                "at": _time(each.at),
                "typed_name": mask.name(each.typed_name),
                "device": f"电脑{at}",
                "as_entity": mask.name(each.as_entity),
                "ended": each.ended,
            }
            for at, each in enumerate(facts.sessions, start=1)
        ],
    }


def _profile(one: Profile, mask: Mask) -> dict[str, Any]:
    return {
        "name": mask.name(one.account),
        "name_matches": one.name,
        "id_matches": one.identity,
        "company_matches": one.company,
        "tax_id_matches": one.tax_id,
    }


def around(facts: Facts, mask: Mask) -> dict[str, Any]:
    """Return what is known beside rows and files; what nobody looked for is left out."""
    told = {
        "ledger_filters": _filters(facts),
        "attempts": _many(facts.attempts, lambda one: _attempt(one, mask)),
        "notices": _many(facts.windows, _notice),
        "probes": _many(facts.probes, _probe),
        "seller": _seller(facts, mask),
        "grants": _many(facts.grants, lambda one: _grant(one, mask)),
        "submissions": _many(facts.submissions, lambda one: _submission(one, mask)),
        "failed_imports": _many(facts.failed_imports, lambda one: _failed(one, mask)),
        "red_letters": _many(facts.red_letters, lambda one: _letter(one, mask)),
    }
    return {name: value for name, value in told.items() if value is not None}


def _many(rows: Any, tell: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401 - of any kind
    return None if rows is None else [tell(one) for one in rows]


def _filters(facts: Facts) -> dict[str, Any] | None:
    one = facts.list_filter
    if one is None:
        return None
    return {
        "month": one.month or None,
        "date_basis": one.date_basis or None,
        "from": one.start.isoformat() if one.start is not None else None,
        "to": one.end.isoformat() if one.end is not None else None,
        "verify_status": list(one.verify_status) or None,
        "kind": list(one.kinds) or None,
        "tab": one.tab,
        "others": {name: list(told) for name, told in one.others.items()},
    }


def _attempt(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - Attempt
    return {
        "at": _time(one.at),
        "who": mask.name(one.who),
        "channel": "" if one.entry is None else one.entry.value,
        "result": mask.text(one.words),
        "number": mask.number(one.number),
        "date": one.issued_on.isoformat() if one.issued_on is not None else None,
        "client": one.client,
    }


def _notice(one: Window) -> dict[str, Any]:
    names = "、".join(sorted(_NAMED.get(entry, entry.value) for entry in one.entries))
    if one.end is None:
        when = f"自{one.start:%Y年%m月%d日%H:%M}起停机维护，恢复时间另行通知"
    else:
        when = f"{one.start:%Y年%m月%d日%H:%M}至{one.end:%Y年%m月%d日%H:%M}停机维护，暂停服务"
    return {"text": f"{names}定于{when}。", "seen_at": _time(one.start - NOTICED)}


def _probe(one: Any) -> dict[str, Any]:  # noqa: ANN401 - Probe
    target = one.target if one.entry is None else one.entry.value
    return {"at": _time(one.at), "target": target, "ok": one.ok, "detail": one.detail}


def _seller(facts: Facts, mask: Mask) -> dict[str, Any] | None:
    one = facts.seller_side
    if one is None:
        return None
    message = {
        "at": _time(one.said_at or facts.now),
        "says": one.says,
        "text": mask.text(one.words),
    }
    return {
        "name": mask.name(one.name),
        "uploads_late_days_median": one.late_days,
        "samples": one.samples,
        "messages": [message] if one.says is not None or one.words else [],
    }


def _grant(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - Grant
    return {
        "system": one.system,
        "what": one.what,
        "who": mask.name(one.who),
        "detail": dict(one.detail),
        "from": one.start.isoformat() if one.start is not None else None,
        "until": one.until.isoformat() if one.until is not None else None,
        "set_by": mask.name(one.set_by),
    }


def _submission(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - Submission
    return {
        "number": mask.number(one.number),
        "code": one.code,
        "state": one.state,
        "unfinished_step": mask.text(one.unfinished_step),
        "owner": mask.name(one.owner),
        "submitted_by": mask.name(one.submitted_by),
    }


def _failed(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - FailedImport
    return {
        "at": _time(one.at),
        "file": "导出.xlsx",
        "row": one.row,
        "number": mask.number(one.number),
        "reason": mask.text(one.reason),
        "waits": one.waits,
    }


def _letter(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - RedLetter
    return {
        "confirm_no": mask.digits(one.confirm_no),
        "blue_number": mask.number(one.blue_number),
        "red_number": mask.number(one.red_number),
        "state_code": one.state_code or None,
        "state": one.state,
        "entered_by": one.entered_by,
        "created_at": _time(one.created_at),
        "expires_at": _time(one.expires_at),
        "amount": plain(one.amount) if one.amount is not None else None,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
