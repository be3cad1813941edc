"""Ask for a password without showing it, or take it from a file."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from chapiao.cli.django_setup import stop


def add_password(parser: argparse.ArgumentParser) -> None:
    """Give a command the option `--password-file`."""
    parser.add_argument(
        "--password-file",
        metavar="文件",
        help="密码在文件的第一行（- 表示标准输入）；不给就当面询问，不显示",
    )


def password(file: str | None) -> str:
    """Return the password; ends the program when there is none."""
    if file is not None:
        return _of_file(file)
    if not sys.stdin.isatty():
        stop("这里不能当面询问密码，请用 --password-file 指定密码文件")
    first = getpass.getpass("密码（至少10位，不显示）：")
    if first != getpass.getpass("再输一遍："):
        stop("两遍输入的密码不一样")
    return first


def given_password(file: str | None, prompt: str) -> str:
    """Return the password of somebody else's system, asked once; ends the program without one."""
    if file is not None:
        return _of_file(file)
    if not sys.stdin.isatty():
        stop("这里不能当面询问密码，请用 --password-file 指定密码文件")
    return getpass.getpass(prompt)


def _of_file(file: str) -> str:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"读不了密码文件 {file}：{getattr(error, 'strerror', None) or '不是文本文件'}")
    lines = text.splitlines()
    if not lines or not lines[0]:
        stop(f"密码文件 {file} 的第一行是空的")
    return lines[0]
