"""Walk a file: itself, or every member of a ZIP, a 7z or a mail, and of those inside it.

Nothing is lost on the way: a member that cannot be unpacked is given as the refusal
that a person will read, at its place. An OFD or a spreadsheet is one file, not a ZIP.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chapiao.readers.reading import Damaged, NotAnInvoice, ReadError

if TYPE_CHECKING:
    from chapiao.formats.mail import Mail
    from chapiao.formats.safe_zip import Archive
    from chapiao.formats.seven_zip import SevenZip

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_SEVEN: Final = b"7z\xbc\xaf\x27\x1c"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_LINKS: Final = "下载链接"
_EMPTY: Final = "压缩包是空的，里面没有文件"
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
    archive = _container(data)
    if archive is None:
        yield "", data
    elif isinstance(archive, ReadError):
        yield "", archive
    else:
        yield from _members(archive, "", 1, _Budget(), name)


class _Attached:
    """A mail, walked like an archive. Links come last, as a member that cannot be had."""

    def __init__(self, mail: Mail) -> None:
        self._parts = dict(mail.parts)
        self._links = mail.links
        self.names = (*self._parts, *((_LINKS,) if mail.links else ()))

    def read(self, name: str) -> bytes:
        """Return an attached file.

        Raises:
            NotAnInvoice: a mail in the mail, or the links; the message lists them.
        """
        if name == _LINKS:
            what = "另有" if self._parts else "没有附件，只有"
            msg = f"邮件里{what}下载链接，系统不会自己去取，请打开后把文件交来："
            raise NotAnInvoice(msg + " ".join(self._links))
        content = self._parts[name]
        if content is None:
            msg = "这是附在邮件里的另一封邮件，请打开它，另存为.eml或.msg再交"
            raise NotAnInvoice(msg)
        return content


def _container(data: bytes) -> Archive | SevenZip | _Attached | ReadError | None:
    """Return what is to be walked; None for a file that is read as a whole."""
    if data.startswith(_ZIP):
        return _archive(data)
    if data.startswith(_SEVEN):
        return _seven_zip(data)
    if not data[:1].isalpha() and not data.startswith(_OLE):
        return None
    from chapiao.formats import mail

    if not mail.is_mail(data):
        return None
    try:
        return _Attached(mail.open_mail(data))
    except mail.BadMail as error:
        return Damaged(str(error))


def _archive(data: bytes) -> Archive | ReadError | None:
    # Loaded with the first archive: a plain file is read without them.
    from chapiao.formats import ofd, safe_zip, spreadsheet

    try:
        archive = safe_zip.open_zip(data)
    except safe_zip.BadZip as error:
        return Damaged(str(error))
    if ofd.is_ofd(archive) or spreadsheet.is_workbook(data) or "[Content_Types].xml" in archive:
        return None
    return archive


def _seven_zip(data: bytes) -> SevenZip | ReadError:
    from chapiao.formats import seven_zip

    try:
        return seven_zip.open_seven_zip(data)
    except seven_zip.BadSevenZip as error:
        return Damaged(str(error))


def _members(
    archive: Archive | SevenZip | _Attached, above: str, depth: int, budget: _Budget, name: str
) -> Iterator[tuple[str, bytes | ReadError]]:
    from chapiao.formats.safe_zip import BadZip

    wanted = [one for one in archive.names if not _is_of_the_system(one)]
    if not wanted:
        what = "邮件里没有附件，也没有下载链接" if isinstance(archive, _Attached) else _EMPTY
        yield above.rstrip("/"), NotAnInvoice(what)
    for one in wanted:
        path = above + one
        try:
            data = archive.read(one)
        except BadZip as error:
            yield path, Damaged(str(error))
            continue
        except NotAnInvoice as error:
            yield path, error
            continue
        if budget.spent(len(data)):
            msg = f"「{name}」解开后的文件太多或太大，从「{one}」起没有再读，请分成几包"
            yield path, Damaged(msg)
            return
        inner = _container(data)
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
