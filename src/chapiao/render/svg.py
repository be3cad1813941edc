"""SVG as text: only elements and attributes that do nothing, every value escaped.

Whatever comes out of a file goes through `tag` or `words`, so that no name, colour
or text can open an element of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

XMLNS: Final = "http://www.w3.org/2000/svg"
Attributes = Mapping[str, str | None]

_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SPECIAL: Final = re.compile(r'[&<>"]')
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, attributes: Attributes, inner: str = "") -> str:
    """Return an element. Attributes that are None or empty are left out; `inner` is SVG.

    >>> tag("text", {"x": "1", "fill": None, "font-family": '"><script>'}, words("a<b"))
    '<text x="1" font-family="&quot;&gt;&lt;script&gt;">a&lt;b</text>'
    """
    given = "".join(f' {key}="{words(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def words(text: str) -> str:
    """Return text that is only text; what XML cannot hold is left out."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], _FORBIDDEN.sub("", text))


def group(inner: str, attributes: Attributes) -> str:
    """Return a group around something; nothing around nothing, no group without a purpose."""
    if not inner or not any(attributes.values()):
        return inner
    return tag("g", attributes, inner)
