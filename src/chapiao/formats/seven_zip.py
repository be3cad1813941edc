"""7z archives from strangers, with the limits of a ZIP; Python's own library unpacks them.

What the usual programs write is read: LZMA2, LZMA, BZip2, Deflate, and nothing packed.
Locked archives, and the rare other ways of packing, are refused by name. Nothing is
ever written to disk. RAR is not read: its packing may only be used as its owner allows.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from chapiao.formats.safe_zip import (
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    BadZip,
)
from chapiao.formats.seven_zip_header import (
    BadDirectory,
    Directory,
    Entry,
    Folder,
    read_directory,
)

MAGIC: Final = b"7z\xbc\xaf\x27\x1c"
_MAX_DIRECTORY = 4 * 1024 * 1024
_MOST_WRAPPINGS = 2  # of a directory that is packed itself
_WRAPPED = "文件目录"
_START = struct.Struct("<6s2BLQQL")  # magic, version, checksum; where the directory is, and its
_RATIO_MATTERS_FROM = 1024 * 1024
_PIECE = 1024 * 1024
_SMALLEST_DICTIONARY = 4096
_LOCKED = b"\x06\xf1\x07\x01"
_LZMA2, _X86 = b"\x21", b"\x03\x03\x01\x03"
_BROKEN = (lzma.LZMAError, zlib.error, OSError, EOFError, ValueError, MemoryError)


class BadSevenZip(BadZip):
    """The archive, or the member asked for, cannot be read safely. The message can be shown."""


class _Unpacker(Protocol):
    """Unpacks a little at a time; what is not yet unpacked waits inside."""

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


@dataclass(slots=True)
class _Flow:
    """A folder that is being unpacked: its files come one after the other."""

    folder: int
    unpacker: _Unpacker
    taken: int = 0  # packed bytes handed over
    piece: int = 0  # that comes next


@dataclass(frozen=True, slots=True)
class SevenZip:
    """An opened archive. Members are read one at a time, best in their order."""

    names: tuple[str, ...]
    _data: bytes = field(repr=False)
    _directory: Directory = field(repr=False)
    _entries: dict[str, Entry] = field(repr=False)
    _flows: list[_Flow] = field(default_factory=list, repr=False, compare=False)
    _torn: set[int] = field(default_factory=set, repr=False, compare=False)

    def read(self, name: str) -> bytes:
        """Return one member.

        Raises:
            BadSevenZip: not there, locked, broken, packed in an unusual way, or out of proportion.
        """
        entry = self._entries.get(name)
        if entry is None:
            msg = f"压缩包里没有「{name}」"
            raise BadSevenZip(msg)
        if name.startswith("/") or ".." in name.split("/"):
            msg = f"压缩包里的路径「{name}」指向压缩包之外，不安全，不予读取"
            raise BadSevenZip(msg)
        if entry.folder is None:
            return b""
        folder = self._directory.folders[entry.folder]
        _check(name, folder, entry.piece)
        broken = f"压缩包里的「{name}」已损坏，读不出来"
        if entry.folder in self._torn:
            raise BadSevenZip(broken)
        try:
            content = self._unpacked(entry.folder, entry.piece, folder)
        except _BROKEN as error:
            self._torn.add(entry.folder)  # what comes after it cannot be had either
            raise BadSevenZip(broken) from error
        if len(content) < folder.sizes[entry.piece]:
            self._torn.add(entry.folder)
            raise BadSevenZip(broken)
        if folder.checksums[entry.piece] not in (None, zlib.crc32(content)):
            raise BadSevenZip(broken)
        return content

    def _unpacked(self, place: int, piece: int, folder: Folder) -> bytes:
        flow = self._flows.pop() if self._flows else None
        if flow is None or flow.folder != place or flow.piece > piece:
            flow = _Flow(place, _unpacker(folder))
        for size in folder.sizes[flow.piece : piece]:
            for start in range(0, size, _PIECE):
                self._next(flow, folder, min(_PIECE, size - start))
        content = self._next(flow, folder, folder.sizes[piece])
        flow.piece = piece + 1
        self._flows.append(flow)
        return content

    def _next(self, flow: _Flow, folder: Folder, size: int) -> bytes:
        """Unpack so many bytes more, or fewer where the archive ends."""
        out = bytearray()
        while len(out) < size:
            start = folder.at + _START.size + flow.taken
            more = min(_PIECE, folder.packed - flow.taken) if flow.unpacker.needs_input else 0
            packed = self._data[start : start + more]
            got = flow.unpacker.decompress(packed, size - len(out))
            flow.taken += len(packed)
            if not got and not packed:
                break
            out += got
        return bytes(out)


def open_seven_zip(data: bytes) -> SevenZip:
    """Return the archive, checked as a whole but not yet unpacked.

    Raises:
        BadSevenZip: no 7z, cut short, locked, or a bomb.
    """
    try:
        directory = _directory(data)
    except (BadDirectory, struct.error, *_BROKEN) as error:
        msg = "7z压缩包已损坏或不完整，请重新下载"
        raise BadSevenZip(msg) from error
    if len(directory.entries) > MAX_MEMBERS:
        msg = f"压缩包里有{len(directory.entries)}个文件，超过{MAX_MEMBERS}个，请分成几包"
        raise BadSevenZip(msg)
    if sum(folder.size for folder in directory.folders) > MAX_TOTAL_BYTES:
        msg = f"压缩包解开后超过{MAX_TOTAL_BYTES // 1024 // 1024}MB，不予解压"
        raise BadSevenZip(msg)
    entries = _by_name(directory.entries)
    return SevenZip(tuple(entries), data, directory, entries)


def _directory(data: bytes) -> Directory:
    _, _, _, _, at, long, checksum = _START.unpack_from(data)
    if long > _MAX_DIRECTORY:
        raise BadDirectory
    if not long:
        return Directory((), ())
    text = data[_START.size + at : _START.size + at + long]
    if zlib.crc32(text) != checksum:
        raise BadDirectory
    directory = read_directory(text)
    for _ in range(_MOST_WRAPPINGS):
        if not directory.encoded:
            return directory
        if len(directory.folders) != 1 or directory.folders[0].size > _MAX_DIRECTORY:
            raise BadDirectory
        packed = SevenZip((), data, directory, {_WRAPPED: Entry(_WRAPPED, 0, 0)})
        directory = read_directory(packed.read(_WRAPPED))
    raise BadDirectory


def _by_name(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    """Key the members by name; a name that comes again is numbered, so that none is lost."""
    named: dict[str, Entry] = {}
    for entry in entries:
        given = name = entry.name.replace("\\", "/") or "未命名"
        again = 2
        while name in named:
            name, again = f"{given} ({again})", again + 1
        named[name] = entry
    return named


def _check(name: str, folder: Folder, piece: int) -> None:
    ids = [coder.id for coder in folder.coders]
    if _LOCKED in ids:
        msg = f"压缩包里的「{name}」加了密码，请解压后再交"
        raise BadSevenZip(msg)
    if _way(folder) is None:
        msg = f"压缩包里的「{name}」用了少见的压缩方法，打不开，请解压后再交，或改用ZIP"
        raise BadSevenZip(msg)
    if folder.size > _RATIO_MATTERS_FROM and folder.size > MAX_RATIO * folder.packed:
        msg = f"「{name}」的压缩比超过{MAX_RATIO}倍，像是压缩炸弹，不予解压"
        raise BadSevenZip(msg)
    if folder.sizes[piece] > MAX_MEMBER_BYTES:
        msg = f"压缩包里的「{name}」超过{MAX_MEMBER_BYTES // 1024 // 1024}MB，不予读取"
        raise BadSevenZip(msg)


class _Plain:
    """Gives back what it is handed: nothing is packed."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def needs_input(self) -> bool:
        return not self._rest

    def decompress(self, data: bytes, max_length: int) -> bytes:
        whole = self._rest + data
        self._rest = whole[max_length:]
        return whole[:max_length]


