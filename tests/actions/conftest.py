"""A child that reads files, and imports in small steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chapiao.actions import import_apply, import_undo
from chapiao.outside.reader_process import ReaderProcess


@pytest.fixture(scope="session")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_apply, "STEP", 2)
    monkeypatch.setattr(import_undo, "STEP", 2)
