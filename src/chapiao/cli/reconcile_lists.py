"""The lists that `chapiao reconcile` is given, and what is said of their columns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from chapiao.actions.compare.inputs import Given, NotAList, opened
from chapiao.cli import django_setup
from chapiao.readers.export_assigned import BadColumns
from chapiao.readers.lists.mapping import said

if TYPE_CHECKING:
    from chapiao.store.models import Person

LEDGER: Final = "台账"
LARGE: Final = 2_000_000  # bytes of all files, from where a second process pays
_FOR_ONE: Final = re.compile(r"([1-4])[:：](.*)", re.DOTALL)
_HOW: Final = "--map 要写成 列名=字段,列名=字段（只对第2份清单写 2:列名=字段），或给一个JSON文件"


def lists_of(
    sources: Sequence[str],
    columns: Sequence[Mapping[str, str]],
    login: str | None,
    data: str | None,
) -> list[Given]:
    """Return the lists; large files are read side by side.

    Raises:
        NotAList: one of them is none.
    """
    if sum(map(_size, sources)) < LARGE or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
        return [list_of(one, said, login, data) for one, said in zip(sources, columns, strict=True)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        waiting = [
            None if _is_ledger(one) else pool.submit(opened, one, said)
            for one, said in zip(sources, columns, strict=True)
        ]
        return [
            list_of(sources[at], columns[at], login, data) if one is None else one.result()
            for at, one in enumerate(waiting)
        ]


def _size(source: str) -> int:
    place = Path(source)
    return place.stat().st_size if place.is_file() else 0


def _is_ledger(source: str) -> bool:
    return source == LEDGER or source.startswith((f"{LEDGER}:", f"{LEDGER}："))


def list_of(source: str, columns: Mapping[str, str], login: str | None, data: str | None) -> Given:
    """Return one list: a file, a folder, or the rows of the 台账 that a person may see.

    Raises:
        NotAList: it is none.
    """
    if not _is_ledger(source):
        return opened(source, columns)
    person = _person(login, data)
    from chapiao.actions import reconciliation_lists

    try:
        return reconciliation_lists.ledger(person, source[len(LEDGER) + 1 :])
    except reconciliation_lists.BadPeriod as error:
        raise NotAList(str(error)) from error


def _person(login: str | None, data: str | None) -> Person:
    django_setup.ready(data)
    from chapiao.actions import accounts

    try:
        return accounts.person_named(login) if login else accounts.operator()
    except accounts.AccountRefused as error:
        raise NotAList(str(error)) from error


def mappings(texts: Iterable[str], count: int) -> list[dict[str, str]]:
    """Return, for each list, what was said of its columns.

    Raises:
        BadColumns: it is written otherwise, or names a field that there is not.
    """
    found: list[dict[str, str]] = [{} for _ in range(count)]
    for text in texts:
        for at, pairs in _parts(text):
            if at is not None and at >= count:
                raise BadColumns(_HOW)
            for one in found if at is None else [found[at]]:
                one.update(said(pairs))
    return found


def _parts(text: str) -> Iterable[tuple[int | None, dict[str, str]]]:
    """Yield which list is meant, None for all, and its headings with their fields."""
    if Path(text).suffix.lower() == ".json":
        yield from _from_file(Path(text))
        return
    one = _FOR_ONE.fullmatch(text.strip())
    at, rest = (int(one[1]) - 1, one[2]) if one else (None, text)
    parts = re.split("[,，]", rest.replace("＝", "="))
    pairs = [part.partition("=") for part in parts if part.strip()]
    if not pairs or not all(equals for _, equals, _ in pairs):
        raise BadColumns(_HOW)
    yield at, {heading.strip(): field.strip() for heading, _, field in pairs}


def _from_file(path: Path) -> Iterable[tuple[int | None, dict[str, str]]]:
    try:
        told = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        msg = f"读不了「{path}」，要是一个JSON对象：列名 → 字段"
        raise BadColumns(msg) from error
    if not isinstance(told, dict):
        raise BadColumns(_HOW)
    for key, value in told.items():
        if isinstance(value, dict) and key.isdigit() and int(key) > 0:
            yield int(key) - 1, {str(one): str(field) for one, field in value.items()}
        else:
            yield None, {str(key): str(value)}
