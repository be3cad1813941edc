"""`chapiao show`: one page of a file, as a picture in a file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from tests.render.make_ofd import ofd, text
from tests.render.test_pdf import pdf

from chapiao.cli.__main__ import main


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    path = tmp_path / "发票.ofd"
    path.write_bytes(ofd(text("第一页"), text("第二页")))
    return path


def said(path: Path) -> str:
    return "".join(etree.fromstring(path.read_bytes()).itertext())


def test_an_ofd_becomes_svg(two_pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = two_pages.with_suffix(".svg")

    code = main(["show", str(two_pages), "--out", str(out)])

    assert (code, said(out)) == (0, "第一页")
    assert "第1页，共2页" in capsys.readouterr().out


def test_another_page_can_be_asked_for(two_pages: Path) -> None:
    out = two_pages.with_suffix(".svg")

    assert main(["show", str(two_pages), "--out", str(out), "--page", "2"]) == 0
    assert said(out) == "第二页"


def test_a_pdf_becomes_png(tmp_path: Path) -> None:
    given, out = tmp_path / "a.pdf", tmp_path / "a.png"
    given.write_bytes(pdf("#ff0000"))

    assert main(["show", str(given), "--out", str(out), "--dpi", "72"]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def test_an_ofd_becomes_png_on_white_paper(two_pages: Path) -> None:
    pytest.importorskip("resvg_py")
    out = two_pages.with_suffix(".png")

    def shown(dpi: int) -> Image.Image:
        given = ["--out", str(out), "--page", "2", "--dpi", str(dpi)]
        assert main(["show", str(two_pages), *given]) == 0
        return Image.open(io.BytesIO(out.read_bytes())).convert("L")

    picture = shown(72)
    assert picture.getpixel((1, 1)) == 255
    assert picture.getextrema()[0] < 128  # something is written on it
    assert shown(144).width == pytest.approx(2 * picture.width, abs=1)


def test_without_the_extra_a_png_is_refused_in_words(
    two_pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    assert main(["show", str(two_pages), "--out", str(two_pages.with_suffix(".png"))]) == 1

    assert "make extras" in capsys.readouterr().err


def test_a_page_too_large_for_a_picture_is_refused(
    two_pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("resvg_py")
    wide = ofd(text("票"), size="0 0 3000 3000")
    two_pages.write_bytes(wide)

    code = main(["show", str(two_pages), "--out", str(two_pages.with_suffix(".png"))])

    assert code == 1
    assert "百万像素" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "out", "code", "words"),
    [
        ("a.ofd", ofd(text("票")), "a.jpg", 2, "OFD只能画成SVG或PNG"),
        ("a.pdf", pdf("#ff0000"), "a.svg", 2, "PDF只能画成PNG"),
        ("a.xml", b"<a/>", "a.svg", 1, "只能画OFD和PDF"),
        ("a.ofd", b"PK\x03\x04", "a.svg", 1, "OFD文件已损坏"),
        ("a.pdf", b"%PDF-1.4", "a.png", 1, "PDF已损坏"),
        ("a.ofd", ofd(text("票")), "nowhere/a.svg", 2, "图片写不出来"),
    ],
    ids=["jpg of ofd", "svg of pdf", "xml", "broken ofd", "broken pdf", "no folder"],
)
def test_what_cannot_be_done_is_told_in_words(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    out: str,
    code: int,
    words: str,
) -> None:
    (tmp_path / name).write_bytes(data)

    assert main(["show", str(tmp_path / name), "--out", str(tmp_path / out)]) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / out).exists()


def test_a_file_that_is_not_there_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(tmp_path / "x.ofd"), "--out", str(tmp_path / "x.svg")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_a_page_too_many_is_told_in_words(
    two_pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = two_pages.with_suffix(".svg")

    assert main(["show", str(two_pages), "--out", str(out), "--page", "3"]) == 1
    assert "只有2页" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("more", [["--page", "0"], ["--dpi", "1"], ["--dpi", "9999"]])
def test_wrong_use_is_wrong_use(two_pages: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["show", str(two_pages), "--out", "x.svg", *more])

    assert ended.value.code == 2
