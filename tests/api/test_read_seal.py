"""What `POST /read` says of seals."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from tests.api.conftest import Program
from tests.seals.make_people import root
from tests.seals.make_sealed import pack, sealed

from chapiao.outside import trust_folder

pytestmark = pytest.mark.django_db
SEALED = pack(sealed())
CHANGED = pack(sealed() | {"Doc_0/Res/code.png": b"another"})


def test_a_seal_is_checked_against_the_trusted_roots(asking: Program) -> None:
    before = asking.upload("/read", ("一张.ofd", SEALED)).json()["lines"][0]["seal"]
    trust_folder.add(Path(settings.DATA), root().certificate)
    after = asking.upload("/read", ("一张.ofd", SEALED)).json()["lines"][0]["seal"]

    assert (before["result"], before["trusted"]) == ("完整", False)
    assert (after["result"], after["trusted"]) == ("完整", True)


def test_a_change_is_told_by_name(asking: Program) -> None:
    seal = asking.upload("/read", ("一张.ofd", CHANGED)).json()["lines"][0]["seal"]

    assert (seal["result"], seal["changed"]) == ("被改动", ["Doc_0/Res/code.png"])
