"""The little tests that keep the house (see docs/map.md)."""

from __future__ import annotations

import re
import subprocess

import pytest
from tests.house.tree import ROOT, SRC, texts

LONGEST = 300
# Made by a program, or somebody else's whole work; none is edited by hand.
BUILT = {
    "build/daisyui/daisyui.mjs",
    "build/daisyui/theme.mjs",
    "src/chapiao/store/migrations/0001_start.py",
    "src/chapiao/web/static/web/app.css",
}
# Where somebody works, or where packages came from: no business of the project's.
ELSEWHERE = re.compile(r"/(?:work|root|Users)/|/home/[a-z]|pypi\.org|npmjs\.")


def test_the_faces_touch_no_table_directly() -> None:
    touching = [
        name
        for name, text in texts(".py")
        if name.startswith(("src/chapiao/web/", "src/chapiao/api/", "src/chapiao/cli/"))
        and ".objects" in text
    ]

    assert touching == []


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {
        name: text.count("\n")
        for name, text in texts(".py", ".html", ".js", ".mjs", ".css", ".sh")
        if text.count("\n") > LONGEST and name not in BUILT and "/vendor/" not in name
    }

    assert long == {}


def test_every_room_is_on_the_map() -> None:
    rooms = {path.parent.name for path in SRC.glob("*/__init__.py")}
    on_the_map = set(re.findall(r"`([a-z]+)/`", (ROOT / "docs/map.md").read_text(encoding="utf-8")))

    assert rooms == on_the_map


def test_nothing_tells_where_it_was_made() -> None:
    telling = {name: found[0] for name, text in texts() if (found := ELSEWHERE.search(text))}

    assert telling == {}


def test_no_commit_tells_where_it_was_made() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("skipped: no git history here")

    log = ["git", "log", "--format=%B"]
    said = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert ELSEWHERE.findall(said) == []
