"""The operator's trust store, kept in the terminal: plain files, no database."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.seals.make_people import bureau, root, stranger
from tests.seals.make_sealed import pack, sealed

from chapiao.cli.__main__ import main
from chapiao.outside import trust_folder
from chapiao.seals import check


def written(place: Path, *certificates: bytes) -> str:
    place.write_text("".join(map(pem, certificates)), encoding="ascii")
    return str(place)


def pem(certificate: bytes) -> str:
    lines = base64.encodebytes(certificate).decode()
    return f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"


def fingerprint(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()


def trust(data: Path, *words: str) -> int:
    return main(["trust", words[0], "--data", str(data), *words[1:]])


def test_a_trusted_root_makes_a_seal_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate)) == 0

    [seen] = check(pack(sealed()), trust_folder.trusted(tmp_path))
    assert seen.trusted is True
    assert "已信任" in capsys.readouterr().out


def test_der_and_several_at_once_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    der = tmp_path / "root.der"
    der.write_bytes(root().certificate)
    two = written(tmp_path / "two.pem", bureau().certificate, stranger().certificate)

    assert trust(tmp_path, "add", str(der), two) == 0
    assert trust(tmp_path, "add", str(der)) == 0

    said = capsys.readouterr().out
    assert len(trust_folder.listed(tmp_path)) == 3
    assert "早已信任" in said
    assert "这张不是CA证书" in said


def test_the_list_tells_whose_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trust(tmp_path, "list")
    assert "还没有信任任何证书" in capsys.readouterr().out
    trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate))
    capsys.readouterr()

    assert trust(tmp_path, "list") == 0
    assert "CA证书  CN=云杉测试根" in capsys.readouterr().out
    assert trust(tmp_path, "list", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["fingerprint"] == fingerprint(root().certificate)
    assert (told["not_before"], told["not_after"], told["ca"]) == ("2024-01-01", "2030-01-01", True)


def test_what_is_removed_is_trusted_no_longer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate))

    assert trust(tmp_path, "remove", fingerprint(root().certificate)[:8].upper()) == 0

    assert "不再信任" in capsys.readouterr().out
    assert trust_folder.trusted(tmp_path) == ()


@pytest.mark.parametrize("which", ["", "abc", "0" * 64, "*", "../.."])
def test_a_name_for_none_is_refused(
    tmp_path: Path, which: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate))

    assert trust(tmp_path, "remove", which) == 1
    assert "指纹" in capsys.readouterr().err
    assert len(trust_folder.listed(tmp_path)) == 1


def test_what_is_no_certificate_is_refused_and_the_rest_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("你好", encoding="utf-8")
    good = written(tmp_path / "root.pem", root().certificate)

    assert trust(tmp_path, "add", str(bad), good) == 1

    assert "证书" in capsys.readouterr().err
    assert len(trust_folder.listed(tmp_path)) == 1


def test_a_file_with_one_bad_certificate_adds_none(tmp_path: Path) -> None:
    half = written(tmp_path / "half.pem", root().certificate, root().certificate[:90])

    assert trust(tmp_path, "add", half) == 1
    assert trust_folder.listed(tmp_path) == ()


def test_a_missing_file_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trust(tmp_path, "add", str(tmp_path / "none.pem")) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_a_spoilt_file_in_the_store_is_passed_over(tmp_path: Path) -> None:
    trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate))
    (tmp_path / "trust" / "zzz.pem").write_bytes(b"\xff\xfe nonsense")

    [seen] = check(pack(sealed()), trust_folder.trusted(tmp_path))

    assert seen.trusted is True
    assert len(trust_folder.listed(tmp_path)) == 1


def test_the_files_can_be_read_by_the_service(tmp_path: Path) -> None:
    trust(tmp_path, "add", written(tmp_path / "root.pem", root().certificate))

    [kept] = (tmp_path / "trust").iterdir()

    assert kept.name == f"{fingerprint(root().certificate)}.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o644


def test_no_django_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from chapiao.cli.__main__ import main; "
        f"main(['trust', 'list', '--data', {str(tmp_path)!r}]); "
        "sys.exit(any(name.split('.')[0] in ('django', 'pyhanko') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
