"""Reading files: ours, the peers in their own environments, and the bare libraries as floor.

The files are the real samples where they are beside the project, else made-up ones.
Figures are processor time a file, medians over rounds in which ours and the floor take
turns. The floor of OFD and XML is what nobody who reads them with lxml gets round: to
open the same members, parse them, and look once at the name and the text of each
element. What parsing alone takes stands beside it, and so does our full reading, with
every witness compared and every sum checked. A peer is measured by `bench.peers`.
"""

from __future__ import annotations

import io
import os
import statistics
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any
from unittest import mock

from bench import xlsx
from bench.peers import PEERS, spent_by
from bench.row import Row

ROUNDS = 7
SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
_SMALL = 20  # times that small files are read in a round: the clock is too coarse for one


def run(_: Sequence[int]) -> list[Row]:
    """Measure every way of reading. The sizes are those of the look-up's pools; ours are files."""
    os.environ["CHAPIAO_OCR"] = "0"
    folder = PEERS.parent / "files"
    ofds, pdfs, xmls = _files(folder)
    return [*_ofd(ofds), *_pdf(pdfs), *_xml(xmls), *xlsx.run()]


def _ofd(paths: list[Path]) -> list[Row]:
    from chapiao import readers

    data = [path.read_bytes() for path in paths]
    opened = {one: _opened(one) for one in data}
    ours, floor, parsed = _turns(
        data * _SMALL,
        readers.structured,
        lambda one: _bare_ofd(one, opened[one], _looked_at),
        lambda one: _bare_ofd(one, opened[one], len),
    )
    [whole] = _turns(data, readers.read)
    beside = {"zip + lxml, parsed only": parsed}
    peer = {"ofdkit": ofdkit} if (ofdkit := spent_by("ofdkit", paths)) else {}
    text = {"ofdkit text": both} if (both := spent_by("ofdkit text", paths)) else {}
    name = "readers: OFD structured fields"
    return [
        _row(name, paths, ours, floor=floor, peers=peer | beside),
        _row(f"{name}, against ofdkit", paths, ours, peers=peer),
        _row("readers: OFD all witnesses, against ofdkit's text", paths, whole, peers=text),
    ]


def _pdf(paths: list[Path]) -> list[Row]:
    from chapiao.readers import pdf_file

    data = [path.read_bytes() for path in paths]
    ours, floor = _turns(data, lambda one: pdf_file.read(one, with_codes=False), _bare_text)
    whole, bare = _turns(data, pdf_file.read, _bare_text_and_code)
    peers = {
        name: figure for name in ("pdfplumber", "invoice2data") if (figure := spent_by(name, paths))
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
    ours, floor, parsed, whole = _turns(
        data * _SMALL,
        readers.structured,
        lambda one: _looked_at(etree.fromstring(one)),
        etree.fromstring,
        readers.read,
    )
    beside = {"lxml, parsed only": parsed, "our full reading": whole}
    return [_row("readers: XML", paths, ours, floor=floor, peers=beside)]


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


def _turns(data: list[bytes], *acts: Callable[[bytes], object]) -> list[float]:
    """Return seconds a file of each, after one round that loads what is to be loaded."""
    taken: list[list[float]] = [[] for _ in acts]
    for turn in range(ROUNDS + 1):
        for act, into in zip(acts, taken, strict=True):
            began = process_time()
            for one in data:
                act(one)
            if turn:
                into.append((process_time() - began) / len(data))
    return [statistics.median(each) for each in taken]


def _opened(data: bytes) -> list[str]:
    """Return the members that we open for an OFD's structured fields."""
    from chapiao import readers
    from chapiao.formats import safe_zip

    opened: list[str] = []
    whole = safe_zip.Archive.read

    def noted(archive: safe_zip.Archive, name: str) -> bytes:
        opened.append(name)
        return whole(archive, name)

    with mock.patch.object(safe_zip.Archive, "read", noted):
        readers.structured(data)
    return opened


def _bare_ofd(data: bytes, names: list[str], look: Callable[[Any], object]) -> None:
    """Open the ZIP, parse these members, and look at each."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in names:
            look(etree.fromstring(archive.read(name), parser))


def _looked_at(root: Any) -> list[tuple[str, str | None]]:
    return [(element.tag, element.text) for element in root.iter()]


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
