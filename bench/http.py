"""One look-up as JSON over HTTP, with token, diagnosis and audit, beside a bare cursor view.

Both run under the same server with the same settings; what is compared is the CPU
the server's processes used a request, which neighbours on the machine disturb least.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from random import Random

from bench import pool
from bench.row import SEED, Row

NAME = "look-up: JSON over HTTP, server CPU"
WARM_UP, ASKED, ROUNDS = 300, 2000, 5
TICK = os.sysconf("SC_CLK_TCK")
SERVER = """
import gc, importlib, sys
from chapiao.cli.serve import server
module, _, name = sys.argv[1].partition(":")
application = getattr(importlib.import_module(module), name)
gc.freeze()
server(module, "127.0.0.1", int(sys.argv[2]), workers=1).serve(
    target_loader=lambda target: application
)
"""
OPEN = """
import django; django.setup()
from django.utils import timezone
from chapiao.actions import tokens
from chapiao.store.models import Person
person, _ = Person.objects.get_or_create(username="bench", defaults={"is_superuser": True})
print(tokens.create(person, "bench", timezone.localtime(), days=1))
"""


@dataclass(frozen=True, slots=True)
class Server:
    """One server under measure."""

    process: subprocess.Popen[bytes]
    line: http.client.HTTPConnection
    token: str

    def ask(self, number: str) -> bytes:
        """Send one request over the open line and return the body of the answer."""
        body = json.dumps({"number": number})
        told = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self.line.request("POST", "/api/v1/look-up", body, told)
        answer = self.line.getresponse()
        text = answer.read()
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(text.decode(errors="replace"))
        return text

    def cpu(self) -> float:
        """Return the CPU seconds its processes have used so far."""
        return sum(_cpu(pid) for pid in (self.process.pid, *_children(self.process.pid)))


def run(sizes: list[int]) -> list[Row]:
    """Measure at every size."""
    return [_row(size) for size in sizes]


def _row(size: int) -> Row:
    folder = pool.make(size)
    token = _token(folder)
    chance = Random(SEED)
    with (
        _server("bench.bare:application", folder, "") as bare,
        _server("chapiao.config.wsgi:application", folder, token) as ours,
    ):
        _check(bare, ours, pool.number(7))
        floors, figures = [], []
        for server in (bare, ours):
            _cost(server, size, chance, WARM_UP)
        for _ in range(ROUNDS):
            floors.append(_cost(bare, size, chance, ASKED))
            figures.append(_cost(ours, size, chance, ASKED))
    return Row(
        name=NAME,
        size=size,
        ours=statistics.median(figures),
        unit="µs",
        floor=statistics.median(floors),
        repeats=ROUNDS,
    )


def _check(bare: Server, ours: Server, number: str) -> None:
    """See that both find the same invoice before anything is measured."""
    row = json.loads(bare.ask(number))
    answer = json.loads(ours.ask(number))
    if not (row["found"] and answer["found"] and answer["invoice"]["number"] == number):
        msg = f"the two servers do not find the same invoice: {row}, {answer}"
        raise RuntimeError(msg)


def _cost(server: Server, size: int, chance: Random, count: int) -> float:
    """Return the server's CPU a request, in µs."""
    numbers = [pool.number(chance.randrange(size)) for _ in range(count)]
    before = server.cpu()
    for number in numbers:
        server.ask(number)
    return (server.cpu() - before) / count * 1e6


@contextmanager
def _server(application: str, folder: Path, token: str) -> Iterator[Server]:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, application, str(port)],
        env=_env(folder),
        start_new_session=True,
    )
    try:
        with closing(_connect(port, process)) as line:
            yield Server(process, line, token)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _env(folder: Path) -> dict[str, str]:
    env = os.environ | {
        "CHAPIAO_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "chapiao.config.settings",
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        ),
    }
    env.pop("DATABASE_URL", None)
    return env


def _token(folder: Path) -> str:
    made = subprocess.run(
        [sys.executable, "-c", OPEN],
        env=_env(folder),
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _connect(port: int, process: subprocess.Popen[bytes]) -> http.client.HTTPConnection:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return line
    msg = "the server did not start"
    raise RuntimeError(msg)


def _children(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(pid) for pid in text.split()]


def _cpu(pid: int) -> float:
    """Return user and system seconds of a process, threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
