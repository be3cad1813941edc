"""The signature dictionaries of a PDF, found by their /ByteRange, without a PDF parser.

A signature must stand in the file in the open, and what it signs is told by byte
positions alone. A range that reaches from the first byte to the last leaves out only
its own hexadecimal digits, so nothing a parser might add or miss is then of any weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chapiao.seals import der
from chapiao.seals.pdf_cert import certificates

MAX_SIGNATURES: Final = 20
MAX_VALUE_BYTES: Final = 4 * 1024 * 1024
_MARK: Final = b"/ByteRange"
_RANGE = re.compile(rb"/ByteRange\s{0,20}\[\s{0,20}" + rb"\s{1,20}".join([rb"([0-9]{1,10})"] * 4))
_HEX = re.compile(rb"[0-9A-Fa-f\s]*")
_TIME = re.compile(rb"/M\s{0,20}\(D:([0-9]{8,14})(?:Z|([+-])([0-9]{2})'?([0-9]{2})?'?)?")
_VALUE = re.compile(rb"/Contents\s{0,20}(<(?:30|04)[0-9A-Fa-f\s]{200,}>)")
_NEAR = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature: what it signs, its value, and what its dictionary says.

    `end` is where the signed part ends in the file; `whole_gap` whether nothing but the
    value stands between the two parts; `broken` whether what it points at is spoilt.
    """

    content: bytes
    value: bytes
    end: int
    whole_gap: bool
    certificates: tuple[bytes, ...]
    broken: bool
    at: datetime | None


def may_be_signed(data: bytes) -> bool:
    """Tell whether a signature may be in the file at all."""
    return _MARK in data or is_hidden(data)


def signatures(data: bytes) -> Iterator[Signed]:
    """Yield the signatures in the order they stand, each range once."""
    base = data.find(b"%PDF-")
    body = data[base:] if base > 0 else data
    seen = set()
    for found in _RANGE.finditer(body):
        start, first, second, last = (int(one) for one in found.groups())
        if (first, second, last) in seen or not first or not last:
            continue  # a place kept free for a signature that was never made
        seen.add((first, second, last))
        if len(seen) > MAX_SIGNATURES:
            return
        sound = start == 0 and first < second and second + last <= len(body)
        gap = body[first:second] if sound else b""
        near = _around(body, found.start(), first, second)
        whole = sound and _is_value(gap)
        given, broken = certificates(body, near)
        yield Signed(
            content=body[:first] + body[second : second + last] if sound else b"",
            value=_value(gap) if whole else _value(_named(near)),
            end=second + last,
            whole_gap=whole,
            certificates=given,
            broken=broken,
            at=_time(_TIME.search(near)),
        )


def rest(data: bytes, signed: Signed) -> bytes:
    """Return what stands behind the signed part, but for blank space."""
    base = max(data.find(b"%PDF-"), 0)
    return data[base + signed.end :].strip(b"\0\t\n\f\r ")


def is_hidden(data: bytes) -> bool:
    """Tell whether there is a signature's value, though no range says what it signs."""
    return _VALUE.search(data) is not None


def _named(near: bytes) -> bytes:
    """Return the value by its name, where it does not stand in the gap."""
    found = _VALUE.search(near)
    return found[1] if found else b""


def _around(body: bytes, at: int, first: int, second: int) -> bytes:
    """Return the dictionary around the position, without the gap that holds its value."""
    start = max(body.rfind(b"obj", 0, at), 0)
    end = body.find(b"endobj", at)
    end = end if end > 0 else at + _NEAR
    if start <= first <= second <= end:
        return (body[start:first] + body[second:end])[: 4 * _NEAR]
    return body[start : min(end, start + 2 * MAX_VALUE_BYTES)]


def _is_value(gap: bytes) -> bool:
    inner = gap.strip().removeprefix(b"<").removesuffix(b">")
    return _HEX.fullmatch(inner) is not None


def _value(gap: bytes) -> bytes:
    digits = b"".join(gap.strip().strip(b"<>").split())
    if len(digits) > 2 * MAX_VALUE_BYTES or not _is_value(gap):
        return b""
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _time(found: re.Match[bytes] | None) -> datetime | None:
    if found is None:
        return None
    digits, sign, hours, minutes = (one or b"" for one in found.groups())
    zone = b"" if not sign else sign + hours + (minutes or b"00")
    if found[0].endswith(b"Z"):
        zone = b"Z"
    return der.parse_time((digits.ljust(14, b"0") + zone).decode("ascii"))
