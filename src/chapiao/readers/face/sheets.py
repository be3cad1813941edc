"""Several invoices printed one above the other on a sheet: cut apart before they are read.

People print two on a page to save paper. Each has a title and a number of its own; a
page with one title, or one number, is one sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chapiao.formats.layout import Glyph, Page
from chapiao.readers.face.header import number_places, title_places

_NEAR = 0.15  # of the page's height: how far a number may stand from its title
_ABOVE = 8  # points that belong to the invoice above its title


def cut_apart(pages: Sequence[Page]) -> tuple[tuple[Page, ...], tuple[int, ...]]:
    """Return the sheets of all pages, and the page that each stands on."""
    sheets: list[Page] = []
    origins: list[int] = []
    for place, page in enumerate(pages):
        parts = list(_sheets(page))
        sheets += parts
        origins += [place] * len(parts)
    return tuple(sheets), tuple(origins)


def _sheets(page: Page) -> Iterator[Page]:
    tops = _tops(page)
    if len(tops) < 2:  # noqa: PLR2004 - one invoice, or none
        yield page
        return
    edges = [0.0, *(top - _ABOVE for top in tops[1:]), page.height]
    for top, bottom in pairwise(edges):
        inside = page.between(-page.width, top, 2 * page.width, bottom)
        yield Page(page.width, bottom - top, tuple(_moved(glyph, top) for glyph in inside))


def _tops(page: Page) -> list[float]:
    """Return where each invoice of the page begins; one for each number with a title near."""
    numbers: dict[str, float] = {}
    for number, y in number_places(page):
        numbers.setdefault(number, y)
    if len(numbers) < 2:  # noqa: PLR2004 - nothing to cut
        return []
    titles = sorted(title_places(page))
    tops = []
    for y in sorted(numbers.values()):
        near = [title for title in titles if abs(title - y) < _NEAR * page.height]
        if near:
            tops.append(min(y, *near))
    return sorted(set(tops))


def _moved(glyph: Glyph, up: float) -> Glyph:
    return glyph._replace(y0=glyph.y0 - up, y1=glyph.y1 - up)
