from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import BadXml


def test_names_are_told_without_namespaces() -> None:
    root = safe_xml.parse(b'<x:a xmlns:x="u" xmlns="v"><b>1</b><x:c><b>2</b></x:c></x:a>')

    assert safe_xml.name(root) == "a"
    assert safe_xml.text_at(root, "b") == "1"
    assert safe_xml.text_at(root, "c/b") == "2"
    assert safe_xml.text_at(root, "c/d") is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16", "utf-8-sig"])
def test_chinese_is_read_whatever_the_declaration_says(encoding: str) -> None:
    text = "<a>云杉科技</a>"

    for declared in ("", '<?xml version="1.0" encoding="utf-8"?>'):
        if encoding == "utf-16" and declared:
            continue
        root = safe_xml.parse((declared + text).encode(encoding))
        assert root.text == "云杉科技"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        '<!DOCTYPE a PUBLIC "-//W3C//DTD" "x.dtd"><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_definitions_are_refused(text: str) -> None:
    with pytest.raises(BadXml, match="不安全"):
        safe_xml.parse(text.encode())


def test_an_outside_entity_is_never_opened(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path in a string
        file.write("secret")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'

    with pytest.raises(BadXml):
        safe_xml.parse(text.encode())
    with pytest.raises(BadXml):
        safe_xml.parse_broken(text.encode())


@pytest.mark.parametrize("text", ["", "   ", "<a>", "<a></b>", "not xml", "<a>" * 1000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(BadXml, match=r"[一-龥]"):
        safe_xml.parse(text.encode())


def test_a_tag_file_that_is_not_well_formed_is_mended() -> None:
    broken = (
        b'<:eInvoice xmlns:=""><No><ofd:ObjectRef PageRef="1">64</ofd:ObjectRef></No></:eInvoice>'
    )

    root = safe_xml.parse_broken(broken)

    [found] = [one for one in safe_xml.descendants(root) if safe_xml.name(one) == "ObjectRef"]
    assert (found.get("PageRef"), found.text) == ("1", "64")


def test_a_document_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_BYTES", 10)

    with pytest.raises(BadXml, match="MB"):
        safe_xml.parse(b"<a>12345678</a>")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for parse in (safe_xml.parse, safe_xml.parse_broken):
        try:
            assert parse(b"<" + data) is not None
        except BadXml:
            continue
