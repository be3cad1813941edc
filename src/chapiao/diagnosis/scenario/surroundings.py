"""Of a told world: earlier checks, notices, probes, the seller, own documents, imports."""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis.question import entry_named
from chapiao.diagnosis.scenario.fields import Fields
from chapiao.diagnosis.scenario.notice import windows_of
from chapiao.diagnosis.words import understand
from chapiao.diagnosis.world.entries import Attempt, Client, OwnProbe, Probe, Window
from chapiao.diagnosis.world.papers import (
    ExportSpan,
    FailedImport,
    RedLetter,
    SellerSays,
    SellerSide,
    Submission,
)
from chapiao.invoice.entry import Entry
from chapiao.invoice.typed import halfwidth

HIMSELF = frozenset({"本人", "我", "自己", "经办人"})
_HOSTS = (
    (Entry.PLATFORM, r"inv-veri|查验|fpcy"),
    (Entry.ETAX, r"etax|电子税务局|税务数字账户|dppt|tpass"),
    (Entry.FISCAL, r"pjcy|财政"),
    (Entry.RAIL, r"12306"),
    (Entry.BLOCKCHAIN, r"bcfp|区块链"),
    (Entry.BEIJING, r"北京|beijing"),
    (Entry.VENDOR, r"api|接口|第三方|baidu|tencent|aliyun|nuonuo"),
    (Entry.OWN, r"本系统|台账|chapiao"),
)


def client_of(asked: Fields) -> Client | None:
    """Return the computer the asker sits at."""
    row = asked.one("client")
    if row is None:
        return None
    skew = row.number("clock_skew_s")
    return Client(
        browser=row.words("browser"),
        system=row.words("os"),
        online=row.flag("online"),
        clock_skew=None if skew is None else int(skew),
        probe=_own_probe(row.one("probe")),
    )


def _own_probe(row: Fields | None) -> OwnProbe | None:
    if row is None:
        return None
    http = row.words("http")
    ms = row.number("ms") if isinstance(row.given.get("ms"), int | float) else None
    return OwnProbe(
        dns=_step(row, "dns"),
        tls=_step(row, "tls"),
        http=int(http) if http.isdecimal() else 0,
        ms=None if ms is None else int(ms),
        other_sites_ok=row.flag("other_sites_ok"),
    )


def _step(row: Fields, key: str) -> str:
    """Return how a step of the way went; yes and no are taken for words."""
    told = row.given.get(key)
    if isinstance(told, bool):
        return "ok" if told else "fail"
    return row.words(key)


def attempts_of(known: Fields, asker: str = "") -> tuple[Attempt, ...] | None:
    """Return the earlier checks, oldest first; 本人 is the asker."""
    rows = known.many("attempts")
    if rows is None:
        return None
    found = [_attempt(row, asker) for row in rows if row.moment("at") is not None]
    return tuple(sorted(found, key=lambda one: one.at))


def _attempt(row: Fields, asker: str) -> Attempt:
    at = row.moment("at")
    if at is None:
        raise ValueError
    entry = entry_of(row.words("channel"))
    words = row.words("result")
    return Attempt(
        at=at,
        who=asker if asker and row.words("who") in HIMSELF else row.words("who"),
        entry=entry,
        words=words,
        outcome=understand(entry, words),
        number=row.plain("number") or "",
        issued_on=row.day("date"),
        client=row.words("client"),
    )


def entry_of(named: str) -> Entry | None:
    """Return the entry that a channel or a host is."""
    plain = halfwidth(named)
    return (entry_named(plain) if plain else None) or next(
        (entry for entry, host in _HOSTS if re.search(host, plain, re.IGNORECASE)), None
    )


def windows_in(known: Fields, now: datetime) -> tuple[Window, ...] | None:
    """Return the windows of every notice."""
    rows = known.many("notices")
    if rows is None:
        return None
    return windows_of((row.words("text"), row.moment("seen_at") or now) for row in rows)


def probes_of(known: Fields) -> tuple[Probe, ...] | None:
    """Return what the server saw."""
    rows = known.many("probes")
    if rows is None:
        return None
    return tuple(_probe(row, at) for row in rows if (at := row.moment("at")) is not None)


def _probe(row: Fields, at: datetime) -> Probe:
    target = row.words("target")
    detail = row.given.get("detail")
    return Probe(
        at=at,
        target=target,
        ok=row.flag("ok") or False,
        entry=entry_of(target),
        detail="" if detail is None else str(detail),
    )


