"""What `chapiao read` says of the seals on the files it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.readers import make_xml
from tests.readers.make_ofd import zipped
from tests.seals.make_people import root
from tests.seals.make_sealed import pack, plain_members, sealed
from tests.seals.make_signed_pdf import signed_pdf

from chapiao.cli.__main__ import main
from chapiao.outside import trust_folder

SEALED = pack(sealed())
CHANGED = pack(sealed() | {"Doc_0/Res/code.png": b"another"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def seals(
    capsys: pytest.CaptureFixture[str], data: Path, *paths: Path | str
) -> list[dict[str, Any]]:
    main(["read", "--json", "--data", str(data), *map(str, paths)])
    return [json.loads(line)["seal"] for line in capsys.readouterr().out.splitlines()]


def kept(folder: Path, name: str, content: bytes) -> Path:
    place = folder / name
    place.write_bytes(content)
    return place


@pytest.mark.parametrize(
    ("content", "result", "changed"),
    [
        (SEALED, "完整", []),
        (CHANGED, "被改动", ["Doc_0/Res/code.png"]),
        (pack(plain_members()), "无签章", []),
        (signed_pdf(), "完整", []),
        (make_xml.einvoice().encode(), "无签章", []),
    ],
    ids=["whole", "changed", "unsigned", "PDF", "XML"],
)
def test_the_seal_is_told_with_the_invoice(
    tmp_path: Path,
    data: Path,
    content: bytes,
    result: str,
    changed: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    [seal] = seals(capsys, data, kept(tmp_path, "一张", content))

    assert set(seal) == {"result", "trusted", "signer", "signed_at", "changed", "text"}
    assert (seal["result"], seal["changed"]) == (result, changed)
    assert seal["trusted"] is (None if result == "无签章" else False)


def test_trusted_roots_are_those_of_the_data_folder(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust_folder.add(data, root().certificate)

    [seal] = seals(capsys, data, kept(tmp_path, "一张.ofd", SEALED))

    assert (seal["trusted"], seal["signer"]) == (True, "云杉测试税务局")
    assert seal["signed_at"] == "2026-03-02T16:30:00+08:00"


def test_every_member_of_an_archive_has_its_own_seal(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = kept(tmp_path, "一包.zip", zipped({"a.ofd": SEALED, "b.ofd": CHANGED, "c.txt": "说"}))

    told = seals(capsys, data, "--jobs", "2", archive, archive)

    assert [seal["result"] for seal in told] == ["完整", "被改动", "无签章"] * 2


def test_the_table_says_it_too(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["read", "--data", str(data), str(kept(tmp_path, "一张.ofd", CHANGED))])

    assert "被改动：Doc_0/Res/code.png与签章时不同" in capsys.readouterr().out
