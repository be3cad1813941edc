from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.outside.channels.vendors import DAY, FAKES, KEY, NUMBER, TOTAL

from chapiao.outside.channels.fake_server import FakeVendor, Issued
from chapiao.outside.channels.model import Vendor


@pytest.fixture(params=list(Vendor), ids=str)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    found: Vendor = request.param
    return found


@pytest.fixture
def fake(vendor: Vendor, now: datetime) -> Iterator[FakeVendor]:
    """The vendor's server on loopback, with one invoice; its clock is the test's."""
    made = FAKES[vendor](KEY, now.timestamp)
    made.issue(Issued(number=NUMBER, issued_on=DAY, last=TOTAL))
    with made.running():
        yield made
