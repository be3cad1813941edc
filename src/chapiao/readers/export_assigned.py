"""What a person says that the columns of a table are, whose headings nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from chapiao.readers.export_headings import ASSIGNABLE, FIELDS, field_named, plain_heading

_NAMES: Final = {field: words for words, field in ASSIGNABLE.items() if field}


class BadColumns(ValueError):
    """What was said of the columns cannot be. The message can be shown to the user."""


def columns_said(given: Mapping[str, str]) -> dict[str, str]:
    """Return plain heading → field, from headings as written and the fields' Chinese names.

    Raises:
        BadColumns: a field is not known, or is given to two columns.

    >>> columns_said({"票号 *": "发票号码", "总额（元）": "价税合计", "心情": "不导入"})
    {'票号': 'number', '总额': 'total', '心情': ''}
    """
    said: dict[str, str] = {}
    for heading, words in given.items():
        field = field_named(words)
        if field is None:
            known = "、".join(ASSIGNABLE)
            msg = f"不认识字段「{words[:20]}」；可以用：{known}"
            raise BadColumns(msg)
        said[plain_heading(heading)] = field
    twice = [name for name, times in Counter(filter(None, said.values())).items() if times > 1]
    if twice:
        msg = f"「{_NAMES.get(twice[0], twice[0])}」指定给了两列，只能有一列"
        raise BadColumns(msg)
    return said


def check_enough(headings: Iterable[str], said: Mapping[str, str]) -> None:
    """See that a number and a sum are among the columns.

    Raises:
        BadColumns: they are not.
    """
    fields = {said.get(one, FIELDS.get(one)) for one in map(plain_heading, headings)}
    if not fields & {"number", "digital"} or not fields & {"amount", "total"}:
        msg = "至少要指定「发票号码」（或「数电发票号码」），以及「金额（不含税）」或「价税合计」"
        raise BadColumns(msg)


def guessed(heading: str) -> str:
    """Return the name of the field that a heading by itself says it is; "" for none.

    >>> guessed("销售方名称"), guessed("心情")
    ('销方名称', '')
    """
    return _NAMES.get(FIELDS.get(plain_heading(heading), ""), "")
