"""ZIP archives from strangers: limited members, size and ratio; names in GBK understood.

Nothing is ever written to disk, so a path that climbs out of its folder can do
no harm; such a member is still refused, because no honest archive has one.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS: Final = 5_000
MAX_MEMBER_BYTES: Final = 64 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_MATTERS_FROM = 1024 * 1024  # small members compress well without being bombs
_PIECE = 8 * 1024 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)


class BadZip(Exception):
    """The archive, or the member asked for, cannot be read safely. The message can be shown."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive. Members are read one at a time, each within the limits."""

    _zip: zipfile.ZipFile
    _infos: dict[str, zipfile.ZipInfo] = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The files inside, in the archive's own order."""
        return tuple(self._infos)

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Return what the archive says the member measures."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """Return one member.

        Raises:
            BadZip: not there, locked, broken, or out of proportion.
        """
        return b"".join(self.pieces(name))

    def pieces(self, name: str, limit: int = MAX_MEMBER_BYTES) -> Iterator[bytes]:
        """Yield one member piece by piece, for one too large to hold.

        Raises:
            BadZip: not there, locked, broken, or out of proportion.
        """
        info = self._infos.get(name)
        if info is None:
            msg = f"压缩包里没有「{name}」"
            raise BadZip(msg)
        _check_member(name, info, limit)
        left = limit
        try:
            with self._zip.open(info) as member:
                while piece := member.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise BadZip(_too_large(name, limit))
                    yield piece
        except _BROKEN as error:
            msg = f"压缩包里的「{name}」已损坏，读不出来"
            raise BadZip(msg) from error


def is_zip(data: bytes) -> bool:
    """Tell from the first bytes whether this is a ZIP archive."""
    return data.startswith(MAGIC)


def open_zip(data: bytes) -> Archive:
    """Return the archive, checked as a whole but not yet unpacked.

    Raises:
        BadZip: no ZIP, cut short, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN as error:
        msg = "压缩包已损坏或不完整，请重新下载"
        raise BadZip(msg) from error
    if len(infos) > MAX_MEMBERS:
        msg = f"压缩包里有{len(infos)}个文件，超过{MAX_MEMBERS}个，请分成几包"
        raise BadZip(msg)
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        msg = f"压缩包解开后超过{MAX_TOTAL_BYTES // 1024 // 1024}MB，不予解压"
        raise BadZip(msg)
    if sum(info.compress_size for info in infos) > len(data):
        msg = "压缩包里的文件互相重叠，像是压缩炸弹，不予解压"
        raise BadZip(msg)
    return Archive(archive, _by_name(infos))


def read_all(archive: Archive) -> Iterator[tuple[str, bytes | BadZip]]:
    """Yield every member with its bytes, or with the reason it was refused."""
    for name in archive.names:
        try:
            yield name, archive.read(name)
        except BadZip as error:
            yield name, error


def _by_name(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Key the members by name; a name that comes again is numbered, so that none is lost."""
    named: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _name(info)
        again = 2
        while name in named:
            name, again = f"{_name(info)} ({again})", again + 1
        named[name] = info
    return named


def _check_member(name: str, info: zipfile.ZipInfo, limit: int) -> None:
    if info.flag_bits & _ENCRYPTED_FLAG:
        msg = f"压缩包里的「{name}」加了密码，请解压后再交"
        raise BadZip(msg)
    if name.startswith("/") or ".." in name.split("/"):
        msg = f"压缩包里的路径「{name}」指向压缩包之外，不安全，不予读取"
        raise BadZip(msg)
    if info.file_size > _RATIO_MATTERS_FROM and info.file_size > MAX_RATIO * info.compress_size:
        msg = f"「{name}」的压缩比超过{MAX_RATIO}倍，像是压缩炸弹，不予解压"
        raise BadZip(msg)
    if info.file_size > limit:
        raise BadZip(_too_large(name, limit))


def _too_large(name: str, limit: int) -> str:
    return f"压缩包里的「{name}」超过{limit // 1024 // 1024}MB，不予读取"


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name as its author meant it: Windows archives carry GBK unmarked."""
    if info.flag_bits & _UTF8_FLAG:
        name = info.filename
    else:
        try:
            raw = info.orig_filename.encode("cp437")
        except UnicodeEncodeError:
            raw = info.filename.encode("utf-8", "replace")
        name = _decoded(raw) or info.filename
    return name.partition("\0")[0].replace("\\", "/")


def _decoded(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
