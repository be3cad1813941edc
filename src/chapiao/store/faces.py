"""One invoice, many faces: every field as each witness of each file says it, side by side.

Nothing is chosen between them. What contradicts is a doubt with both values; no word
here says which side is right, or that anything is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from chapiao.diagnosis.cause import CAUSES
from chapiao.invoice.names import normal_name
from chapiao.readers.reading import Witness
from chapiao.readers.witnesses import WITNESSES

LEDGER: Final = "台账"
ALTERED: Final = CAUSES["file_altered"]
ENTERED_WRONG: Final = CAUSES["entered_wrong"]
_CHANGED = "被改动"
_CENT = Decimal("0.01")
# The fields in the order of the page, by the names that a reading's JSON has.
_FIELDS: Final = {
    "kind": "票种",
    "code": "发票代码",
    "number": "发票号码",
    "second_number": "数电票号码",
    "date": "开票日期",
    "seller_name": "销售方",
    "seller_tax_id": "销售方税号",
    "buyer_name": "购买方",
    "buyer_tax_id": "购买方税号",
    "amount": "金额",
    "tax": "税额",
    "total": "价税合计",
    "check_code": "校验码",
    "machine_no": "机器编号",
    "drawer": "开票人",
}
_MONEY = frozenset({"amount", "tax", "total"})
_NAMES = frozenset({"seller_name", "buyer_name"})
# What every witness copies from one invoice. By its numbers it was put together; a kind has
# several names, and a drawer is often cut short: these are shown and raise no doubt.
_SAME: Final = (
    "date",
    "seller_name",
    "seller_tax_id",
    "buyer_name",
    "buyer_tax_id",
    "amount",
    "tax",
    "total",
    "check_code",
    "machine_no",
)
# Read from a photo, a name or an id may lack a stroke; figures and days count.
_SAME_BY_OCR = _MONEY | {"date"}
_APART = "witnesses_differ"
# Doubts of one file whose own parts contradict: 大写 and figures, the sum, the title.
_WITHIN = frozenset({"words", "total", "kind_differs"})
_BOTH = " / "  # between two values of a witness that says two things


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the invoice: its kept reading, and the verdict on its seal (None: none kept)."""

    name: str
    document: int
    reading: Mapping[str, Any]
    seal: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one witness says: field → text. `source` is the 台账 or the name of a file."""

    source: str
    witness: str
    values: Mapping[str, str]
    document: int | None = None  # None: the row of the 台账
    by_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `differs` from what the 台账, or else the first witness, says."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field across all witnesses, in their order."""

    name: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether not all say the same."""
        return any(cell.differs for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A contradiction: what it may come from, and both sides of it in a sentence."""

    title: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The witnesses of one source: how many, and the verdict on its seal (the 台账 has none)."""

    source: str
    count: int
    document: int | None
    seal: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All witnesses and fields of one invoice."""

    said: tuple[Said, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    disputes: tuple[Dispute, ...]

    @property
    def files(self) -> int:
        """How many files it has."""
        return len({one.document for one in self.said if one.document is not None})


def of_ledger(told: Mapping[str, Any], source: str) -> Said:
    """Return what the row of the 台账 says; `told` is its invoice as JSON."""
    values = {name: text for name in _FIELDS if (text := told[name])}
    return Said(source=LEDGER, witness=source, values=values)


def compare(held: Said, files: Sequence[File]) -> Matrix:
    """Put the row of the 台账 and all witnesses of its files side by side."""
    spoken = [one for file in files for one in _witnesses(file)]
    said = (held, *_strangest_first(held, spoken))
    lines = (_line(name, said) for name in _FIELDS)
    found = [
        *(dispute for file in files for dispute in _of_file(file)),
        *(_between_files(name, spoken) for name in _SAME),
        *(_with_ledger(name, held, spoken) for name in _SAME),
    ]
    disputes = sorted((one for one in found if one), key=lambda one: one.title != ALTERED.title)
    return Matrix(
        said=said,
        groups=tuple(_groups(said, files)),
        lines=tuple(line for line in lines if any(cell.text for cell in line.cells)),
        disputes=tuple(dict.fromkeys(disputes)),
    )


def _groups(said: Sequence[Said], files: Sequence[File]) -> Iterator[Group]:
    seals = {one.document: one.seal for one in files}
    for (source, document), every in groupby(said, key=lambda one: (one.source, one.document)):
        seal = seals.get(document) if document is not None else None
        yield Group(source=source, count=len(list(every)), document=document, seal=seal)


def _strangest_first(held: Said, spoken: Sequence[Said]) -> list[Said]:
    """Put the files that say otherwise beside the 台账, where they are seen at once."""
    every = (held, *spoken)
    strange = {
        one.document
        for name in _SAME
        for one, cell in zip(every, _line(name, every).cells, strict=True)
        if cell.differs
    }
    return sorted(spoken, key=lambda one: one.document not in strange)


def _witnesses(file: File) -> Iterator[Said]:
    """Yield what each witness of a file says."""
    doubts = file.reading["doubts"]
    apart = {one["field"]: one["values"] for one in doubts if one["id"] == _APART}
    for witness in Witness:
        values = {
            name: text
            for name in _FIELDS
            if (text := _witnessed(file.reading, apart.get(name, {}), name, witness))
        }
        if values:
            yield Said(
                source=file.name,
                witness=WITNESSES[witness],
                values=values,
                document=file.document,
                by_ocr=witness is Witness.OCR,
            )


def _witnessed(
    reading: Mapping[str, Any], apart: Mapping[str, str], name: str, witness: Witness
) -> str:
    if witness in reading["read_from"].get(name, ()):
        return reading[name] or ""
    return apart.get(witness, "")


def _of_file(file: File) -> Iterator[Dispute]:
    """Yield what contradicts within one file, beside its witnesses."""
    if file.seal is not None and file.seal["result"] == _CHANGED:
        yield Dispute(title=ALTERED.title, says=f"「{file.name}」的{file.seal['text']}")
    for doubt in file.reading["doubts"]:
        by_ocr = file.reading["read_from"].get(doubt["field"]) == [Witness.OCR.value]
        if doubt["id"] in _WITHIN and not by_ocr:
            yield Dispute(title=ALTERED.title, says=f"「{file.name}」的{doubt['text']}")


def _line(name: str, said: Sequence[Said]) -> Line:
    texts = [one.values.get(name, "") for one in said]
    first = next((text for text in texts if text), "")
    cells = (Cell(text, bool(text) and not _same(name, text, first)) for text in texts)
    return Line(name=name, title=_FIELDS[name], cells=tuple(cells))


def _same(name: str, one: str, other: str) -> bool:
    """Whether two texts of a field say the same; of a check code some say only the end."""
    shape: Callable[[str], str] = normal_name if name in _NAMES else str.upper
    ours, theirs = shape(one), shape(other)
    return ours == theirs or (name == "check_code" and _one_ends_so(ours, theirs))


def _one_ends_so(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _between_files(name: str, files: Sequence[Said]) -> Dispute | None:
    """Return the doubt where witnesses of files contradict one another."""
    spoken = [one for one in files if one.values.get(name) and _counts(one, name)]
    sides: list[Said] = []
    for one in spoken:
        if not any(_same(name, one.values[name], other.values[name]) for other in sides):
            sides.append(one)
    if len(sides) < 2:  # noqa: PLR2004 - both sides of it
        return None
    listed = "，".join(f"{_place(one)}是{one.values[name]}" for one in sides)
    return Dispute(title=ALTERED.title, says=f"{_FIELDS[name]}互相矛盾：{listed}")


def _with_ledger(name: str, held: Said, files: Sequence[Said]) -> Dispute | None:
    """Return the doubt where the row says otherwise than every file that speaks."""
    ours = held.values.get(name)
    theirs = [one for one in files if one.values.get(name) and _counts(one, name)]
    if not ours or not theirs or any(_fits(name, ours, one.values[name]) for one in theirs):
        return None
    first = theirs[0]
    says = f"{_FIELDS[name]}台账登记的是{ours}，{_place(first)}是{first.values[name]}"
    return Dispute(title=ENTERED_WRONG.title, says=says)


def _counts(said: Said, name: str) -> bool:
    return not said.by_ocr or name in _SAME_BY_OCR


def _place(said: Said) -> str:
    return f"「{said.source}」的{said.witness}"


def _fits(name: str, ours: str, theirs: str) -> bool:
    """Whether what was entered can be the same: rounded, or a part of a name."""
    return any(_fits_one(name, ours, one) for one in theirs.split(_BOTH))


def _fits_one(name: str, ours: str, theirs: str) -> bool:
    if name in _MONEY:
        return abs(Decimal(ours) - Decimal(theirs)) <= _CENT
    if name in _NAMES:
        one, other = normal_name(ours), normal_name(theirs)
        return one in other or other in one
    return _same(name, ours, theirs)
