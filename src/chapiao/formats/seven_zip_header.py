"""The directory of a 7z archive: folders of packed bytes, the files in them, their names.

Source: 7zFormat.txt of the LZMA SDK (public domain). A "folder" is a run of files
packed together; its coders say how.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, NamedTuple

_MOST: Final = 200_000  # of anything: more than that is no list of files
_MOST_CODERS = 4
_HEADER, _ENCODED = 0x01, 0x17
_END, _ADDITIONAL, _MAIN, _FILES = 0x00, 0x03, 0x04, 0x05
_PACKED, _UNPACKED, _SUBSTREAMS, _SIZE, _CHECKSUM = 0x06, 0x07, 0x08, 0x09, 0x0A
_FOLDERS, _UNPACK_SIZE, _COUNT = 0x0B, 0x0C, 0x0D
_EMPTY, _EMPTY_FILE, _NAMES = 0x0E, 0x0F, 0x11


class BadDirectory(Exception):
    """The directory makes no sense: broken, or larger than the archive allows."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A way of packing, by its id, with its settings."""

    id: bytes
    settings: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """Files packed together: where they lie, how, and how large they are."""

    at: int
    packed: int
    coders: tuple[Coder, ...]
    size: int
    sizes: tuple[int, ...]
    checksums: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its name, and which piece of which folder it is; an empty one is in none."""

    name: str
    folder: int | None
    piece: int


@dataclass(frozen=True, slots=True)
class Directory:
    """All that stands in an archive; `encoded` when it only says where the real one is packed."""

    folders: tuple[Folder, ...]
    entries: tuple[Entry, ...]
    encoded: bool = False


def read_directory(data: bytes) -> Directory:
    """Return what the bytes of a directory say.

    Raises:
        BadDirectory: they make no sense.
    """
    try:
        return _directory(_Bytes(data))
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise BadDirectory from error


class _Bytes:
    """Takes numbers off the front, as the format writes them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        if not 0 <= length <= len(self._data) - self._at:
            raise BadDirectory
        self._at += length
        return self._data[self._at - length : self._at]

    def rest(self) -> bytes:
        return self.take(len(self._data) - self._at)

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """Take a number whose first byte tells by its leading ones how many follow."""
        first = self.byte()
        more = next((at for at in range(8) if not first & (0x80 >> at)), 8)
        low = int.from_bytes(self.take(more), "little")
        return low + ((first & (0x7F >> more)) << (8 * more))

    def count(self) -> int:
        """Take a number of things."""
        found = self.number()
        if found > _MOST:
            raise BadDirectory
        return found

    def bits(self, count: int) -> list[bool]:
        packed = self.take((count + 7) // 8)
        return [bool(packed[at // 8] & (0x80 >> at % 8)) for at in range(count)]

    def checksums(self, count: int) -> list[int | None]:
        known = [True] * count if self.byte() else self.bits(count)
        return [struct.unpack("<L", self.take(4))[0] if one else None for one in known]


def _directory(given: _Bytes) -> Directory:
    kind = given.byte()
    if kind == _ENCODED:
        return Directory(_streams(given), (), encoded=True)
    if kind != _HEADER:
        raise BadDirectory
    folders: tuple[Folder, ...] = ()
    entries: tuple[Entry, ...] = ()
    while (part := given.byte()) != _END:
        if part == _ADDITIONAL:
            _streams(given)
        elif part == _MAIN:
            folders = _streams(given)
        elif part == _FILES:
            entries = _files(given, folders)
        else:
            raise BadDirectory
    return Directory(folders, entries)


def _streams(given: _Bytes) -> tuple[Folder, ...]:
    at = 0
    packed: list[int] = []
    shapes: list[_Shape] = []
    pieces: list[_Pieces] | None = None
    while (part := given.byte()) != _END:
        if part == _PACKED:
            at, packed = _packed(given)
        elif part == _UNPACKED:
            shapes = _unpacked(given)
        elif part == _SUBSTREAMS:
            pieces = _substreams(given, shapes)
        else:
            raise BadDirectory
    if sum(shape.streams for shape in shapes) != len(packed):
        raise BadDirectory
    rest = iter(packed)
    folders = []
    for place, shape in enumerate(shapes):
        long = sum(next(rest) for _ in range(shape.streams))
        own = _Pieces((shape.size,), (shape.checksum,)) if pieces is None else pieces[place]
        folders.append(Folder(at, long, shape.coders, shape.size, own.sizes, own.checksums))
        at += long
    return tuple(folders)


class _Shape(NamedTuple):
    """How a folder is packed: by which coders, into how many streams, how large it is."""

    coders: tuple[Coder, ...]
    streams: int
    size: int = 0
    checksum: int | None = None


class _Pieces(NamedTuple):
    """The files of a folder, one after the other."""

    sizes: tuple[int, ...]
    checksums: tuple[int | None, ...]


def _packed(given: _Bytes) -> tuple[int, list[int]]:
    at, count = given.number(), given.count()
    sizes: list[int] = []
    while (part := given.byte()) != _END:
        if part == _SIZE:
            sizes = [given.number() for _ in range(count)]
        elif part == _CHECKSUM:
            given.checksums(count)
        else:
            raise BadDirectory
    return at, sizes


def _unpacked(given: _Bytes) -> list[_Shape]:
    if given.byte() != _FOLDERS:
        raise BadDirectory
    count = given.count()
    if given.byte():  # they stand elsewhere: nobody writes that
        raise BadDirectory
    shapes = [_shape(given) for _ in range(count)]
    while (part := given.byte()) != _END:
        if part == _UNPACK_SIZE:
            # Of several coders, the size of what the last one gives is the largest.
            shapes = [one._replace(size=max(given.number() for _ in one.coders)) for one in shapes]
        elif part == _CHECKSUM:
            sums = given.checksums(count)
            shapes = [one._replace(checksum=its) for one, its in zip(shapes, sums, strict=True)]
        else:
            raise BadDirectory
    return shapes


def _shape(given: _Bytes) -> _Shape:
    coders: list[Coder] = []
    ins = outs = 0
    count = given.number()
    if not 0 < count <= _MOST_CODERS:
        raise BadDirectory
    for _ in range(count):
        flags = given.byte()
        ident = given.take(flags & 0x0F)
        is_complex, has_settings = flags & 0x10, flags & 0x20
        ins += given.count() if is_complex else 1
        outs += given.count() if is_complex else 1
        coders.append(Coder(ident, given.take(given.number()) if has_settings else b""))
    bound = outs - 1
    streams = ins - bound
    if outs != count or streams < 1:
        raise BadDirectory
    for _ in range(2 * bound + (streams if streams > 1 else 0)):
        given.number()  # which goes into which: only single coders are unpacked here
    return _Shape(tuple(coders), streams)


def _substreams(given: _Bytes, shapes: list[_Shape]) -> list[_Pieces]:
    counts = [1] * len(shapes)
    part = given.byte()
    if part == _COUNT:
        counts = [given.count() for _ in shapes]
        part = given.byte()
    if sum(counts) > _MOST:
        raise BadDirectory
    sizes: list[list[int]] = []
    for count, shape in zip(counts, shapes, strict=True):
        own = [given.number() for _ in range(count - 1)] if part == _SIZE else []
        own += [shape.size - sum(own)] if count else []
        if len(own) != count or min(own, default=0) < 0:
            raise BadDirectory
        sizes.append(own)
    if part == _SIZE:
        part = given.byte()
    # A folder of one file has its checksum already.
    both = list(zip(counts, shapes, strict=True))
    known = [count == 1 and shape.checksum is not None for count, shape in both]
    missing = sum(count for count, one in zip(counts, known, strict=True) if not one)
    sums: list[int | None] = [None] * missing
    while part != _END:
        if part != _CHECKSUM:
            raise BadDirectory
        sums = given.checksums(missing)
        part = given.byte()
    rest = iter(sums)
    return [
        _Pieces(tuple(own), (shape.checksum,) if one else tuple(next(rest) for _ in own))
        for own, shape, one in zip(sizes, shapes, known, strict=True)
    ]


def _files(given: _Bytes, folders: tuple[Folder, ...]) -> tuple[Entry, ...]:
    count = given.count()
    names: list[str] = []
    empty = [False] * count
    is_file: list[bool] = []
    while (part := given.byte()) != _END:
        own = _Bytes(given.take(given.number()))
        if part == _EMPTY:
            empty = own.bits(count)
        elif part == _EMPTY_FILE:
            is_file = own.bits(sum(empty))
        elif part == _NAMES:
            names = _names(own, count)
    if len(names) != count:
        raise BadDirectory
    pieces = ((at, piece) for at, one in enumerate(folders) for piece in range(len(one.sizes)))
    kinds = iter(is_file or [False] * sum(empty))
    entries = []
    for name, nothing in zip(names, empty, strict=True):
        if not nothing:
            place = next(pieces, None)
            if place is None:
                raise BadDirectory
            entries.append(Entry(name, *place))
        elif next(kinds):  # else it is a folder of the file system
            entries.append(Entry(name, None, 0))
    return tuple(entries)


def _names(given: _Bytes, count: int) -> list[str]:
    if given.byte():  # they stand elsewhere
        raise BadDirectory
    return given.rest().decode("utf-16-le").split("\0")[:count]
