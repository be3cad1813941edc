"""引用的答复: the platform's own words inside a pasted text.

People paste what they have: 「26112… 查验平台提示 查无此票」. Only wordings of the 查验平台's
table count. A long one speaks for itself; a short one, which is also everyday speech,
only right behind the name of the platform. Whoever is told 一致 does not ask.
"""

from __future__ import annotations

import re
from functools import cache

from chapiao.invoice.answers import SHORT, Outcome, answers
from chapiao.invoice.entry import Entry
from chapiao.invoice.typed import halfwidth

LONGEST = 5_000  # characters looked at
_NAMED = r"(?:查验平台|查验网站|查验官网|国税平台|税务局查验)[^。;\n]{0,16}?"
_LEFT_OUT = re.compile(r"[\s!,.:、「」“”\"'《》【】()\[\]{}]+")


def quoted(text: str) -> str:
    """Return the platform's words that the text quotes, or "".

    >>> quoted("26112000000012345678 查验平台提示：查无此票")
    '查无此票'
    >>> quoted("系统里查无此票")
    ''
    """
    plain = _LEFT_OUT.sub("", halfwidth(text[:LONGEST]))
    found = _wordings().search(plain)
    return next((words for words in found.groups() if words), "") if found else ""


@cache
def _wordings() -> re.Pattern[str]:
    every = {
        _LEFT_OUT.sub("", halfwidth(words))
        for row in answers(Entry.PLATFORM)
        if row.outcome is not Outcome.MATCH
        for words in (row.text, *row.also)
    }
    listed = [re.escape(words) for words in sorted(every, key=len, reverse=True)]
    long = "|".join(one for one in listed if len(one) > SHORT)
    return re.compile(rf"({long})|{_NAMED}({'|'.join(listed)})")
