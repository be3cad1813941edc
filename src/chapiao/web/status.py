"""状态: whether the entries answer, whose fault it is where not, and what it was like before."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import own_parts, silence
from chapiao.actions.maintenance import windows
from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.entry import Entry
from chapiao.store.models import ProbeTarget, TargetKind, Whose
from chapiao.store.queries.health import Cell, Watched, watched
from chapiao.web.page import page
from chapiao.web.person import now, person

_COLOURS = {
    Whose.NOBODY: "green",
    Whose.PLANNED: "blue",
    Whose.UNTOLD: "orange",
    Whose.LOCAL: "orange",
    Whose.THEIRS: "red",
    Whose.OURS: "red",
}
_DO = {
    Whose.LOCAL: "请网管看代理、网关和出口；着急时用手机流量打开入口查",
    Whose.THEIRS: "等对方恢复，到点会自动再查；不要反复试，以免用掉查验次数",
    Whose.PLANNED: "等维护结束，之后会自动再查",
    Whose.OURS: "请运维处理本系统的故障",
    Whose.UNTOLD: "用手机流量打开同一个入口：打得开就是本单位这边",
}
WIDTH = 7  # of a cell of a strip, with the gap behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One cell as it is drawn: where it begins, and its colour."""

    at: int
    colour: str
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A history as it is drawn, side by side, the oldest first."""

    name: str
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """How wide the drawing is, in its own units."""
        return WIDTH * len(self.bars)

    @property
    def looked(self) -> tuple[Cell, ...]:
        """The cells in which somebody looked."""
        return tuple(one.cell for one in self.bars if one.cell.whose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is looked at, as the page shows it."""

    target: ProbeTarget
    word: str
    colour: str
    says: str
    do: str
    strips: tuple[Strip, ...]
    share: float | None
    planned: tuple[Window, ...]


@page("GET")
def status(request: HttpRequest) -> HttpResponse:
    """Show what is looked at: the entries, then our own side."""
    who, at = person(request), now()
    rows = [_row(one) for one in watched(at)]
    shown = {
        "entries": [one for one in rows if one.target.kind == TargetKind.ENTRY],
        "ours": [one for one in rows if one.target.kind != TargetKind.ENTRY],
        "alarms": silence.open_alarms(who),
        "probes_on": settings.PROBES,
        "control_on": bool(settings.PROBE_CONTROL),
    }
    return render(request, "web/status.html", shown)


@page("POST")
def alarm_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the alarm of a silent source off the list."""
    silence.handle(person(request), pk, now())
    return redirect("lookups" if request.POST.get("back") == "lookups" else "status")


def _row(one: Watched) -> Row:
    target, at = one.target, now()
    word, says = target.whose or "还没有看过", target.says
    if target.kind == TargetKind.OWN and (wrong := own_parts.fault_of(target, at)):
        word, says = Whose.OURS.value, wrong
    entry = target.kind == TargetKind.ENTRY
    return Row(
        target=target,
        word=word,
        colour=_colour(word),
        says=says,
        do=_DO.get(Whose(word), "") if word in set(Whose) else "",
        strips=(
            Strip(name="最近24小时", bars=_bars(one.day)),
            Strip(name="最近30天", bars=_bars(one.month)),
        ),
        share=one.share if entry else None,
        planned=windows(Entry(target.name), at) if entry else (),
    )


def _bars(cells: tuple[Cell, ...]) -> tuple[Bar, ...]:
    return tuple(
        Bar(at=place * WIDTH, colour=_colour(one.whose), cell=one)
        for place, one in enumerate(cells)
    )


def _colour(word: str) -> str:
    return _COLOURS[Whose(word)] if word in set(Whose) else "grey"
