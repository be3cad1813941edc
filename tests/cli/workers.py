"""Real workers in processes of their own, for the tests that kill them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from chapiao.actions import hand_in
from chapiao.diagnosis.question import Question
from chapiao.store.models import (
    FileState,
    IntakeFile,
    Person,
)

SECONDS = 120.0


class Worker:
    """A real worker on the test's own database and data folder."""

    def __init__(self, data: Path, log: Path, seconds: float = 2) -> None:
        self._data, self._log, self._seconds = data, log, seconds
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    PROGRAM,
                    str(self._data),
                    str(connection.settings_dict["NAME"]),
                    str(self._seconds),
                ],
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        self.process = self._start()

    def stop(self) -> float:
        """Tell it to stop; return how long it took."""
        began = time.monotonic()
        self.process.terminate()
        assert self.process.wait(20) == 0
        return time.monotonic() - began

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")


# The worker's own command, on the database that the tests made.


PROGRAM = """
import sys
from chapiao.cli import django_setup
data, name, seconds = sys.argv[1:]
import os
os.environ["CHAPIAO_DATA"] = data
os.environ["DJANGO_SETTINGS_MODULE"] = django_setup.SETTINGS
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
from chapiao.cli.__main__ import main
sys.exit(main(["worker", "--data", data, "--read-seconds", seconds]))
"""


def until(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def hand(giver: Person, **given: bytes) -> None:
    hand_in.hand_in(giver=giver, files=given.items(), question=Question(), now=timezone.localtime())


def soon() -> float:
    """Two seconds; on a machine that is busy with other things, more."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return 2 * max(1.0, load)


def waiting() -> int:
    return IntakeFile.objects.filter(state=FileState.WAITING).count()


def readers_of(process: int) -> list[int]:
    """The children that a worker reads files with."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
