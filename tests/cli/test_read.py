from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_xml
from tests.readers.made_up import BUYER, NUMBER, OTHER_NUMBER
from tests.readers.make_ofd import zipped
from tests.readers.make_pdf import pdf

from chapiao.cli.__main__ import main

KEYS = {
    "path",
    "member",
    "part",
    "outcome",
    "kind",
    "title",
    "code",
    "number",
    "second_number",
    "date",
    "buyer_name",
    "buyer_tax_id",
    "seller_name",
    "seller_tax_id",
    "amount",
    "tax",
    "total",
    "check_code",
    "machine_no",
    "drawer",
    "remark",
    "lines",
    "read_from",
    "doubts",
    "refused",
    "seal",
    "sha256",
    "size",
    "format",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files as a clerk would have it."""
    (tmp_path / "b.xml").write_text(make_xml.einvoice(), encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "两张.pdf").write_bytes(
        pdf(faces.digital(), faces.digital(number=OTHER_NUMBER))
    )
    (tmp_path / "c.zip").write_bytes(
        zipped({"里面/d.xml": make_xml.einvoice().encode(), "e.txt": "说明".encode()})
    )
    (tmp_path / ".DS_Store").write_bytes(b"x")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["read", *args, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_has_every_key_in_its_form(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, [line] = run(capsys, str(folder / "b.xml"))

    assert code == 0
    assert set(line) == KEYS
    assert (line["path"], line["member"], line["part"]) == (str(folder / "b.xml"), "", 1)
    assert (line["outcome"], line["kind"]) == ("read", "数电票（普通发票）")
    assert (line["code"], line["number"], line["date"]) == ("", NUMBER, "2025-01-04")
    assert (line["amount"], line["tax"], line["total"]) == ("100.00", "6.00", "106.00")
    assert line["lines"] == [
        {
            "name": "*信息技术服务*技术服务费",
            "spec": "",
            "unit": "",
            "quantity": "1",
            "price": "100",
            "amount": "100.00",
            "rate": "6%",
            "tax": "6.00",
        }
    ]
    assert line["read_from"]["date"] == ["xml"]
    assert (line["doubts"], line["refused"]) == ([], None)
    assert line["seal"]["result"] == "无签章"
    assert (line["format"], line["size"]) == ("xml", (folder / "b.xml").stat().st_size)
    assert len(line["sha256"]) == 64


def test_a_folder_is_walked_in_order_and_nothing_is_left_out(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, lines = run(capsys, str(folder))

    assert code == 1
    assert [
        (Path(line["path"]).name, line["member"], line["part"], line["outcome"]) for line in lines
    ] == [
        ("b.xml", "", 1, "read"),
        ("c.zip", "里面/d.xml", 1, "read"),
        ("c.zip", "e.txt", 1, "refused"),
        ("两张.pdf", "", 1, "read"),
        ("两张.pdf", "", 2, "read"),
    ]
    assert lines[2]["refused"]["id"] == "not_an_invoice"
    assert "文本" in lines[2]["refused"]["text"]
    assert lines[2]["size"] == 6


def test_several_jobs_give_the_same_lines_in_the_same_order(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    _, alone = run(capsys, str(folder))
    _, together = run(capsys, str(folder), "--jobs", "2")

    assert together == alone


def test_a_doubt_is_in_the_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(make_xml.einvoice(capital="壹佰零柒元整"), encoding="utf-8")

    code, [line] = run(capsys, str(path))

    assert (code, line["outcome"]) == (0, "doubts")
    assert line["doubts"][0]["field"] == "total"


def test_a_missing_path_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "/没有/这个.pdf"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


@pytest.mark.parametrize("args", [["read"], ["read", "--jobs", "0", "x"], ["read", "--什么", "x"]])
def test_wrong_usage_is_told_by_the_exit_code(args: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(args)

    assert stopped.value.code == 2


def test_a_person_gets_a_table(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    main(["read", str(folder)])

    shown = capsys.readouterr().out
    assert NUMBER in shown
    assert "c.zip › e.txt" in shown
    assert "已读出4，有疑点0，未读出1" in shown


def test_reading_loads_no_framework_and_no_heavy_library(folder: Path) -> None:
    script = (
        "import sys; from chapiao.cli.__main__ import main;"
        f"main(['read', {str(folder / 'b.xml')!r}]);"
        "print(sorted({'django', 'pypdfium2', 'PIL', 'zxingcpp', 'pdfplumber', 'python_calamine'}"
        " & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert BUYER not in done.stderr
