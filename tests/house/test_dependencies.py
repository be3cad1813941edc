"""What we stand on: pinned with hashes, without addresses, each with its reason."""

from __future__ import annotations

import re
import tomllib

import pytest
from tests.house.tree import ROOT

LOCKS = [
    "requirements.lock",
    "requirements-extras.lock",
    "requirements-dev.lock",
    "requirements-uv.lock",
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def direct() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    named = [
        *PROJECT["project"]["dependencies"],
        *(one for extra in extras for one in extra),
        *PROJECT["dependency-groups"]["dev"],
    ]
    return {found[0].lower() for one in named if (found := NAME.match(one))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_every_dependency_is_locked() -> None:
    locked = {
        found[0].lower()
        for line in (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
        if (found := NAME.match(line))
    } | {
        found[0].lower()
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if (found := NAME.match(line))
    }

    assert direct() - locked == set()


def test_every_dependency_has_its_reason_and_licence() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", page, re.MULTILINE))

    assert set(rows) == direct()
    assert [name for name, rest in rows.items() if len(rest.split(" | ")) != 2] == []
