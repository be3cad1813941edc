"""The forms of signing in and of one's own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

from chapiao.store.kin import administered
from chapiao.store.models import Entity, Person, Role

LONGEST = 300
REQUIRED = {"required": "请填写", "max_length": "太长了"}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form that was sent blank is told so."""
    return request.POST if request.method == "POST" else None


def _line(label: str, autocomplete: str = "off", *, hint: str = "", most: int = LONGEST) -> Any:  # noqa: ANN401 - a field
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": autocomplete}),
        error_messages=REQUIRED,
    )


def _secret(label: str, autocomplete: str, *, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": autocomplete}),
        error_messages=REQUIRED,
    )


class SignIn(forms.Form):
    """Login and password."""

    username = _line("登录名", "username webauthn")
    password = _secret("密码", "current-password")


class Code(forms.Form):
    """The digits of an app, or a recovery code."""

    code = _line("验证码", "one-time-code", most=40)


class Prove(forms.Form):
    """The password again, or the digits of an app."""

    text = _secret("密码，或验证器上的6位数字", "current-password")


class Twice(forms.Form):
    """A new password, typed twice."""

    new = _secret("新密码", "new-password", hint="至少10位，不能太常见")
    again = _secret("再输一遍", "new-password")

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两遍输入的密码不一样")
        return given


class NewPassword(Twice):
    """The old one, and a new one."""

    old = _secret("现在的密码", "current-password")
    revoke = forms.BooleanField(
        label="同时作废我的全部令牌（怀疑密码或令牌泄露时；用令牌的程序要换新的）", required=False
    )
    field_order = ("old", "new", "again", "revoke")


class Come(Twice):
    """Who was invited sets a name and a password."""

    full_name = _line("姓名", "name", most=60)
    field_order = ("full_name", "new", "again")


class Invite(forms.Form):
    """Somebody new: login, name, company, role, and how long the link holds."""

    login = _line("登录名", most=60)
    full_name = _line("姓名", most=60)
    entity: forms.ModelChoiceField[Entity] = forms.ModelChoiceField(
        label="企业",
        queryset=None,
        empty_label=None,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": "请选择", "invalid_choice": "请从列表里选"},
    )
    role = forms.ChoiceField(
        label="角色",
        choices=[(one, one) for one in Role.values],
        initial=Role.CLERK.value,
        widget=forms.Select(attrs={"class": "select"}),
    )
    department = forms.CharField(
        label="部门",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label="链接有效",
        choices=[(1, "1天"), (3, "3天"), (7, "7天"), (30, "30天")],
        coerce=int,
        initial=7,
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(
        self,
        given: Any,  # noqa: ANN401 - Django's query
        by: Person,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """Offer the companies that this person administers; `typed` stood there before."""
        super().__init__(given, auto_id="invite-%s", initial=dict(typed or {}))
        companies = cast("forms.ModelChoiceField[Entity]", self.fields["entity"])
        companies.queryset = administered(by).order_by("pk")
