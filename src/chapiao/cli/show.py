"""`chapiao show FILE --out PICTURE`: what a page looks like. Needs no database and no network.

An OFD becomes SVG, which a browser shows and prints, or with the extra `png` PNG; a
PDF becomes PNG.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

MAX_BYTES = 100 * 1024 * 1024
_OFD, _PDF = b"PK", b"%PDF-"
_HEAD = 1024  # where the mark of a PDF may stand
_WRONG_USE = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", metavar="文件", help="OFD或PDF文件")
    parser.add_argument(
        "--out",
        required=True,
        metavar="图片",
        help="输出的图片：OFD写成 .svg（或 .png），PDF写成 .png",
    )
    parser.add_argument("--page", type=_page, default=1, metavar="页", help="第几页，默认第1页")
    parser.add_argument(
        "--dpi", type=_dpi, default=150, metavar="点数", help="PNG每英寸的点数，36到600，默认150"
    )


def run(args: argparse.Namespace) -> int:
    """Draw one page of the file and write the picture."""
    from chapiao.render import NotDrawn

    source, out = Path(args.file), Path(args.out)
    if not source.is_file():
        print(f"没有这个文件：{source}", file=sys.stderr)
        return _WRONG_USE
    try:
        data = _read(source)
        picture, count = _drawn(data, out.suffix.lower(), args.page, args.dpi)
    except (NotDrawn, _NotRead) as error:
        print(error, file=sys.stderr)
        return 1
    except _WrongKind as error:
        print(error, file=sys.stderr)
        return _WRONG_USE
    try:
        out.write_bytes(picture)
    except OSError:
        print(f"图片写不出来，请看看文件夹在不在、能不能写：{out}", file=sys.stderr)
        return _WRONG_USE
    print(f"{out}：第{args.page}页，共{count}页")
    return 0


class _NotRead(Exception):
    """The file cannot be read, or is none of those that are drawn."""


class _WrongKind(Exception):
    """The file cannot become a picture of the kind asked for."""


def _read(source: Path) -> bytes:
    try:
        if source.stat().st_size > MAX_BYTES:
            msg = f"文件超过{MAX_BYTES // 1024 // 1024}MB，不予读取"
            raise _NotRead(msg)
        return source.read_bytes()
    except OSError as error:
        msg = f"文件打不开，请看看有没有读取的权限：{source}"
        raise _NotRead(msg) from error


def _drawn(data: bytes, suffix: str, page: int, dpi: int) -> tuple[bytes, int]:
    """Return the picture of a page, and how many pages there are."""
    from chapiao import render

    if data.startswith(_OFD):
        if suffix == ".png":
            return render.ofd_png(data, page, dpi), render.ofd_pages(data)
        if suffix != ".svg":
            msg = "OFD只能画成SVG或PNG，请把 --out 写成 .svg 或 .png"
            raise _WrongKind(msg)
        (picture,) = render.ofd_svg(data, page=page)
        return picture, render.ofd_pages(data)
    if _PDF in data[:_HEAD]:
        if suffix != ".png":
            msg = "PDF只能画成PNG，请把 --out 写成 .png"
            raise _WrongKind(msg)
        return render.pdf_png(data, page, dpi), render.pdf_pages(data)
    msg = "只能画OFD和PDF文件"
    raise _NotRead(msg)


def _page(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = "页数从1开始"
        raise argparse.ArgumentTypeError(msg)
    return number


def _dpi(text: str) -> int:
    number = int(text)
    if not 36 <= number <= 600:  # noqa: PLR2004 - as the help says
        msg = "要在36到600之间"
        raise argparse.ArgumentTypeError(msg)
    return number
