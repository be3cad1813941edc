"""The original file: every byte, as a download, to those who may see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.desk import browse

from chapiao.store import originals
from chapiao.store.models import Document, Person

pytestmark = pytest.mark.django_db
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def kept(clerk: Person) -> Document:
    return originals.keep(PAGE, '发票"一".html', timezone.localtime(), clerk)


def test_it_is_handed_out_whole_and_never_opened_as_a_page(page: Client, kept: Document) -> None:
    response = page.get(f"/documents/{kept.pk}/")

    assert b"".join(response.streaming_content) == PAGE
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "%E5%8F%91%E7%A5%A8" in response.headers["Content-Disposition"]
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert "private" in response.headers["Cache-Control"]


def test_others_do_not_get_it(other_clerk: Person, kept: Document) -> None:
    page = browse(other_clerk)

    assert page.get(f"/documents/{kept.pk}/").status_code == 404
    assert page.get("/documents/999999/").status_code == 404


def test_nobody_gets_it_without_signing_in(kept: Document) -> None:
    response = Client().get(f"/documents/{kept.pk}/")

    assert response.headers["Location"] == f"/login/?next=/documents/{kept.pk}/"
