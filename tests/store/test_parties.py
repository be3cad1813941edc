from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapiao.store.models import Party, PartyPiece
from chapiao.store.parties import parties, party, plain
from chapiao.store.queries.parties import parties_with

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_once_with_its_tax_id() -> None:
    first = party("北京云杉科技有限公司", "91110108MA01YXKJ05")

    again = party("北京云杉科技有限公司", "91110108MA01YXKJ05")
    other = party("北京云杉科技有限公司", None)

    assert again == first
    assert other != first
    assert Party.objects.count() == 2


def test_a_tax_id_not_known_and_one_known_to_be_absent_are_two_things() -> None:
    both = parties([("王小明", None), ("王小明", ""), (None, None), (None, None)])

    assert both[("王小明", None)] != both[("王小明", "")]
    assert Party.objects.count() == 3
    assert parties([(None, None), ("王小明", "")]) == {
        key: both[key] for key in ((None, None), ("王小明", ""))
    }


def test_any_piece_of_a_name_finds_it() -> None:
    wanted = party("北京云杉（集团）有限公司", "")
    party("北京青禾餐饮有限公司", "")

    for piece in (
        "云杉",
        "杉（集",
        "杉(集",
        "云 杉",
        "集团)有限",
        "北京云杉（集团）有限公司",
        "团",
    ):
        assert parties_with(piece) == [wanted.pk], piece
    assert len(parties_with("北京")) == 2
    assert parties_with("杉云") == []


def test_pieces_that_all_occur_but_not_together_are_no_match() -> None:
    party("北京云杉青禾云", "")

    assert parties_with("云青") == []
    assert parties_with("禾云杉") == []


def test_percent_and_underscore_are_only_characters() -> None:
    odd = party("50%_优惠商店", "")
    party("50元优惠商店", "")

    assert parties_with("%_优") == [odd.pk]
    assert parties_with("_") == [odd.pk]
    assert parties_with("50%") == [odd.pk]


def test_nothing_asked_finds_nothing() -> None:
    party("北京云杉科技有限公司", "")

    assert parties_with("") == []
    assert parties_with("  ") == []


names = st.lists(st.text("云杉科技AaＡ%_（(", min_size=0, max_size=6), max_size=6)


@given(names=names, piece=st.text("云杉科技AaＡ%_（(", min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_piece_finds_exactly_the_names_that_hold_it(
    names: list[str], piece: str, db: None
) -> None:
    PartyPiece.objects.all().delete()
    Party.objects.all().delete()
    made = parties([(name, "") for name in names])

    found = parties_with(piece)

    expected = {one.pk for (name, _), one in made.items() if plain(piece) in plain(name or "")}
    assert set(found) == expected
    assert len(found) == len(expected)
