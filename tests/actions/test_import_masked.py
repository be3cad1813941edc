"""A list that shows tax ids masked comes back without harm to the ids that we hold whole."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from tests.actions.importing import imported, outcomes, previewed
from tests.actions.papers import cells, csv, sale

from chapiao.actions import export_ledger
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import rows
from chapiao.store.models import Entity, Invoice, Person
from chapiao.store.queries.ledger import Filters

pytestmark = pytest.mark.django_db
BORN = "110101199003078515"
TRADER = "11010119900307851501"


@pytest.fixture(params=[BORN, TRADER])
def held(request: pytest.FixtureRequest, clerk: Person, entity: Entity, now: datetime) -> Invoice:
    """An invoice of a natural person in the ledger."""
    sold = sale(1, seller_name="李记小吃店", seller_tax_id=request.param)
    row = rows.put(sold, source="文件", entity=entity, owner=clerk, at=now, state=rows.NOTHING).row
    return Invoice.objects.select_related("seller").get(pk=row.pk)


def test_the_exported_ledger_comes_back_whole(
    held: Invoice, clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    out = io.BytesIO()
    export_ledger.write_xlsx(person=clerk, filters=Filters(), now=now, out=out)

    imported(clerk, out.getvalue(), now, reader)
    [(outcome, reason)] = outcomes(previewed(clerk, out.getvalue(), now, reader))

    assert (outcome, reason) == ("重复", "台账已有；销方税号打了星号，保留台账里的完整税号")
    again = Invoice.objects.select_related("seller").get()
    assert again.seller.tax_id == held.seller.tax_id


def test_what_else_changed_is_taken_over_and_the_id_kept(
    held: Invoice, clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    hidden = sale(1, seller_name="李记小吃店", seller_tax_id="110101********8515")
    data = csv(cells(hidden, 发票状态="已红冲-全额"))

    snapshot = imported(clerk, data, now, reader)

    [(outcome, reason)] = outcomes(snapshot)
    assert outcome == "更新"
    assert "税务状态" in reason
    assert "销方税号打了星号" in reason
    assert Invoice.objects.select_related("seller").get().seller.tax_id == held.seller.tax_id


@pytest.mark.usefixtures("held")
def test_a_mask_that_shows_other_digits_is_told(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    hidden = sale(1, seller_name="李记小吃店", seller_tax_id="110102********8515")

    [(_, reason)] = outcomes(previewed(clerk, csv(cells(hidden)), now, reader))

    assert "露出的几位对不上，请核对" in reason
