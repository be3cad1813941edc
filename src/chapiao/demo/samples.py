"""The sample files a visitor can take and drop on the page: DATA/samples."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from chapiao.demo.cast import Cast
from chapiao.demo.compare_samples import compare_samples
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.paper.sample import sample
from chapiao.demo.row import Row
from chapiao.demo.world import World
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH

FOLDER = "samples"
EXPORT_NAME = "全量发票查询导出结果_演示.xlsx"
BUNDLE_NAME = "演示样张_一包发票.zip"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_SHORTENED = "{:.4E}"  # what a spreadsheet makes of twenty digits


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to try, and what happens when it is dropped."""

    name: str
    says: str
    data: bytes


def samples(made: World) -> tuple[Sample, ...]:
    """Return every sample file of the world."""
    single = _single(made.cast)
    bundle = Sample(BUNDLE_NAME, "一个压缩包，逐个文件都有交代，回单会被拒收", _zipped(single))
    export = Sample(
        EXPORT_NAME,
        "税局导出：在“导入”页预览，新增、更新、重复、异常各有几行",
        xlsx(_next_export(made)),
    )
    lists = (Sample(*one) for one in compare_samples(made))
    return (*single, bundle, export, *lists)


def write(folder: Path, made: World) -> None:
    """Write the samples into the folder, for taking and dropping."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in samples(made):
        (folder / one.name).write_bytes(one.data)


def listed(folder: Path) -> tuple[Path, ...]:
    """Return the sample files that are there, in the order of their names."""
    return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def _single(cast: Cast) -> tuple[Sample, ...]:
    receipt = replace(cast.plain.invoice, kind=Kind.BANK_RECEIPT)
    wanted = (
        (cast.faces.invoice, "pdf", "数电专票，台账里有"),
        (cast.faces.invoice, "ofd", "同一张数电专票的OFD"),
        (cast.faces.invoice, "xml", "同一张数电专票的XML"),
        (cast.bargain.invoice, "pdf", "数电普票，明细里有折扣行"),
        (cast.fresh.invoice, "pdf", "台账里还没有，交上来就登记"),
        (cast.taxed.invoice, "pdf", "税控电子普票：代码、校验码、密码区"),
        (cast.taxed.invoice, "ofd", "同一张税控电子普票的OFD"),
        (cast.rail.invoice, "pdf", "铁路电子客票，带XBRL附件"),
        (cast.rail.invoice, "ofd", "同一张铁路电子客票的OFD"),
        (cast.reversed.invoice, "pdf", "已经全额红冲的一张"),
        (cast.stranger.invoice, "xml", "抬头不是本单位的一张"),
        (receipt, "pdf", "银行回单，不是发票，会被拒收"),
    )
    return tuple(Sample(*_named(sample(one, form), says)) for one, form, says in wanted)


def _named(drawn: tuple[str, bytes], says: str) -> tuple[str, str, bytes]:
    return drawn[0], says, drawn[1]


def _zipped(single: tuple[Sample, ...]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in single:
            info = zipfile.ZipInfo(one.name, _NO_TIME)
            archive.writestr(info, one.data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _next_export(made: World) -> list[Row]:
    """Return what the bureau would export next: a few known, new, changed and damaged rows."""
    cast = made.cast
    *new, last = cast.arrivals
    return [cast.plain, cast.priced, cast.turned, *new, _shortened(last)]


def _shortened(row: Row) -> Row:
    """Give the row's number as a spreadsheet shows it once somebody saved it there."""
    number = row.invoice.number or ""
    shown = _SHORTENED.format(int(number)) if len(number) == DIGITAL_LENGTH else number
    return replace(row, invoice=replace(row.invoice, number=shown))


def as_of(made_on: date) -> str:
    """Return the name an export of that day comes under."""
    return f"全量发票查询导出结果-{made_on:%Y%m%d}.xlsx"
