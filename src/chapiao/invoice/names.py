"""公司名称: whether two names differ in their letters or only in how they are written.

Lists mix full-width and half-width brackets, blanks and dots (domain §4.5). A branch
(分公司) is another buyer than its head office: it stays different.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from chapiao.invoice.typed import halfwidth

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DOTS = re.compile(r"[·•‧・∙⋅･．]")
_BRACKETS = str.maketrans("〔〕【】[]{}", "()()()()")


class Likeness(StrEnum):
    """How two names stand to each other."""

    EXACT = "完全一致"
    FORM = "仅写法不同"
    DIFFERENT = "不同"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a name; `differs` where the other name has something else."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """Two names side by side, as they were written, with what differs marked."""

    likeness: Likeness
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]


def normal_name(name: str) -> str:
    """Return a name as it is compared: half-width round brackets, no blanks, one kind of dot.

    >>> normal_name("北京云杉科技（集团） 有限公司") == normal_name("北京云杉科技(集团)有限公司")
    True
    """
    plain = _DOTS.sub("·", _BLANKS.sub("", halfwidth(_DOTS.sub("·", name))))
    return plain.translate(_BRACKETS).upper()


def compare_names(one: str, other: str) -> NameComparison:
    """Return how two names differ, character by character.

    >>> compare_names("北京云杉有限公司", "北京云衫有限公司").one[1]
    Piece(text='杉', differs=True)
    """
    if one == other:
        same = (Piece(one, differs=False),)
        return NameComparison(likeness=Likeness.EXACT, one=same, other=same)
    likeness = Likeness.FORM if normal_name(one) == normal_name(other) else Likeness.DIFFERENT
    return NameComparison(likeness=likeness, one=_marked(one, other), other=_marked(other, one))


def _marked(name: str, against: str) -> tuple[Piece, ...]:
    from difflib import SequenceMatcher

    return tuple(
        Piece(name[start:end], differs=tag != "equal")
        for tag, start, end, _, _ in SequenceMatcher(None, name, against, False).get_opcodes()  # noqa: FBT003
        if end > start
    )
