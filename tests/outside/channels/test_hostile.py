"""Whatever a vendor's server sends, it is a result: nothing it says can make us stumble."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.outside.channels.vendors import MODULES

from chapiao.outside.channels.model import Result, Vendor, Verdict
from chapiao.outside.guarded_http import Reply

NAMES = st.sampled_from(
    [
        "VerifyResult", "InvalidSign", "words_result", "error_code", "Response", "Error", "Code",
        "Invoice", "IsAbandoned", "ElectronicTrainTicket", "StateCode", "Data", "code", "data",
        "invalidMark", "zfbz", "charge", "x",
    ]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS | st.sampled_from(["0001", "001", "200", "{}", "[]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(
    vendor=st.sampled_from(list(Vendor)),
    status=st.sampled_from([200, 204, 302, 400, 403, 500, 503]),
    value=VALUES,
)
@settings(max_examples=400, deadline=None)
def test_any_json_is_a_result(vendor: Vendor, status: int, value: object) -> None:
    found = MODULES[vendor].read(Reply(status=status, body=json.dumps(value).encode()))

    assert isinstance(found, Result)
    if found.verdict is Verdict.FOUND_MATCH:  # never of nothing
        assert isinstance(value, dict)


@pytest.mark.parametrize("vendor", list(Vendor), ids=str)
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff\xfe", b"[" * 5000, b"null", b"NaN", b"{"], ids=repr
)
def test_what_is_no_json_is_not_understood(vendor: Vendor, body: bytes) -> None:
    found = MODULES[vendor].read(Reply(status=200, body=body))

    assert (found.verdict, found.broken) == (Verdict.UNKNOWN, False)
