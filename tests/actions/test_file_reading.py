"""What a file says goes into the right ledger, once, or is told why not."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.actions.handing_in import give, read_all
from tests.actions.papers import number, sale

from chapiao.actions.file_anyway import NotWaiting, file_anyway
from chapiao.actions.file_reading import Desk, file_reading
from chapiao.actions.whose import group
from chapiao.demo.ids import tax_id
from chapiao.demo.paper import einvoice, files
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.reading import Doubt, Reading, Witness
from chapiao.store import access, originals, rows
from chapiao.store.models import (
    AuditEntry,
    Entity,
    Face,
    FileState,
    FormerName,
    Invoice,
    Membership,
    Person,
    Role,
)

pytestmark = pytest.mark.django_db


def test_a_row_known_from_elsewhere_gets_its_file(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    rows.put(sale(), source="税局导出", entity=entity, owner=clerk, at=now)
    intake = give(clerk, now, a=einvoice.xml(sale()), b=files.digital_ofd(sale()))

    told = read_all(intake, now, reader)

    assert [file.state for file in told] == [FileState.READ, FileState.DUPLICATE]
    assert "文件已附上" in told[0].said
    assert Invoice.objects.get().document == told[0].document


def test_a_file_that_contradicts_the_ledger_is_doubtful_and_changes_nothing(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    wrong = sale(amount=9000, tax=540, total=9540, lines=())
    rows.put(wrong, source="手工录入", entity=entity, owner=clerk, at=now)
    intake = give(clerk, now, a=einvoice.xml(sale()))

    [file] = read_all(intake, now, reader)

    assert file.state == FileState.DOUBTS
    assert "价税合计是95.40，文件上是106.00" in file.said
    row = Invoice.objects.get()
    assert (row.total, row.document) == (9540, None)


def test_a_duplicate_in_a_ledger_one_may_not_see_gives_nothing_away(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    first = give(clerk, now, geheim=einvoice.xml(sale()))
    read_all(first, now, reader)
    second = give(other_clerk, now, b=einvoice.xml(sale()))

    [file] = read_all(second, now, reader)

    assert file.state == FileState.DUPLICATE
    assert file.said == "重复发票：已由其他同事收入台账，您没有查看那条记录的权限"
    assert file.lookup is not None
    assert file.lookup.invoice is None


def test_seller_and_buyer_of_the_group_may_both_have_the_invoice(
    clerk: Person, other_clerk: Person, other_entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    between = sale(seller_name=other_entity.name, seller_tax_id=other_entity.tax_id)
    rows.put(between, source="手工录入", entity=other_entity, owner=other_clerk, at=now)
    intake = give(clerk, now, a=einvoice.xml(between))

    [file] = read_all(intake, now, reader)

    assert file.state == FileState.READ
    assert Invoice.objects.count() == 2


def test_the_buyer_is_known_by_a_former_name(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    FormerName.objects.create(entity=entity, name="北京云杉信息技术有限公司")
    old = sale(buyer_name="北京云杉信息技术有限公司", buyer_tax_id="")
    Membership.objects.create(
        person=clerk,
        entity=Entity.objects.create(name="北京另一家有限公司", tax_id="91110108DEM0000147"),
        role=Role.CLERK,
    )
    intake = give(clerk, now, a=einvoice.xml(old))

    read_all(intake, now, reader)

    assert Invoice.objects.get().entity == entity


FOREIGN = sale(buyer_name="上海远山商贸有限公司", buyer_tax_id=tax_id("310104", 46))


def test_an_invoice_to_somebody_else_is_kept_and_not_filed(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, a=einvoice.xml(FOREIGN))

    [file] = read_all(intake, now, reader)

    assert not Invoice.objects.exists()
    assert file.state == FileState.NOT_OURS
    assert file.said == "购买方是「上海远山商贸有限公司」，不是本单位，未收入台账；原件已保存"
    assert file.lookup is not None
    assert file.lookup.cause == "not_our_title"
    assert Face.objects.get().entity is None


def test_it_is_filed_when_the_giver_says_so(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    [file] = read_all(give(clerk, now, a=einvoice.xml(FOREIGN)), now, reader)

    filed = file_anyway(clerk, file.pk, now)

    assert filed.state == FileState.READ
    assert Invoice.objects.get().entity == entity
    assert Face.objects.get().entity == entity
    with pytest.raises(NotWaiting):
        file_anyway(clerk, file.pk, now)
    [again] = read_all(give(clerk, now, b=files.digital_pdf(FOREIGN)), now, reader)
    assert again.state == FileState.DUPLICATE
    assert AuditEntry.objects.filter(act="抬头不符仍收入台账").count() == 1


def test_nobody_files_what_somebody_else_handed_in(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    [file] = read_all(give(clerk, now, a=einvoice.xml(FOREIGN)), now, reader)

    with pytest.raises(access.NotSeen):
        file_anyway(other_clerk, file.pk, now)

    assert not Invoice.objects.exists()


def test_a_paper_that_names_no_buyer_goes_to_the_givers_only_company(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    kept = originals.keep(b"x", "x", now, clerk)
    desk = Desk(document=kept, giver=clerk, ours=group(clerk), now=now)
    nameless = Reading(invoice=sale(buyer_name=None, buyer_tax_id=None), format="image")

    placed = file_reading(nameless, desk)

    assert placed.filed.state == FileState.READ
    assert Invoice.objects.get().entity == entity


def doubtful(**values: str) -> Reading:
    doubt = Doubt(
        id="number",
        field="number",
        text="发票号码两处不同",
        values={Witness(witness): text for witness, text in values.items()},
    )
    return Reading(invoice=sale(), format="pdf", doubts=(doubt,))


def test_a_file_whose_witnesses_name_two_invoices_is_not_put_in(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    kept = originals.keep(b"x", "x", now, clerk)
    desk = Desk(document=kept, giver=clerk, ours=group(clerk), now=now)

    two = file_reading(doubtful(qr=number(1), text=number(2)), desk).filed
    assert two.state == FileState.DOUBTS
    assert two.said == "发票号码两处不同。号码没有定下来，未收入台账"
    assert not Invoice.objects.exists()

    one = file_reading(doubtful(text=number(1)), desk).filed
    assert one.state == FileState.DOUBTS
    assert one.said.endswith("请核对")
    assert Invoice.objects.get().entity == entity


def test_an_invoice_that_cannot_be_filed_is_told_what_it_lacks(
    clerk: Person, now: datetime
) -> None:
    kept = originals.keep(b"x", "x", now, clerk)
    nameless = Reading(invoice=sale(number="12345678", code=None), format="pdf")

    desk = Desk(document=kept, giver=clerk, ours=group(clerk), now=now)
    filed = file_reading(nameless, desk).filed

    assert filed.state == FileState.DOUBTS
    assert filed.said == "没有读到发票代码，未收入台账；请补上后再查"


def test_an_invoice_that_we_issue_is_no_wrong_title(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    ours = sale(
        seller_name=entity.name,
        seller_tax_id=entity.tax_id,
        buyer_name="上海远山商贸有限公司",
        buyer_tax_id=tax_id("310104", 46),
    )

    [file] = read_all(give(clerk, now, a=einvoice.xml(ours)), now, reader)

    assert file.state == FileState.READ
    assert Invoice.objects.get().entity == entity
    assert file.lookup is not None
    assert file.lookup.cause != "not_our_title"


def test_asked_again_it_is_still_the_buyer_that_explains_it(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    read_all(give(clerk, now, a=einvoice.xml(FOREIGN)), now, reader)

    [again] = read_all(give(clerk, now, b=files.digital_pdf(FOREIGN)), now, reader)

    assert again.state == FileState.NOT_OURS
    assert again.lookup is not None
    assert again.lookup.cause == "not_our_title"
