"""The project's own files, as the tests of the house see them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "chapiao"
TEXT = {".py", ".html", ".js", ".css", ".md", ".toml", ".sh", ".txt", ".svg", ".lock", ".json", ""}
NOT_OURS = (".venv", ".git", "data", "node_modules", "__pycache__", "static-build")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: what git knows or would take in; without git, what lies there."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not set(path.parts) & set(NOT_OURS)]
    return tuple(sorted(path for path in found if path.is_file()))


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Path below the project and content of every text file (of these endings)."""
    for path in files():
        if path.suffix in (set(suffixes) or TEXT):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
