"""The forms of 公告: pasting one, its windows as a person confirms them, free time, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from chapiao.actions.decide_notice import YEARS
from chapiao.actions.notice_feeds import LONGEST, SHORTEST
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.region import PROVINCES
from chapiao.notices.model import Kind, Service, Window
from chapiao.notices.services import CHINESE
from chapiao.store.models import NoticeWindow

SPARE = 2  # empty rows for periods that were not read
MOST = 200
HOURS = [(str(n), f"{n} 小时") for n in (1, 2, 4, 8)]
SERVICES = [(one.value, CHINESE[one]) for one in Service]
_CLOCK = "%Y-%m-%dT%H:%M"
_CLOCKS = (_CLOCK, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


def _moment(label: str, *, required: bool = False, hint: str = "") -> forms.DateTimeField:
    box = forms.DateTimeInput(attrs={"class": "input", "type": "datetime-local"}, format=_CLOCK)
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=box,
        input_formats=_CLOCKS,
        help_text=hint,
        validators=[_likely],
    )


def _likely(moment: datetime) -> None:
    """Refuse the years that are only mistyped: some of them no clock of ours can hold."""
    if moment.year not in YEARS:
        msg = "年份不对，请核对"
        raise forms.ValidationError(msg)


def _text(label: str, most: int, hint: str = "", *, required: bool = False) -> forms.CharField:
    box = forms.TextInput(attrs={"class": "input"})
    return forms.CharField(
        label=label, required=required, max_length=most, widget=box, help_text=hint
    )


class PasteNotice(forms.Form):
    """A notice as it was read somewhere."""

    text = forms.CharField(
        label="公告正文",
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 7}),
        help_text="整段粘贴即可，网页、邮件、表格都行；一份公告里有几个时段、几个服务，都会分开列出",
    )
    published_at = _moment("发布时间", hint="“今晚”“本周六”从这一天算起；不填就是现在")
    publisher = _text("发布单位", 100, "如 国家税务总局浙江省税务局")
    source = _text("出处", 500, "网址，或在哪里看到的")

    def told(self, now: datetime) -> dict[str, Any]:
        """Return what `take_notice.take` asks for."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "published_at": given["published_at"] or now,
            "publisher": given["publisher"],
            "source": given["source"],
        }


class WindowForm(forms.Form):
    """One period of a notice."""

    starts = _moment("开始")
    ends = _moment("结束", hint="没有公布就空着")
    services = forms.MultipleChoiceField(
        label="停止的服务",
        required=False,
        choices=SERVICES,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label="性质",
        choices=[(one.value, one.chinese) for one in Kind],
        widget=forms.Select(attrs={"class": "select"}),
    )
    region = forms.ChoiceField(
        label="地区",
        required=False,
        choices=[("", "全国"), *PROVINCES.items()],
        widget=forms.Select(attrs={"class": "select"}),
    )
    drop = forms.BooleanField(label="不要这个时段", required=False)
    says = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def is_blank(self) -> bool:
        """Whether nothing was filled in, or the row is not wanted."""
        given = self.cleaned_data
        return bool(given["drop"]) or not (given["starts"] or given["ends"] or given["services"])

    def window(self) -> Window:
        """Return the period as it was confirmed; seconds that were not touched stay."""
        given = self.cleaned_data
        region = given["region"]
        return Window(
            start=self._kept("starts"),
            end=self._kept("ends"),
            services=frozenset(Service(one) for one in given["services"]),
            kind=Kind(given["kind"]),
            regions=frozenset({region} - {""}) or self.more_regions,
            says=given["says"],
        )

    @property
    def more_regions(self) -> frozenset[str]:
        """Several provinces that were read: one box cannot show them, and they stay."""
        told = self.initial.get("regions") or ()
        return frozenset(told) if len(told) > 1 else frozenset()

    def _kept(self, name: str) -> datetime | None:
        """Return a moment as filled in; the box shows no seconds, so 23:59 stays 23:59:59."""
        told, shown = self.cleaned_data[name], self.initial.get(name)
        if told is None:
            return None
        if shown is not None and shown.replace(second=0) == told:
            told = shown
        return timezone.localtime(told, BEIJING)


def window_forms(rows: Iterable[NoticeWindow], sent: Mapping[str, Any] | None) -> list[WindowForm]:
    """Return a form for each period read, and a few more for what was not."""
    shown = [_initial(one) for one in rows][:MOST]
    return [
        WindowForm(sent, prefix=f"w{at}", initial=one)
        for at, one in enumerate([*shown, *[{"kind": Kind.PLANNED.value}] * SPARE])
    ]


def _initial(row: NoticeWindow) -> dict[str, Any]:
    return {
        "starts": row.starts and timezone.localtime(row.starts),
        "ends": row.ends and timezone.localtime(row.ends),
        "services": row.services,
        "kind": row.kind,
        "region": row.regions[0] if len(row.regions) == 1 else "",
        "regions": tuple(row.regions),
        "says": row.says,
    }


class FreeTime(forms.Form):
    """What one wants to do without being stopped, and for how long."""

    service = forms.ChoiceField(
        label="要用的服务",
        required=False,
        choices=[("", "全部服务"), *SERVICES],
        widget=forms.Select(attrs={"class": "select"}),
    )
    hours = forms.ChoiceField(
        label="要多久",
        required=False,
        choices=HOURS,
        initial="2",
        widget=forms.Select(attrs={"class": "select"}),
    )


class Feed(forms.Form):
    """An address where notices appear."""

    name = _text("名称", 60, required=True)
    url = _text("地址", 500, "RSS、Atom、ICS，或一页就是一份公告的网页", required=True)
    publisher = _text("发布单位", 100)
    every = forms.IntegerField(
        label="每几分钟看一次",
        initial=60,
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
