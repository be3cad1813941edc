"""What somebody wants to compare: two to four lists, each a file, an import or the 台账."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from chapiao.actions.run_reconciliation import Chosen
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.store.models import Snapshot

SLOTS = ("甲", "乙", "丙", "丁")
SHOWN = 2  # the others unfold
FILE, LEDGER, NONE = "file", "ledger", ""
MOST_DAYS = 366
_BY = {"class": "input", "autocomplete": "off"}


@dataclass(frozen=True, slots=True)
class Slot:
    """The fields of one list, as the page shows them."""

    name: str
    source: forms.BoundField
    file: forms.BoundField
    period: forms.BoundField

    @property
    def fields(self) -> tuple[forms.BoundField, ...]:
        """Return its fields in their order."""
        return self.source, self.file, self.period


class Reconcile(forms.Form):
    """Lists, the day as of which they are compared, and how exactly."""

    asof = forms.CharField(
        label="时点（选填）",
        required=False,
        help_text="按这一天已知的情况比，之后的列为补到",
        widget=forms.TextInput(attrs={**_BY, "placeholder": "如 2026-10-05"}),
    )
    tolerance = forms.CharField(
        label="金额容差（选填）",
        required=False,
        help_text="差在这么多以内算相同",
        widget=forms.TextInput(attrs={**_BY, "placeholder": "0.00", "inputmode": "decimal"}),
    )
    window = forms.IntegerField(
        label="日期最多差几天",
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text="按金额和销售方配时",
        widget=forms.NumberInput(attrs={**_BY, "placeholder": "31"}),
    )

    def __init__(self, *args: Any, imports: Sequence[Snapshot] = (), **given: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **given)
        taken = [(f"import-{one.pk}", f"税局导出：{one.document.name}") for one in imports]
        for at, name in enumerate(SLOTS):
            first = [] if at < SHOWN else [(NONE, "不用")]
            choices = [*first, (FILE, "上传文件"), (LEDGER, "本系统台账"), *taken]
            self.fields[f"source{at}"] = forms.ChoiceField(
                label=f"{name}：从哪里来",
                choices=choices,
                required=at < SHOWN,
                initial=LEDGER if at == 1 else choices[0][0],
                widget=forms.Select(attrs={"class": "input"}),
            )
            self.fields[f"file{at}"] = forms.FileField(
                label=f"{name}：文件",
                required=False,
                widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.zip,.parquet,.pq"}),
            )
            self.fields[f"period{at}"] = forms.CharField(
                label=f"{name}：台账期间",
                required=False,
                help_text="只用于台账；空着是全部",
                widget=forms.TextInput(attrs={**_BY, "placeholder": "如 2026-10 或 2026"}),
            )

    @property
    def slots(self) -> Iterator[Slot]:
        """Yield the lists' fields."""
        for at, name in enumerate(SLOTS):
            yield Slot(name, self[f"source{at}"], self[f"file{at}"], self[f"period{at}"])

    @property
    def first_slots(self) -> list[Slot]:
        """Return the two that are always there."""
        return list(self.slots)[:SHOWN]

    @property
    def more_slots(self) -> list[Slot]:
        """Return the others."""
        return list(self.slots)[SHOWN:]

    @property
    def more_open(self) -> bool:
        """Whether something was chosen for one of the others."""
        return any(self.data.get(f"source{at}") for at in range(SHOWN, len(SLOTS)))

    def clean_asof(self) -> date | None:
        """Return the day."""
        text = self.cleaned_data["asof"].strip()
        try:
            return parse_date(text) if text else None
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error

    def clean_tolerance(self) -> int:
        """Return fen."""
        text = self.cleaned_data["tolerance"].strip()
        try:
            return abs(parse_money(text)) if text else 0
        except BadMoney as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """See that a file is there for every list that is to be one."""
        told: dict[str, Any] = super().clean() or {}
        for at in range(len(SLOTS)):
            if told.get(f"source{at}") == FILE and not told.get(f"file{at}"):
                self.add_error(f"file{at}", "请选择文件")
        return told

    def chosen(self) -> list[Chosen]:
        """Return the lists, once the form is valid."""
        told = self.cleaned_data
        return [
            _chosen(source, told.get(f"file{at}"), told.get(f"period{at}") or "")
            for at in range(len(SLOTS))
            if (source := told.get(f"source{at}"))
        ]


def _chosen(source: str, file: Any, period: str) -> Chosen:  # noqa: ANN401 - Django's uploaded file
    if source == FILE:
        return Chosen(name=file.name, data=file.file)
    if source == LEDGER:
        return Chosen(period=period)
    return Chosen(snapshot=int(source.removeprefix("import-")))
