"""`chapiao import`: columns said by hand, several sheets, empty tables, and how far it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.actions.papers import cells, csv, number, sale
from tests.cli.test_import import lines, put
from tests.readers.make_export import xlsx

from chapiao.cli.__main__ import main
from chapiao.store.models import Entity, Invoice, Person

STRANGE = "票号,日子,总额,心情\n{},2026-11-03,106.00,好\n"


def test_unknown_headings_are_named_and_read_as_they_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", STRANGE.format(number(1)).encode())
    said = "票号=发票号码，日子=开票日期,总额＝价税合计"

    assert main(["import", file, "--preview", "--json"]) == 1
    assert main(["import", file, "--preview", "--json", "--map", said]) == 0

    unknown, known = lines(capsys)
    assert unknown["readable"] is False
    assert "票号、日子、总额、心情" in unknown["reason"]
    assert "--map" in unknown["reason"]
    assert [(one["number"], one["total"]) for one in known["invoices"]] == [(number(1), "106.00")]


def test_a_map_that_makes_no_sense_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", STRANGE.format(number(1)).encode())

    assert main(["import", file, "--preview", "--map", "票号"]) == 2
    assert main(["import", file, "--preview", "--map", "票号=心情"]) == 2
    assert main(["import", file, "--preview", "--map", "票号=税额,总额=税额"]) == 2

    told = capsys.readouterr().err
    assert "列名=字段" in told
    assert "不认识字段「心情」" in told
    assert "两列" in told


def test_headings_without_rows_are_readable_and_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", csv())

    main(["import", file, "--preview", "--json"])

    [told] = lines(capsys)
    assert (told["readable"], told["invoices"]) == (True, [])
    assert "只有表头" in told["reason"]
    assert told["totals"] == {"count": 0, "amount": "0.00", "tax": "0.00", "total": "0.00"}


def test_rows_of_several_sheets_name_their_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ("数电发票号码", "开票日期", "金额", "税额", "价税合计")
    row = [number(1), "2026-11-03", "100", "6", "106"]
    file = put(tmp_path, "a.xlsx", xlsx({"一月": [heads, row], "二月": [heads, row]}))

    main(["import", file, "--preview", "--json"])

    [told] = lines(capsys)
    assert [(one["sheet"], one["row"]) for one in told["invoices"]] == [("一月", 2)]
    assert [(one["sheet"], one["row"]) for one in told["rejected_rows"]] == [("二月", 2)]


@pytest.mark.django_db(transaction=True)
def test_columns_said_once_hold_for_the_next_table(
    tmp_path: Path, clerk: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", STRANGE.format(number(1)).encode())
    later = put(tmp_path, "b.csv", STRANGE.format(number(2)).encode())
    said = "票号=发票号码,日子=开票日期,总额=价税合计"
    asked = ["import", "--as", clerk.username]

    assert main([*asked, file]) == 1
    assert "表头是：票号、日子、总额、心情" in capsys.readouterr().out
    assert main([*asked, file, "--map", said]) == 0
    assert main([*asked, later]) == 0

    assert set(Invoice.objects.values_list("key", flat=True)) == {number(1), number(2)}


@pytest.mark.django_db(transaction=True)
def test_a_large_import_says_how_far_it_is(
    tmp_path: Path, entity: Entity, capsys: pytest.CaptureFixture[str]
) -> None:
    del entity
    file = put(tmp_path, "a.csv", csv(*(cells(sale(at)) for at in range(1, 5002))))

    assert main(["import", file, "--json"]) == 0

    told = capsys.readouterr()
    assert "导入中 4000 / 5001 行（79%）" in told.err
    assert json.loads(told.out)["counts"]["新增"] == 5001
