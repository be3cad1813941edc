"""Ids of what one may not see are, at every address there is, as ids that never were.

The addresses are found by walking the URL map, so that a new one is held to it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.actions.papers import sale

from chapiao.actions import tokens
from chapiao.store import models, originals
from chapiao.store.models import Entity, Membership, Person, Role
from chapiao.store.parties import party

THEIRS, NEVER = 7001, 8999  # every foreign row has the first id; no row has the second
# What stands in an address beside ids. A name that is not here has to be thought about.
OTHERS = {
    "story_id": "found-number",
    "form": "svg",
    "rest": "nothing",
    "token": "0f1e",
    "vendor": "baidu",
}
BODY = {
    "reason": "报销",
    "grant": False,
    "accept_rescued": False,
    "columns": {"金额": "价税合计"},
    "list": 1,
    "because": "退单",
}
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\{(?P<bare>\w+)\}")
# Words of a page that are another with every load.
FRESH = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
# Names under which an id may come in a query.
QUERY = ("entity", "who", "after", "page", "subject", "asked", "number", "q", "state")


@pytest.fixture
def foreign(other_entity: Entity, now: datetime) -> Person:
    """A row of every noun, all of another company and its clerk."""
    models.Entity.objects.filter(pk=other_entity.pk).delete()
    entity = Entity.objects.create(
        pk=THEIRS, name="北京青禾餐饮有限公司", tax_id="91110105MA02QHCY0U"
    )
    person = Person.objects.create(pk=THEIRS, username="theirs", full_name="李强")
    Membership.objects.create(pk=THEIRS, person=person, entity=entity, role=Role.ADMIN)
    document = originals.keep(b"<EInvoice/>", "他们的.xml", now, person)
    models.Document.objects.filter(pk=document.pk).update(sha256="0" * 64)
    kept = models.Document.objects.create(
        pk=THEIRS, sha256=document.sha256, size=document.size, name="他们的.xml",
        received_at=now, received_by=person,
    )  # fmt: skip
    face = models.Face.objects.create(pk=THEIRS, document=kept, key="k", reading={}, entity=entity)
    snapshot = models.Snapshot.objects.create(
        pk=THEIRS, document=kept, entity=entity, state="待确认", uploaded_by=person, uploaded_at=now
    )
    invoice = sale(7)
    row = models.Invoice.objects.create(
        pk=THEIRS, key=invoice.key, number=invoice.number, entity=entity, owner=person,
        seller=party("甲", None), buyer=party("乙", None), source="文件", added_at=now,
        document=kept, snapshot=snapshot, total=10600, issued_on=invoice.issued_on,
    )  # fmt: skip
    lookup = models.Lookup.objects.create(
        pk=THEIRS, asker=person, asked_at=now, question={}, key="k", cause="found", headline="",
        said={}, answered_at=now, scope=[entity.pk], invoice=row,
    )  # fmt: skip
    intake = models.Intake.objects.create(pk=THEIRS, given_by=person, given_at=now)
    models.IntakeFile.objects.create(
        pk=THEIRS, intake=intake, position=0, path="a", document=kept, lookup=lookup, face=face
    )
    scope = models.Scope.objects.create(
        pk=THEIRS, person=person, entity=entity, extra=True, made_at=now
    )
    models.AccessRequest.objects.create(
        pk=THEIRS, person=person, lookup=lookup, key="k", entity=entity, reason="x", asked_at=now,
        scope=scope,
    )  # fmt: skip
    models.OfflineCheck.objects.create(
        pk=THEIRS, lookup=lookup, key="k", entity=entity, bureau="某局", reason="x",
        state="准备中", made_by=person, made_at=now,
    )  # fmt: skip
    models.ClientCheck.objects.create(pk=THEIRS, person=person, at=now, told={}, sent_at=now)
    models.SourceAlarm.objects.create(
        pk=THEIRS, subject="export", entity=entity, says="x", raised_at=now
    )
    models.Department.objects.create(pk=THEIRS, entity=entity, name="财务部")
    models.Profile.objects.create(pk=THEIRS, person=person)
    models.SignIn.objects.create(
        pk=THEIRS, person=person, session_key="k", device="d", started_at=now, seen_at=now
    )
    models.Factor.objects.create(pk=THEIRS, person=person, kind="通行密钥", made_at=now)
    models.Invitation.objects.create(
        pk=THEIRS, digest="d", login="new", entity=entity, made_by=person, made_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip
    made = {"mark": "m", "sealed": "", "made_by": person, "made_at": now}
    models.Robot.objects.create(pk=THEIRS, entity=entity, vendor="钉钉", name="群", **made)
    models.Source.objects.create(
        pk=THEIRS, kind="邮箱", name="邮箱", entity=entity, giver=person, **made
    )
    models.Message.objects.create(
        pk=THEIRS, person=person, kind="查到了", once="a", says="a", link="/a/", made_at=now,
        mark="m",
    )  # fmt: skip
    _compared(person, entity, now)
    return person


def _compared(person: Person, entity: Entity, now: datetime) -> None:
    """Make their comparison, their claim and their feed; notices are everybody's."""
    asked = models.Reconciliation.objects.create(
        pk=THEIRS, made_by=person, made_at=now, entity=entity, state="已完成",
        lists=[{"name": "他们的.csv"}],
    )  # fmt: skip
    models.ReconciliationGap.objects.create(
        pk=THEIRS, reconciliation=asked, place=THEIRS, pair=1, outcome="只在甲", told={}
    )
    models.Claim.objects.create(
        pk=THEIRS, key="k", number="1", person=person, entity=entity, state="占用",
        claimed_at=now, changed_at=now,
    )  # fmt: skip
    models.NoticeFeed.objects.create(
        pk=THEIRS, name="他们的", url="https://bureau.example/", made_by=person, made_at=now
    )


