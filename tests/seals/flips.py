"""Random one-byte changes to what a signature covers: is each one caught?

`python -m tests.seals.flips 10000` tries that many over made-up files, and over the real
samples beside the project where there are any.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.seals.make_sealed import Members, changed, cms, pack, sealed, ses_1, ses_4
from tests.seals.make_signed_pdf import signed_by_hand, signed_pdf

from chapiao.seals import Result, check, overall, pdf_scan

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
SEED = 20261124


@dataclass(frozen=True)
class Covered:
    """A signed file taken apart: the bytes covered, and how to put it together again."""

    name: str
    places: tuple[tuple[str, int], ...]  # each piece covered, and how long it is
    changed: Callable[[str, int, int], bytes]


def of_ofd(name: str, data: bytes) -> Covered:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {
            one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()
        }
    verdicts = check(data)
    covered = {path for one in verdicts for path in one.covered} | {one.where for one in verdicts}

    def make(path: str, at: int, to: int) -> bytes:
        return pack(members | {path: changed(members[path], at, to)})

    return Covered(name, tuple((path, len(members[path])) for path in sorted(covered)), make)


def of_pdf(name: str, data: bytes) -> Covered:
    gap = _gap(data)

    def make(path: str, at: int, to: int) -> bytes:
        return changed(data, at if path == "before" else gap[1] + at, to)

    return Covered(name, (("before", gap[0]), ("behind", len(data) - gap[1])), make)


def _gap(data: bytes) -> tuple[int, int]:
    [signed] = pdf_scan.signatures(data)
    value = signed.value.hex().encode()
    at = data.lower().index(b"<" + value.rstrip(b"0"))
    return at, data.index(b">", at) + 1


def made_up() -> Iterator[Covered]:
    for name, make in (("v4", ses_4), ("v1", ses_1), ("cms", cms)):
        members: Members = sealed(make)
        yield of_ofd(name, pack(members))
    yield of_pdf("pdf", signed_pdf())
    yield of_pdf("pdf sm2", signed_by_hand(ses_4))


def real() -> Iterator[Covered]:
    for path in sorted(SAMPLES.glob("*/*")):
        data = path.read_bytes()
        verdict = overall(check(data)) if path.suffix in (".ofd", ".pdf") else None
        if verdict is None or verdict.result is not Result.WHOLE:
            continue
        if path.suffix == ".ofd":
            yield of_ofd(path.name, data)
        elif not any(pdf_scan.rest(data, one) for one in pdf_scan.signatures(data)):
            yield of_pdf(path.name, data)


def run(files: list[Covered], count: int, seed: int = SEED) -> tuple[Counter[str], list[str]]:
    """Try that many changes, each byte covered as likely as any; return results and escapes."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    passed = []
    for number in range(count):
        file = files[number % len(files)]
        [(path, length)] = chance.choices(file.places, [size for _, size in file.places])
        at, to = chance.randrange(length), chance.randrange(1, 256)
        found = check(file.changed(path, at, to))
        result = overall(found).result
        counts[result.value] += 1
        if result is Result.WHOLE:
            passed.append(f"{file.name} {path} {at} ^{to}")
    return counts, passed


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, files in (("made up", list(made_up())), ("real", list(real()))):
        if files:
            counts, passed = run(files, count)
            sys.stdout.write(f"{name}: {len(files)} files, {dict(counts)}, passed: {passed[:10]}\n")


if __name__ == "__main__":
    main()
