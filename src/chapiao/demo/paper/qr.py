"""The QR codes that faces carry (domain §5)."""

from __future__ import annotations

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

_CODES = {
    Kind.E_ORDINARY: "10",
    Kind.TOLL: "10",
    Kind.E_SPECIAL: "20",
    Kind.SPECIAL: "01",
    Kind.ORDINARY: "04",
    Kind.DIGITAL_SPECIAL: "31",
    Kind.DIGITAL_ORDINARY: "32",
    Kind.RAIL: "51",
}


def words(invoice: Invoice, last: str) -> str:
    """Return the text of the QR code; `last` is its eighth field, opaque on genuine ones too.

    A digital invoice gives 价税合计 there, a 税控 one the amount without tax.
    """
    kind = invoice.kind or Kind.OTHER
    day = f"{invoice.issued_on:%Y%m%d}" if invoice.issued_on else ""
    amount = (invoice.total if kind.is_digital else invoice.amount) or 0
    parts = (
        "01",
        _CODES[kind],
        invoice.code or "",
        invoice.number or "",
        plain(amount),
        day,
        invoice.check_code or "",
        last,
    )
    return ",".join(parts) + ("" if kind.is_digital else ",")


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of dark and light modules, without the quiet zone."""
    import zxingcpp

    image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(
        scale=1, add_quiet_zones=False
    )
    height, width = image.shape
    flat = bytes(memoryview(image).cast("B"))  # type: ignore[arg-type]
    return tuple(
        tuple(value == 0 for value in flat[row * width : (row + 1) * width])
        for row in range(height)
    )


def png(text: str, scale: int = 8) -> bytes:
    """Return the code as a picture with its quiet zone."""
    import io

    from PIL import Image

    rows = modules(text)
    side = len(rows) + 2
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + 1, y + 1), 0)
    out = io.BytesIO()
    picture.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
