"""Files over HTTP: read by a child process, looked up, or refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from tests.api.conftest import Program

from chapiao.demo.paper import einvoice, files
from chapiao.demo.world import world
from chapiao.store.models import Document, Lookup

pytestmark = pytest.mark.django_db
CAST = world(date(2026, 11, 24)).cast
PAPER = CAST.faces.invoice
XML = einvoice.xml(PAPER)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_file_is_read_as_the_command_reads_it(asking: Program) -> None:
    response = asking.upload("/read", ("数电专票.xml", XML))

    [line] = response.json()["lines"]
    assert response.status_code == 200
    assert (line["path"], line["member"], line["outcome"]) == ("数电专票.xml", "", "read")
    assert line["number"] == PAPER.number
    assert line["format"] == "xml"
    assert line["seal"]["result"] == "无签章"


def test_every_file_of_an_archive_has_its_line(asking: Program) -> None:
    inner = zipped(**{"甲.xml": XML, "乙.txt": "你好".encode()})

    response = asking.upload("/read", ("一包.zip", zipped(**{"里层/内.zip": inner, "丙.xml": XML})))

    told = {line["member"]: line["outcome"] for line in response.json()["lines"]}
    assert told == {
        "里层/内.zip/甲.xml": "read",
        "里层/内.zip/乙.txt": "refused",
        "丙.xml": "read",
    }


def test_what_is_no_invoice_is_refused_in_words(asking: Program) -> None:
    response = asking.upload("/read", ("回单.pdf", files.bank_pdf(CAST.plain.invoice)))

    [line] = response.json()["lines"]
    assert line["outcome"] == "refused"
    assert line["kind"] == "银行电子回单"
    assert line["refused"]["text"]


BROKEN = {
    "空": b"",
    "零": b"\0" * 1000,
    "半个PDF": b"%PDF-1.7 cut",
    "半个ZIP": b"PK\x03\x04cut",
    "半个XML": XML[:700],
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_one_by_one(asking: Program, data: bytes) -> None:
    response = asking.upload("/read", ("坏的", data), ("好的.xml", XML))

    assert [line["outcome"] for line in response.json()["lines"]] == ["refused", "read"]


def test_no_file_is_said(asking: Program) -> None:
    response = asking.client.post("/api/v1/read", {}, headers=asking.headers)

    assert response.status_code == 422
    assert "file" in response.json()["error"]["text"]


def test_reading_keeps_nothing(asking: Program) -> None:
    asking.upload("/read", ("数电专票.xml", XML))

    assert not Document.objects.exists()


def test_a_file_can_be_asked_for(asking: Program) -> None:
    response = asking.upload("/look-up", ("数电专票.xml", XML), entry="电子税务局")

    told = response.json()
    assert response.status_code == 200
    assert told["invoice"]["number"] == PAPER.number
    kept = Lookup.objects.get(pk=told["look_up"])
    assert kept.document is not None
    assert kept.question["entry"] == "电子税务局"


def test_a_bank_receipt_is_answered_as_what_it_is(asking: Program) -> None:
    response = asking.upload("/look-up", ("回单.pdf", files.bank_pdf(CAST.plain.invoice)))

    assert response.status_code == 200
    assert response.json()["causes"][0]["id"] == "not_an_invoice"


def test_a_file_that_is_no_invoice_is_refused_but_kept(asking: Program) -> None:
    response = asking.upload("/look-up", ("随笔.txt", "不是发票".encode()))

    assert response.status_code == 422
    assert response.json()["error"]["text"]
    assert Document.objects.count() == 1
    assert not Lookup.objects.exists()
