"""The demo's lists to compare show what goes wrong every month."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from chapiao.cli.__main__ import main
from chapiao.demo.compare_samples import EXPORT, VOUCHERS, compare_samples
from chapiao.demo.world import world


def test_the_samples_differ_in_what_goes_wrong_every_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, _, data in compare_samples(world(date(2026, 11, 24))):
        (tmp_path / name).write_bytes(data)

    main(["reconcile", str(tmp_path / EXPORT), str(tmp_path / VOUCHERS), "--json"])

    told = json.loads(capsys.readouterr().out)
    found = {name: one["findings"] for name, one in told["pairs"][0]["outcomes"].items()}
    assert (found["只在甲"], found["字段不同"], found["重复"]) == (1, 2, 1)
    causes = {one["cause"] for one in told["gaps"]}
    assert {"not_imported", "entered_wrong", "number_typo", "duplicate"} <= causes
