"""What a comparison gave, as lines in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from chapiao.actions.compare.run import Compared
from chapiao.actions.compare.told import Causes
from chapiao.invoice.money import plain

MOST_CAUSES = 12


def summary_lines(compared: Compared, causes: Causes, out: str | None) -> Iterator[str]:
    """Yield the lists, the outcomes of each pair with counts and sums, and the causes."""
    for at in range(len(compared.given)):
        yield from _list_lines(compared, at)
    for summary, pair in zip(compared.done.pairs, compared.pairs, strict=True):
        yield ""
        yield f"甲「{pair.left}」 ↔ 乙「{pair.right}」"
        for one in summary.counts:
            left = f"甲 {one.left_rows}行 {plain(one.left_total)}"
            right = f"乙 {one.right_rows}行 {plain(one.right_total)}"
            yield f"  {one.outcome.value}\t{one.findings}\t{left}\t{right}"
    if causes.counts:
        yield ""
        yield "差异的原因"
        for _, title, count, fen in causes.ranked()[:MOST_CAUSES]:
            yield f"  {title}\t{count}\t{plain(fen)}"
    if out:
        yield ""
        yield f"结果已写入 {out}"


def _list_lines(compared: Compared, at: int) -> Iterator[str]:
    given, size, beside = compared.given[at], compared.done.sizes[at], compared.beside[at]
    yield f"{given.name}：{given.layout}，{size.rows}行，合计{plain(size.total)}"
    if size.late_rows:
        yield f"  补到 {size.late_rows}行，{plain(size.late_total)}，没有计入"
    for what, rows in (("没有取用", beside.refused), ("号码损坏", beside.damaged)):
        if rows:
            yield f"  {what} {len(rows)}行，如第{rows[0].row}行：{rows[0].says}"
    for what, count in beside.left_out:
        yield f"  不参与比对：{what} {count}行"
    if beside.decided:
        yield f"  {beside.decided}"
