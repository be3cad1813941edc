"""The filters above the ledger. They are read by the query itself; this only shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms

from chapiao.invoice.kind import Kind
from chapiao.invoice.status import DocStatus, UseStatus, VerifyStatus
from chapiao.store.models import Person
from chapiao.store.queries.ledger import Filters, unreadable
from chapiao.web.context import companies

EVERY = [("", "全部")]
MORE = ("kind", "entity", "min", "max", "verify", "doc", "use")


def _choice(label: str, values: list[tuple[str, str]]) -> forms.ChoiceField:
    select = forms.Select(attrs={"class": "select"})
    return forms.ChoiceField(label=label, required=False, choices=EVERY + values, widget=select)


def _text(label: str, **attrs: str) -> forms.CharField:
    box = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, widget=box)


class LedgerFilters(forms.Form):
    """One field per part of the address."""

    q = _text("号码、代码或购销方名称", placeholder="如 0085、云杉")
    basis = forms.ChoiceField(
        label="日期按",
        required=False,
        choices=[("", "开票日期"), ("booked", "入账日期")],
        widget=forms.Select(attrs={"class": "select"}),
    )
    # `from` is no name for an attribute, so the two days are put in by name, in __init__.
    kind = _choice("发票票种", [(one.value, one.value) for one in Kind if one.is_invoice])
    entity = _choice("企业", [])
    min = _text("价税合计不低于", inputmode="decimal")
    max = _text("价税合计不高于", inputmode="decimal")
    verify = _choice("查验状态", [(one.value, one.value) for one in VerifyStatus])
    doc = _choice("单据状态", [(one.value, one.value) for one in DocStatus])
    use = _choice("用途", [(one.value, one.value) for one in UseStatus])
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    review = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, filters: Filters, person: Person, given: Mapping[str, str]) -> None:
        """Fill the form in; what could not be read stays as typed, and is told."""
        wrong = unreadable(given)
        shown = filters.to_query() | _days(filters) | {name: given[name] for name in wrong}
        super().__init__(initial=shown)
        for name, label in (("from", "从"), ("to", "到")):
            self.fields[name] = forms.CharField(label=label, required=False, widget=_day_picker())
        mine = [(str(pk), name) for pk, name in companies(person)]
        cast("forms.ChoiceField", self.fields["entity"]).choices = EVERY + mine
        self.problems = [f"{self.fields[name].label}：{said}" for name, said in wrong.items()]

    @property
    def has_more(self) -> bool:
        """Whether one of the folded filters is set."""
        return any(self.initial.get(name) for name in MORE)


def _days(filters: Filters) -> dict[str, str]:
    days = {"from": filters.first_day, "to": filters.last_day}
    return {name: "" if day is None else day.isoformat() for name, day in days.items()}


def _day_picker() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "input", "type": "date"})
