"""The form of a scope: what it opens and until when, as an administrator fills it in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from chapiao.actions.set_scope import Limits
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.invoice.region import PROVINCES

_MANY = {"class": "select", "size": 5}
# Beyond these no clock reads a day: one is added to it, and it is told in another zone.
DAYS = (
    MinValueValidator(date(1900, 1, 1), "请填1900年以后的日期"),
    MaxValueValidator(date(2999, 12, 31), "请填3000年以前的日期"),
)


def _day(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    box = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=box, help_text=hint, validators=DAYS
    )


def _many(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.MultipleChoiceField:
    box = forms.SelectMultiple(attrs=_MANY)
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=box, help_text=hint
    )


def _text(label: str, hint: str = "", *, required: bool = False, **attrs: str) -> forms.CharField:
    box = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, required=required, max_length=200, widget=box, help_text=hint
    )


def beginning(day: date | None) -> datetime | None:
    """Return when a day begins in Beijing."""
    return None if day is None else datetime.combine(day, time.min, BEIJING)


def ending(day: date | None) -> datetime | None:
    """Return when a day is over in Beijing: a right that ends on a day still holds on it."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time.min, BEIJING)


class ScopeForm(forms.Form):
    """What a scope opens; what is left blank limits nothing."""

    gross_max = _text("价税合计上限（元）", "不分正负，红字按绝对值算", inputmode="decimal")
    kinds = _many("票种", [(one.value, one.value) for one in Kind if one.is_invoice], "不选为全部")
    regions = _many("开票地", [*PROVINCES.items()], "不选为全部")
    departments = _text("部门", "几个部门用顿号隔开；不填为全部")
    first_day = _day("开票日期从")
    last_day = _day("开票日期到")
    own_only = forms.BooleanField(
        label="只看本人提交的",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox"}),
    )
    starts_on = _day("生效日期", "不填为立即")
    ends_on = _day("到期日期", "到期当天仍有效；不填为长期")
    reason = _text("事由")

    def clean_gross_max(self) -> int | None:
        """Return fen."""
        return fen(self.cleaned_data["gross_max"])

    def limits(self) -> Limits:
        """Return what was filled in."""
        given: dict[str, Any] = self.cleaned_data
        named = [one.strip() for one in given["departments"].replace("，", "、").split("、")]
        return Limits(
            gross_max=given["gross_max"],
            kinds=tuple(given["kinds"]) or None,
            regions=tuple(given["regions"]) or None,
            departments=tuple(one for one in named if one) or None,
            own_only=given["own_only"],
            first_day=given["first_day"],
            last_day=given["last_day"],
            starts_at=beginning(given["starts_on"]),
            ends_at=ending(given["ends_on"]),
        )


class DecisionForm(forms.Form):
    """How far and how long to let somebody in."""

    only_this = forms.ChoiceField(
        label="开放范围",
        choices=[("1", "只这一张发票"), ("", "同类发票：按下面的上限和票种")],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    gross_max = _text("价税合计上限（元）", "只在“同类发票”时用", inputmode="decimal")
    kinds = _many("票种", [(one.value, one.value) for one in Kind if one.is_invoice], "不选为全部")
    ends_on = _day("到期日期", "到期当天仍有效；批准时必填")
    answer = _text("审批意见", "申请人会看到")

    def clean_gross_max(self) -> int | None:
        """Return fen."""
        return fen(self.cleaned_data["gross_max"])

    def limits(self) -> Limits:
        """Return what was filled in."""
        given: dict[str, Any] = self.cleaned_data
        ends_at = ending(given["ends_on"])
        if given["only_this"]:
            return Limits(ends_at=ends_at)
        kinds = tuple(given["kinds"]) or None
        return Limits(gross_max=given["gross_max"], kinds=kinds, ends_at=ends_at)


class BureauForm(forms.Form):
    """What 电子税务局 lets a person see, as its administrator configured it."""

    has_role = forms.ChoiceField(
        label="发票业务角色",
        choices=[("", "不清楚"), ("1", "有"), ("0", "没有")],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    gross_max = _text(
        "价税合计上限（元）", "发票查询权限配置里的数；不填为不限", inputmode="decimal"
    )
    places = _text("受票地", "四位地区代码，用顿号隔开；不填为全部")
    ends_on = _day("有效期至")

    def clean_gross_max(self) -> int | None:
        """Return fen."""
        return fen(self.cleaned_data["gross_max"])

    def right(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        given: dict[str, Any] = self.cleaned_data
        places = [one.strip() for one in given["places"].replace("，", "、").split("、")]
        return {
            "has_role": {"1": True, "0": False}.get(given["has_role"]),
            "gross_max": given["gross_max"],
            "places": tuple(one for one in places if one) or None,
            "ends_on": given["ends_on"],
        }


def fen(text: str) -> int | None:
    """Return an amount in fen.

    Raises:
        ValidationError: it is none; says why.
    """
    try:
        return parse_money(text) if text.strip() else None
    except BadMoney as error:
        raise forms.ValidationError(str(error)) from error
