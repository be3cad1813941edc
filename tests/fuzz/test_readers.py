"""Readers are fed broken files: they read or refuse, in time. CHAPIAO_FUZZ_SECONDS sets how long.

What was found once stays found: it is a test of its own in tests/readers/test_hostile.py.
"""

from __future__ import annotations

import base64
import io
import random
from email.message import EmailMessage

import pytest
from PIL import Image
from tests.fuzz.mutate import hunt, in_one_member, mutated, rezipped
from tests.readers import make_export, make_travel, make_vehicles, make_xml
from tests.readers import make_faces as faces
from tests.readers.made_up import CHECK_CODE, CODE, NUMBER, PLAIN_NUMBER
from tests.readers.make_font import pdf_of_shapes
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf
from tests.readers.make_seven_zip import CODERS, USUAL, rechecked, seven_zip

from chapiao import readers
from chapiao.demo.paper.qr import png
from chapiao.invoice.qr import BadQr, parse_qr
from chapiao.readers import intake
from chapiao.readers.reading import ReadError

QR = f"01,10,{CODE},{PLAIN_NUMBER},100,20230625,{CHECK_CODE},98A2,"
URL = (
    "https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=ab12&bill_num=09912345&total_amount=37"
)
FACES = (
    faces.digital(),
    faces.tax_control(),
    make_travel.rail(),
    make_travel.air(),
    make_travel.fiscal(),
    make_vehicles.vehicle(),
    make_vehicles.machine(),
)

TAGS = ("InvoiceNo", "IssueDate", "BuyerName", "Item", "Amount", "Item", "Amount")


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAPIAO_OCR", "0")


def test_xml() -> None:
    texts = (
        make_xml.einvoice(),
        make_xml.tax_control(),
        make_xml.tax_control_2017(),
        make_xml.xbrl_invoice(),
        make_xml.xbrl_rail(),
        make_xml.feed_pinyin(),
        make_xml.feed_chinese(),
    )
    seeds = [text.encode() for text in texts]

    assert list(hunt(seeds, mutated, readers.read, (ReadError,))) == []


def test_ofd() -> None:
    attached = {"original_invoice.xml": make_xml.tax_control().encode()}
    seeds = [ofd(page, qr=QR, attached=attached, noted={"发票号码": "1"}) for page in FACES]

    assert list(hunt(seeds, in_one_member, readers.read, (ReadError,))) == []


def test_structured() -> None:
    attached = {"original_invoice.xml": make_xml.tax_control().encode()}
    tag = '<ofd:ObjectRef PageRef="1">{}</ofd:ObjectRef>'
    inside = "".join(f"<{name}>{tag.format(at)}</{name}>" for at, name in enumerate(TAGS, 100))
    tags = f'<:eInvoice xmlns:="">{inside}</:eInvoice>'
    seeds = [ofd(FACES[0], attached=attached), ofd(FACES[1], tags=tags, noted={"发票号码": "1"})]

    assert list(hunt(seeds, in_one_member, readers.structured, (ReadError,))) == []


def test_pdf() -> None:
    attached = {"a.xml": make_xml.einvoice().encode()}
    seeds = [pdf(page, qr=[QR], attached=attached) for page in FACES]
    seeds += [pdf_of_shapes(faces.digital(), form=form) for form in (4, 12)]

    assert list(hunt(seeds, mutated, readers.read, (ReadError,))) == []


def test_qr() -> None:
    seeds = [text.encode() for text in (QR, URL, f"01,32,,{NUMBER},106.00,20250104,,9B52")]

    def target(data: bytes) -> None:
        parse_qr(data.decode("utf-8", "replace"))

    assert list(hunt(seeds, mutated, target, (BadQr,))) == []


def test_pictures() -> None:
    seeds = []
    for suffix in ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP"):
        out = io.BytesIO()
        Image.open(io.BytesIO(png(QR))).convert("RGB").save(out, suffix)
        seeds.append(out.getvalue())

    assert list(hunt(seeds, mutated, readers.read, (ReadError,))) == []


def test_excel() -> None:
    rows = [make_export.base_row(1, NUMBER), make_export.base_row(2, 2.4952e19, sums=(1, 2, 3))]
    book = make_export.xlsx({"发票基础信息": [list(make_export.BASE), *rows]})
    seeds = [book, book, make_export.csv([list(make_export.BASE), *rows])]

    def change(data: bytes, chance: object) -> bytes:
        return (in_one_member if data.startswith(b"PK") else mutated)(data, chance)  # type: ignore[arg-type]

    assert list(hunt(seeds, change, readers.export_table, (ReadError,))) == []


def test_mail() -> None:
    message = EmailMessage()
    message["From"] = message["To"] = "a@example.com"
    message["Subject"] = "发票"
    message.set_content('<a href="https://example.com/fp?a=1">下载发票</a>', subtype="html")
    message.add_attachment(
        make_xml.einvoice().encode(), maintype="text", subtype="xml", filename="票"
    )

    def target(data: bytes) -> None:
        list(intake.lines("a.eml", data))

    assert list(hunt([message.as_bytes()], mutated, target, ())) == []


def test_archives() -> None:
    files = {"一.xml": make_xml.einvoice().encode(), "b/c.txt": b"hello " * 50, "空": b""}
    seeds = [seven_zip(files, coder) for coder in CODERS]
    seeds += [rezipped(files), base64.b64decode(USUAL)]

    def target(data: bytes) -> None:
        list(intake.lines("a.7z", data))

    def change(data: bytes, chance: random.Random) -> bytes:
        changed = mutated(data, chance)
        # Most changes to a 7z are caught by a checksum: write it anew, to get behind it.
        return rechecked(changed) if chance.random() < 0.8 else changed

    assert list(hunt(seeds, change, target, ())) == []
