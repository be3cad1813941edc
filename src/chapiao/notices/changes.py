"""What a notice does to a period announced earlier: a new end, other hours, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chapiao.notices.matched import token
from chapiao.notices.model import Kind
from chapiao.notices.moments import Known, at, day_of, end_of
from chapiao.notices.periods import Period, duration, side_by_side
from chapiao.notices.sentences import FINISHED, TITLE, Sentence
from chapiao.notices.tokens import CLOCK, DATE, Clock, Date, Signs

_CANCEL = re.compile(
    r"取消(?!勾选|确认|授权)|不再(?:进行|实施|停机|执行|升级)|暂不(?:进行|实施|升级)|撤销(?!红|勾选|确认|申请)|暂缓(?!办理|受理|开具)"
)
_TO = r"(?:至|到|为|于|在)"
_MOVE_TO = re.compile(
    rf"(?:推迟|延期|延后|顺延|改期|调整|变更|更正|更改|改|提前|延迟)(?:[\d一两二三]{{1,2}}(?:天|日|周|个?小时))?{_TO}"
    r"|有误,?(?:(?:现|应|更正|改)+(?:为|以)|正确的?(?:时间|日期)?应?[为是])"
)
_MOVE = re.compile(r"推迟|延期|改期|暂缓(?!办理|受理|开具)")
_EXTEND = re.compile(
    r"延长|(?:结束|恢复|完成|开放)(?:服务)?时间[^,。;]{0,6}(?:推迟|延期|延后|顺延|延迟|调整)"
    r"|(?:推迟|延期|延后|顺延|延迟)[至到][^,。;]{0,8}(?:恢复|结束|完成|开放)"
    r"|(?:结束|恢复|完成|开放)(?:服务)?时间[^,。;]{0,8}延至"
)
_PERHAPS = re.compile(
    r"(?:如遇|如有|如因|若遇|若因|可能|或将)[^。;]{0,16}(?:顺延|延长|推迟|延期|取消)"
)
_STARTED = re.compile(
    rf"开始(?:时间)?(?:仍)?[为是:]?(?P<d>{DATE})? ?(?P<c>{CLOCK})"
    rf"|自(?P<d2>{DATE})? ?(?P<c2>{CLOCK})起?开始"
)
_SAME_END = re.compile(r"(?:结束|恢复)(?:服务)?时间(?:仍|依然|不变)")
_NEW_END = re.compile(r"(?:延长|推迟|延期|延后|顺延|延迟|调整|延)(?:时间)?(?:[至到为])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A period of a sentence, or of the one before it (`before`), with its kind.

    Where the start is not told, the earlier notice is known by `old_end` or by its `day`.
    """

    start: datetime | None
    end: datetime | None
    kind: Kind
    where: tuple[int, int]
    before: bool = False
    old_end: datetime | None = None
    day: date | None = None


def changes(
    text: Signs, one: Sentence, before: Sequence[Period], known: Known
) -> list[Change] | None:
    """Return what a sentence does to earlier periods; None when it speaks of none.

    `before` are the periods of the sentences before it, for 现决定取消本次停机.
    """
    if TITLE.search(one.text) or _PERHAPS.search(one.text):
        return None
    extend, cancel = _EXTEND.search(one.text), _CANCEL.search(one.text)
    move = _MOVE_TO.search(one.text) or _MOVE.search(one.text)
    if extend:
        return _extended(text, one, before, known)
    if move and not before and not _MOVE_TO.search(one.text):
        return list(_cancelled(one, before)) or None
    if move and not FINISHED.search(one.text):
        moved = _moved(text, one, before, one.place[0] + move.start())
        if moved or not cancel:
            return moved
    if cancel:
        return list(_cancelled(one, before))
    return None


def _cancelled(one: Sentence, before: Sequence[Period]) -> Iterator[Change]:
    for old in one.periods or before:
        yield _change(old, Kind.CANCELLED, before=not one.periods)
    if not one.periods and not before:
        whole = _days_listed(one.points)
        for point in whole:
            yield _change(point, Kind.CANCELLED)
        for point in one.points[:1] if not whole else ():
            yield Change(
                start=None, end=None, kind=Kind.CANCELLED, where=point.where, day=point.start.date()
            )


def _days_listed(points: Sequence[Period]) -> list[Period]:
    """Return whole days told as a list: 9月12日、13日不再停机. A single one is told elsewhere."""
    days = [replace(one, end=one.start + timedelta(days=1)) for one in points if not one.clocks]
    listed = side_by_side(days)
    return listed if len(listed) < len(days) else []


def _change(old: Period, kind: Kind, *, before: bool = False) -> Change:
    return Change(start=old.start, end=old.end, kind=kind, where=old.where, before=before)


