"""Label: what a scenario's author says a good answer is."""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.scenario.fields import Fields, Malformed


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The names are those of the label's own fields; `ask_for` is every fact that is right."""

    cause: str
    also_true: tuple[str, ...] = ()
    acceptable_first: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    next_owner: tuple[str, ...] = ()
    recheck: tuple[str, ...] = ()
    ask_for: tuple[str, ...] = ()


def label_of(line: Fields) -> Label:
    """Return the label of a line.

    Raises:
        Malformed: there is none, or it names a cause that is not on the list.
    """
    row = line.one("label")
    if row is None:
        raise Malformed(field="label", what="没有填，不能评分")
    cause = _cause(row, "cause", row.words("cause"))
    ask = row.one("ask_for")
    wanted = () if ask is None else (ask.words("fact"), *(ask.texts("also_fine") or ()))
    return Label(
        cause=cause,
        also_true=_causes(row, "also_true"),
        acceptable_first=_causes(row, "acceptable_first") or (cause,),
        must_not=_causes(row, "must_not"),
        next_owner=(row.words("next_owner"), *(row.texts("next_owner_ok") or ())),
        recheck=(row.words("recheck"), *(row.texts("recheck_ok") or ())),
        ask_for=tuple(one for one in wanted if one),
    )


def _causes(row: Fields, key: str) -> tuple[str, ...]:
    return tuple(_cause(row, key, one) for one in row.texts(key) or ())


def _cause(row: Fields, key: str, said: str) -> str:
    if said not in CAUSES:
        raise Malformed(row.name(key), f"不在原因表里：{said[:40] or '（空）'}")
    return said
