"""The original file: every byte, as a download, to those who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.actions.papers import sale
from tests.web.desk import browse, text

from chapiao.actions import draw_document
from chapiao.demo.paper import einvoice, files
from chapiao.invoice.model import Invoice as Printed
from chapiao.render import pdf_png
from chapiao.store import originals, pictures
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


@pytest.mark.parametrize(
    ("draw", "form", "media"),
    [
        (files.digital_ofd, "svg", "image/svg+xml"),
        (files.digital_pdf, "png", "image/png"),
        (lambda one: pdf_png(files.digital_pdf(one), dpi=200), "jpg", "image/jpeg"),
    ],
)
def test_a_page_is_shown_as_a_picture_that_can_do_nothing(
    draw: Callable[[Printed], bytes],
    form: str,
    media: str,
    page: Client,
    work: Callable[[], None],
    other_clerk: Person,
    data_folder: Path,
) -> None:
    page.post("/", {"file": SimpleUploadedFile("票", draw(sale()))})
    work()
    kept = Document.objects.get()
    address = f"/documents/{kept.pk}/picture.{form}"

    first, again = page.get(address), page.get(address)

    assert first.content == again.content
    assert first.headers["Content-Type"] == media
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    policy = first.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("sandbox")
    assert "script" not in policy
    assert len(list((data_folder / "pictures").rglob(f"*.{form}"))) == 1
    assert page.get(f"{address}?page=2").status_code == 404
    assert page.get(f"{address}?page=nine").status_code == 404
    assert page.get(f"/documents/{kept.pk}/picture.html").status_code == 404
    assert browse(other_clerk).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert f'src="{address}?page=1"' in text(page.get(f"/documents/{kept.pk}/pages/"))


def test_what_has_no_page_says_so_and_can_be_had(page: Client, work: Callable[[], None]) -> None:
    page.post("/", {"file": SimpleUploadedFile("票.xml", einvoice.xml(sale()))})
    work()
    kept = Document.objects.get()

    shown = text(page.get(f"/documents/{kept.pk}/pages/"))

    assert "这种文件没有版面可看" in shown
    assert f'href="/documents/{kept.pk}/"' in shown
    assert page.get(f"/documents/{kept.pk}/picture.svg").status_code == 404


def test_a_page_that_cannot_be_drawn_is_tried_once_an_hour(
    page: Client, clerk: Person, kept: Document
) -> None:
    Document.objects.filter(pk=kept.pk).update(format="pdf", pages=1)
    at = timezone.localtime()

    for later in (0, 5, 50):
        with pytest.raises(draw_document.NotDrawn, match="只能画"):
            draw_document.draw_document(clerk, kept.pk, 1, at + timedelta(minutes=later))
    originals.place(kept.sha256).unlink()
    with pytest.raises(draw_document.NotDrawn, match="只能画"):
        draw_document.draw_document(clerk, kept.pk, 1, at)
    with pytest.raises(draw_document.NotDrawn, match="原件不在档案里"):
        draw_document.draw_document(clerk, kept.pk, 1, at + timedelta(minutes=61))
    assert page.get(f"/documents/{kept.pk}/picture.png").status_code == 404


def test_pictures_of_another_version_are_cleared_away(kept: Document, data_folder: Path) -> None:
    old = data_folder / "pictures" / "0.0.1" / "ab"
    old.mkdir(parents=True)

    pictures.keep(kept, 1, "svg", b"<svg/>")

    assert not old.exists()
    assert pictures.kept(kept, 1, "svg", timezone.localtime()) == b"<svg/>"
