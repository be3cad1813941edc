"""Where notices come from by themselves: who may set it up."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.desk import browse, text

from chapiao.store.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin: Person) -> Client:
    return browse(admin)


def test_feeds_are_for_administrators_of_the_system(page: Client, desk: Client) -> None:
    assert page.get("/notices/feeds/").status_code == 404
    sent = {"name": "省局", "url": "https://example.com/rss", "publisher": "", "every": "60"}
    assert page.post("/notices/feeds/", sent).status_code == 404

    assert desk.post("/notices/feeds/", sent).status_code == 302
    assert "省局" in text(desk.get("/notices/feeds/"))
    assert desk.post("/notices/feeds/", sent).status_code == 422
