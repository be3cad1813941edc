"""Nothing a stranger sends may do more than be refused, in Chinese, in time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.readers import make_export, make_xml
from tests.readers import make_faces as faces
from tests.readers.made_up import CHECK_CODE, CODE, NUMBER, PLAIN_NUMBER
from tests.readers.make_ofd import ofd, zipped
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.demo.paper.qr import png
from chapiao.readers import archive
from chapiao.readers.reading import ReadError

QR = f"01,10,{CODE},{PLAIN_NUMBER},100,20230625,{CHECK_CODE},98A2,"
DIGITAL_QR = f"01,32,,{NUMBER},106.00,20250104,,9B52"


def picture(suffix: str) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(png(QR))).convert("RGB").save(out, suffix)
    return out.getvalue()


def refused(data: bytes) -> str:
    """The sentence of the refusal; it must be Chinese and fit a line or two."""
    with pytest.raises(ReadError) as error:
        readers.read(data)
    sentence = str(error.value)
    assert any("\u4e00" <= char <= "\u9fff" for char in sentence)
    assert 4 < len(sentence) < 120
    return sentence


def big_png(width: int, height: int) -> bytes:
    """A picture that claims to be huge in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = lambda name, body: (  # noqa: E731
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    )
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def deep_xml(depth: int) -> bytes:
    return b"<EInvoice>" + b"<a>" * depth + b"</a>" * depth + b"</EInvoice>"


def laughs() -> bytes:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12)]
    return f"<!DOCTYPE x [{''.join(lines)}]><EInvoice><EIid>&a11;</EIid></EInvoice>".encode()


def ofd_of(**files: bytes) -> bytes:
    return zipped({name.replace("__", "/"): data for name, data in files.items()})


