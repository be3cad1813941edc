"""A program with a token, and a few invoices to ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from chapiao.actions import tokens
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, VerifyStatus
from chapiao.store import models, rows

NUMBER = "25112000000012345678"
TOKEN_DAY = datetime(2020, 1, 1).astimezone()


@dataclass(frozen=True)
class Program:
    """What asks over HTTP in the name of one person."""

    client: Client
    token: str

    def get(self, address: str, **query: str) -> HttpResponse:
        return self.client.get(f"/api/v1{address}", query, headers=self.headers)

    def post(self, address: str, body: object = None) -> HttpResponse:
        text = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return self.client.post(
            f"/api/v1{address}", text, content_type="application/json", headers=self.headers
        )

    def upload(self, address: str, *files: tuple[str, bytes], **fields: str) -> HttpResponse:
        given = [SimpleUploadedFile(name, data) for name, data in files]
        return self.client.post(
            f"/api/v1{address}", {**fields, "file": given}, headers=self.headers
        )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def program() -> Callable[[models.Person], Program]:
    """Give a person a program."""

    def make(person: models.Person) -> Program:
        token = tokens.create(person, "测试", TOKEN_DAY)
        return Program(Client(enforce_csrf_checks=True), token)

    return make


@pytest.fixture
def asking(program: Callable[[models.Person], Program], clerk: models.Person) -> Program:
    """The clerk's program."""
    return program(clerk)


@pytest.fixture
def stray(program: Callable[[models.Person], Program], other_clerk: models.Person) -> Program:
    """A program of the sister company's clerk."""
    return program(other_clerk)


@pytest.fixture
def nobody() -> Program:
    """A program without a token."""
    return Program(Client(enforce_csrf_checks=True), "")


@pytest.fixture
def held(entity: models.Entity, clerk: models.Person, now: datetime) -> models.Invoice:
    """One invoice in the ledger of `entity`."""
    return hold(NUMBER, entity, clerk, now)


def hold(
    number: str,
    entity: models.Entity,
    owner: models.Person,
    now: datetime,
    **more: Any,  # noqa: ANN401 - any field
) -> models.Invoice:
    """Put an ordinary digital invoice into a ledger."""
    invoice = Invoice(
        kind=Kind.DIGITAL_ORDINARY,
        code="",
        number=number,
        issued_on=more.get("issued_on", date(2025, 1, 4)),
        seller_name="北京青禾餐饮有限公司",
        seller_tax_id=more.get("seller_tax_id", "91110105MA02QHCY0U"),
        buyer_name=entity.name,
        buyer_tax_id=entity.tax_id,
        amount=more.get("amount", 24906),
        tax=1494,
        total=more.get("amount", 24906) + 1494,
    )
    state = rows.State(
        tax_status=more.get("tax_status", TaxStatus.NORMAL), verify_status=VerifyStatus.MATCH
    )
    put = rows.put(invoice, source="税局导出", entity=entity, owner=owner, at=now, state=state)
    return put.row
