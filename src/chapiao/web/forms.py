"""The forms. They keep what was typed; what it means is for the actions to say."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry

LONGEST_TEXT = 20_000
LONGEST_FIELD = 200
TOO_LONG = "太长了，只填这一项的内容即可（最多 200 字）"
QUESTION_FIELDS = (
    "text", "number", "code", "date", "amount", "check_code", "buyer", "seller", "entry", "answer",
)  # fmt: skip
MORE = ("code", "date", "amount", "check_code", "buyer", "seller", "answer")


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; a file that cannot be used is refused later, in words."""

    def clean(self, data: object, initial: object = None) -> object:
        """Return the list of uploaded files, the browser's blank one left out."""
        del initial
        given = data if isinstance(data, list) else [data]
        return [one for one in given if one]


class Text(forms.CharField):
    """Raw text: a NUL, which no database holds, is left out and not complained of."""

    def to_python(self, value: object) -> str:
        """Return what was typed."""
        return str(super().to_python(value)).replace("\0", "")


def _typed(label: str, hint: str = "", **attrs: str) -> forms.CharField:
    return Text(
        label=label,
        required=False,
        max_length=LONGEST_FIELD,
        strip=False,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "placeholder": hint, **attrs}
        ),
        error_messages={"max_length": TOO_LONG},
    )


class LookUp(forms.Form):
    """What somebody asks. Everything is raw text: the answer says what is wrong with it."""

    text = Text(
        label="要查的发票",
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "class": "textarea",
                "rows": 3,
                "autocomplete": "off",
                "placeholder": "粘贴号码、二维码内容或整段文字，"
                "或把 PDF / OFD / XML / 图片 / ZIP 拖到这里",
            }
        ),
        error_messages={"max_length": "文字太长（最多 20000 字），请只粘贴和这张发票有关的一段"},
    )
    number = Text(
        label="发票号码",
        required=False,
        max_length=LONGEST_FIELD,
        strip=False,
        widget=forms.HiddenInput,
        error_messages={"max_length": TOO_LONG},
    )
    code = _typed("发票代码", "数电票没有代码", inputmode="numeric")
    date = _typed("开票日期", "如 2025-01-04 或 20250104")
    amount = _typed("金额", "如 264.00", inputmode="decimal")
    check_code = _typed("校验码", "后六位即可")
    buyer = _typed("购买方", "名称或税号")
    seller = _typed("销售方", "名称或税号")
    entry = forms.ChoiceField(
        label="在哪里没查到",
        required=False,
        choices=[(one.value, one.value) for one in Entry],
        initial=Entry.OWN.value,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": "没有这个入口，请从列表里选"},
    )
    answer = _typed("对方怎么提示", "照抄，如：查无此票")
    # The address of the list that showed nothing: its filters may hide the invoice.
    listed = Text(required=False, max_length=2_000, widget=forms.HiddenInput)
    file = FilesField(
        label="文件", required=False, widget=ManyFiles(attrs={"aria-label": "选择文件"})
    )

    @property
    def has_more(self) -> bool:
        """Whether one of the folded fields is filled in."""
        entry = self["entry"].value()
        return any(self[name].value() for name in MORE) or (
            bool(entry) and entry != Entry.OWN.value
        )

    @property
    def uploaded(self) -> list[UploadedFile[bytes]]:
        """The files given."""
        return cast("list[UploadedFile[bytes]]", self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        """Refuse only a question that asks nothing."""
        asked = super().clean() or {}
        typed = any(str(asked.get(name, "")).strip() for name in QUESTION_FIELDS if name != "entry")
        if not (self.errors or typed or asked.get("file")):
            msg = "还没有要查的：请粘贴号码或文字，或选择文件，或在“更多条件”里填一项"
            raise forms.ValidationError(msg)
        return asked

    def question(self) -> Question:
        """Return what was asked, raw."""
        given = {name: self.cleaned_data[name] for name in QUESTION_FIELDS}
        given |= {"entry": given["entry"] or Entry.OWN.value, "listed": self.cleaned_data["listed"]}
        return Question(**given)


class Import(forms.Form):
    """An export of the tax bureau."""

    file = forms.FileField(
        label="税局导出的文件",
        allow_empty_file=True,  # refused in words by the import itself
        widget=forms.FileInput(
            attrs={"class": "file-input", "accept": ".xlsx,.xls,.csv,.xlsm,.et,.zip"}
        ),
        error_messages={
            "required": "还没有选文件：请选择从电子税务局下载的导出文件",
            "invalid": "没有收到文件，请重新选择",
        },
    )