def _extended(
    text: Signs, one: Sentence, before: Sequence[Period], known: Known
) -> list[Change] | None:
    """Read 延长至…, with the old period in this sentence, in one before, or nowhere."""
    found = _NEW_END.search(text.text, *one.place)
    mark = found.end() if found else one.place[1]
    own = [period for period in one.periods if period.where[0] < mark]
    old = own[0] if own else next(reversed(before), None)
    whole = [period for period in one.periods if period.where[0] >= mark and period.to]
    if whole:  # 由A至B延长为A至C
        start = own[0].start if own else whole[0].start
        return [Change(start=start, end=whole[0].end, kind=Kind.EXTENDED, where=whole[0].where)]
    ended = _end_told(text, one.place[0], mark, known)
    new = _new_end(text, (mark, one.place[1]), old.end if old else ended, known)
    if new is None:
        lasts = duration(text.text[one.place[0] : one.place[1]].replace("延长", "延长时间"))
        end = old.end if old else ended
        new = end + lasts if lasts and end else None
    if new is None and old is None:
        return None
    began = _start_told(text, (mark, one.place[1]), known)
    if began is not None:
        where = own[0].where if own else (mark, mark)
        return [Change(start=began, end=new, kind=Kind.EXTENDED, where=where, old_end=ended)]
    where = old.where if old else (mark, mark)
    return [
        Change(
            start=old.start if old else None,
            end=new,
            kind=Kind.EXTENDED,
            where=where,
            before=bool(old) and not own,
            old_end=ended,
        )
    ]


def _start_told(text: Signs, place: tuple[int, int], known: Known) -> datetime | None:
    """Return the start of 延长至…,开始时间为…."""
    found = _STARTED.search(text.text, *place)
    if found is None:
        return None
    clock = token(found, "c", text, Clock) or token(found, "c2", text, Clock)
    dated = token(found, "d", text, Date) or token(found, "d2", text, Date)
    day = day_of(dated, known) if dated else known.last
    return at(day, clock) if clock and day else None


def _end_told(text: Signs, begin: int, mark: int, known: Known) -> datetime | None:
    """Return the old end of 原定…结束, where no start is told."""
    told = [(place, token) for place, token in sorted(text.tokens.items()) if begin <= place < mark]
    clocks = [token for _, token in told if isinstance(token, Clock)]
    dates = [token for _, token in told if isinstance(token, Date)]
    day = day_of(dates[-1], known) if dates else known.last
    return at(day, clocks[-1]) if clocks and day else None


def _new_end(
    text: Signs, place: tuple[int, int], old: datetime | None, known: Known
) -> datetime | None:
    told = [token for at_, token in sorted(text.tokens.items()) if place[0] <= at_ < place[1]]
    clock = next((token for token in told if isinstance(token, Clock)), None)
    dated = next((token for token in told if isinstance(token, Date)), None)
    if clock is None:
        return None
    near = old.date() if old else known.last
    last = Known(published=known.published, anchor=near, last=near)
    day = day_of(dated, last) if dated else None
    return end_of(old or known.published, day, clock, "")


def _moved(text: Signs, one: Sentence, before: Sequence[Period], mark: int) -> list[Change] | None:
    """Read 推迟至…: the old period is cancelled, the new one planned."""
    own = [period for period in one.periods if period.where[0] < mark]
    new = [period for period in one.periods if period.where[0] >= mark]
    old = own or list(before[-1:])
    told = [_change(period, Kind.CANCELLED, before=not own) for period in old]
    if new:
        if new[-1].end and _SAME_END.search(one.text):
            told = [replace(one, end=one.end or new[-1].end) for one in told]
        return told + [_change(period, Kind.PLANNED) for period in new]
    shifted = _shifted(text, (mark, one.place[1]), old[-1]) if old else None
    if shifted is None and not re.search(r"推迟|延期|改期|暂缓", one.text):
        return None
    return told + ([shifted] if shifted else [])


def _shifted(text: Signs, place: tuple[int, int], old: Period) -> Change | None:
    """Read a new day or a new start without an end: it lasts as long as the old one."""
    told = [
        (at_, token) for at_, token in sorted(text.tokens.items()) if place[0] <= at_ < place[1]
    ]
    dated = next((token for _, token in told if isinstance(token, Date)), None)
    clock = next((token for _, token in told if isinstance(token, Clock)), None)
    if not told or (dated is None and clock is None):
        return None
    before = old.start.date()
    last = Known(published=old.start, anchor=before, last=before, nearest=True)
    day = day_of(dated, last) if dated else before
    if day is None:
        return None
    start = at(day, clock) if clock else datetime.combine(day, old.start.timetz())
    end = start + (old.end - old.start) if old.end else None
    if _SAME_END.search(text.text, *place):
        end = old.end
    return Change(start=start, end=end, kind=Kind.PLANNED, where=(told[0][0], told[-1][0] + 1))
