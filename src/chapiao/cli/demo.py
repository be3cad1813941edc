"""`chapiao demo`: make the demo world in an empty data folder, or make it anew.

The file `demo` in the folder says that the world there is made up. It is written
first and says at last that all is there; a world cut short in the making is made again.
A folder that holds a database without it is a real one, and is never touched.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
from pathlib import Path

from chapiao.cli import django_setup
from chapiao.cli.django_setup import stop

MARK = "demo"
BEGUN, READY = "演示数据，正在建立\n", "演示数据，已建好\n"
# What a folder may hold and still be empty: what `run` and the settings put there.
NOT_DATA = {"run.lock", "secret_key", "identity_key"}


class NotDemo(Exception):
    """The demo world cannot be made there. The message can be shown to the user."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao demo`."""
    django_setup.add_data(parser)
    parser.add_argument("--reset", action="store_true", help="删掉现有的演示数据，重新建立")


def run(args: argparse.Namespace) -> int:
    """Make the world and print its logins."""
    folder = django_setup.data_folder(args.data)
    try:
        if is_ready(folder) and not args.reset:
            print("演示数据已经有了；要重新建立请加 --reset")
        elif _is_in_use(folder):
            stop("查票正在用这个数据文件夹运行，请先停掉它，再重新建立演示数据", 1)
        else:
            make(folder)
            print("演示数据已建好")
    except NotDemo as error:
        stop(str(error), 1)
    print(logins(folder), end="")
    return 0


def is_ready(folder: Path) -> bool:
    """Whether a whole demo world is there."""
    return _mark(folder) == READY


def is_free(folder: Path) -> bool:
    """Whether a demo world may be made there: nothing yet, or a demo world, whole or cut short."""
    if os.environ.get("DATABASE_URL"):
        return False
    if not folder.exists():
        return True
    is_empty = not {one.name for one in folder.iterdir()} - NOT_DATA
    return is_empty or _mark(folder) in {BEGUN, READY}


def _is_in_use(folder: Path) -> bool:
    """Whether `chapiao run` holds the folder: its database must not go under its feet."""
    lock = folder / "run.lock"
    if not lock.exists():
        return False
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _mark(folder: Path) -> str:
    """Return what the mark says: a file with our very words, not anything called so."""
    mark = folder / MARK
    if not mark.is_file() or mark.stat().st_size > len(BEGUN.encode()):
        return ""
    return mark.read_text(encoding="utf-8", errors="replace")


def make(folder: Path) -> None:
    """Make the world anew; what was made up before in this folder goes.

    Raises:
        NotDemo: something real is there.
    """
    if os.environ.get("DATABASE_URL"):
        msg = "演示数据只放在 SQLite 里，请先取消环境变量 DATABASE_URL"
        raise NotDemo(msg)
    if not is_free(folder):
        msg = f"数据文件夹 {folder} 里已有别的数据，不是演示数据，不会动它；请另选一个空文件夹"
        raise NotDemo(msg)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / MARK
    mark.write_text(BEGUN, encoding="utf-8")
    _clear(folder)
    django_setup.ready(str(folder), upgrade=True)
    from django.utils import timezone

    from chapiao.demo.build import build

    build(timezone.localtime())
    mark.write_text(READY, encoding="utf-8")


def logins(folder: Path) -> str:
    """Return the demo logins, a line each, and where the sample files lie."""
    from chapiao.demo.group import COLLEAGUES, PASSWORD
    from chapiao.demo.samples import FOLDER

    lines = [f"  {one.login:<9}{PASSWORD}  {one.name}（{one.sees}）" for one in COLLEAGUES]
    files = f"示例文件在 {folder / FOLDER}，可以拖到页面上试"
    return "\n".join(["演示账号（登录名、密码、姓名）：", *lines, files, ""])


def _clear(folder: Path) -> None:
    for one in folder.iterdir():
        if one.name == MARK or one.name in NOT_DATA:
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()
