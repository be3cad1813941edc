"""What notices stop: the windows that stand, and the notices a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Kind, Service, Window
from chapiao.notices.standing import Held, holding
from chapiao.store.kin import STEWARDS
from chapiao.store.models import Membership, Notice, NoticeFeed, NoticeState, NoticeWindow, Person

AS_FAR_BACK = timedelta(days=400)  # a window without an end is old news by then
ENDLESS = timedelta(days=30)  # and is not believed for longer than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The windows of all notices taken up, in the order of time, and what of them holds."""

    rows: Sequence[NoticeWindow]
    held: Sequence[Held]

    def row(self, one: Held) -> NoticeWindow:
        """Return the window as it was kept."""
        return self.rows[one.at]

    @property
    def windows(self) -> tuple[Window, ...]:
        """What holds."""
        return tuple(one.window for one in self.held)


def standing(since: datetime) -> Standing:
    """Return what holds of the windows that are not over at a moment.

    What is over by then is left out; what changed a window that is not, never is.
    """
    kept = NoticeWindow.objects.filter(notice__state=NoticeState.KEPT)
    recent = kept.filter(Q(starts=None) | Q(starts__gt=since - AS_FAR_BACK))
    rows = list(recent.select_related("notice").order_by("notice__published_at", "notice_id", "pk"))
    held = holding(window_of(one) for one in rows)
    return Standing(rows=rows, held=tuple(one for one in held if _counts(one.window, since)))


def window_of(row: NoticeWindow) -> Window:
    """Return the window that a row keeps."""
    return Window(
        start=_beijing(row.starts),
        end=_beijing(row.ends),
        services=frozenset(Service(one) for one in row.services),
        kind=Kind(row.kind),
        regions=frozenset(row.regions),
        says=row.says,
    )


def may_decide(person: Person) -> bool:
    """Whether this person may say that a notice counts: it holds for everybody here."""
    if person.is_superuser:
        return True
    return Membership.objects.filter(person=person, role__in=STEWARDS).exists()


def notices_for(person: Person) -> QuerySet[Notice]:
    """Return the notices a person sees: those taken up, one's own, and all to who decides."""
    found = Notice.objects.select_related("added_by", "decided_by", "feed")
    if not may_decide(person):
        found = found.filter(Q(state=NoticeState.KEPT) | Q(added_by=person))
    return found.prefetch_related("windows").order_by("-published_at", "-pk")


def waiting_count(person: Person) -> int:
    """Return how many notices wait for this person to decide."""
    if not may_decide(person):
        return 0
    return Notice.objects.filter(state=NoticeState.WAITING).count()


def feeds_for(person: Person) -> list[NoticeFeed]:
    """Return the addresses that are looked at, with how many notices each brought."""
    if not person.is_superuser:
        return []
    return list(NoticeFeed.objects.annotate(brought=Count("notices")).order_by("name", "pk"))


def cancelled(shown: Standing, since: datetime) -> Iterable[NoticeWindow]:
    """Return the windows announced and not over yet that no longer hold, not even in part."""
    held = {one.at for one in shown.held}
    return [
        row
        for at, row in enumerate(shown.rows)
        if at not in held and row.kind == Kind.PLANNED and _counts(window_of(row), since)
    ]


def fate(rows: Iterable[NoticeWindow], shown: Standing) -> Mapping[int, str]:
    """Return what became of windows, by their keys: 有效, 部分有效, 已变更, 已结束 is not told."""
    held = {shown.rows[one.at].pk: one.window for one in shown.held}
    told: dict[int, str] = {}
    for row in rows:
        window = held.get(row.pk)
        if window is None:
            told[row.pk] = "已被替代"
        elif window.services < set(row.services):
            told[row.pk] = "部分有效"
        else:
            told[row.pk] = "有效"
    return told


def _counts(window: Window, since: datetime) -> bool:
    if window.end is not None:
        return window.end > since
    return window.start is not None and window.start > since - ENDLESS


def _beijing(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(BEIJING)
