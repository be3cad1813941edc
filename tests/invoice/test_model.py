from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.kind import DIGITAL, NOT_INVOICES, PAPER_DIGITAL, Kind
from chapiao.invoice.model import Invoice, identity

DIGITS = st.text(alphabet="0123456789", min_size=8, max_size=8)


def test_a_digital_number_is_the_whole_identity() -> None:
    assert Invoice(number="25112000000012345678").key == "25112000000012345678"


def test_an_older_number_needs_its_code() -> None:
    assert Invoice(code="011002300111", number="12345678").key == "12345678-011002300111"
    assert Invoice(number="12345678").key is None
    assert Invoice(code="011002300111").key is None


def test_a_paper_digital_invoice_has_two_identities() -> None:
    both = Invoice(code="011002300104", number="12345678", second_number="25112000000098765432")

    assert (both.key, both.second_key) == ("12345678-011002300104", "25112000000098765432")
    assert Invoice(second_number="").second_key is None


@given(DIGITS, DIGITS)
def test_no_two_invoices_share_an_identity(one: str, other: str) -> None:
    keys = {identity("011002300111", one), identity("011002300111", other)}

    assert len(keys) == len({one, other})


@pytest.mark.parametrize(("one", "other"), list(pairwise((DIGITAL, PAPER_DIGITAL, NOT_INVOICES))))
def test_the_groups_of_kinds_do_not_overlap(one: frozenset[Kind], other: frozenset[Kind]) -> None:
    assert not one & other


def test_a_kind_knows_its_identity() -> None:
    assert Kind.RAIL.is_digital
    assert Kind.PAPER_DIGITAL_SPECIAL.is_paper_digital
    assert not Kind.PAPER_DIGITAL_SPECIAL.is_digital
    assert Kind.FISCAL.is_invoice
    assert not Kind.PAPER_TRAIN.is_invoice
