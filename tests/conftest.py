"""What every test stands on: a data folder of its own, and a few made-up people.

The database is SQLite, or PostgreSQL where DATABASE_URL names one
(`tests/on_postgres.sh`). The settings read the data folder when they load, so it
is chosen here, before Django is set up.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

_HOME = tempfile.mkdtemp(prefix="chapiao-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["CHAPIAO_DATA"] = _HOME
os.environ["DJANGO_SETTINGS_MODULE"] = "chapiao.config.settings"
os.environ["CHAPIAO_SECRET_KEY"] = "only-for-tests-" + "0" * 40
# Playwright's loop runs in the tests' own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django  # noqa: E402 - the environment comes first
from django.conf import settings  # noqa: E402

django.setup()
# Argon2 takes its time on purpose; tests sign in hundreds of times.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "DATABASE_URL" not in os.environ:
    # A real file: in memory SQLite has no WAL, and threads would share one lock.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{_HOME}/tests.sqlite3"

from chapiao.store.models import Entity, Membership, Person, Role  # noqa: E402

PASSWORD = "正确的马电池订书钉"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder for each test that keeps files."""
    folder = tmp_path / "data"
    monkeypatch.setattr(settings, "DATA", folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in Beijing."""
    return datetime(2026, 11, 24, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def entity(db: None) -> Entity:
    """The company most tests are about."""
    return Entity.objects.create(
        name="北京云杉科技有限公司", tax_id="91110108MA01YXKJ05", region="1100"
    )


@pytest.fixture
def other_entity(db: None) -> Entity:
    """A sister company, whose rows the first one's people must not see."""
    return Entity.objects.create(
        name="北京青禾餐饮有限公司", tax_id="91110105MA02QHCY0U", region="1100"
    )


def _person(login: str, name: str, entity: Entity | None, *, admin: bool = False) -> Person:
    person = Person(username=login, full_name=name, is_superuser=admin, is_staff=admin)
    person.set_password(PASSWORD)
    person.save()
    if entity is not None:
        Membership.objects.create(person=person, entity=entity, role=Role.CLERK)
    return person


@pytest.fixture
def clerk(entity: Entity) -> Person:
    """A clerk of `entity`."""
    return _person("wangmin", "王敏", entity)


@pytest.fixture
def other_clerk(other_entity: Entity) -> Person:
    """A clerk of `other_entity`, and of nothing else."""
    return _person("liqiang", "李强", other_entity)


@pytest.fixture
def admin(db: None) -> Person:
    """Somebody who sees everything."""
    return _person("admin", "管理员", None, admin=True)


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody who belongs to no company."""
    return _person("chenchen", "陈晨", None)
