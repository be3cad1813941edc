"""Text as every database and JSON can hold it."""

from __future__ import annotations


def storable(text: str) -> str:
    r"""Return the text without what cannot be kept: NUL, and halves of characters.

    >>> storable("a\0b")
    'ab'
    >>> storable("发票" + chr(0xD800))
    '发票?'
    """
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def column(text: str | None, length: int) -> str | None:
    """Return the text as a column of this length can hold it."""
    return None if text is None else storable(text)[:length]
