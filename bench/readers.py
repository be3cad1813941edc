"""Reading files: ours, the peers in their own environments, and the bare libraries as floor.

The files are the real samples where they are beside the project, else made-up ones.
Figures are processor time a file, medians over rounds in which ours and the floor take
turns. A peer is measured in a process and an environment of its own, made on demand
under `.bench/peers`; without a network it is left out and its goal is 未执行.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from bench.row import Row

ROUNDS = 7
SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
PEERS = Path(__file__).parents[1] / ".bench" / "peers"
ROWS = 20_000  # of the spreadsheet
# What a peer does with one file; the rounds around it are the same for all.
PEER_CODE = {
    "ofdkit": ("ofdkit==0.2.0", "import ofdkit", "ofdkit.extract_invoice(path)"),
    "ofdkit text": ("ofdkit==0.2.0", "import ofdkit", "ofdkit.extract_text(path)"),
    "pdfplumber": (
        "pdfplumber==0.11.10",
        "import pdfplumber",
        "[page.extract_text() for page in pdfplumber.open(path).pages]",
    ),
    "invoice2data": (
        "invoice2data==1.0.1",
        """from invoice2data import extract_data
from invoice2data.input import pdftotext
from invoice2data.extract.loader import read_templates
import logging; logging.disable(logging.CRITICAL)
templates = read_templates(folder)""",
        "extract_data(path, templates=templates, input_module=pdftotext)",
    ),
}
TEMPLATE = r"""issuer: CN
keywords: [发票]
fields:
  amount: '小写[)）]\s*[:：]?\s*[¥￥]?\s*(\d+\.\d+)'
  date: '开票日期\s*[:：]\s*(\d{4}\D{0,5}\d{2}\D{0,5}\d{2})'
  invoice_number: '发票号码\s*[:：]\s*(\d+)'
options: {date_formats: ['%Y年%m月%d日'], languages: [zh]}
"""
AROUND = """
import json, os, resource, shutil, statistics, sys, tempfile
folder, rounds, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
{setup}
def spent():
    mine, below = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + below.ru_utime + below.ru_stime
taken, good = [], False
for turn in range(rounds + 1):
    # A peer that keeps what it saw under a file's name must read every round anew.
    fresh = tempfile.mkdtemp()
    files = [shutil.copy(path, os.path.join(fresh, os.path.basename(path))) for path in paths]
    began = spent()
    for path in files:
        try:
            {act}
            good = True
        except Exception as error:
            print(repr(error), file=sys.stderr)
    taken.append(spent() - began)
    shutil.rmtree(fresh)
print(json.dumps(statistics.median(taken[1:]) / len(paths) if good else None))
"""


def run(_: Sequence[int]) -> list[Row]:
    """Measure every way of reading. The sizes are those of the look-up's pools; ours are files."""
    os.environ["CHAPIAO_OCR"] = "0"
    folder = PEERS.parent / "files"
    ofds, pdfs, xmls = _files(folder)
    return [*_ofd(ofds), *_pdf(pdfs), *_xml(xmls), _xlsx()]


def _ofd(paths: list[Path]) -> list[Row]:
    from chapiao.readers import ofd_file

    data = [path.read_bytes() for path in paths]
    ours, floor = _turns(data, ofd_file.structured, _bare_ofd)
    whole, _ = _turns(data, ofd_file.read, _bare_ofd)
    peer = {"ofdkit": ofdkit} if (ofdkit := _peer("ofdkit", paths)) else {}
    text = {"ofdkit text": both} if (both := _peer("ofdkit text", paths)) else {}
    name = "readers: OFD structured fields"
    return [
        _row(name, paths, ours, floor=floor, peers=peer),
        _row(f"{name}, against ofdkit", paths, ours, peers=peer),
        _row("readers: OFD all witnesses, against ofdkit's text", paths, whole, peers=text),
    ]


def _pdf(paths: list[Path]) -> list[Row]:
    from chapiao.readers import pdf_file

    data = [path.read_bytes() for path in paths]
    ours, floor = _turns(data, lambda one: pdf_file.read(one, with_codes=False), _bare_text)
    whole, bare = _turns(data, pdf_file.read, _bare_text_and_code)
    peers = {
        name: figure for name in ("pdfplumber", "invoice2data") if (figure := _peer(name, paths))
    }
    name = "readers: PDF text fields"
    return [
        _row(name, paths, ours, floor=floor, peers=peers),
        _row(f"{name}, against pdfplumber", paths, ours, peers=peers),
        _row(f"{name}, against invoice2data", paths, ours, peers=peers),
        _row("readers: PDF text fields and QR", paths, whole, floor=bare),
        _codes(data),
    ]


def _xml(paths: list[Path]) -> list[Row]:
    from lxml import etree

    from chapiao import readers

    data = [path.read_bytes() for path in paths]
    ours, floor = _turns(data, readers.read, etree.fromstring)
    return [_row("readers: XML", paths, ours, floor=floor)]


