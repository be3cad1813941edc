"""Wake Django for a command: which data folder, and is there a database in it.

The settings are named by a string, never imported: the wiring stands above the faces.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

SETTINGS = "chapiao.config.settings"
WRONG_USAGE = 2


def add_data(parser: argparse.ArgumentParser) -> None:
    """Give a command the option `--data DIR`."""
    parser.add_argument(
        "--data", metavar="文件夹", help="数据文件夹（默认：环境变量 CHAPIAO_DATA，再默认 ./data）"
    )


def data_folder(data: str | None) -> Path:
    """Return the data folder that `--data`, the environment or the default names."""
    return Path(data or os.environ.get("CHAPIAO_DATA") or "data").resolve()


def ready(data: str | None, *, upgrade: bool = False) -> None:
    """Load Django on that data folder; with `upgrade`, make or update its tables first.

    Ends the program with a sentence when a setting is bad, the folder cannot be
    used, or the database is not there or not up to date.
    """
    folder = data_folder(data)
    os.environ["CHAPIAO_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not upgrade and not folder.is_dir() and not os.environ.get("DATABASE_URL"):
        stop(
            f"数据文件夹 {folder} 不存在。"
            "看演示请运行 chapiao run，正式使用请先运行 chapiao admin create"
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _load()
    except OSError as error:
        stop(f"数据文件夹 {folder} 不能使用：{error.strerror or error}")
    except ValueError as error:  # config.env.BadSetting; the wiring is not imported here
        stop(str(error))
    if upgrade:
        _upgrade()
    elif not up_to_date():
        stop("数据库还没有建好或不是最新，请先运行 chapiao admin upgrade")


def stop(text: str, code: int = WRONG_USAGE) -> NoReturn:
    """Say why and end the program."""
    print(text, file=sys.stderr)
    raise SystemExit(code)


def up_to_date() -> bool:
    """Whether every migration has been applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        stop(f"连不上数据库：{str(error).splitlines()[0]}", 1)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _load() -> None:
    import django

    django.setup()


def _upgrade() -> None:
    from django.core.management import call_command

    if not up_to_date():
        call_command("migrate", verbosity=0, interactive=False)
