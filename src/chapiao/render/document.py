"""An OFD → its pages as SVG."""

from __future__ import annotations

from chapiao.formats import ofd as ofd_format
from chapiao.render.limits import Budget, NotDrawn
from chapiao.render.page import page_svg
from chapiao.render.scene import open_book
from chapiao.render.stamp import stamps


def ofd_svg(data: bytes, *, page: int | None = None) -> tuple[bytes, ...]:
    """Return every page of an OFD as an SVG of its own, or only one; the first is 1.

    The SVG does nothing and asks for nothing: text, paths, pictures as data. The work is
    bounded for one call, so the pages of a long document are best asked for one by one.

    Raises:
        NotDrawn: no OFD, no such page, or more than can be drawn with reason.
    """
    opened = _opened(data)
    count = _count(opened)
    if page is not None and not 1 <= page <= count:
        msg = f"这份文件只有{count}页，没有第{page}页"
        raise NotDrawn(msg)
    budget = Budget()
    drawn: list[bytes] = []
    number = 0
    for body in opened.bodies:
        wanted = [ref for at, ref in enumerate(body.pages, number + 1) if page in (None, at)]
        number += len(body.pages)
        if wanted:
            book = open_book(opened, body, budget)
            placed = stamps(book, budget)
            drawn.extend(page_svg(book, ref, placed, budget) for ref in wanted)
    return tuple(drawn)


def ofd_pages(data: bytes) -> int:
    """Return how many pages an OFD has.

    Raises:
        NotDrawn: no OFD.
    """
    return _count(_opened(data))


def _opened(data: bytes) -> ofd_format.Ofd:
    try:
        return ofd_format.open_ofd(data)
    except ofd_format.BadOfd as error:
        raise NotDrawn(str(error)) from error


def _count(opened: ofd_format.Ofd) -> int:
    return sum(len(body.pages) for body in opened.bodies)
