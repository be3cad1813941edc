"""Deleting names by the thousand must not read every piece of every name each time."""

from __future__ import annotations

import pytest
from django.db import connection

from chapiao.store.models import PartyPiece


@pytest.mark.django_db
def test_the_pieces_of_one_name_are_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        table = PartyPiece._meta.db_table  # noqa: SLF001 - Django documents it as public
        known = connection.introspection.get_constraints(cursor, table).values()

    assert any(one["index"] and one["columns"][0] == "party_id" for one in known)