@pytest.fixture(params=[Role.CLERK, Role.ADMIN])
def curious(request: pytest.FixtureRequest, entity: Entity) -> Person:
    """Somebody of the first company, in one role after the other."""
    person = Person.objects.create(username="curious", full_name="好奇")
    Membership.objects.create(person=person, entity=entity, role=request.param)
    return person


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[str]:
    """Yield every address of the map, with its parameters in angle brackets."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here)
        else:
            yield f"/{here}"


def filled(address: str, pk: int) -> str:
    """Return the address with this id in every place for one."""

    def value(found: re.Match[str]) -> str:
        name = found["name"] or found["bare"]
        if found["kind"] == "int" or name.endswith("pk"):
            return str(pk)
        return OTHERS[name]

    return PARAMETER.sub(value, address)


def told(response: HttpResponseBase, pk: int) -> tuple[int, str, str]:
    """Return what a response says and where it sends one, without the id that was asked for."""
    body = getattr(response, "content", None)
    text = (b"".join(response) if body is None else body).decode("utf-8", "replace")  # type: ignore[arg-type, call-overload]
    sent = response.headers.get("Location", "").replace(str(pk), "号")
    return response.status_code, FRESH.sub("", unquote(text)).replace(str(pk), "号"), sent


def theirs_now() -> dict[str, object]:
    """Return every row of theirs as it stands."""
    models_of_ours = apps.get_app_config("store").get_models()
    return {
        one.__name__: one._default_manager.filter(pk=THEIRS).values().first()  # noqa: SLF001
        for one in models_of_ours
    }


def test_there_are_addresses_with_ids_of_pages_and_of_programs() -> None:
    with_ids = [one for one in addresses() if PARAMETER.search(one)]

    assert len([one for one in with_ids if one.startswith("/api/")]) >= 5
    assert len([one for one in with_ids if not one.startswith("/api/")]) >= 12


@pytest.mark.usefixtures("foreign")
def test_at_every_address_their_ids_are_as_ids_that_never_were(
    curious: Person, now: datetime
) -> None:
    browser = Client()
    browser.force_login(curious)
    bearer = {"Authorization": f"Bearer {tokens.create(curious, '测试', now)}"}
    asked, before = 0, theirs_now()
    for address in addresses():
        if not PARAMETER.search(address) or "<path:rest>" in address:
            continue
        program = address.startswith("/api/")
        client = Client(headers=bearer) if program else browser
        for method in ("get", "post"):
            more = (
                {"data": json.dumps(BODY), "content_type": "application/json"}
                if program and method == "post"
                else {"data": {"reason": "报销", "grant": "0", "number": "1"}}
            )
            ask = getattr(client, method)
            theirs = told(ask(filled(address, THEIRS), **more), THEIRS)
            never = told(ask(filled(address, NEVER), **more), NEVER)
            assert theirs == never, (method, address)
            if "pk" in address:
                assert theirs[0] in {404, 405, 302}, (method, address, theirs[0])
            asked += 1
    assert asked > 40
    assert theirs_now() == before


@pytest.mark.usefixtures("foreign")
def test_in_every_query_their_ids_are_as_ids_that_never_were(
    curious: Person, now: datetime
) -> None:
    browser = Client()
    browser.force_login(curious)
    bearer = {"Authorization": f"Bearer {tokens.create(curious, '测试', now)}"}
    for address in addresses():
        if PARAMETER.search(address) or address.endswith((".xlsx", "/logout/", "export.csv")):
            continue
        client = Client(headers=bearer) if address.startswith("/api/") else browser
        for name in QUERY:
            values = [
                f":{pk}" if name == "after" else f"lookup:{pk}" if name == "subject" else str(pk)
                for pk in (THEIRS, NEVER)
            ]
            theirs, never = (
                told(client.get(address, {name: value}), pk)
                for value, pk in zip(values, (THEIRS, NEVER), strict=True)
            )
            assert theirs == never, (address, name)


@pytest.mark.usefixtures("foreign")
def test_a_workbook_of_their_company_is_one_of_none(curious: Person) -> None:
    browser = Client()
    browser.force_login(curious)

    def cells(pk: int) -> list[object]:
        from io import BytesIO

        from python_calamine import CalamineWorkbook

        made = b"".join(browser.get("/ledger/export.xlsx", {"entity": pk}))  # type: ignore[arg-type]
        book = CalamineWorkbook.from_filelike(BytesIO(made))
        rows = [book.get_sheet_by_name(one).to_python() for one in book.sheet_names]
        return [str(cell) for sheet in rows for row in sheet for cell in row if "青禾" in str(cell)]

    assert cells(THEIRS) == cells(NEVER) == []