def seller_of(known: Fields) -> SellerSide | None:
    """Return what is known of the seller."""
    row = known.one("seller")
    if row is None:
        return None
    messages = row.many("messages") or ()
    last = messages[-1] if messages else None
    said = [row.words("says"), *(one.words("says") for one in messages[::-1])]
    says = next((one for one in said if one in set(SellerSays)), None)
    words = last.words("text") if last is not None else ""
    return SellerSide(
        name=row.words("name"),
        late_days=row.number("uploads_late_days_median"),
        samples=int(row.number("samples") or 0),
        says=_meant(words) if says is None else SellerSays(says),
        said_at=last.moment("at") if last is not None else None,
        words=words,
    )


# What a seller's own words come to, where nobody has put it down. A denial is never read into them.
_MEANT = (
    (SellerSays.FAILED, r"开票失败|没(?:有)?开(?:出来|成功?)|开不(?:了|出)"),
    (SellerSays.ISSUING, r"开票中|正在开(?:票|具)|还在(?:开票|排队)|申请.{0,4}(?:处理|受理)中"),
    (SellerSays.OFFLINE, r"离线开|(?:没|未)(?:有)?(?:上传|传上去|联网|抄税)|断网"),
)


def _meant(words: str) -> SellerSays | None:
    return next((says for says, told in _MEANT if re.search(told, words)), None)


def submissions_of(known: Fields) -> tuple[Submission, ...] | None:
    """Return our own documents."""
    rows = known.many("submissions")
    if rows is None:
        return None
    return tuple(
        Submission(
            number=row.plain("number") or "",
            code=row.plain("code") or "",
            state=row.words("state"),
            unfinished_step=row.words("unfinished_step"),
            owner=row.words("owner"),
            submitted_by=row.words("submitted_by"),
        )
        for row in rows
    )


def failed_imports_of(known: Fields) -> tuple[FailedImport, ...] | None:
    """Return what imports refused."""
    rows = known.many("failed_imports")
    if rows is None:
        return None
    return tuple(
        FailedImport(
            number=row.plain("number") or row.plain("digital_number") or "",
            at=row.moment("at"),
            file=row.words("file"),
            row=row.words("row"),
            reason=row.words("reason"),
            waits=row.flag("waits") or False,
        )
        for row in rows
    )


# 红字确认单 states by what they are called (domain §3.3), where no code is told.
_STATES = (
    ("01", r"无需确认"),
    ("09", r"确认后(?:又)?撤销"),
    ("08", r"发起方.{0,2}撤销|已撤销"),
    ("07", r"72小时|超时|逾期"),
    ("05", r"购方(?:否认|拒绝)"),
    ("06", r"销方(?:否认|拒绝)"),
    ("10", r"异常凭证"),
    ("02", r"待购方确认"),
    ("03", r"待销方确认"),
    ("04", r"双方已确认|已确认"),
)


def _state_code(row: Fields) -> str:
    if row.has("state_code"):
        return row.words("state_code").zfill(2)
    said = row.words("state")
    return next((code for code, told in _STATES if re.search(told, said)), "")


def red_letters_of(known: Fields) -> tuple[RedLetter, ...] | None:
    """Return the red confirmations."""
    rows = known.many("red_letters")
    if rows is None:
        return None
    return tuple(
        RedLetter(
            confirm_no=row.words("confirm_no"),
            blue_number=row.plain("blue_number") or "",
            red_number=row.plain("red_number") or "",
            state_code=_state_code(row),
            state=row.words("state"),
            entered_by=row.words("entered_by"),
            created_at=row.moment("created_at"),
            expires_at=row.moment("expires_at"),
            amount=row.money("amount"),
        )
        for row in rows
    )


def export_span_of(known: Fields) -> ExportSpan | None:
    """Return what the export can hold at all."""
    row = known.one("export")
    if row is None:
        return None
    return ExportSpan(
        direction=row.words("direction"),
        taxpayer=row.words("taxpayer"),
        start=row.day("from"),
        end=row.day("to"),
        fresh_to=row.moment("fresh_to"),
    )


def paper_title_of(asked: Fields) -> str | None:
    """Return what the paper handed in calls itself."""
    file = asked.one("file_reading")
    return (file.words("title") or None) if file is not None else None
