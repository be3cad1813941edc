"""What any page, API call, export, search or file shows is what the model of the rules allows."""

from __future__ import annotations

import io
import re

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.access.made import Made
from tests.access.model import PEOPLE, Row, World, worlds

from chapiao.actions import export_ledger, tokens
from chapiao.store import access, models
from chapiao.store.access import NotSeen, reach
from chapiao.store.queries import exact, ledger
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.queries.ledger import Filters
from chapiao.store.queries.ledger_keyset import piece
from chapiao.store.why import item_of_row, why

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.django_db
@given(world=worlds)
@settings(max_examples=100, deadline=None, suppress_health_check=QUIET)
def test_every_query_agrees_with_the_model_and_so_does_the_explainer(
    db: None, world: World
) -> None:
    with transaction.atomic():
        made = Made(world)
        for index, person in enumerate(made.people):
            seen = made.seen_by(index)
            _rows(made, person, seen)
            _lists(person, seen)
            _numbers(made, person, seen)
            _files(made, index, person, seen)
            _words(made, person, seen)
        transaction.set_rollback(True)


def _rows(made: Made, person: models.Person, seen: dict[int, Row]) -> None:
    assert set(access.invoices_for(person).values_list("pk", flat=True)) == set(seen)
    for pk in made.rows:
        if pk in seen:
            assert access.invoice_for(person, pk).pk == pk
        else:
            with pytest.raises(NotSeen):
                access.invoice_for(person, pk)


def _lists(person: models.Person, seen: dict[int, Row]) -> None:
    page = ledger.page(person, Filters())
    assert {row.pk for row in page.rows} == set(seen)
    assert page.totals.count == len(seen)
    assert page.totals.total == sum(one.total or 0 for one in seen.values())
    assert {row.pk for row in ledger.each(person, Filters())} == set(seen)
    assert {row.pk for row in piece(person, Filters(), None, 50)[0]} == set(seen)
    named = {pk for pk, one in seen.items() if one.tail % 2}
    assert {row.pk for row in ledger.page(person, Filters(text="云杉")).rows} == named
    digits = {pk for pk, one in seen.items() if one.number.startswith("2511")}
    assert {row.pk for row in ledger.page(person, Filters(text="2511")).rows} == digits


def _numbers(made: Made, person: models.Person, seen: dict[int, Row]) -> None:
    holdings = StoreHoldings(person)
    keys = {f"{one.number}-{one.code}" if one.code else one.number for one in made.rows.values()}
    if not keys:
        return
    assert {row[0] for row in exact.exact(sorted(keys), reach(person))} == set(seen)
    for key in keys:
        mine = {pk for pk, one in seen.items() if key.split("-")[0] == one.number}
        assert {_pk(one.ref) for one in holdings.by_keys([key])} == mine
        assert {_pk(one.ref) for one in holdings.by_numbers([key.split("-")[0]])} == mine
    opens = {pk for pk, one in seen.items() if one.number.startswith("2511200000001234560")}
    assert {_pk(one.ref) for one in holdings.by_prefix("2511200000001234560")} == opens


def _files(made: Made, index: int, person: models.Person, seen: dict[int, Row]) -> None:
    for place, document in enumerate(made.files):
        shown = {pk: one for pk, one in made.rows.items() if one.filed == place}
        whole = any(
            one.owner == index or made.world.sees_whole(index, one.entity) for one in shown.values()
        )
        through = bool(shown) and set(shown) <= set(seen)
        may = index == 0 or whole or through
        assert access.documents_for(person).filter(pk=document.pk).exists() == may


def _words(made: Made, person: models.Person, seen: dict[int, Row]) -> None:
    for row in models.Invoice.objects.all():
        verdict = why(person, item_of_row(row), made.now)
        assert verdict.visible == (row.pk in seen)
        assert verdict.because


def _pk(ref: str) -> int:
    return int(ref.removeprefix("invoice:"))


@pytest.mark.django_db
@given(world=worlds, asked=st.integers(0, 2), index=st.integers(1, PEOPLE - 1))
@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_pages_programs_and_workbooks_show_what_the_model_lets_them(
    db: None, world: World, asked: int, index: int
) -> None:
    with transaction.atomic():
        made = Made(world)
        person, seen = made.people[index], made.seen_by(index)
        browser, program = Client(), Client(headers=_bearer(person, made))
        browser.force_login(person)
        _page_of_each(made, browser, seen)
        listed = program.get("/api/v1/invoices").json()["invoices"]
        assert {one["id"] for one in listed} == set(seen)
        out = io.BytesIO()
        assert export_ledger.write_xlsx(
            person=person, filters=Filters(), now=made.now, out=out
        ).count == len(seen)
        _workbook(out, seen)
        _answers(program, seen, f"251120000000123456{asked:02d}")
        transaction.set_rollback(True)


def _bearer(person: models.Person, made: Made) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.create(person, '测试', made.now)}"}


def _page_of_each(made: Made, browser: Client, seen: dict[int, Row]) -> None:
    list_page = browser.get("/ledger/").content.decode()
    assert set(map(int, re.findall(r"/ledger/(\d+)/", list_page))) == set(seen)
    for pk in made.rows:
        assert (browser.get(f"/ledger/{pk}/").status_code == 200) == (pk in seen)


def _workbook(out: io.BytesIO, seen: dict[int, Row]) -> None:
    out.seek(0)
    book = CalamineWorkbook.from_filelike(out)
    cells = {
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    }
    assert {one.number for one in seen.values()} <= cells
    assert not {one for one in cells if re.fullmatch(r"25(?:11|95)\d{16}", one)} - {
        one.number for one in seen.values()
    }


def _answers(program: Client, seen: dict[int, Row], number: str) -> None:
    """Nothing of a row that may not be seen is in an answer, not even that it is there."""
    told = program.post(
        "/api/v1/look-up", {"number": number}, content_type="application/json"
    ).json()
    if "error" in told:  # somebody's nobody may not ask at all
        return
    here = [pk for pk, one in seen.items() if one.number == number]
    assert (told["found"] is True) == bool(here)
    fixes = {one["fields"].get("number") for one in told["corrections"]}
    assert fixes - {None} <= {one.number for one in seen.values()}
