"""A notice's text → its windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chapiao.invoice.dates import BEIJING
from chapiao.invoice.region import PROVINCES
from chapiao.notices.assign import by_period
from chapiao.notices.changes import Change, changes
from chapiao.notices.clauses import Said, Says
from chapiao.notices.draft import Draft
from chapiao.notices.finish import kept_of, window_of
from chapiao.notices.model import Kind, Window
from chapiao.notices.moments import Known
from chapiao.notices.periods import Period
from chapiao.notices.plain import plain
from chapiao.notices.sentences import FAULT, FINISHED, Sentence, sentences, without_quotes
from chapiao.notices.services import Field, field_of
from chapiao.notices.tokens import signs

_DETAILS = re.compile(r"如下|其中|分[^,。;]{0,4}(?:批|阶段|时段|步|次)|具体(?:时间|安排)")
_LIST = re.compile(r"(?:如下|以下)[^。;]*$|:$")
_ALL = re.compile(r"上述|以上|两次|各时段|均|全部时段")


def windows(
    text: str,
    published_at: datetime,
    publisher: str = "",
    earlier: Sequence[Window] = (),
    *,
    nameless: bool = False,
) -> tuple[Window, ...]:
    """Return the windows a notice states, in the order of the text; none is not an error.

    A moment without a zone is taken for Beijing's. `earlier` are windows announced before:
    an extension that does not repeat the start takes it from there. `nameless`: keep the
    upkeep of what is none of our services, too.

    >>> [(w.end.hour, *w.services) for w in windows(
    ...     "查验平台定于3月7日22:00至次日6:00停机维护。", datetime(2026, 3, 5))]
    [(6, <Service.INV_VERI: 'inv_veri'>)]
    """
    if published_at.tzinfo is None:
        published_at = published_at.replace(tzinfo=BEIJING)
    published = published_at.astimezone(BEIJING)
    read = signs(re.sub(r"[“”「」『』\"]", "", without_quotes(plain(text))))
    field = field_of(publisher, read.text)
    day = published.date()
    known = Known(published=published, anchor=day, last=day)
    notice = _Notice(text=read.text, field=field, drafts=())
    context: tuple[Said, ...] = ()
    for order, one in enumerate(sentences(read, known, field)):
        latest = [_period_of(draft) for draft in notice.drafts if draft.order == notice.latest]
        before = [period for period in latest if period]
        here = replace(known, nearest=True)
        changed = changes(read, one, before, here)
        notice = notice.read(one, order, changed, context)
        context = _context(one, context)
    regions = _regions(publisher + plain(text))
    kept = kept_of(notice.drafts, read.text, published)
    made = [window_of(draft, field, regions, earlier, nameless=nameless) for draft in kept]
    return tuple(dict.fromkeys(one for one in made if one is not None))


_UNTOUCHED = re.compile(
    r"(?:^|[,;:])(?:升级|维护|切换|期间|届时|各项|各类|所有|全部|您的|纳税人|正常|涉税|的)*"
    r"(?:业务|使用|办理|服务|办税)(?:办理|使用)?均?不受(?:任何)?影响|(?:^|[,;:])(?:(?!其余|其他|其它)[^,;:]){0,6}不停机|无感知?升级"
)
_TOO = re.compile(r"同步|同时|一并|亦|也(?:将|会)?(?:停|暂|不)")
_SCOPE = re.compile(
    r"^(?:停机|停用|停止|停办|暂停|影响|受影响|涉及|升级|维护)?(?:的)?"
    r"(?:系统|范围|业务|平台|渠道|服务|对象|内容|功能)(?:范围)?[:为是]"
)
# 委托代征系统停机: a system by its own name, though none of ours.
_ANOTHER = re.compile(
    r"(?:^|[,;:\s\ue001\ue002])(?!(?:[^,;:]{0,6})(?:全部|所有|各|上述|以上|相关|该|本|其|税务|征管|核心|应用))"
    r"[\u4e00-\u9fff]{2,8}(?:系统|平台)(?:将|均)?(?:停机|停止|暂停|停用|停办)"
)
SHORT_HEADING = 14  # characters; 停机范围 stands alone on its line


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    """What was read so far. `latest` is the sentence of the last period."""

    text: str  # of the whole notice, with signs
    field: Field
    drafts: tuple[Draft, ...]
    latest: int = -1
    attached: int = -1  # the sentence that last named services for drafts
    listing: Says = Says.NOTHING  # what the heading of the list we are in says
    scope: tuple[Said, ...] = ()  # 停机范围 told before any period

    def read(
        self, one: Sentence, order: int, changed: list[Change] | None, context: tuple[Said, ...]
    ) -> _Notice:
        """Take in a sentence."""
        listing = self._listing(one)
        if changed is not None:
            return replace(self._changed(one, order, changed, context), listing=listing)
        if one.periods:
            return replace(self._stated(one, order, context), listing=listing)
        if _UNTOUCHED.search(one.text) and not one.named and one.says is Says.WORKS:
            kept = tuple(d for d in self.drafts if d.order != self.latest or not d.only_upkeep)
            return replace(self, listing=listing, drafts=kept)
        if _DETAILS.search(one.text) and len(one.text) <= SHORT_HEADING:
            return replace(self, listing=listing, drafts=tuple(map(self._summed_up, self.drafts)))
        return replace(self._named(one, order, listing), listing=listing)

    def _named(self, one: Sentence, order: int, listing: Says) -> _Notice:
        """Take in what a sentence without a period stops: of the periods before, or to come."""
        named = [said for said in one.named if self._is_stopped(said, listing)]
        if not named:
            return self
        if self.drafts:
            return self if FINISHED.search(one.text) else self._attach(one, order, named)
        if self.scope or listing is Says.STOPS or _SCOPE.search(one.text):
            return replace(self, scope=(*self.scope, *named))
        return self

    def _listing(self, one: Sentence) -> Says:
        heading = len(one.text) <= SHORT_HEADING and not one.said and not one.periods
        if heading or _LIST.search(one.text):
            return one.says
        return self.listing if one.says is Says.NOTHING else Says.NOTHING

    def _summed_up(self, draft: Draft) -> Draft:
        return replace(draft, summary=True) if draft.order == self.latest else draft

    @staticmethod
    def _is_stopped(said: Said, listing: Says) -> bool:
        if said.says is Says.NOTHING:
            return listing is Says.STOPS
        return said.says is Says.STOPS

    def _stated(self, one: Sentence, order: int, context: tuple[Said, ...]) -> _Notice:
        speaks = bool(one.named) or (
            one.says is not Says.WORKS and _speaks_of_stop(one, self, context)
        )
        whole = [period for period in one.periods if speaks or (period.to and period.clocks)]
        if not whole or (not speaks and one.says is Says.WORKS):
            return self
        another = bool(_ANOTHER.search(one.text)) and not one.named
        context = () if another else context
        shares = by_period(self.text, one.named, [period.where for period in one.periods])
        made = []
        for period, share in zip(one.periods, shares, strict=True):
            if period not in whole:
                continue
            draft = Draft(
                change=Change(
                    start=period.start, end=period.end, kind=Kind.PLANNED, where=period.where
                ),
                context=frozenset(said.mention.service for said in context if speaks),
                silent=not speaks,
                another=another,
                order=order,
                fault=bool(FAULT.search(one.text)),
                summary=bool(_DETAILS.search(one.text)),
                says=one.text,
                shown=one.shown,
            ).with_services(share)
            made.append(self._headed(draft, context) if speaks else draft)
        if _UNTOUCHED.search(one.text):
            made = [draft for draft in made if not draft.only_upkeep]
        return replace(self, drafts=(*self.drafts, *made), latest=order)

    def _headed(self, draft: Draft, context: tuple[Said, ...]) -> Draft:
        """Give a bare period what the heading over it names."""
        if draft.is_bare and self.scope:
            return draft.with_services(self.scope)
        heading = [one for one in context if one.says is Says.NOTHING]
        return draft.with_services(heading) if draft.is_bare and heading else draft

    def _changed(
        self, one: Sentence, order: int, changed: list[Change], context: tuple[Said, ...]
    ) -> _Notice:
        drafts = list(self.drafts)
        named: list[Said] = [s for s in one.said if s.says is not Says.ASIDE]
        for change in changed:
            same = [
                d
                for d in drafts
                if change.before
                and d.change.where == change.where
                and d.change.start == change.start
            ]
            for draft in same:
                drafts[drafts.index(draft)] = replace(draft, change=change, summary=False)
            if not same:
                draft = Draft(
                    change=change, order=order, says=one.text, shown=one.shown
                ).with_services(named)
                old = [d for d in self.drafts if d.order == self.latest]
                if draft.is_bare and old:
                    draft = replace(draft, stopped=old[-1].stopped, worked_on=old[-1].worked_on)
                drafts.append(self._headed(draft, context))
        return replace(self, drafts=tuple(drafts), latest=order if changed else self.latest)

    def _attach(self, one: Sentence, order: int, named: list[Said]) -> _Notice:
        """Give what a sentence without a period stops to the periods before it."""
        every = bool(_ALL.search(one.text))
        holds = [draft for draft in self.drafts if draft.change.kind is not Kind.CANCELLED]
        goes_on = any(draft.order == self.latest for draft in holds)
        drafts = [
            _as_well(draft, one).with_services(named)
            if (
                (every or draft.order == self.latest)
                and (draft in holds or draft.is_bare or not goes_on)
            )
            or (draft.is_bare and draft.order > self.attached)
            else draft
            for draft in self.drafts
        ]
        return replace(self, drafts=tuple(drafts), attached=order)


def _as_well(draft: Draft, one: Sentence) -> Draft:
    """Let what is worked on be stopped, where a sentence says that others are so as well."""
    if not _TOO.search(one.text):
        return draft
    return replace(draft, stopped=draft.stopped | draft.worked_on)


def _speaks_of_stop(one: Sentence, notice: _Notice, context: tuple[Said, ...]) -> bool:
    """Whether a sentence that names no service tells a period of stopping all the same."""
    if one.says in {Says.STOPS, Says.UPKEEP}:
        return True
    bare = len(one.text) <= SHORT_HEADING
    return bool(bare or notice.drafts or context or re.search(r"时间|时段|期间", one.text))


def _context(one: Sentence, context: tuple[Said, ...]) -> tuple[Said, ...]:
    """Return what was spoken of last; a heading over periods holds until the next one."""
    told = one.said if FINISHED.search(one.text) else one.named
    named = tuple(said for said in told if not said.place_only)
    return named or context


def _period_of(draft: Draft) -> Period | None:
    change = draft.change
    start = change.start or change.end
    return Period(start=start, end=change.end, where=change.where) if start else None


def _regions(text: str) -> frozenset[str]:
    place = text.replace("北京时间", "")
    return frozenset(two for two, name in PROVINCES.items() if name in place)
