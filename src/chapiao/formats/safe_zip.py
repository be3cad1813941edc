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
from typing import Final, NamedTuple

MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
MAX_MEMBERS: Final = 5_000
MAX_MEMBER_BYTES: Final = 64 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_MATTERS_FROM = 1024 * 1024  # small members compress well without being bombs
_PIECE = 8 * 1024 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_USUAL_FLAGS = _UTF8_FLAG | 0x8 | 0x6  # sizes behind the data; how hard it was packed
_NEEDS = 63  # the newest version of the format that is understood
_ZIP64 = 0xFFFFFFFF  # a size or place that stands elsewhere
_LOCATOR = 20  # bytes that ZIP64 puts before the end
_END = struct.Struct("<4sL2H2LH")  # magic, parts, files here and in all, size, place, comment
# Magic, version needed, flags, method, checksum, sizes, lengths of name, extra, comment, place.
_ENTRY = struct.Struct("<4s2xHHH4xLLLHHH8xL")
_LOCAL = struct.Struct("<4s22xHH")  # a member's own header: magic, lengths of name and extra
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)


class BadZip(Exception):
    """The archive, or the member asked for, cannot be read safely. The message can be shown."""


class _Member(NamedTuple):
    """What the archive's directory says of a member; `raw` is its name as written there."""

    raw: bytes
    at: int
    packed: int
    size: int
    checksum: int
    method: int
    flags: int


