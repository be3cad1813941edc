"""`chapiao run` on a real installation: starts both programs, and leaves none behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

LINUX = sys.platform == "linux"
pytestmark = pytest.mark.skipif(not LINUX, reason="skipped: looks into /proc")
SECRET = "一个谁也猜不到的密码"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    ours = {"DATABASE_URL", "CHAPIAO_DATA", "DJANGO_SETTINGS_MODULE", "CHAPIAO_SECRET_KEY"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def chapiao(*given: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chapiao.cli", *given],
        env=environment() | more,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Running:
    """One `chapiao run`, and what it started."""

    def __init__(self, data: Path, port: int, *before: str) -> None:
        self.data, self.port = data, port
        given = ["run", "--workers", "2", "--data", str(data), "--port", str(port)]
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "chapiao.cli", *given],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def until_up(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return
        pytest.fail(f"it did not start: {self.said}")

    def answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except OSError:
            return False
        finally:
            asked.close()

    def left(self, command: str = "") -> list[int]:
        """The processes that work on this data folder still."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if str(self.data) in told and command in told and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        return found


def soon(is_so: Callable[[], object], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real installation: an administrator, and nothing else."""
    folder = tmp_path_factory.mktemp("installation")
    made = chapiao(
        "admin", "create", "--data", str(folder), "--login", "boss", "--password-file", "-",
        stdin=SECRET,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Running]]:
    """Start it, behind another program if one is given; nothing of it outlives the test."""
    started: list[Running] = []

    def make(*before: str) -> Running:
        started.append(Running(data, free_port(), *before))
        return started[-1]

    yield make
    for one in started:
        one.process.kill()
        one.process.wait()
        for pid in one.left():
            with suppress(ProcessLookupError):  # it may go by itself meanwhile
                os.kill(pid, signal.SIGKILL)
        assert one.process.stdout is not None
        one.process.stdout.close()


@pytest.fixture
def running(start: Callable[..., Running]) -> Running:
    return start()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_and_stops_when_told(running: Running, how: signal.Signals) -> None:
    running.until_up()
    assert running.answers()
    assert f"http://localhost:{running.port}" in running.said
    assert len(running.left("serve")) == 3
    assert len(running.left("worker")) == 1

    running.process.send_signal(how)

    assert running.process.wait(15) == 0
    assert running.left() == []


def test_started_deaf_to_ctrl_c_it_hears_it_all_the_same(start: Callable[..., Running]) -> None:
    running = start("sh", "-c", "trap '' INT; exec \"$@\"", "sh")  # as a script's `&` does
    running.until_up()

    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(15) == 0


def test_a_real_installation_knows_no_demo_login(running: Running) -> None:
    running.until_up()

    assert "演示" not in running.said
    assert not (running.data / "demo").exists()


def test_killed_it_leaves_nothing_behind(running: Running) -> None:
    running.until_up()

    running.process.kill()

    assert soon(lambda: not running.left())


def test_stopped_while_it_starts_it_leaves_nothing_behind(running: Running) -> None:
    assert soon(lambda: running.left("serve"))

    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(15) == 0
    assert running.left() == []


@pytest.mark.parametrize("program", ["worker", "serve"])
def test_a_program_that_dies_is_started_again(running: Running, program: str) -> None:
    running.until_up()
    before = set(running.left(program))

    os.kill(min(before), signal.SIGKILL)

    assert soon(lambda: set(running.left(program)) and not set(running.left(program)) & before)
    assert soon(running.answers)


def test_a_port_in_use_is_said(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        for command in ("run", "serve"):
            done = chapiao(command, "--data", str(data), "--port", port)

            assert done.returncode == 1
            assert f"端口 {port} 用不了：已被别的程序占用" in done.stderr
            assert "Traceback" not in done.stderr


def test_two_cannot_run_on_one_folder(running: Running) -> None:
    running.until_up()

    done = chapiao("run", "--data", str(running.data), "--port", str(free_port()))

    assert done.returncode == 1
    assert "已有一个查票在运行" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０００"])
def test_a_port_that_is_none_is_said(data: Path, port: str) -> None:
    done = chapiao("run", "--data", str(data), f"--port={port}")

    assert done.returncode == 2
    assert "端口应是1到65535的整数" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "token list", "audit verify"])
def test_without_data_a_command_says_what_comes_first(tmp_path: Path, command: str) -> None:
    done = chapiao(*command.split(), "--data", str(tmp_path / "nowhere"))

    assert done.returncode == 2
    assert re.search("chapiao run.*chapiao admin create", done.stderr)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = chapiao("run", "--data", str(tmp_path / "file"), "--port", str(free_port()))

    assert done.returncode == 1
    assert "不能使用" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CHAPIAO_HTTPS", "maybe", "CHAPIAO_HTTPS 只能是 1 或 0"),
        ("CHAPIAO_LOG", "loud", "CHAPIAO_LOG 只能是"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL 应形如 postgresql://"),
    ],
)
def test_a_bad_setting_is_said_at_start(data: Path, name: str, value: str, said: str) -> None:
    done = chapiao("token", "list", "--data", str(data), **{name: value})

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_people_with_slow_lines_do_not_stop_the_others(running: Running) -> None:
    running.until_up()
    head = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken=%b\r\n\r\na="
    slow = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(12)]
    try:
        for one in slow:
            one.sendall(head + form % (b"a" * 32))
        time.sleep(0.5)

        assert all(running.answers() for _ in range(8))
    finally:
        for one in slow:
            one.close()
