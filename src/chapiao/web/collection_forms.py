"""The form of a mailbox that files are collected from."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from chapiao.actions.sources import Wanted
from chapiao.outside.mailbox import PORT, Mailbox
from chapiao.store.kin import administered
from chapiao.store.models import Entity, Person
from chapiao.store.queries.company_people import givers_of

REQUIRED = {"required": "请填写", "max_length": "太长了", "invalid": "应是整数"}


def _line(label: str, hint: str = "", most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )


def _choice(label: str, hint: str = "") -> dict[str, Any]:
    return {
        "label": label,
        "queryset": None,
        "empty_label": None,
        "help_text": hint,
        "widget": forms.Select(attrs={"class": "select"}),
        "error_messages": {"required": "请选择", "invalid_choice": "请从列表里选"},
    }


class MailboxForm(forms.Form):
    """A mailbox, whose company's it is, and in whose name its files are handed in."""

    entity: forms.ModelChoiceField[Entity] = forms.ModelChoiceField(**_choice("企业"))
    giver: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        **_choice("以谁的名义收", "收到的票记在这个人名下，查到、重复、要人工处理的都告诉他")
    )
    name = _line("名称", "如 收票邮箱", most=60)
    host = _line("IMAP 服务器", "如 imap.exmail.qq.com")
    port = forms.IntegerField(
        label="端口",
        initial=PORT,
        min_value=1,
        max_value=65535,
        help_text="TLS 端口，一般是 993",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages=REQUIRED | {"min_value": "应是1到65535", "max_value": "应是1到65535"},
    )
    user = _line("邮箱地址或用户名")
    password = forms.CharField(
        label="密码或授权码",
        max_length=200,
        strip=False,
        help_text="QQ、163 等邮箱要用授权码；加密保存，登记后不再显示",
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        error_messages=REQUIRED,
    )
    folder = forms.CharField(
        label="邮件文件夹",
        initial="INBOX",
        max_length=200,
        help_text="INBOX 是收件箱",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages=REQUIRED,
    )

    def __init__(self, given: Any, by: Person) -> None:  # noqa: ANN401 - Django's query
        """Offer the companies that this person administers, and who may hand in for them."""
        super().__init__(given, auto_id="mailbox-%s")
        companies = cast("forms.ModelChoiceField[Entity]", self.fields["entity"])
        companies.queryset = administered(by).order_by("pk")
        people = cast("forms.ModelChoiceField[Person]", self.fields["giver"])
        people.queryset = givers_of(by)

    def wanted(self) -> Wanted:
        """Return what was filled in."""
        filled = self.cleaned_data
        place = Mailbox(
            host=filled["host"],
            port=filled["port"],
            user=filled["user"],
            password=filled["password"],
            folder=filled["folder"],
        )
        return Wanted(name=filled["name"], place=place, giver=filled["giver"])