OFD_XML = (
    b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo/>'
    b"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
REPEATED = (
    b'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer><ofd:TextObject '
    b'ID="1" Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="0" DeltaX="g 999999999 1">ab'
    b"</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
)
DOCUMENT = (
    b'<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>'
    b'<ofd:Page ID="1" BaseLoc="Content.xml"/></ofd:Pages></ofd:Document>'
)
LOOP = b'<ofd:Pages xmlns:ofd="u"><ofd:Page ID="1" BaseLoc="Document.xml"/></ofd:Pages>'

HOSTILE: dict[str, bytes] = {
    "空文件": b"",
    "只有空白": b" \n\t ",
    "一兆文本": "发票 ".encode() * 150_000,
    "GBK文本": "这是一段说明文字，不是发票".encode("gb18030"),
    "随机字节": bytes(range(256)) * 100,
    "空字节": b"\0" * 5000,
    "实体炸弹": laughs(),
    "外部实体": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EInvoice>&x;</EInvoice>',
    "很深的XML": deep_xml(100_000),
    "声明编码不存在": b'<?xml version="1.0" encoding="klingon"?><EInvoice><a>\xff</a></EInvoice>',
    "只有PDF头": b"%PDF-1.7\n",
    "截断的PDF": pdf(faces.digital())[:900],
    "PDF页树成环": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    ),
    "只有ZIP头": b"PK\x03\x04" + b"\0" * 40,
    "空ZIP": zipped({}),
    "截断的OFD": ofd(faces.digital())[:-300],
    "没有文档的OFD": ofd_of(OFD__xml=b"<x/>").replace(b"OFD/xml", b"OFD.xml"),
    "OFD页面缺失": zipped({"OFD.xml": OFD_XML, "Doc_0/Document.xml": DOCUMENT}),
    "OFD自指": zipped({"OFD.xml": OFD_XML, "Doc_0/Document.xml": LOOP}),
    "OFD重复十亿次": zipped(
        {"OFD.xml": OFD_XML, "Doc_0/Document.xml": DOCUMENT, "Doc_0/Content.xml": REPEATED}
    ),
    "OFD里的炸弹": zipped(
        {"OFD.xml": OFD_XML, "Doc_0/Document.xml": DOCUMENT, "Doc_0/Content.xml": b" " * 90_000_000}
    ),
    "ZIP炸弹": zipped({"a.xml": b"\0" * 60_000_000}),
    "巨大的图": big_png(60_000, 60_000),
    "谎报尺寸的图": big_png(8_000, 8_000),
    "截断的JPEG": picture("JPEG")[:300],
    "截断的TIFF": picture("TIFF")[:200],
    "只有图片头": b"\x89PNG\r\n\x1a\n",
    "坏的WEBP": b"RIFF\xff\xff\xff\x7fWEBPVP8 " + b"\0" * 50,
    "表格": make_export.xlsx({"Sheet1": [["=1+1", '=HYPERLINK("http://x")']]}),
    "旧表格头": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "RAR": b"Rar!\x1a\x07\x00" + b"\0" * 50,
    "HTML": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "邮件": b"Received: from x\r\nMIME-Version: 1.0\r\nSubject: =?utf-8?B?5Y+R56Wo?=\r\n\r\nhi",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_words(name: str) -> None:
    refused(HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_an_export_of_it_is_refused_in_words(name: str) -> None:
    found = _either(lambda data: readers.export_table(data).rows, HOSTILE[name])

    assert found == () or _is_chinese(found)


SOUND: dict[str, bytes] = {
    "einvoice.xml": make_xml.einvoice().encode(),
    "tax.xml": make_xml.tax_control().encode(),
    "inv.xml": make_xml.xbrl_invoice().encode(),
    "digital.pdf": pdf(faces.digital(), qr=[DIGITAL_QR], attached={"a.xml": b"<a/>"}),
    "tax.ofd": ofd(
        faces.tax_control(),
        attached={"original_invoice.xml": make_xml.tax_control().encode()},
        noted={"发票号码": PLAIN_NUMBER, "合计金额": "100.00"},
        tags='<:eInvoice xmlns:=""><InvoiceNo><ofd:ObjectRef PageRef="1">104</ofd:ObjectRef></'
        "InvoiceNo></:eInvoice>",
        qr=QR,
    ),
    "qr.png": picture("PNG"),
    "qr.jpg": picture("JPEG"),
    "qr.webp": picture("WEBP"),
    "qr.tiff": picture("TIFF"),
    "list.xlsx": make_export.xlsx(
        {"发票基础信息": [make_export.BASE, make_export.base_row(1, NUMBER)]}
    ),
    "list.csv": make_export.csv([make_export.BASE, make_export.base_row(1, NUMBER)]),
    "many.zip": zipped({"a.xml": make_xml.einvoice().encode(), "b.pdf": pdf(faces.digital())}),
}


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A sound file, cut, overwritten, doubled in places or run together with another."""
    data = bytearray(SOUND[draw(st.sampled_from(sorted(SOUND)))])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        act = draw(st.sampled_from(["flip", "cut", "insert", "splice", "zero"]))
        if act == "flip" and data:
            data[at] ^= draw(st.integers(1, 255))
        elif act == "cut":
            del data[at : at + draw(st.integers(1, 400))]
        elif act == "insert":
            data[at:at] = draw(st.binary(max_size=40))
        elif act == "splice":
            other = SOUND[draw(st.sampled_from(sorted(SOUND)))]
            start = draw(st.integers(0, len(other) - 1))
            data[at:at] = other[start : start + 300]
        else:
            data[at : at + 50] = b"\0" * 50
    return bytes(data)


def _export(data: bytes) -> object:
    return readers.export_table(data)


def _walk(data: bytes) -> object:
    return [
        inside if isinstance(inside, ReadError) else _either(readers.read, inside)
        for _, inside in archive.walk("x.zip", data)
    ]


def _either(act: Callable[[bytes], object], data: bytes) -> object:
    try:
        return act(data)
    except ReadError as error:
        return error


def _is_chinese(found: object) -> bool:
    return isinstance(found, ReadError) and any("\u4e00" <= char <= "\u9fff" for char in str(found))


@settings(
    max_examples=250, deadline=5000, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(data=broken(), act=st.sampled_from([readers.read, readers.read, _export, _walk]))
def test_a_broken_file_is_read_or_refused_and_nothing_else(
    data: bytes, act: Callable[[bytes], object]
) -> None:
    found = _either(act, data)

    assert not isinstance(found, ReadError) or _is_chinese(found)


@settings(max_examples=60, deadline=5000, derandomize=True)
@given(st.data())
def test_a_broken_part_of_an_ofd_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """Inside the ZIP the checksums hold, so the parts themselves are reached."""
    files = dict(_parts(SOUND["tax.ofd"]))
    name = data.draw(st.sampled_from(sorted(files)))
    part = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(len(part) - 1, 0)))
        part[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))

    found = _either(readers.read, zipped(files | {name: bytes(part)}))

    assert not isinstance(found, ReadError) or _is_chinese(found)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@settings(max_examples=60, deadline=5000, derandomize=True)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_in_any_field_is_only_text(name: str, remark: str) -> None:
    safe = [
        "".join(char for char in text if char.isprintable() and char not in "<>&\ud800")
        for text in (name, remark)
    ]
    try:
        data = make_xml.einvoice(buyer=safe[0]).encode()
    except UnicodeEncodeError:
        return

    [reading] = readers.read(data)

    assert (reading.invoice.buyer_name or "").split() == safe[0].split()
