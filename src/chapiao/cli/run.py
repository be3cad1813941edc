"""`chapiao run`: everything at once on this machine: the pages, and the worker beside them.

One small parent starts both in sessions of their own, so that Ctrl-C reaches it
alone; it tells each of them to stop, and stops what does not. A program that ends
by itself is started again. When the parent is killed, its children end too.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from chapiao.cli import demo, django_setup, lifeline, serve

MIGRATIONS = Path(__file__).parents[1] / "store" / "migrations"
LOOK_EVERY = 0.2
READY_WITHIN = 30.0
STOP_WITHIN = 8.0  # the server gives its own processes 5
TOO_SOON = 5.0  # a program that ends this soon after its start is in trouble
PATIENCE = 5  # how many times in a row it is started again all the same


class Failed(Exception):
    """A program does not run. The message can be shown to the user."""


@dataclass(slots=True)
class Program:
    """One of the programs: how it is started, and how it is doing."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao run`."""
    django_setup.add_data(parser)
    serve.add_port(parser)
    parser.add_argument("--workers", type=serve.workers, metavar="个数", help="网页进程数")


def run(args: argparse.Namespace) -> int:
    """Prepare what is missing, start both programs, watch them until told to stop."""
    _on_signal(_interrupt)
    folder = django_setup.data_folder(args.data)
    try:
        serve.check_free(serve.LOOPBACK, args.port)
        with _only_one(folder):
            logins = _prepare(folder)
            _watch_over(args, folder, logins)
    except KeyboardInterrupt:
        print("\n已停止", flush=True)
    except (serve.PortTaken, demo.NotDemo, Failed) as error:
        django_setup.stop(str(error), 1)
    return 0


def _on_signal(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Say what happens when told to end; of SIGINT too, to which a shell's "&" makes deaf."""
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Give up what is being prepared."""
    del number, frame
    raise KeyboardInterrupt


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder, so that two runs cannot work on it at once."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "run.lock").open("a")
    except OSError as error:
        msg = f"数据文件夹 {folder} 不能使用：{error.strerror}"
        raise Failed(msg) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"数据文件夹 {folder} 已有一个查票在运行：请先停掉它，或另选一个文件夹"
            raise Failed(msg) from error
        yield


def _prepare(folder: Path) -> str:
    """Make the tables, and the demo world where there is nothing yet; return what to print.

    What was prepared is noted in the folder, and the next start goes on at once: the
    programs look for themselves whether the tables are theirs.
    """
    if demo.is_free(folder) and not demo.is_ready(folder):
        print("第一次运行：正在建立数据库和演示数据……", flush=True)
        demo.make(folder)
    note, wanted = folder / "prepared", _tables(folder)
    if not note.is_file() or note.read_text(encoding="utf-8", errors="replace") != wanted:
        django_setup.ready(str(folder), upgrade=True)
        from django.db import connections

        from chapiao.store.queries import roster

        has_people = not roster.is_empty()
        connections.close_all()
        if not has_people:
            return "还没有人能登录，请先运行 chapiao admin create\n"
        note.write_text(_tables(folder), encoding="utf-8")
    return demo.logins(folder) if demo.is_ready(folder) else ""


def _tables(folder: Path) -> str:
    """Name the tables this version wants, and the very database it wants them in."""
    steps = sorted(path.name for path in MIGRATIONS.glob("[0-9]*.py"))
    file = folder / "chapiao.sqlite3"
    database = os.environ.get("DATABASE_URL") or str(file.stat().st_ino if file.exists() else 0)
    named = [version("django"), database, *steps]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def _watch_over(args: argparse.Namespace, folder: Path, logins: str) -> None:
    options = ["--data", str(folder)]
    pages = ["serve", "--quiet", *options, "--port", str(args.port)]
    if args.workers:
        pages += ["--workers", str(args.workers)]
    told = threading.Event()
    # From here on nothing is cut short: a program just started must be known, to be stopped.
    _on_signal(lambda *_: told.set())
    programs: list[Program] = []
    try:
        programs.append(_start("网页", pages))
        programs.append(_start("后台", ["worker", *options]))
        _wait_until_up(programs[0], args.port, told)
        if not told.is_set():
            print(f"\n查票已启动：http://localhost:{args.port}\n{logins}按 Ctrl-C 停止", flush=True)
        while not told.wait(LOOK_EVERY):
            for program in programs:
                _keep_alive(program)
        print("\n已停止", flush=True)
    finally:
        _on_signal(signal.SIG_IGN)  # impatience must not leave one of them behind
        _stop(programs)


def _start(name: str, command: list[str]) -> Program:
    return Program(name, command, _spawn(command), time.monotonic())


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "chapiao.cli", *command],
        env={"CHAPIAO_LOG": "WARNING"} | os.environ | {lifeline.NAME: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_until_up(pages: Program, port: int, told: threading.Event) -> None:
    """Return once the pages answer, or when told to stop."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if told.is_set():
            return
        if pages.process.poll() is not None:
            msg = "网页没有启动成功，原因见上"
            raise Failed(msg)
        asked = http.client.HTTPConnection(serve.LOOPBACK, port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            asked.close()
    msg = f"网页 {READY_WITHIN:.0f} 秒内没有启动成功"
    raise Failed(msg)


def _keep_alive(program: Program) -> None:
    """Start a program again when it has ended; give up when it cannot stay up."""
    code = program.process.poll()
    if code is None:
        return
    lived = time.monotonic() - program.started
    program.failures = program.failures + 1 if lived < TOO_SOON else 1
    if program.failures > PATIENCE:
        msg = f"{program.name}程序反复退出（退出码 {code}），已停止；原因见上"
        raise Failed(msg)
    print(f"{program.name}程序退出（退出码 {code}），重新启动", file=sys.stderr, flush=True)
    program.process = _spawn(program.command)
    program.started = time.monotonic()


def _stop(programs: list[Program]) -> None:
    """Tell every program to end; kill what has not ended in time."""
    for program in programs:
        program.process.terminate()
    until = time.monotonic() + STOP_WITHIN
    for program in programs:
        try:
            program.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
