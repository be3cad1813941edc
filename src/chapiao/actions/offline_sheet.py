"""The printed papers of a hand-in: form, statement, list of papers, receipt. One A4 page each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

_SONG: Final = "STSong-Light"
_MM: Final = 72 / 25.4
_WIDE: Final = 180 * _MM  # of the printed part of the page
BLANK = "\u00a0"  # a blank that the library keeps
_LINE: Final = BLANK * 8
_DAY: Final = f"{_LINE}{_LINE}年{_LINE}月{_LINE}日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What is printed, ready to be read: labels with values, sentences, files."""

    bureau: str
    company: str
    tax_id: str
    person: str
    reason: str
    made_on: str
    invoice: Sequence[tuple[str, str]]
    story: Sequence[str]
    files: Sequence[tuple[str, str, str]]  # name, what it is, SHA-256


def draw(papers: Papers) -> bytes:
    """Return the papers as a PDF. The same papers make the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, SimpleDocTemplate

    if _SONG not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_SONG))
    out = io.BytesIO()
    sheet = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=15 * _MM, rightMargin=15 * _MM, topMargin=15 * _MM,
        bottomMargin=15 * _MM, title="发票线下核验材料", author=papers.company, invariant=1,
    )  # fmt: skip
    sheet.build(
        [
            *_form(papers), PageBreak(), *_statement(papers), PageBreak(), *_list(papers),
            PageBreak(), *_receipt(papers),
        ]
    )  # fmt: skip
    return out.getvalue()


def _form(papers: Papers) -> list[Any]:
    rows = [
        ("受理机关", papers.bureau),
        ("申请单位", papers.company or BLANK),
        ("统一社会信用代码", papers.tax_id or BLANK),
        ("经办人", papers.person),
        *papers.invoice,
        ("核验事由", papers.reason),
        (
            "请求",
            "请核对底账，告知：是否由票面销售方开具、各项与底账是否一致、现在的状态。",
        ),
    ]
    return [
        _title("发票真伪核验申请"),
        _grid([(_text(name), _text(value)) for name, value in rows], (0.25, 0.75)),
        *_signed(papers),
    ]


def _statement(papers: Papers) -> list[Any]:
    opening = f"{papers.company or '本单位'}在各入口查询这张发票的经过如下，均有记录可查。"
    return [
        _title("情况说明"),
        _text(opening),
        _space(4),
        *(_text(f"{place}. {one}") for place, one in enumerate(papers.story, 1)),
        *_signed(papers),
    ]


def _list(papers: Papers) -> list[Any]:
    rows = [("序号", "材料", "文件", "SHA-256（前16位）")]
    rows += [
        (str(place), what, name, digest[:16])
        for place, (name, what, digest) in enumerate(papers.files, 1)
    ]
    rows.append((str(len(rows)), "发票原件（纸质票交原票）", "当面递交", BLANK))
    return [
        _title("材料清单"),
        _grid([tuple(map(_text, one)) for one in rows], (0.08, 0.28, 0.40, 0.24)),
        _space(4),
        _text("全部电子文件的完整摘要见压缩包里的“清单.txt”。"),
    ]


def _receipt(papers: Papers) -> list[Any]:
    rows = [
        ("递交单位", papers.company or BLANK),
        ("发票", "；".join(f"{name} {value}" for name, value in papers.invoice[:3])),
        ("材料", f"共 {len(papers.files)} 个电子文件，纸质{_LINE}份"),
        ("回执号", BLANK),
        ("预计答复日期", _DAY),
        ("受理人", BLANK),
        ("受理日期（盖章）", _DAY),
    ]
    return [
        _title("收件回执"),
        _text(f"{papers.bureau}已收到下列材料："),
        _space(4),
        _grid([(_text(name), _text(value)) for name, value in rows], (0.25, 0.75), least=26),
    ]


def _signed(papers: Papers) -> list[Any]:
    return [
        _space(30),
        _text(f"经办人：{papers.person}{_LINE * 4}申请单位（盖章）：{papers.company}"),
        _space(6),
        _text(f"日期：{papers.made_on}"),
    ]


def _title(text: str) -> Any:  # noqa: ANN401 - the library has no types
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle("title", fontName=_SONG, fontSize=18, leading=34, alignment=1)
    return Paragraph(escape(text), style)


def _text(text: str) -> Any:  # noqa: ANN401 - the library has no types
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle("text", fontName=_SONG, fontSize=10.5, leading=17, wordWrap="CJK")
    return Paragraph(escape(text), style)


def _space(high: float) -> Any:  # noqa: ANN401 - the library has no types
    from reportlab.platypus import Spacer

    return Spacer(1, high)


def _grid(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], least: float | None = None
) -> Any:  # noqa: ANN401 - the library has no types
    from reportlab.lib.colors import black
    from reportlab.platypus import Table

    wide = [_WIDE * one for one in widths]
    high = None if least is None else [least] * len(rows)
    style = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Table(list(rows), colWidths=wide, rowHeights=high, style=style, repeatRows=0)
