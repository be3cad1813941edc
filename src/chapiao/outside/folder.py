"""A folder that people and programs put files into: looked through, never changed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SETTLED = 3.0  # seconds without a change: nobody is writing it any more
DEEPEST = 20
# What browsers and office programs leave while they are not done.
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".partial")


class FolderFailed(Exception):
    """The folder cannot be looked through. The message can be shown to the user."""


class FileFailed(Exception):
    """A file cannot be read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies there: its path within the folder, and a mark that changes with it."""

    path: str
    size: int
    mark: str


def lying(root: Path, now: float) -> Iterator[Lying]:
    """Yield the files of the folder and those in it, in the order of their names.

    Links are not followed; what is hidden, or still being written, is left for later.

    Raises:
        FolderFailed: it is not there, or may not be read.
    """
    try:
        if not root.is_dir():
            msg = f"文件夹 {root} 不存在"
            raise FolderFailed(msg)
        yield from _within(root, root, now, DEEPEST)
    except OSError as error:
        msg = f"文件夹 {root} 读不了：{error.strerror}"
        raise FolderFailed(msg) from error


def open_file(root: Path, path: str) -> BinaryIO:
    """Open a file of the folder; a link put in its place, or its folder's, is not followed.

    Raises:
        FileFailed: it is gone, or may not be read.
    """
    try:
        found = _down(root, path)
    except OSError as error:
        msg = f"文件读不了：{error.strerror}"
        raise FileFailed(msg) from error
    if not stat.S_ISREG(os.fstat(found).st_mode):
        os.close(found)
        msg = "这不是一个普通文件"
        raise FileFailed(msg)
    return os.fdopen(found, "rb")


def _down(root: Path, path: str) -> int:
    """Go down to a file, one folder after the other, each opened within the one before."""
    *folders, name = Path(path).parts
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for one in folders:
            there = os.open(one, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = there
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
    finally:
        os.close(here)


def _within(root: Path, folder: Path, now: float, deeper: int) -> Iterator[Lying]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name.startswith((".", "~$")) or entry.name.lower().endswith(_UNFINISHED):
            continue
        if entry.is_dir(follow_symlinks=False):
            if deeper:
                yield from _within(root, Path(entry.path), now, deeper - 1)
        elif entry.is_file(follow_symlinks=False):
            told = entry.stat(follow_symlinks=False)
            if now - told.st_mtime < SETTLED:
                continue
            path = os.fsdecode(os.fsencode(Path(entry.path).relative_to(root)))
            yield Lying(path, told.st_size, _mark(path, told))


def _mark(path: str, told: os.stat_result) -> str:
    text = f"{path}\0{told.st_size}\0{told.st_mtime_ns}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
