"""The forms of 通知设置 and of a company's group robots."""

from __future__ import annotations

from datetime import time
from typing import Any, cast

from django import forms

from chapiao.actions.robot_address import OFFERED, Wanted
from chapiao.actions.wish import Wishes
from chapiao.store.kin import administered
from chapiao.store.models import Entity, Person

KINDS = [(one, one) for one in OFFERED]
REQUIRED = {"required": "请填写", "max_length": "太长了", "invalid": "应形如 22:00"}


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"class": "input", "type": "time"}, format="%H:%M"),
        error_messages=REQUIRED,
    )


class _Quiet(forms.Form):
    """Which kinds are wanted, and quiet hours: both ends or none."""

    wanted = forms.MultipleChoiceField(
        label="要哪些", choices=KINDS, required=False, initial=list(OFFERED)
    )
    quiet_from = _time("免打扰从")
    quiet_to = _time("免打扰到")

    @property
    def off(self) -> tuple[str, ...]:
        """The kinds that are not wanted."""
        return tuple(one for one in OFFERED if one not in self.cleaned_data["wanted"])

    @property
    def quiet(self) -> tuple[time | None, time | None]:
        """The quiet hours."""
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]

    @property
    def chosen(self) -> list[tuple[str, bool]]:
        """Each kind, and whether it is wanted."""
        value = self["wanted"].value() or []
        return [(one, one in value) for one in OFFERED]

    def clean(self) -> dict[str, Any]:
        """Refuse half of the quiet hours."""
        given = super().clean() or {}
        start, end = given.get("quiet_from"), given.get("quiet_to")
        if not self.errors and (start is None) != (end is None):
            self.add_error("quiet_to", "免打扰的开始和结束要一起填，或都不填")
        return given


class Preferences(_Quiet):
    """One's own wishes."""

    by_mail = forms.BooleanField(
        label="用邮件通知我",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox"}),
    )

    def wishes(self) -> Wishes:
        """Return what was chosen."""
        return Wishes(by_mail=self.cleaned_data["by_mail"], off=self.off, quiet=self.quiet)


class RobotForm(_Quiet):
    """A robot as somebody registers it."""

    entity: forms.ModelChoiceField[Entity] = forms.ModelChoiceField(
        label="企业",
        queryset=None,
        empty_label=None,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": "请选择", "invalid_choice": "请从列表里选"},
    )
    name = forms.CharField(
        label="群的名称",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )
    address = forms.CharField(
        label="Webhook 地址",
        max_length=500,
        help_text="在群设置里添加自定义机器人后，把给出的地址整个粘贴过来",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )
    secret = forms.CharField(
        label="加签密钥",
        required=False,
        max_length=200,
        help_text="钉钉、飞书在安全设置里选了“加签”的才填",
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )
    phones = forms.CharField(
        label="提醒谁（手机号）",
        required=False,
        max_length=200,
        help_text="企业微信、钉钉可以 @ 人，几个号码用空格隔开",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )

    def __init__(self, given: Any, by: Person) -> None:  # noqa: ANN401 - Django's query
        """Offer the companies that this person administers."""
        super().__init__(given, auto_id="robot-%s")
        companies = cast("forms.ModelChoiceField[Entity]", self.fields["entity"])
        companies.queryset = administered(by).order_by("pk")

    def robot(self) -> Wanted:
        """Return what was filled in."""
        filled = self.cleaned_data
        return Wanted(
            address=filled["address"],
            name=filled["name"],
            secret=filled["secret"],
            phones=tuple(filled["phones"].replace("，", " ").replace(",", " ").split()),
            off=self.off,
            quiet=self.quiet,
        )
