"""A command finds the test's own data folder, as it would by `--data`."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _data_folder_of_the_test(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("CHAPIAO_DATA", str(data_folder))
