"""The demo world, made once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TestCase
from tests.demo.day import NOW

from chapiao.demo.build import build
from chapiao.demo.world import World


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the world."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker, home: Path) -> Iterator[World]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Make the world once for this file, and take it back afterwards."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA", home)
        patch.setattr(settings, "SANDBOX", True)
        atomics = TestCase._enter_atomics()  # noqa: SLF001 - what Django's own tests do per class
        try:
            yield build(NOW)
        finally:
            TestCase._rollback_atomics(atomics)  # noqa: SLF001
