from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from PIL import Image
from tests.readers import make_faces as faces
from tests.readers.make_msg import msg
from tests.readers.make_ofd import ofd, zipped
from tests.readers.make_xml import einvoice

from chapiao.readers import intake
from chapiao.readers.archive import walk
from chapiao.readers.reading import Damaged, NotAnInvoice

LINK = "https://fp.example.com/download?id=1"


def mail(text: str, *attached: tuple[str, bytes], html: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "billing@example.com"
    message["To"] = "clerk@example.com"
    message["Subject"] = "您收到一张发票"
    message.set_content(text, subtype="html" if html else "plain")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_what_is_attached_to_a_mail_is_walked_into_its_archives() -> None:
    inner = zipped({"一/b.ofd": ofd(faces.digital())})
    data = mail("您好", ("发票.xml", einvoice().encode()), ("全部.zip", inner))

    lines = list(intake.lines("来信.eml", data))

    assert [line["member"] for line in lines] == ["发票.xml", "全部.zip/一/b.ofd"]
    assert [line["outcome"] for line in lines] == ["read", "read"]


def test_a_link_to_an_invoice_is_named_and_never_fetched() -> None:
    [(member, refused)] = walk("来信.eml", mail(f'<a href="{LINK}">下载发票</a>', html=True))

    assert member == "下载链接"
    assert isinstance(refused, NotAnInvoice)
    assert LINK in str(refused)
    assert "请打开后把文件交来" in str(refused)


def test_a_link_beside_an_attachment_is_named_when_it_speaks_of_an_invoice() -> None:
    attached = ("a.xml", b"<a/>")
    names = [name for name, _ in walk("m", mail(f"PDF下载 {LINK}", attached))]
    others = [name for name, _ in walk("m", mail("https://example.com/unsubscribe", attached))]

    assert names == ["a.xml", "下载链接"]
    assert others == ["a.xml"]


def test_two_attachments_of_one_name_are_both_there() -> None:
    found = dict(walk("m", mail("您好", ("发票.pdf", b"%PDF-1"), ("发票.pdf", b"%PDF-2"))))

    assert sorted(map(str, found.values())) == ["b'%PDF-1'", "b'%PDF-2'"]


def test_a_logo_in_the_text_is_no_file_handed_in() -> None:
    logo = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(logo, "PNG")
    message = EmailMessage()
    message["From"] = message["To"] = "a@example.com"
    message["Subject"] = "发票"
    message.set_content("<img src='cid:logo'>", subtype="html")
    message.add_related(logo.getvalue(), "image", "png", cid="<logo>")
    message.add_attachment(b"<a/>", maintype="text", subtype="xml", filename="a.xml")

    assert [name for name, _ in walk("m", message.as_bytes())] == ["a.xml"]


def test_a_mail_with_nothing_in_it_is_accounted_for() -> None:
    [(member, refused)] = walk("m", mail("您好"))

    assert member == ""
    assert isinstance(refused, NotAnInvoice)
    assert "没有附件" in str(refused)


def test_what_is_attached_to_an_outlook_message_is_read() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")
    small, large = einvoice().encode(), ofd(faces.digital(), attached={"x.bin": bytes(20_000)})
    data = msg("您好，请查收发票", ("发票.xml", small), ("全部.zip", zipped({"一/b.ofd": large})))

    lines = list(intake.lines("来信.msg", data))

    assert [line["member"] for line in lines] == ["发票.xml", "全部.zip/一/b.ofd"]
    assert [line["outcome"] for line in lines] == ["read", "read"]


def test_the_bytes_attached_to_an_outlook_message_come_out_as_they_went_in() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")
    attached = {
        "空.bin": b"",
        "小.bin": b"x",
        "边.bin": b"y" * 4096,
        "大.bin": bytes(range(256)) * 300,
    }

    found = dict(walk("m.msg", msg("您好", *attached.items())))

    assert found == attached


def test_a_mail_in_an_outlook_message_is_named_with_what_to_do() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")

    found = dict(walk("m.msg", msg("您好", ("转发：发票", None), ("a.xml", b"<a/>"))))

    assert "另一封邮件" in str(found["转发：发票"])
    assert found["a.xml"] == b"<a/>"


def test_a_link_in_an_outlook_message_is_named_and_never_fetched() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")

    [(member, refused)] = walk("m.msg", msg(f"发票下载：{LINK}"))

    assert member == "下载链接"
    assert LINK in str(refused)


def test_an_outlook_message_cut_anywhere_is_read_or_refused() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")
    data = msg("您好", ("发票.xml", einvoice().encode()))
    for end in range(600, len(data), 97):
        for _, found in walk("m.msg", data[:end]):
            assert isinstance(found, bytes | Damaged | NotAnInvoice)


def test_a_broken_outlook_message_is_refused_in_words() -> None:
    pytest.importorskip("oxmsg", reason="skipped: the extra mail is not installed")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le") * 100

    [(_, refused)] = walk("m.msg", data)

    assert isinstance(refused, Damaged)
    assert "Outlook" in str(refused)