class _Deflate:
    """Inflates, keeping what is too much for the moment."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


def _unpacker(folder: Folder) -> _Unpacker:
    way = _way(folder)
    if way is None:
        raise EOFError
    return way()


def _way(folder: Folder) -> Callable[[], _Unpacker] | None:
    """Return how to begin unpacking a folder; None for a way that is not known."""
    by_id = {coder.id: coder.settings for coder in folder.coders}
    if len(folder.coders) == 1:
        [(ident, settings)] = by_id.items()
        make = _WAYS.get(ident)
        return None if make is None else lambda: make(settings, folder.size)
    if by_id.keys() == {_LZMA2, _X86}:  # the jumps of programs made packable: some use it on all
        before = {"id": lzma.FILTER_X86}
        return lambda: _lzma2(by_id[_LZMA2], folder.size, before)
    return None


def _lzma(settings: bytes, size: int) -> _Unpacker:
    shape, wide = struct.unpack("<BL", settings)
    literal, shape = shape % 9, shape // 9
    one = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": _dictionary(wide, size),
        "lc": literal,
        "lp": shape % 5,
        "pb": shape // 5,
    }
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[one])


def _lzma2(settings: bytes, size: int, *before: dict[str, int]) -> _Unpacker:
    [step] = settings
    wide = (2 | step & 1) << (step // 2 + 11)
    one = {"id": lzma.FILTER_LZMA2, "dict_size": _dictionary(wide, size)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[*before, one])


def _dictionary(said: int, size: int) -> int:
    """Return how far back may be pointed: never beyond the beginning, whatever is said."""
    return max(min(said, size), _SMALLEST_DICTIONARY)


_WAYS: dict[bytes, Callable[[bytes, int], _Unpacker]] = {
    b"\x00": lambda _settings, _size: _Plain(),
    _LZMA2: _lzma2,
    b"\x03\x01\x01": _lzma,
    b"\x04\x01\x08": lambda _settings, _size: _Deflate(),
    b"\x04\x02\x02": lambda _settings, _size: bz2.BZ2Decompressor(),
}
