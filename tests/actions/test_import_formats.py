"""Twenty digits survive every way in, as text; and what several sheets and columns become."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.actions.importing import imported, outcomes, previewed, undone, work, world
from tests.readers import make_export as made
from tests.readers import make_zoo as zoo
from tests.readers.make_xls import xls
from tests.readers.make_zoo import SHORT, digital, short

from chapiao.actions import import_columns, import_export
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Invoice, Person, SnapshotRow, SnapshotState

pytestmark = pytest.mark.django_db
NUMBERS = ["25112000000012345678", "25999999999999999999", "25000000000000000001"]
ROWS = [SHORT, *(short(number=one) for one in NUMBERS)]
FILES = {
    "表.xlsx": zoo.sheet(*ROWS),
    "表.csv": zoo.delimited(ROWS, ",", "utf-8-sig"),
    "表-gbk.csv": zoo.delimited(ROWS, ",", "gb18030"),
    "表-utf16.txt": zoo.delimited(ROWS, "\t", "utf-16"),
    "表.tsv": zoo.delimited(ROWS, "\t", "utf-8"),
    "旧版.xls": xls([[str(cell) for cell in row] for row in ROWS]),
    "网页.xls": zoo.html_table(ROWS),
    "XML.xls": zoo.xml_spreadsheet(ROWS),
    "明细.xlsx": made.xlsx(
        {"信息汇总表": [(*SHORT, "商品名称"), *([*row, "笔"] for row in ROWS[1:])]}
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_twenty_digits_come_through_as_text(
    name: str, clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    done = imported(clerk, FILES[name], now, reader, name)

    assert outcomes(done) == [("新增", "")] * 3
    assert sorted(Invoice.objects.values_list("number", flat=True)) == sorted(NUMBERS)
    assert sorted(Invoice.objects.values_list("key", flat=True)) == sorted(NUMBERS)
    kept = SnapshotRow.objects.order_by("row")
    assert [(row.key, row.payload["number"]) for row in kept] == [(one, one) for one in NUMBERS]


def test_several_sheets_are_one_batch_that_is_taken_back_whole(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    book = made.xlsx({"一月": [SHORT, short(1), short(2)], "二月": [SHORT, short(3), short(1)]})
    before = world()

    done = imported(clerk, book, now, reader)
    keys = set(Invoice.objects.values_list("key", flat=True))
    again = imported(clerk, book, now, reader)
    undone(clerk, again, now)
    undone(clerk, done, now)

    assert keys == {digital(1), digital(2), digital(3)}
    assert [outcome for outcome, _ in outcomes(done)] == ["新增", "新增", "新增", "异常"]
    assert outcomes(done)[3][1] == "与「一月」第2行是同一张发票"
    assert [outcome for outcome, _ in outcomes(again)] == ["重复", "重复", "重复", "异常"]
    assert world() == before


def test_a_red_confirmation_locks_the_blue_invoice_or_brings_the_red_one(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    heads = ("红字确认单编号", "确认单状态", "蓝字数电发票号码", "金额", "税额", "红字发票号码")
    rows = [
        ["11010825010026157080", "购销双方已确认", digital(1), "100", "6", digital(9)],
        ["11010825010026157081", "销方录入待购方确认", digital(2), "100", "6", ""],
    ]

    imported(clerk, zoo.sheet(SHORT, short(1), short(2)), now, reader)
    imported(clerk, zoo.sheet(heads, *rows), now, reader, "红字确认单.xlsx")

    red = Invoice.objects.get(key=digital(9))
    assert (red.total, red.positive, red.red_of) == (-10600, False, digital(1))
    assert Invoice.objects.get(key=digital(2)).tax_status == "红字锁定"
    assert Invoice.objects.get(key=digital(2)).total == 10600


def test_columns_that_were_said_wrong_are_asked_for_again(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    strange = zoo.sheet(("票号", "日子", "总额"), [digital(1), "2025-01-04", 106])
    one = previewed(clerk, strange, now, reader)
    assert one.state == SnapshotState.ASKING
    assert one.counts["outline"]["guessed"] == ["发票号码", "", ""]

    with pytest.raises(import_columns.BadColumns, match="两列"):
        import_columns.assign(
            person=clerk, pk=one.pk, given={"票号": "价税合计", "总额": "价税合计"}, now=now
        )
    said = {"票号": "发票号码", "总额": "价税合计"}
    import_columns.assign(person=clerk, pk=one.pk, given=said, now=now)
    done = work(one, now)
    with pytest.raises(import_export.NotNow, match="不用指定列"):
        import_columns.assign(person=clerk, pk=one.pk, given=said, now=now)

    assert done.state == SnapshotState.PREVIEW
    assert done.layout == "发票清单（按指定的列）"


def test_what_one_person_said_of_columns_is_not_anothers(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    strange = zoo.sheet(("票号", "日子", "总额"), [digital(1), "2025-01-04", 106])
    one = previewed(clerk, strange, now, reader)
    said = {"票号": "发票号码", "日子": "开票日期", "总额": "价税合计"}
    import_columns.assign(person=clerk, pk=one.pk, given=said, now=now)

    mine = previewed(clerk, strange, now, reader)
    theirs = previewed(other_clerk, strange, now, reader)

    assert mine.state == SnapshotState.PREVIEW
    assert theirs.state == SnapshotState.ASKING
