"""`chapiao serve`: the pages and the API, one process per core."""

from __future__ import annotations

import argparse
import errno
import gc
import importlib
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from chapiao.cli import django_setup, lifeline

APPLICATION = "chapiao.config.wsgi"  # a name, not an import: the wiring stands above us
LOOPBACK = "127.0.0.1"
PORTS = range(1, 65536)
WHY_NOT = {
    errno.EADDRINUSE: "已被别的程序占用。换一个端口，或先停掉那个程序",
    errno.EACCES: "1024 以下的端口只有系统管理员能用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
}
# A thread waits for its request's body: a few people with slow lines must not stop the rest.
THREADS = 16
KILL_AFTER = 5  # seconds a process may take to finish its request when stopped


class PortTaken(Exception):
    """Another program listens there. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao serve`."""
    django_setup.add_data(parser)
    parser.add_argument(
        "--host", default=LOOPBACK, metavar="地址", help="监听地址（默认 127.0.0.1，仅本机可访问）"
    )
    add_port(parser)
    parser.add_argument("--workers", type=workers, metavar="个数", help="进程数（默认每核一个）")
    parser.add_argument("--quiet", action="store_true", help="不显示监听地址")
    parser.add_argument("--access-log", action="store_true", help="每次访问记一行（不记查询内容）")


def add_port(parser: argparse.ArgumentParser) -> None:
    """Give a command the option `--port N`."""
    parser.add_argument("--port", type=port, default=8000, metavar="端口", help="端口（默认 8000）")


def port(text: str) -> int:
    """Read a port number."""
    if text.isascii() and text.isdigit() and int(text) in PORTS:
        return int(text)
    msg = f"端口应是1到65535的整数，这里是「{text}」"
    raise argparse.ArgumentTypeError(msg)


def workers(text: str) -> int:
    """Read how many processes to start."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 256:  # noqa: PLR2004 - a slip of the finger
        return int(text)
    msg = f"进程数应是1到256的整数，这里是「{text}」"
    raise argparse.ArgumentTypeError(msg)


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    try:
        check_free(args.host, args.port)
    except PortTaken as error:
        django_setup.stop(str(error), 1)
    django_setup.ready(args.data)
    _serve(args)
    return 0


def check_free(host: str, number: int) -> None:
    """Raise PortTaken when something listens at the port already.

    The server shares its port between its processes (SO_REUSEPORT), so a second
    server would start without a word and take half the visits; ask first.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except socket.gaierror as error:
            msg = f"监听地址「{host}」不对，应是这台机器的一个 IP 地址"
            raise PortTaken(msg) from error
        except OSError as error:
            why = WHY_NOT.get(error.errno or 0, error.strerror or "")
            msg = f"端口 {number} 用不了：{why}"
            raise PortTaken(msg) from error


def _serve(args: argparse.Namespace) -> None:
    _load()
    if not args.quiet:
        print(f"监听 http://{args.host}:{args.port}", flush=True)
    made = server(
        APPLICATION,
        args.host,
        args.port,
        workers=args.workers or os.cpu_count() or 1,
        access_log=args.access_log,
    )
    made.serve(target_loader=partial(_application, os.getpid()))


def server(
    application: str, host: str, port: int, *, workers: int, access_log: bool = False
) -> Any:  # noqa: ANN401 - the library has no types
    """Return the server as we set it up, not yet started."""
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    return Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.error,
        log_access=access_log,
        log_access_format='%(time)s %(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).1fms',
    )


def _load() -> None:
    """Load the application once, before the processes part: they share what is in memory."""
    from django.db import connections
    from django.urls import get_resolver

    importlib.import_module(APPLICATION)
    _ = get_resolver().url_patterns
    connections.close_all()  # but never a connection to the database
    gc.freeze()  # nothing of this is ever thrown away: do not look through it again


def _application(parent: int, target: str) -> Callable[..., Any]:
    """Give one of the serving processes its application; it ends when its parent ends."""
    lifeline.die_with(parent, signal.SIGKILL)
    application: Callable[..., Any] = importlib.import_module(target).application
    return application
