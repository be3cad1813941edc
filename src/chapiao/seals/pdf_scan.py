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
_SUBFILTER = re.compile(rb"/SubFilter\s{0,20}/([A-Za-z0-9_.#-]{1,60})")
_TIME = re.compile(rb"/M\s{0,20}\(D:([0-9]{8,14})(?:Z|([+-])([0-9]{2})'?([0-9]{2})?'?)?")
_NEAR = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature: what it signs, its value, and what its dictionary says.

    `end` is where the signed part ends in the file; `whole_gap` whether nothing but the
    value stands between the two parts.
    """

    content: bytes
    value: bytes
    end: int
    whole_gap: bool
    sub_filter: str
    certificates: tuple[bytes, ...]
    at: datetime | None


def may_be_signed(data: bytes) -> bool:
    """Tell whether a signature may be in the file at all."""
    return _MARK in data


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
        near = _around(body, found.start())
        yield Signed(
            content=body[:first] + body[second : second + last] if sound else b"",
            value=_value(gap),
            end=second + last,
            whole_gap=sound and _is_value(gap),
            sub_filter=_text(_SUBFILTER.search(near)),
            certificates=certificates(body, near),
            at=_time(_TIME.search(near)),
        )


def rest(data: bytes, signed: Signed) -> bytes:
    """Return what stands behind the signed part, but for blank space."""
    base = max(data.find(b"%PDF-"), 0)
    return data[base + signed.end :].strip(b"\0\t\n\f\r ")


def _around(body: bytes, at: int) -> bytes:
    """Return the dictionary around the position, without its long value."""
    start = max(body.rfind(b"obj", 0, at), 0)
    end = body.find(b"endobj", at)
    whole = body[start : end if end > 0 else at + _NEAR]
    return re.sub(rb"<[0-9A-Fa-f\s]{200,}>", b"", whole)[: 4 * _NEAR]


def _is_value(gap: bytes) -> bool:
    inner = gap.strip().removeprefix(b"<").removesuffix(b">")
    return _HEX.fullmatch(inner) is not None


def _value(gap: bytes) -> bytes:
    digits = b"".join(gap.strip().strip(b"<>").split())
    if len(digits) > 2 * MAX_VALUE_BYTES or not _is_value(gap):
        return b""
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _text(found: re.Match[bytes] | None) -> str:
    return found[1].decode("ascii") if found else ""


def _time(found: re.Match[bytes] | None) -> datetime | None:
    if found is None:
        return None
    digits, sign, hours, minutes = (one or b"" for one in found.groups())
    zone = b"" if not sign else sign + hours + (minutes or b"00")
    if found[0].endswith(b"Z"):
        zone = b"Z"
    return der.parse_time((digits.ljust(14, b"0") + zone).decode("ascii"))
