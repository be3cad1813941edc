"""What people and spreadsheets put around a number: width, blanks, labels, quotes, dashes."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-‐-―_,，、.·'’`\"“”\u200b-\u200f\u2060\ufeff]+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_FLOAT_TAIL = re.compile(r"^\s*['=\"]*(\d+)\.0+[\"']*\s*$")


def halfwidth(text: str) -> str:
    """Return full-width letters, digits and brackets as half-width ones; № as No.

    Digits of other scripts become 0-9 too, so nobody else needs to think of them.
    """
    if text.isascii():  # nearly always, and then there is nothing to change
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip()
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)


def tidy(text: str, label: re.Pattern[str]) -> str:
    """Drop what stands around the digits; what is left may still be no number.

    `label` is matched at the start, after blanks are gone. A tail `.0` is what a
    spreadsheet adds to a whole number, and no digit of it.

    >>> tidy("代码： 1100 2341 30", re.compile("代码:"))
    '1100234130'
    >>> tidy('="12345678.0"', re.compile("号码"))
    '12345678'
    """
    plain = halfwidth(text)
    if plain.isascii() and plain.isdigit():
        return plain
    whole = _FLOAT_TAIL.match(plain)
    if whole:
        return whole[1]
    return _SEPARATORS.sub("", label.sub("", _SEPARATORS.sub("", plain))).removeprefix("=")


def odd_characters(text: str) -> str:
    """Name the characters that are no digit, each once, at most twenty."""
    return "、".join(dict.fromkeys(c for c in text if c not in "0123456789"))[:20]
