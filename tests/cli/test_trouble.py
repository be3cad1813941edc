"""A machine in trouble is told in a sentence, not in a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path


def test_a_locked_database_is_told_in_words(tmp_path: Path) -> None:
    data = tmp_path / "账"
    run = [sys.executable, "-m", "chapiao.cli"]
    password = tmp_path / "password"
    password.write_text("long enough 1", encoding="utf-8")
    made = [*run, "admin", "create", "--data", str(data), "--login", "admin"]
    subprocess.run([*made, "--password-file", str(password)], check=True, timeout=60)
    assert data.stat().st_mode & 0o077 == 0  # what a company's data folder holds is nobody else's
    lock = sqlite3.connect(data / "chapiao.sqlite3", isolation_level=None)
    lock.execute("begin exclusive")

    asked = [*run, "look-up", "25112000000012345678", "--data", str(data)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=90, check=False)
    lock.close()

    assert done.returncode == 1
    assert "数据库正被另一个程序占着" in done.stderr
    assert "Traceback" not in done.stderr


_PAGE = """
import time
from chapiao.config.wsgi import application
from django.test import Client

begun = time.monotonic()
page = Client(raise_request_exception=False)
told = page.post("/login/", {"username": "admin", "password": "%s"})
print(told.status_code, int(time.monotonic() - begun), told.content.decode())
"""


def test_a_page_does_not_wait_long_for_a_locked_database(tmp_path: Path) -> None:
    data, secret = tmp_path / "data", "long enough 1"
    password = tmp_path / "password"
    password.write_text(secret, encoding="utf-8")
    run = [sys.executable, "-m", "chapiao.cli"]
    made = [*run, "admin", "create", "--data", str(data), "--login", "admin"]
    subprocess.run([*made, "--password-file", str(password)], check=True, timeout=60)
    ours = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env = {name: value for name, value in os.environ.items() if name not in ours}
    holder = sqlite3.connect(data / "chapiao.sqlite3", isolation_level=None)
    holder.execute("begin immediate")

    done = subprocess.run(
        [sys.executable, "-c", _PAGE % secret],
        env=env | {"CHAPIAO_DATA": str(data), "CHAPIAO_HOSTS": "testserver"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    holder.close()
    status, seconds, said = done.stdout.split(" ", 2)
    assert status == "503"
    assert "数据库正被另一个程序占着" in said
    assert 4 <= int(seconds) < 15