def _codes(data: list[bytes]) -> Row:
    """Return the pages a second whose code is read, drawn at 150 dpi beforehand."""
    from chapiao.formats import pdf, qr_image

    pictures = []
    for one in data:
        with pdf.opened(one) as document:
            pictures.append(document.picture(0, 150))
    began = process_time()
    for picture in pictures:
        qr_image.qr_texts(picture, once=True)
    share = len(pictures) / (process_time() - began)
    return Row(name="readers: QR codes", size=len(data), ours=share, unit="页/s")


def _xlsx() -> Row:
    from tests.readers import make_export

    from chapiao.readers import export_table

    rows = [make_export.base_row(at, f"25112000000{at * 10 + 7:09}") for at in range(ROWS)]
    book = make_export.xlsx({"发票基础信息": [list(make_export.BASE), *rows]})
    taken = []
    for _ in range(3):
        began = process_time()
        table = export_table(book, "全量发票查询导出结果.xlsx")
        taken.append(process_time() - began)
        assert len(table.rows) == ROWS
    speed = ROWS / statistics.median(taken)
    return Row(name="readers: xlsx rows", size=ROWS, ours=speed, unit="行/s", repeats=3)


def _row(
    name: str,
    paths: list[Path],
    ours: float,
    *,
    floor: float | None = None,
    peers: dict[str, float] | None = None,
) -> Row:
    return Row(
        name=name,
        size=len(paths),
        ours=ours * 1000,
        unit="ms",
        floor=None if floor is None else floor * 1000,
        peers={who: round(figure * 1000, 3) for who, figure in (peers or {}).items()},
        repeats=ROUNDS,
    )


def _turns(
    data: list[bytes], ours: Callable[[bytes], object], floor: Callable[[bytes], object]
) -> tuple[float, float]:
    """Return seconds a file of both, after one round that loads what is to be loaded."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for act, into in zip((ours, floor), taken, strict=True):
            began = process_time()
            for one in data:
                act(one)
            if turn:
                into.append((process_time() - began) / len(data))
    return statistics.median(taken[0]), statistics.median(taken[1])


def _bare_ofd(data: bytes) -> None:
    """Open the ZIP and parse what holds structured fields: nothing is looked up in it."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            low = name.lower()
            wanted = ("ofd.xml", "document.xml", "original_invoice.xml", "tag.xml", "content.xml")
            if low.endswith(wanted):
                etree.fromstring(archive.read(name), parser)


def _bare_text(data: bytes) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def _bare_text_and_code(data: bytes) -> None:
    import zxingcpp
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    for place, page in enumerate(document):
        page.get_textpage().get_text_range()
        if place == 0:
            picture = page.render(scale=150 / 72, grayscale=True).to_pil()
            zxingcpp.read_barcodes(picture, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    document.close()


def _peer(name: str, paths: list[Path]) -> float | None:
    """Return seconds a file of a peer; None where it cannot be had."""
    package, setup, act = PEER_CODE[name]
    home = PEERS / package.partition("==")[0]
    python = home / "bin" / "python"
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not python.exists():
        made = subprocess.run(
            [uv, "venv", "-q", str(home), "--python", sys.executable], check=False
        )
        put = [uv, "pip", "install", "-q", "--python", str(python), package]
        if made.returncode or subprocess.run(put, check=False).returncode:
            shutil.rmtree(home, ignore_errors=True)
            return None
    templates = PEERS / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "cn.yml").write_text(TEMPLATE, encoding="utf-8")
    code = AROUND.format(setup=setup, act=act)
    command = [str(python), "-c", code, str(templates), str(ROUNDS), *map(str, paths)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode:
        return None
    told: float | None = json.loads(done.stdout.splitlines()[-1])
    return told


def _files(folder: Path) -> tuple[list[Path], list[Path], list[Path]]:
    """Return the OFDs, PDFs and XMLs that hold an invoice, made up where there are no samples."""
    if not SAMPLES.exists():
        _make_up(folder)
    home = SAMPLES if SAMPLES.exists() else folder
    ofds, pdfs, xmls = (
        _readable(sorted((home / kind).iterdir())) for kind in ("ofd", "pdf", "xml")
    )
    return ofds, pdfs, xmls


def _readable(paths: list[Path]) -> list[Path]:
    from chapiao import readers

    kept = []
    for path in paths:
        try:
            readers.read(path.read_bytes())
        except readers.ReadError:
            continue
        kept.append(path)
    return kept


def _make_up(folder: Path) -> None:
    from tests.readers import make_faces, make_ofd, make_pdf, make_xml
    from tests.readers.made_up import CHECK_CODE, CODE, PLAIN_NUMBER

    qr = f"01,10,{CODE},{PLAIN_NUMBER},100,20230625,{CHECK_CODE},98A2,"
    attached = {"original_invoice.xml": make_xml.tax_control().encode()}
    page = make_faces.tax_control()
    files = {
        "ofd/a.ofd": make_ofd.ofd(page, qr=qr, attached=attached),
        "pdf/a.pdf": make_pdf.pdf(page, qr=[qr]),
        "xml/a.xml": make_xml.einvoice().encode(),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
