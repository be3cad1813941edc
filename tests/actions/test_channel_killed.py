"""A process that dies between booking and answer leaves the check counted, and nothing twice."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as now_set
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from tests.actions.channels import KEY, NUMBER, ask, channel

from chapiao.actions.check_at_entry import check
from chapiao.actions.check_ledger import tally
from chapiao.outside.channels.fake_server import Heard, Spoken
from chapiao.outside.channels.model import Vendor
from chapiao.outside.channels.tencent_fake import FakeTencent
from chapiao.store.models import ChannelCall, Check, Person
from chapiao.store.queries.channel_cost import cost_of

PROGRAM = """
import os, sys
data, name, person, lookup = sys.argv[1:]
os.environ["CHAPIAO_DATA"] = data
os.environ["CHAPIAO_INSIDE"] = "127.0.0.0/8"
os.environ["DJANGO_SETTINGS_MODULE"] = "chapiao.config.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
import django
django.setup()
from django.utils import timezone
from chapiao.actions.check_at_entry import check
from chapiao.store.models import Person
check(Person.objects.get(pk=person), int(lookup), timezone.localtime())
"""


class Slow(FakeTencent):
    """Hears a request, counts it, and lets whoever asked wait."""

    waiting = True

    def serve(self, heard: Heard) -> Spoken:
        told = super().serve(heard)
        if self.waiting:
            self.came.set()
            time.sleep(1)
        return told

    came: threading.Event


@pytest.mark.django_db(transaction=True)
def test_killed_while_the_answer_is_on_its_way(
    clerk: Person, data_folder: Path, settings: Settings
) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the tests' database is in memory: no other process can see it")
    data_folder.mkdir(parents=True, exist_ok=True)
    (data_folder / "identity_key").write_text(now_set.IDENTITY_KEY, encoding="utf-8")
    settings.INSIDE = (ipaddress.ip_network("127.0.0.0/8"),)
    now: datetime = timezone.localtime()
    fake = Slow(KEY)
    fake.came = threading.Event()
    with fake.running():
        channel(fake, Vendor.TENCENT, now)
        asked = ask(clerk, now)
        given = [str(data_folder), str(connection.settings_dict["NAME"])]
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *given, str(clerk.pk), str(asked.pk)],
            env=os.environ | {"CHAPIAO_SECRET_KEY": now_set.SECRET_KEY},
        )
        assert fake.came.wait(60)
        child.kill()
        child.wait()
        fake.waiting = False

        left = Check.objects.get()
        assert (left.ordinal, left.outcome, left.words) == (1, "", "")
        call = ChannelCall.objects.get()
        assert (call.spent, call.verdict, call.charged) == (left, "", None)
        assert tally(NUMBER, now).used == 1
        assert cost_of("tencent", call.month).perhaps == 1

        check(clerk, asked.pk, timezone.localtime())

        assert tally(NUMBER, now).used == 2
        assert fake.spent(NUMBER) == 2
