from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import chapiao.invoice
import chapiao.seals
from chapiao.seals.verdict import Result

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
ROWS = re.findall(r"^\| ([^|]*) \| ([^|]*) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
CHINESE_OF = {code.strip(): chinese.strip() for chinese, code in ROWS}
CODE_WORDS = {
    word.rpartition(".")[2].lower() for word in re.findall(r"[A-Za-z_.]+", str(list(CHINESE_OF)))
}

# Words that mean in the code what they mean in any English text.
PLAIN = frozenset(
    {
        *("text", "name", "id", "what", "value", "kind", "fields", "lines", "says", "seen"),
        *("low", "high", "prefixes", "differs", "one", "other", "likeness", "is_valid"),
        *("keys", "also", "label", "form", "place", "url", "rank", "note", "ask", "outcome"),
        *("source", "mark", "valid_from", "valid_to", "tail", "percent", "presence", "verdict"),
        *("field", "shape", "basis"),
    }
)


def classes_of(room: ModuleType) -> list[type]:
    return [
        thing
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")
        for thing in vars(importlib.import_module(found.name)).values()
        if isinstance(thing, type) and thing.__module__ == found.name
    ]


CLASSES = classes_of(chapiao.invoice)


def test_every_word_of_a_closed_list_stands_on_the_page_with_its_chinese() -> None:
    lists = [thing for thing in CLASSES if issubclass(thing, StrEnum)]
    assert len(lists) > 10

    absent = [
        f"{member.value} = {one.__name__}.{member.name}"
        for one in lists
        for member in one
        if CHINESE_OF.get(f"{one.__name__}.{member.name}") != member
    ]

    assert absent == []


def test_every_domain_word_among_the_names_of_fields_stands_on_the_page() -> None:
    names = {
        field.name
        for thing in CLASSES
        if dataclasses.is_dataclass(thing)
        for field in dataclasses.fields(thing)
    }

    assert names - PLAIN - CODE_WORDS == set()


def test_the_page_names_no_member_that_is_gone() -> None:
    lists = {thing.__name__: thing for thing in (*CLASSES, Result) if issubclass(thing, StrEnum)}
    named = re.findall(r"\b([A-Z][A-Za-z]+)\.([A-Z_0-9]+)\b", PAGE.read_text(encoding="utf-8"))

    gone = [f"{one}.{member}" for one, member in named if member not in lists[one].__members__]

    assert gone == []
