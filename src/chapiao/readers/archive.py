"""Walk a file: itself, or every member of a ZIP and of the ZIPs inside it.

Nothing is lost on the way: a member that cannot be unpacked is given as the refusal
that a person will read, at its place. An OFD or a spreadsheet is one file, not a ZIP.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chapiao.readers.reading import Damaged, NotAnInvoice, ReadError

if TYPE_CHECKING:
    from chapiao.formats.safe_zip import Archive

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
MAX_DEPTH: Final = 3
MAX_FILES: Final = 5_000
MAX_BYTES: Final = 1024 * 1024 * 1024
_OF_THE_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class _Budget:
    """What the whole walk may still unpack."""

    def __init__(self) -> None:
        self.files = MAX_FILES
        self.bytes = MAX_BYTES

    def spent(self, size: int) -> bool:
        self.files -= 1
        self.bytes -= size
        return self.files < 0 or self.bytes < 0


def walk(name: str, data: bytes) -> Iterator[tuple[str, bytes | ReadError]]:
    """Yield the path inside (or "") with the bytes, or with why there are none."""
    archive = _archive(data)
    if archive is None:
        yield "", data
    elif isinstance(archive, ReadError):
        yield "", archive
    else:
        yield from _members(archive, "", 1, _Budget(), name)


def _archive(data: bytes) -> Archive | ReadError | None:
    """Return the archive to walk; None for a file that is read as a whole."""
    if not data.startswith(_ZIP):
        return None
    # Loaded with the first archive: a plain file is read without them.
    from chapiao.formats import ofd, safe_zip, spreadsheet

    try:
        archive = safe_zip.open_zip(data)
    except safe_zip.BadZip as error:
        return Damaged(str(error))
    if ofd.is_ofd(archive) or spreadsheet.is_workbook(data) or "[Content_Types].xml" in archive:
        return None
    return archive


def _members(
    archive: Archive, above: str, depth: int, budget: _Budget, name: str
) -> Iterator[tuple[str, bytes | ReadError]]:
    from chapiao.formats.safe_zip import BadZip

    wanted = [one for one in archive.names if not _is_of_the_system(one)]
    if not wanted:
        yield above.rstrip("/"), NotAnInvoice("压缩包是空的，里面没有文件")
    for one in wanted:
        path = above + one
        try:
            data = archive.read(one)
        except BadZip as error:
            yield path, Damaged(str(error))
            continue
        if budget.spent(len(data)):
            msg = f"「{name}」解开后的文件太多或太大，从「{one}」起没有再读，请分成几包"
            yield path, Damaged(msg)
            return
        inner = _archive(data)
        if inner is None:
            yield path, data
        elif isinstance(inner, ReadError):
            yield path, inner
        elif depth >= MAX_DEPTH:
            msg = f"压缩包套了{depth}层以上，不予解压，请解压后再交"
            yield path, Damaged(msg)
        else:
            yield from _members(inner, f"{path}/", depth + 1, budget, name)


def _is_of_the_system(name: str) -> bool:
    return any(
        name.startswith(mark) if mark.endswith("/") else name.rpartition("/")[2] == mark
        for mark in _OF_THE_SYSTEM
    )
