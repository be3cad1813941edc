"""Small changes to sound files, from a seed: what a broken download or a hostile hand makes."""

from __future__ import annotations

import io
import logging
import os
import random
import resource
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

SEED: Final = int(os.environ.get("CHAPIAO_FUZZ_SEED", "20261124"))
SECONDS: Final = float(
    os.environ.get("CHAPIAO_FUZZ_SECONDS", "20" if os.environ.get("CI") else "2")
)
KEPT: Final = os.environ.get("CHAPIAO_FUZZ_KEEP")  # a file: what is tried lies there meanwhile
SLOWEST: Final = 5.0  # seconds of processor time for one file
MOST_MEMORY: Final = 512 * 1024  # kilobytes that one file may need

_PIECES = (
    *(b"", b"\0", b"\xff\xfe", b"<", b">", b"/>", b'"', b"&#0;", b"&lt;", b"]]>", b"%", b"()"),
    *(b"NaN", b"1e308", b"-1", b"0", b"9" * 70, b"2.4952E+19", b"g 99999 1", b"***", b","),
    *(b"../../x", b"/", b"true", b"stream", b"endobj", b"\xe7\xa5\xa8", b"\xc2\xa5", b"PK\3\4"),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them changed, taken out, put in or copied."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                out[at : at + chance.choice((0, 1, 3, 8))] = chance.choice(_PIECES)
            case 2:
                del out[at : at + chance.choice((1, 2, 10, 200))]
            case 3:
                other = chance.randrange(len(out) + 1)
                out[at:at] = out[other : other + chance.choice((5, 50, 500))]
            case _:
                opening = out.find(b'="', at)
                closing = out.find(b'"', opening + 2)
                if 0 <= opening < closing:
                    out[opening + 2 : closing] = chance.choice(_PIECES)
    return bytes(out)


def members(data: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def in_one_member(data: bytes, chance: random.Random) -> bytes:
    """Return a ZIP with one or two of its files changed, or now and then itself."""
    if chance.random() < 0.05:
        return mutated(data, chance)
    files = members(data)
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice(sorted(files))
        files[name] = mutated(files[name], chance)
    return rezipped(files)


def hunt(
    seeds: Sequence[bytes],
    change: Callable[[bytes, random.Random], bytes],
    target: Callable[[bytes], object],
    allowed: tuple[type[Exception], ...],
) -> Iterator[str]:
    """Try changed files for the time given; yield what each crash, hang or flood looked like.

    What the files need together may not grow past what one may need either: a leak shows.
    """
    chance = random.Random(SEED)
    until = time.monotonic() + SECONDS
    seen: set[str] = set()
    tried, most = 0, _peak() + MOST_MEMORY
    while time.monotonic() < until:
        data = change(chance.choice(seeds), chance)
        tried += 1
        if KEPT:  # a library in C or Rust may take the whole process with it
            Path(KEPT).write_bytes(data)
        began = time.process_time()
        try:
            target(data)
        except allowed:
            pass
        except Exception:  # noqa: BLE001 - any other is what is hunted for
            where = "".join(traceback.format_exc().splitlines(keepends=True)[-5:])
            if where not in seen:
                seen.add(where)
                yield f"{where}\n{data[:4000]!r}"
        if time.process_time() - began > SLOWEST:
            yield f"slower than {SLOWEST:.0f} s\n{data[:4000]!r}"
        if _peak() > most:
            most = _peak() + MOST_MEMORY
            yield f"more than {MOST_MEMORY} KB\n{data[:4000]!r}"
    logging.getLogger(__name__).info("seed %d: %d files, %d KB at most", SEED, tried, _peak())


def _peak() -> int:
    """Return the most memory that this process ever had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
