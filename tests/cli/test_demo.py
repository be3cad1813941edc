"""The demo world is made where nothing is, and nothing real is ever touched by it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from chapiao.cli import demo
from chapiao.cli.__main__ import main


def made(data: Path, *given: str, **more: str) -> subprocess.CompletedProcess[str]:
    ours = {"DATABASE_URL", "CHAPIAO_DATA", "DJANGO_SETTINGS_MODULE", "CHAPIAO_SECRET_KEY"}
    env = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-m", "chapiao.cli", "demo", "--data", str(data), *given],
        env=env | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def count(data: Path, table: str) -> int:
    with sqlite3.connect(data / "chapiao.sqlite3") as db:
        [(number,)] = db.execute(f"select count(*) from {table}")  # noqa: S608 - our own names
        return int(number)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "data"
    done = made(folder)
    assert done.returncode == 0, done.stderr
    assert "wangmin" in done.stdout
    return folder


def test_an_empty_folder_becomes_a_world(world: Path) -> None:
    assert demo.is_ready(world)
    assert count(world, "store_invoice") >= 2000


def test_made_again_it_stays_as_it_is(world: Path) -> None:
    before = count(world, "store_auditentry")

    done = made(world)

    assert done.returncode == 0
    assert "--reset" in done.stdout
    assert count(world, "store_auditentry") == before


def test_a_world_cut_short_is_made_anew(world: Path) -> None:
    (world / demo.MARK).write_text(demo.BEGUN, encoding="utf-8")
    with sqlite3.connect(world / "chapiao.sqlite3") as db:
        db.execute("delete from store_auditentry")

    done = made(world)

    assert done.returncode == 0, done.stderr
    assert demo.is_ready(world)
    assert count(world, "store_auditentry") > 0
    assert count(world, "store_invoice") >= 2000


def real_things(folder: Path) -> None:
    (folder / "chapiao.sqlite3").write_bytes(b"somebody's years of work")


def a_folder_called_demo(folder: Path) -> None:
    (folder / "demo").mkdir()
    (folder / "letters.txt").write_text("personal", encoding="utf-8")


def a_file_called_demo(folder: Path) -> None:
    (folder / "demo").write_text("my demo tape", encoding="utf-8")


@pytest.mark.parametrize("holding", [real_things, a_folder_called_demo, a_file_called_demo])
@pytest.mark.parametrize("given", [(), ("--reset",)])
def test_what_is_not_ours_is_not_touched(
    tmp_path: Path,
    holding: object,
    given: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "folder"
    folder.mkdir()
    assert callable(holding)
    holding(folder)
    before = sorted(path.name for path in folder.rglob("*"))

    with pytest.raises(SystemExit) as ended:
        main(["demo", "--data", str(folder), *given])

    assert ended.value.code == 1
    assert "不会动它" in capsys.readouterr().err
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_a_demo_world_never_goes_to_postgresql(tmp_path: Path) -> None:
    done = made(tmp_path / "fresh", DATABASE_URL="postgresql://localhost/books")

    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert not (tmp_path / "fresh").exists()


def test_looking_whether_a_folder_is_free_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert demo.is_free(tmp_path / "fresh")
    assert not demo.is_ready(tmp_path / "fresh")
    assert not (tmp_path / "fresh").exists()
