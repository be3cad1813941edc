"""Sheet: what a face is drawn on. The same drawing makes a PDF and an OFD.

Places are millimetres from the upper left corner; `y` of a text is its baseline.
"""

from __future__ import annotations

from typing import Final, Literal, Protocol

MARK: Final = "演示样张·无效"
NOTICE: Final = "本页由查票演示程序生成，当事方均属虚构，不是发票，不能报销、入账或抵扣"

Color = tuple[int, int, int]
Align = Literal["left", "middle", "right"]
Type = Literal["song", "mono"]

BLACK: Final[Color] = (0, 0, 0)
MAROON: Final[Color] = (128, 0, 0)
BROWN: Final[Color] = (156, 82, 35)
GREY: Final[Color] = (120, 120, 120)
PALE: Final[Color] = (208, 208, 208)
RED: Final[Color] = (190, 30, 30)

BODY: Final = 3.175  # the body size of genuine faces, mm


class Sheet(Protocol):
    """Something to draw on."""

    width: float
    height: float

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = BLACK,
        align: Align = "left",
        kind: Type = "song",
        field: str = "",
    ) -> None:
        """Draw a value. `field` names what it is the value of, where the format can hold that."""

    def label(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = MAROON,
        align: Align = "left",
    ) -> None:
        """Draw a word that stands on every face of the kind."""

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, color: Color, width: float = 0.25
    ) -> None:
        """Draw a straight line that stands on every face of the kind."""

    def circled_cross(self, x: float, y: float) -> None:
        """Draw the ⊗ in front of the amount in words, as a drawing and not as a character."""

    def qr(self, x: float, y: float, side: float, words: str) -> None:
        """Draw a QR code with its upper left corner there."""

    def tilted(self, x: float, y: float, words: str, *, size: float, degrees: float) -> None:
        """Draw pale words across the page, middle there."""


def mark(sheet: Sheet, *, tag_y: float, across_y: float) -> None:
    """Say on the page that it is a specimen: across it, in a frame, and below."""
    middle = sheet.width / 2
    sheet.tilted(middle, across_y, MARK, size=15, degrees=9)
    sheet.text(middle, tag_y, MARK, size=4.2, color=RED, align="middle")
    half, top, low = 17.0, tag_y - 4.3, tag_y + 1.5
    for x0, y0, x1, y1 in (
        (middle - half, top, middle + half, top),
        (middle - half, low, middle + half, low),
        (middle - half, top, middle - half, low),
        (middle + half, top, middle + half, low),
    ):
        sheet.line(x0, y0, x1, y1, color=RED, width=0.3)
    sheet.text(middle, sheet.height - 2.2, NOTICE, size=2.3, color=GREY, align="middle")


def down(sheet: Sheet, x: float, y: float, words: str, step: float, color: Color = MAROON) -> None:
    """Draw the characters of a label one below the other."""
    for place, char in enumerate(words):
        sheet.label(x, y + place * step, char, color=color, align="middle")


def wrapped(words: str, room: float, size: float = BODY) -> tuple[str, ...]:
    """Break words into pieces that fit; a Chinese character is as wide as it is high.

    >>> wrapped("*信息系统服务*云主机租用费", 36, 3)
    ('*信息系统服务*云主机租用', '费')
    """
    pieces, piece, used = [], "", 0.0
    for char in words:
        wide = size / 2 if char.isascii() else size
        if used + wide > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += char
        used += wide
    return (*pieces, piece) if piece or not pieces else tuple(pieces)
