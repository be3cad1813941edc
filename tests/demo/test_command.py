from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chapiao.demo.group import COLLEAGUES, PASSWORD


def _demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `chapiao demo` as somebody at a terminal does, on SQLite."""
    ours = {"DATABASE_URL", "CHAPIAO_DATA", "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "chapiao.cli", "demo", "--data", str(folder), *options],
        env={name: value for name, value in os.environ.items() if name not in ours},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    done = _demo(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_an_empty_folder_becomes_a_demo_and_the_logins_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"

    done = _demo(folder)

    assert done.returncode == 0
    assert done.stderr == ""
    assert "演示数据已建好" in done.stdout
    for one in COLLEAGUES:
        assert one.login in done.stdout
    assert PASSWORD in done.stdout
    assert str(folder / "samples") in done.stdout
    assert (folder / "demo").is_file()
    assert (folder / "chapiao.sqlite3").stat().st_size > 1_000_000
    assert len(list((folder / "samples").iterdir())) >= 12


def test_a_demo_that_is_there_is_left_as_it_is(world: Path) -> None:
    before = (world / "chapiao.sqlite3").stat().st_mtime_ns

    done = _demo(world)

    assert done.returncode == 0
    assert "--reset" in done.stdout
    assert PASSWORD in done.stdout
    assert (world / "chapiao.sqlite3").stat().st_mtime_ns == before


def test_reset_makes_it_anew(world: Path) -> None:
    extra = world / "originals" / "left-over"
    extra.write_text("x", encoding="utf-8")

    done = _demo(world, "--reset")

    assert done.returncode == 0
    assert "演示数据已建好" in done.stdout
    assert not extra.exists()


def test_a_world_in_use_is_not_torn_down(world: Path) -> None:
    with (world / "run.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        done = _demo(world, "--reset")

    assert done.returncode == 1
    assert "请先停掉" in done.stderr
    assert (world / "chapiao.sqlite3").exists()


def test_a_folder_with_real_data_is_never_touched(tmp_path: Path) -> None:
    real = tmp_path / "chapiao.sqlite3"
    real.write_bytes(b"real")

    done = _demo(tmp_path, "--reset")

    assert done.returncode == 1
    assert "不会动它" in done.stderr
    assert real.read_bytes() == b"real"
    assert {one.name for one in tmp_path.iterdir()} == {"chapiao.sqlite3"}
