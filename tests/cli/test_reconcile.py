"""`chapiao reconcile`: lists as people have them, every gap with its cause, and the workbook."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.actions.papers import export as bureau_export
from tests.actions.papers import number as made
from tests.actions.papers import sale

from chapiao.cli.__main__ import main
from chapiao.demo.paper import einvoice

SELLER = "北京蓝湖商贸有限公司"
HEAD = ("发票号码", "开票日期", "销方名称", "金额", "税额", "价税合计", "发票状态")
NOW = ("--now", "2026-11-24T10:00")


def number(at: int) -> str:
    return f"261120000000{at:08d}"


def row(at: int, yuan: int = 113, **other: str) -> list[str]:
    """Return one row; `yuan` is the total, of which 13 are tax."""
    words = {
        "number": number(at), "day": "2026-09-03", "seller": SELLER, "net": f"{yuan - 13}.00",
        "tax": "13.00", "total": f"{yuan}.00", "status": "正常",
    }  # fmt: skip
    return list((words | other).values())


def put(place: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    place.write_bytes(text.getvalue().encode("utf-8-sig"))
    return str(place)


def compared(capsys: pytest.CaptureFixture[str], *given: str) -> dict[str, Any]:
    assert main(["reconcile", *given, *NOW, "--json"]) in (0, 1)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def outcomes(told: dict[str, Any], pair: int = 0) -> dict[str, int]:
    found = told["pairs"][pair]["outcomes"]
    return {name: one["findings"] for name, one in found.items() if one["findings"]}


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """An export of the bureau and a ledger with one of everything that goes wrong."""
    slip = number(3)[:-2] + number(3)[-1] + number(3)[-2]
    left = [
        row(1), row(2, 200), row(3, 300), row(4, 400), row(50, 500, status="已作废"), row(6, 600),
    ]  # fmt: skip
    right = [
        row(1), row(2, 201), row(3, 300, number=slip), row(50, 500), row(6, 600), row(6, 600),
        row(77, 777),
    ]  # fmt: skip
    return put(tmp_path / "税局导出.csv", left), put(tmp_path / "台账九月.csv", right)


def test_every_gap_carries_its_cause_its_next_step_and_who_takes_it(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = compared(capsys, *two)

    assert outcomes(told) == {
        "一致": 1, "字段不同": 2, "只在甲": 1, "只在乙": 1, "重复": 1, "已作废/红冲": 1,
    }  # fmt: skip
    causes = {one["key"]: one["cause"] for one in told["gaps"]}
    assert causes == {
        number(2): "entered_wrong",
        number(3): "number_typo",
        number(4): "not_imported",
        number(50): "voided",
        number(6): "duplicate",
        number(77): "insufficient",
    }
    for gap in told["gaps"]:
        assert gap["says"]
        assert gap["next_step"]
        assert gap["owner"] in {"asker", "seller", "buyer_admin", "tax_bureau", "it", "wait"}
    assert sum(one["count"] for one in told["causes"]) == len(told["gaps"])


def test_counts_and_amounts_balance_to_the_fen(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = compared(capsys, *two)

    for side, at in (("left", 0), ("right", 1)):
        found = told["pairs"][0]["outcomes"].values()
        fen = sum(round(float(one[f"{side}_total"]) * 100) for one in found)
        assert sum(one[f"{side}_rows"] for one in found) == told["lists"][at]["rows"]
        assert fen == round(float(told["lists"][at]["total"]) * 100)


def test_the_lists_are_spoken_of_by_their_own_names(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = compared(capsys, *two)

    [gap] = [one for one in told["gaps"] if one["outcome"] == "只在甲"]
    assert "「税局导出」里有这张票" in gap["says"]
    assert "「台账九月」里没有" in gap["says"]


def test_the_workbook_has_sums_gaps_and_causes_and_no_formula(
    tmp_path: Path, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    evil = put(tmp_path / "恶意.csv", [row(9, seller="=HYPERLINK(1)")])
    out = tmp_path / "结果.xlsx"

    code = main(["reconcile", two[0], evil, *NOW, "--out", str(out)])

    book = CalamineWorkbook.from_path(out)
    assert code == 0
    assert book.sheet_names[:3] == ["汇总", "差异", "原因"]
    gaps = book.get_sheet_by_name("差异").to_python()
    cells = [cell for line in gaps for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert number(9) in cells
    assert "漏导/导入失败" in [line[0] for line in book.get_sheet_by_name("原因").to_python()]
    assert "结果已写入" in capsys.readouterr().out


def test_a_second_run_writes_the_same_bytes(tmp_path: Path, two: tuple[str, str]) -> None:
    places = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]

    for place in places:
        main(["reconcile", *two, *NOW, "--out", str(place)])

    assert places[0].read_bytes() == places[1].read_bytes()


def test_what_was_not_known_on_the_day_is_late_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = (*HEAD, "取得日期")
    known = [[*row(1), "2026-10-01"], [*row(2, 200), "2026-10-02"]]
    late = [[*row(3, 300), "2026-10-09"]]
    ledger = put(tmp_path / "台账.csv", [row(1)], HEAD)
    before = put(tmp_path / "税局导出.csv", known, head)

    first = compared(capsys, before, ledger, "--asof", "2026-10-05")
    put(Path(before), known + late, head)
    again = compared(capsys, before, ledger, "--asof", "2026-10-05")

    assert (first["pairs"], first["gaps"]) == (again["pairs"], again["gaps"])
    assert (first["late"], [one["total"] for one in again["late"]]) == ([], ["300.00"])


def test_bad_rows_and_damaged_numbers_are_told_and_the_code_is_one(
    tmp_path: Path, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    worn = put(
        tmp_path / "台账坏.csv",
        [row(1), row(2, 200, total="二百"), row(4, 400, number="2.6112E+19")],
    )

    code = main(["reconcile", two[0], worn, *NOW, "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 1
    assert [(one["list"], one["row"]) for one in told["rejected_rows"]] == [(2, 3)]
    assert [(one["row"], one["seen"]) for one in told["damaged_numbers"]] == [(4, "2.6112E+19")]
    [gap] = [one for one in told["gaps"] if any(r["row"] == 4 for r in one["right"])]
    assert gap["cause"] == "excel_damage"
    assert number(4) in json.dumps(gap)


def test_an_export_of_the_bureau_meets_vouchers_and_a_bank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = sale(1)
    export = tmp_path / "全量发票查询导出结果.xlsx"
    export.write_bytes(bureau_export(one))
    vouchers = put(
        tmp_path / "金蝶凭证.csv",
        [
            ["2026-11-05", "记", "8", f"办公费 {made(1)}", "管理费用", "100", "", ""],
            ["", "", "", "", "应交税费-进项税额", "6", "", ""],
            ["", "", "", "", "应付账款", "", "106", f"供应商：{one.seller_name}"],
        ],
        ("日期", "凭证字", "凭证号", "摘要", "科目名称", "借方", "贷方", "核算项目"),
    )
    bank = put(
        tmp_path / "招行流水.csv",
        [
            ["20261109", "106.00", "", "9", one.seller_name or ""],
            ["20261110", "7", "", "2", "某司"],
        ],
        ("交易日", "借方金额", "贷方金额", "余额", "收(付)方名称"),
    )

    told = compared(capsys, str(export), vouchers, bank)

    assert [one["layout"] for one in told["lists"]][1:] == ["金蝶凭证", "银行流水（招商银行）"]
    assert outcomes(told) == {"一致": 1}
    assert outcomes(told, 1) == {"一致": 1, "只在乙": 1}
    [unpaid] = [g for g in told["gaps"] if g["pair"] == 2 and g["outcome"] == "只在乙"]
    assert "没有对应的发票" in unpaid["says"]


def test_a_person_maps_headings_nobody_knows(
    tmp_path: Path, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    odd = put(tmp_path / "怪表.csv", [[number(1), "113.00"]], ("编码甲", "编码乙"))

    refused = main(["reconcile", two[0], odd])
    said = capsys.readouterr().err
    told = compared(capsys, two[0], odd, "--map", "2:编码甲=发票号码,编码乙=价税合计")

    assert refused == 2
    assert "编码甲" in said
    assert "--map" in said
    assert outcomes(told)["一致"] == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["一份.csv"], "两到四份"),
        (["没有.csv", "没有.csv"], "没有这个文件"),
        (["{0}", "{1}", "--map", "胡写"], "--map"),
        (["{0}", "{1}", "--engine", "oracle"], "不认识引擎"),
    ],
)
def test_wrong_usage_is_told_in_words(
    given: list[str], words: str, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["reconcile", *(one.format(*two) for one in given)])

    assert code == 2
    assert words in capsys.readouterr().err


def test_no_django_is_loaded_for_two_files(two: tuple[str, str]) -> None:
    asked = f"main(['reconcile', {two[0]!r}, {two[1]!r}])"
    script = f"import sys; from chapiao.cli.__main__ import main; {asked}; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "django" not in done.stdout.split()


def test_several_files_of_one_invoice_are_one_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "发票文件"
    folder.mkdir()
    for name in ("1.xml", "2.xml"):
        (folder / name).write_bytes(einvoice.xml(sale(1)))
    (folder / "说明.txt").write_text("不是发票", encoding="utf-8")
    export = tmp_path / "税局导出.xlsx"
    export.write_bytes(bureau_export(sale(1)))

    told = compared(capsys, str(export), str(folder))

    assert outcomes(told) == {"一致": 1}
    assert told["lists"][1]["left_out"] == {"同一张票的其他文件": 1}
    assert [one["where"] for one in told["rejected_rows"]] == ["说明.txt"]


def test_no_report_is_written_over_a_list(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(two[0]).read_bytes()

    for out in (two[0], str(Path(two[0]).parent / "." / Path(two[0]).name)):
        assert main(["reconcile", *two, "--out", out]) == 2

    assert "不能写到要比对的清单" in capsys.readouterr().err
    assert Path(two[0]).read_bytes() == before
