"""The six digits of an authenticator app (RFC 6238: SHA-1, 30 seconds)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
BYTES = 20
OFF_BY = 1  # steps that a phone's clock may go wrong


def fresh_secret() -> str:
    """Return a new secret, as apps take it (base32)."""
    return base64.b32encode(secrets.token_bytes(BYTES)).decode()


def address(secret: str, login: str, issuer: str) -> str:
    """Return what stands in the QR code."""
    label = quote(f"{issuer}:{login}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def code_at(secret: str, step: int) -> str:
    """Return the digits of a step.

    >>> code_at(base64.b32encode(b"12345678901234567890").decode(), 1)
    '287082'
    """
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the step whose digits these are, if it comes later than `after`; else None."""
    current = int(now.timestamp()) // STEP
    given = code.encode("utf-8", "surrogatepass")
    found = None
    for step in range(current - OFF_BY, current + OFF_BY + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), given) and step > after:
            found = step
    return found