_Slow = tuple[zipfile.ZipFile, dict[_Member, zipfile.ZipInfo]]


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive. Members are read one at a time, each within the limits."""

    _data: bytes = field(repr=False)
    _members: dict[str, _Member] = field(repr=False)
    _slow: list[_Slow] = field(default_factory=list, compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The files inside, in the archive's own order."""
        return tuple(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """Return what the archive says the member measures."""
        return self._members[name].size

    def read(self, name: str) -> bytes:
        """Return one member.

        Raises:
            BadZip: not there, locked, broken, or out of proportion.
        """
        member = self._members.get(name)
        if member is not None:
            _check_member(name, member, MAX_MEMBER_BYTES)
            whole = _plain(self._data, member)
            if whole is not None:
                return whole
        return b"".join(self.pieces(name))

    def pieces(self, name: str, limit: int = MAX_MEMBER_BYTES) -> Iterator[bytes]:
        """Yield one member piece by piece, for one too large to hold.

        Raises:
            BadZip: not there, locked, broken, or out of proportion.
        """
        member = self._members.get(name)
        if member is None:
            msg = f"压缩包里没有「{name}」"
            raise BadZip(msg)
        _check_member(name, member, limit)
        left = limit
        try:
            archive, infos = self._by_zipfile()
            with archive.open(infos[member]) as unpacked:
                while piece := unpacked.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise BadZip(_too_large(name, limit))
                    yield piece
        except _BROKEN as error:
            msg = f"压缩包里的「{name}」已损坏，读不出来"
            raise BadZip(msg) from error

    def _by_zipfile(self) -> _Slow:
        """Open the archive once more, the first time a member needs it."""
        if not self._slow:
            archive = zipfile.ZipFile(io.BytesIO(self._data))
            self._slow.append((archive, {_member(info): info for info in archive.infolist()}))
        return self._slow[0]


def is_zip(data: bytes) -> bool:
    """Tell from the first bytes whether this is a ZIP archive."""
    return data.startswith(MAGIC)


def open_zip(data: bytes) -> Archive:
    """Return the archive, checked as a whole but not yet unpacked.

    Raises:
        BadZip: no ZIP, cut short, or a bomb.
    """
    members = _directory(data)
    if members is None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [_member(info) for info in archive.infolist() if not info.is_dir()]
        except _BROKEN as error:
            msg = "压缩包已损坏或不完整，请重新下载"
            raise BadZip(msg) from error
    if len(members) > MAX_MEMBERS:
        msg = f"压缩包里有{len(members)}个文件，超过{MAX_MEMBERS}个，请分成几包"
        raise BadZip(msg)
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        msg = f"压缩包解开后超过{MAX_TOTAL_BYTES // 1024 // 1024}MB，不予解压"
        raise BadZip(msg)
    if sum(member.packed for member in members) > len(data):
        msg = "压缩包里的文件互相重叠，像是压缩炸弹，不予解压"
        raise BadZip(msg)
    return Archive(data, _by_name(members))


def _directory(data: bytes) -> list[_Member] | None:
    """Return the files that the directory of an archive of the usual make lists.

    A third of the time that `zipfile` takes. None for a comment at the end, ZIP64, parts,
    something before the archive or a list that does not fit: `zipfile` reads or refuses it.
    """
    end = len(data) - _END.size
    last = _END.unpack_from(data, end) if end >= 0 else (b"",)
    if last[0] != MAGIC[1] or data[max(end - _LOCATOR, 0) : end].startswith(b"PK\x06\x07"):
        return None
    _, parts, here, count, size, at, comment = last
    if parts or comment or here != count or at + size != end:
        return None
    found = []
    for _ in range(count):
        name = at + _ENTRY.size
        if name > end:
            return None
        magic, needs, flags, method, checksum, packed, whole, length, extra, remark, start = (
            _ENTRY.unpack_from(data, at)
        )
        raw = data[name : name + length]
        at = name + length + extra + remark
        usual = magic == b"PK\x01\x02" and needs <= _NEEDS and b"\0" not in raw
        if not usual or _ZIP64 in (packed, whole, start):
            return None
        if raw[-1:] != b"/":
            found.append(_Member(raw, start, packed, whole, checksum, method, flags))
    return found if at == end else None


def _member(info: zipfile.ZipInfo) -> _Member:
    encoding = "utf-8" if info.flag_bits & _UTF8_FLAG else "cp437"
    return _Member(
        info.orig_filename.encode(encoding, "replace"),
        info.header_offset,
        info.compress_size,
        info.file_size,
        info.CRC,
        info.compress_type,
        info.flag_bits,
    )


def _by_name(members: list[_Member]) -> dict[str, _Member]:
    """Key the members by name; a name that comes again is numbered, so that none is lost."""
    named: dict[str, _Member] = {}
    for member in members:
        given = name = _name(member)
        again = 2
        while name in named:
            name, again = f"{given} ({again})", again + 1
        named[name] = member
    return named


def _plain(data: bytes, member: _Member) -> bytes | None:
    """Return a member of the usual make, no longer than it says; None for any other.

    A fifth of the time that `zipfile` takes for a small one; whatever is odd about a
    member, down to a wrong checksum, is left for `zipfile` to name.
    """
    if member.flags & ~_USUAL_FLAGS or not 0 <= member.at <= len(data) - _LOCAL.size:
        return None
    magic, length, more = _LOCAL.unpack_from(data, member.at)
    name = member.at + _LOCAL.size
    start = name + length + more
    if magic != MAGIC[0] or data[name : name + length] != member.raw:
        return None
    whole = data[start : start + member.packed]
    if member.method == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            whole = inflater.decompress(whole, member.size + 1)
        except zlib.error:
            return None
        if not inflater.eof:
            return None
    elif member.method != zipfile.ZIP_STORED:
        return None
    sound = len(whole) == member.size and zlib.crc32(whole) == member.checksum
    return whole if sound else None


def _check_member(name: str, member: _Member, limit: int) -> None:
    if member.flags & _ENCRYPTED_FLAG:
        msg = f"压缩包里的「{name}」加了密码，请解压后再交"
        raise BadZip(msg)
    if name.startswith("/") or ".." in name.split("/"):
        msg = f"压缩包里的路径「{name}」指向压缩包之外，不安全，不予读取"
        raise BadZip(msg)
    if member.size > _RATIO_MATTERS_FROM and member.size > MAX_RATIO * member.packed:
        msg = f"「{name}」的压缩比超过{MAX_RATIO}倍，像是压缩炸弹，不予解压"
        raise BadZip(msg)
    if member.size > limit:
        raise BadZip(_too_large(name, limit))


def _too_large(name: str, limit: int) -> str:
    return f"压缩包里的「{name}」超过{limit // 1024 // 1024}MB，不予读取"


def _name(member: _Member) -> str:
    """Return the name as its author meant it: Windows archives carry GBK unmarked."""
    return _decoded(member.raw).partition("\0")[0].replace("\\", "/")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")
