from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image
from tests.readers import make_faces as faces
from tests.readers.made_up import CHECK_CODE, CODE, NUMBER, PLAIN_NUMBER
from tests.readers.make_pdf import pdf, picture_pdf

from chapiao import readers
from chapiao.demo.paper.qr import png
from chapiao.formats import pictures
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Witness

TAX_QR = f"01,10,{CODE},{PLAIN_NUMBER},100,20230625,{CHECK_CODE},98A2,"
TOTAL_QR = f"01,32,,{NUMBER},264,20250104,,9B52"


def photo(text: str, suffix: str, turned: int = 0) -> bytes:
    """A code on a larger sheet of paper."""
    code = Image.open(io.BytesIO(png(text))).convert("L")
    sheet = Image.new("L", (900, 600), 255)
    sheet.paste(code, (80, 60))
    out = io.BytesIO()
    sheet.rotate(turned, expand=True, fillcolor=255).save(out, suffix)
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["PNG", "JPEG", "WEBP", "TIFF", "BMP"])
def test_the_code_of_a_picture_is_read(suffix: str) -> None:
    [reading] = readers.read(photo(TAX_QR, suffix))

    invoice = reading.invoice
    assert invoice.kind is Kind.E_ORDINARY
    assert (invoice.code, invoice.number, invoice.amount) == (CODE, PLAIN_NUMBER, 10000)
    assert invoice.check_code == CHECK_CODE
    assert (invoice.total, invoice.buyer_name) == (None, None)
    assert reading.read_from["number"] == (Witness.QR,)
    assert reading.format == "image"


@pytest.mark.parametrize("turned", [0, 90, 180, 270, 17])
def test_a_turned_picture_is_read(turned: int) -> None:
    [reading] = readers.read(photo(TOTAL_QR, "PNG", turned))

    assert (reading.invoice.number, reading.invoice.total) == (NUMBER, 26400)


def test_a_telephone_photo_in_heic_is_read() -> None:
    pytest.importorskip("pi_heif", reason="skipped: the extra heic is not installed")

    [reading] = readers.read((Path(__file__).parent / "samples" / "code.heic").read_bytes())

    assert (reading.invoice.number, reading.invoice.total) == (NUMBER, 26400)


def test_every_page_of_a_fax_is_read() -> None:
    pages = [Image.open(io.BytesIO(photo(text, "PNG"))) for text in (TAX_QR, TOTAL_QR)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    found = readers.read(out.getvalue())

    assert [(one.part, one.invoice.number) for one in found] == [(1, PLAIN_NUMBER), (2, NUMBER)]


def test_a_photo_is_turned_as_the_camera_noted() -> None:
    image = Image.open(io.BytesIO(photo(TOTAL_QR, "PNG")))
    noted = Image.Exif()
    noted[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=noted)

    [frame] = pictures.frames(out.getvalue())

    assert frame.size == (image.height, image.width)


def test_a_transparent_picture_and_one_of_a_pixel_a_module_are_read() -> None:
    code = Image.open(io.BytesIO(png(TAX_QR, scale=1))).convert("L")
    clear = Image.new("RGBA", code.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=code.point(lambda value: 255 if value == 0 else 0))
    out = io.BytesIO()
    clear.save(out, "PNG")

    [reading] = readers.read(out.getvalue())

    assert reading.invoice.number == PLAIN_NUMBER


def test_a_picture_without_a_code_asks_for_a_person() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "JPEG")

    with pytest.raises(readers.Unseen, match="图像识别") as refused:
        readers.read(out.getvalue())

    assert refused.value.kind is None


def test_a_code_of_something_else_is_no_invoice_number() -> None:
    with pytest.raises(readers.Unseen):
        readers.read(photo("https://example.com/pay?id=1", "PNG"))


def test_a_paper_train_ticket_is_refused_by_name() -> None:
    with pytest.raises(readers.NotAnInvoice, match="火车票") as refused:
        readers.read(photo("0123456789" * 14 + "0123", "PNG"))

    assert refused.value.kind is Kind.PAPER_TRAIN


def test_a_pdf_that_is_only_a_picture_gives_what_its_code_says() -> None:
    [reading] = readers.read(picture_pdf(photo(TOTAL_QR, "PNG")))

    assert (reading.invoice.number, reading.invoice.total) == (NUMBER, 26400)


def test_a_pdf_that_is_only_a_picture_without_a_code_asks_for_a_person() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")

    with pytest.raises(readers.Unseen, match="只有图像"):
        readers.read(picture_pdf(out.getvalue()))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read(turned: int) -> None:
    [reading] = readers.read(pdf(faces.digital(), qr=[TOTAL_QR], turned=turned))

    assert reading.invoice.number == NUMBER
    assert reading.invoice.amount == 10000


def test_a_locked_pdf_says_so() -> None:
    with pytest.raises(readers.Damaged, match="密码"):
        readers.read(pdf(faces.digital(), password="secret"))


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(readers.Damaged, match="页"):
        readers.read(pdf(*[[faces.Text(50, 50, "1")]] * 301))


def test_two_threads_may_read_at_once() -> None:
    data = pdf(faces.digital(), qr=[TOTAL_QR.replace("264", "106.00")])
    found: list[str | None] = []

    def work() -> None:
        found.extend(readers.read(data)[0].invoice.number for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [NUMBER] * 20


def test_values_in_form_fields_are_read() -> None:
    page = [text for text in faces.digital() if text.words != NUMBER]

    [reading] = readers.read(pdf(page, fields=[faces.Text(482, 40, NUMBER)]))

    assert reading.invoice.number == NUMBER
    assert reading.read_from["number"] == (Witness.TEXT,)


def test_a_foreign_code_beside_the_invoices_own_is_left_out() -> None:
    own = TOTAL_QR.replace("264", "106.00")
    other = own.replace(NUMBER, "25112000000012345695")
    code = faces.digital()

    [reading] = readers.read(pdf(code, qr=[own], second_qr=other))

    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("mode", "kind", "side"),
    [("RGB", "JPEG", 8300), ("1", "PNG", 9000), ("LA", "PNG", 6300), ("RGBA", "WEBP", 4900)],
)
def test_the_largest_picture_needs_no_more_than_512_mb(mode: str, kind: str, side: int) -> None:
    script = """
import io, resource
from PIL import Image
from chapiao import readers
out = io.BytesIO()
Image.new("1", (1, 1)).save(out, "PNG")
try:
    readers.read(out.getvalue())
except readers.ReadError:
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
data = open(0, "rb").read()
try:
    readers.read(data)
except readers.Unseen:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, kind, method=0, quality=1)
    asked = [sys.executable, "-c", script]

    told = subprocess.run(asked, input=out.getvalue(), capture_output=True, check=True)

    assert int(told.stdout) < 512 * 1024
