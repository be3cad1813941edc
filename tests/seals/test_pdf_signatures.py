"""Signatures in PDFs: PKCS#7, the oldest RSA kind, SM2 seals, and what is added behind them."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.seals.make_der import octets
from tests.seals.make_people import SIGNED_AT, root
from tests.seals.make_sealed import changed, cms, ses_1, ses_4
from tests.seals.make_signed_pdf import (
    certificate,
    made,
    plain_pdf,
    root_certificate,
    signed_by_hand,
    signed_pdf,
    updated_pdf,
)

from chapiao.seals import Result, Verdict, check


def verdict(data: bytes, *roots: bytes) -> Verdict:
    [one] = check(data, roots)
    return one


def test_an_unsigned_pdf_has_no_verdict() -> None:
    assert check(plain_pdf()) == ()


def test_an_untouched_signature_is_whole() -> None:
    seen = verdict(signed_pdf())

    assert (seen.result, seen.trusted, seen.weak) == (Result.WHOLE, False, False)
    assert (seen.signer, seen.digest) == ("云杉科技测试签名", "SHA-256")
    assert seen.signed_at is not None


def test_its_chain_is_trusted_with_its_root() -> None:
    assert verdict(signed_pdf(), root_certificate()).trusted is True


def test_a_weak_digest_is_whole_and_named() -> None:
    seen = verdict(signed_pdf(digest="sha1"))

    assert (seen.result, seen.weak, seen.digest) == (Result.WHOLE, True, "SHA-1")
    assert "摘要算法SHA-1强度偏弱" in seen.text


@pytest.mark.parametrize("seed", range(40))
def test_one_byte_anywhere_is_never_passed(seed: int) -> None:
    data = signed_pdf()
    opening = data.index(b"/Contents <") + len(b"/Contents <")
    closing = data.index(b">", opening)
    at = random.Random(seed).randrange(len(data) - (closing - opening))
    at += (closing - opening) * (at >= opening)

    seen = check(changed(data, at))

    # A changed /ByteRange hides the signature or spoils it: the file is never called whole.
    assert all(one.result is not Result.WHOLE for one in seen)


def test_changed_content_is_told() -> None:
    data = signed_pdf()
    at = data.index(b"/MediaBox")

    seen = verdict(changed(data, at + 1))

    assert (seen.result, seen.changed) == (Result.CHANGED, ("PDF内容",))


def test_the_signature_of_another_file_does_not_fit() -> None:
    data, other = signed_pdf(), signed_pdf(plain_pdf("26110000000087654321"))
    start = data.index(b"/Contents <")
    mine = data[start : data.index(b">", start)]
    start = other.index(b"/Contents <")

    seen = verdict(data.replace(mine, other[start : other.index(b">", start)]))

    assert seen.result is Result.CHANGED


def add_annotation(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Contents"): generic.pdf_string("913.00"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9))),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def change_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99)))
    writer.update_container(page)


def write_the_page_again(writer: IncrementalPdfFileWriter) -> None:
    writer.update_container(writer.root["/Pages"]["/Kids"][0])


@pytest.mark.parametrize("change", [add_annotation, change_the_page])
def test_what_is_added_behind_and_shows_is_a_change(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    seen = verdict(updated_pdf(signed_pdf(), change))

    assert (seen.result, seen.changed) == (Result.CHANGED, ("签名之后追加的内容",))


def test_a_page_written_again_as_it_was_is_no_change() -> None:
    assert verdict(updated_pdf(signed_pdf(), write_the_page_again)).result is Result.WHOLE


def test_a_second_signature_leaves_the_first_one_whole() -> None:
    seen = check(signed_pdf(signed_pdf(), field="Sig2"), [root_certificate()])

    assert [one.result for one in seen] == [Result.WHOLE, Result.WHOLE]
    assert [one.where for one in seen] == ["第1个签名", "第2个签名"]


@pytest.mark.parametrize("blank", [b"\n", b"\r\n  \0"], ids=repr)
def test_blank_space_behind_is_nothing(blank: bytes) -> None:
    assert verdict(signed_pdf() + blank).result is Result.WHOLE


def test_loose_bytes_behind_are_a_change() -> None:
    loose = b"\n9 0 obj\n<</Type/Page>>\nendobj\n"

    assert verdict(signed_pdf() + loose).result is Result.CHANGED


def test_bytes_before_the_file_are_passed_over() -> None:
    assert verdict(b"\r\n" + signed_pdf()).result is Result.WHOLE


@pytest.mark.parametrize("make", [ses_4, ses_1, cms])
def test_sm2_signatures_and_seals_are_read(make: Callable[[bytes], bytes]) -> None:
    seen = verdict(signed_by_hand(make), root().certificate)

    assert (seen.result, seen.trusted, seen.digest) == (Result.WHOLE, True, "SM3")
    assert (seen.signer, seen.signed_at) == ("云杉测试税务局", SIGNED_AT)


@pytest.mark.parametrize("make", [ses_4, ses_1, cms])
def test_sm2_signatures_tell_a_change(make: Callable[[bytes], bytes]) -> None:
    data = signed_by_hand(make)

    assert verdict(changed(data, data.index(b"/MediaBox") + 3)).result is Result.CHANGED


@pytest.mark.parametrize("form", ["hexadecimal", "literal", "list"])
def test_the_oldest_kind_keeps_its_certificate_in_the_dictionary(form: str) -> None:
    given = certificate()
    escaped = given
    for plain in (b"\\", b"(", b")", b"\r"):
        escaped = escaped.replace(plain, b"\\" + (b"r" if plain == b"\r" else plain))
    text = {
        "hexadecimal": b"<" + given.hex().encode() + b">",
        "literal": b"(" + escaped + b")",
        "list": b"[<" + given.hex().encode() + b"> (" + escaped + b")]",
    }[form]
    key, _ = made("云杉科技测试签名", "云杉测试RSA根")

    def value(content: bytes) -> bytes:
        return octets(key.sign(content, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303

    data = signed_by_hand(
        value, sub_filter="adbe.x509.rsa_sha1", extra="/Cert " + text.decode("latin-1")
    )
    seen = verdict(data)

    assert (seen.result, seen.weak) == (Result.WHOLE, True)
    assert seen.signer == "云杉科技测试签名"
    assert verdict(changed(data, data.index(b"/MediaBox") + 3)).result is Result.CHANGED


@pytest.mark.parametrize("value", [b"", b"junk", b"\x30\x80", b"\x30\x03\x02\x01\x05"], ids=repr)
def test_a_value_that_is_none_is_not_run(value: bytes) -> None:
    seen = verdict(signed_by_hand(lambda _: value))

    assert seen.result is Result.NOT_RUN
    assert seen.trusted is None
