"""A TrueType font of boxes, and a PDF that shows characters by the numbers of its shapes only."""

from __future__ import annotations

import struct

from tests.readers.make_faces import Page

EM = 1000
BOX = (50, 0, 900, 700)


def truetype(chars: str, form: int = 4, first: int = 1) -> bytes:
    """Return a font whose shapes from the `first` are these characters; `form` is its list's."""
    pairs = sorted((ord(char), shape) for shape, char in enumerate(chars, first))
    across = struct.pack(">4h", BOX[0], 0, BOX[2] - BOX[0], 0)
    up = struct.pack(">4h", BOX[1], BOX[3] - BOX[1], 0, BOX[1] - BOX[3])
    shape = struct.pack(">5h2H4B", 1, *BOX, 3, 0, 1, 1, 1, 1) + across + up
    shape += b"\0" * (-len(shape) % 4)
    many = first + len(chars)
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10 if form == 12 else 1, 12) + _codes(pairs, form),
        b"glyf": shape * many,
        b"head": struct.pack(
            ">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, *BOX, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, EM, 0, 0, 900, 1, *[0] * 7, many),
        b"hmtx": struct.pack(">Hh", EM, 50) * many,
        b"loca": struct.pack(f">{many + 1}I", *(len(shape) * place for place in range(many + 1))),
        b"maxp": struct.pack(">I14H", 0x10000, many, 4, 1, 0, 0, 1, *[0] * 8),
    }
    listed, bodies = b"", b""
    for tag, body in tables.items():
        listed += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    return struct.pack(">I4H", 0x10000, len(tables), 64, 2, 48) + listed + bodies


def _codes(pairs: list[tuple[int, int]], form: int) -> bytes:
    if form == 12:
        groups = b"".join(struct.pack(">3I", code, code, shape) for code, shape in pairs)
        return struct.pack(">2H3I", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    if form == 6:
        first, last = pairs[0][0], pairs[-1][0]
        known = dict(pairs)
        shapes = [known.get(code, 0) for code in range(first, last + 1)]
        packed = struct.pack(f">{len(shapes)}H", *shapes)
        return struct.pack(">5H", 6, 10 + len(packed), 0, first, len(shapes)) + packed
    segments = [(code, shape - code) for code, shape in pairs] + [(0xFFFF, 1)]
    codes = [code for code, _ in segments]
    deltas = [delta & 0xFFFF for _, delta in segments]
    many = len(segments)
    body = struct.pack(f">{many}HH{many}H", *codes, 0, *codes)
    body += struct.pack(f">{many}H{many}H", *deltas, *[0] * many)
    return struct.pack(">7H", 4, 14 + len(body), 0, 2 * many, 0, 0, 0) + body


def pdf_of_shapes(
    page: Page, size: tuple[float, float] = (596, 397), form: int = 4, first: int = 1
) -> bytes:
    """Return a PDF that embeds a font, numbers its shapes, and does not say what they mean."""
    chars = "".join(sorted({char for text in page for char in text.words if char != " "}))
    shown = []
    for text in page:
        x = text.x
        for char in text.words:
            if char != " ":
                place = f"{text.size} 0 0 {text.size} {x} {size[1] - text.y + 0.14 * text.size}"
                shown.append(f"{place} Tm <{first + chars.index(char):04x}> Tj")
            x += text.size * (0.5 if char.isascii() else 1)
    font, content = truetype(chars, form, first), f"BT /F 1 Tf {' '.join(shown)} ET".encode()
    narrow = [place for place, char in enumerate(chars, first) if char.isascii()]
    widths = " ".join(f"{place} [500]" for place in narrow)
    return _file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>" % size,
        _stream(content),
        b"<</Type/Font/Subtype/Type0/BaseFont/Boxes/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Boxes/FontDescriptor 7 0 R/DW 1000/W[%s]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % widths.encode(),
        b"<</Type/FontDescriptor/FontName/Boxes/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80/ItalicAngle 0/FontFile2 8 0 R>>",
        _stream(font, b"/Length1 %d" % len(font)),
    )


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def _file(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    many = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (many, listed)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (many, len(out))
    return out + table + end
