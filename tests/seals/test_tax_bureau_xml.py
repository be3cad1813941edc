"""The tax bureau's signature in a 数电票 XML: decided where it can be, else said why not."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from lxml import etree
from tests.seals.make_people import SIGNED_AT, bureau, root, stranger
from tests.seals.make_sealed import cms

from chapiao.seals import Result, check

PATHS = "/Einvoice/Header|/Einvoice/EinvoiceData|/Einvoice/TaxSupervisionInfo"
PARTS = ("Header", "EInvoiceData", "TaxSupervisionInfo")
BODY = (
    "<Header><EIid>26110000000012345678</EIid></Header>\n"
    "<EInvoiceData><BasicInformation><TotalAmWithoutTax>100.00</TotalAmWithoutTax>"
    "</BasicInformation></EInvoiceData>\n"
    "<TaxSupervisionInfo><IssueTime>2026-03-02</IssueTime></TaxSupervisionInfo>\n"
)


def invoice(value: str, key: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<EInvoice>\n{BODY}<TaxBureauSignature>'
        f'<Reference URI="{PATHS}"/><SignatureAlgorithm>1.2.156.10197.1.501</SignatureAlgorithm>'
        "<SignatureFormat>DETACH</SignatureFormat>"
        "<SignatureTime>2026-03-02 16:30:00</SignatureTime>"
        f"<SignatureValue>{value}&amp;MjAyNjAzMDIgMTYzMDAw</SignatureValue>"
        f"<KeyInfo>{key}</KeyInfo></TaxBureauSignature></EInvoice>"
    ).encode()


def canonical() -> bytes:
    tree = etree.fromstring(f"<EInvoice>{BODY}</EInvoice>".encode())
    found = []
    for name in PARTS:
        [part] = tree.findall(name)
        part.tail = None
        found.append(etree.tostring(part, method="c14n"))
    return b"".join(found)


def as_written() -> bytes:
    return BODY.replace("\n", "").encode()


def whole_document() -> bytes:
    data = invoice("00")
    start, end = data.index(b"<TaxBureauSignature>"), data.index(b"</EInvoice>")
    return data[:start] + data[end:]


@pytest.mark.parametrize("signed", [canonical, as_written, whole_document])
@pytest.mark.parametrize("where", ["KeyInfo", "trust store"])
def test_a_signature_that_fits_is_proof(signed: Callable[[], bytes], where: str) -> None:
    key = base64.b64encode(bureau().certificate).decode() if where == "KeyInfo" else ""
    data = invoice(bureau().sign(signed()).hex(), key)
    roots = [root().certificate] if key else [bureau().certificate]

    [seen] = check(data, roots)

    assert (seen.result, seen.trusted) == (Result.WHOLE, True)
    assert (seen.signer, seen.signed_at) == ("云杉测试税务局", SIGNED_AT)
    assert seen.covered == tuple(PATHS.split("|"))


def test_a_detached_pkcs7_is_read() -> None:
    [seen] = check(invoice(base64.b64encode(cms(canonical())).decode()))

    assert (seen.result, seen.trusted) == (Result.WHOLE, False)


@pytest.mark.parametrize("name", ["EIid>2", "100.00", "2026-03-02<"])
def test_a_changed_part_is_never_passed(name: str) -> None:
    data = invoice(bureau().sign(canonical()).hex())
    forged = data.replace(name.encode(), name.encode().replace(b"2", b"3").replace(b"100", b"900"))
    assert forged != data

    [seen] = check(forged, [bureau().certificate])

    assert seen.result is Result.NOT_RUN
    assert "原文格式没有公开" in seen.text


def test_a_value_without_any_certificate_is_not_run_and_says_what_to_do() -> None:
    [seen] = check(invoice(bureau().sign(canonical()).hex()))

    assert seen.result is Result.NOT_RUN
    assert "KeyInfo是空的" in seen.text
    assert "查验平台" in seen.text
    assert (seen.trusted, seen.signed_at) == (None, SIGNED_AT)


def test_somebody_elses_certificate_proves_nothing() -> None:
    [seen] = check(invoice(bureau().sign(canonical()).hex()), [stranger().certificate])

    assert seen.result is Result.NOT_RUN


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_signature_is_none(value: str) -> None:
    data = invoice("x").replace(b"x&amp;MjAyNjAzMDIgMTYzMDAw", value.encode())

    assert check(data) == ()


@pytest.mark.parametrize("value", ["zz", "abc", "00" * 64, "30", "!"])
def test_a_value_that_is_none_is_not_run(value: str) -> None:
    [seen] = check(invoice(value), [bureau().certificate])

    assert seen.result is Result.NOT_RUN


def test_a_broken_document_is_not_run() -> None:
    [seen] = check(invoice("00")[:-5])

    assert seen.result is Result.NOT_RUN
