"""Made-up signers: SM2 keys and certificates by another library than the one tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import gmssl_pyx
from tests.seals.make_der import (
    bits,
    boolean,
    generalized,
    integer,
    octets,
    oid,
    sequence,
    set_of,
    tagged,
    utf8,
)

SM2_WITH_SM3 = "1.2.156.10197.1.501"
START = datetime(2024, 1, 1, tzinfo=UTC)
END = datetime(2030, 1, 1, tzinfo=UTC)
SIGNED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Somebody with a key and a certificate."""

    name: str
    public: bytes
    private: bytes
    certificate: bytes
    subject: bytes
    serial: int

    def sign(self, data: bytes) -> bytes:
        return gmssl_pyx.sm2_sign(self.private, self.public, data)

    def sign_raw(self, data: bytes) -> tuple[int, int]:
        """Return r and s."""
        signature = self.sign(data)
        first = 4 + signature[3]
        r, s = signature[4:first], signature[first + 2 :]
        return int.from_bytes(r), int.from_bytes(s)


def name_of(text: str) -> bytes:
    return sequence(
        set_of(sequence(oid("2.5.4.6"), utf8("CN"))),
        set_of(sequence(oid("2.5.4.10"), utf8("北京云杉测试机构"))),
        set_of(sequence(oid("2.5.4.3"), utf8(text))),
    )


def person(  # noqa: PLR0913 - a certificate says much
    name: str,
    issuer: Person | None = None,
    *,
    ca: bool = False,
    start: datetime = START,
    end: datetime = END,
    path_length: int | None = None,
    usage: int | None = None,
    critical: str | None = None,
    serial: int = 7,
    keys: tuple[bytes, bytes] | None = None,
) -> Person:
    """Return a new person, certified by the issuer or by themselves."""
    public, private = keys or gmssl_pyx.sm2_key_generate()
    subject = name_of(name)
    constraints = [boolean(value=True)] if ca else []
    constraints += [integer(path_length)] if path_length is not None else []
    extensions = [_extension("2.5.29.19", sequence(*constraints))]
    extensions += [_extension("2.5.29.15", bits(bytes((usage,))))] if usage is not None else []
    extensions += [_extension(critical, octets(b"?"), critical=True)] if critical else []
    body = sequence(
        tagged(0, integer(2)),
        integer(serial),
        sequence(oid(SM2_WITH_SM3)),
        subject if issuer is None else issuer.subject,
        sequence(generalized(start), generalized(end)),
        subject,
        sequence(
            sequence(oid("1.2.840.10045.2.1"), oid("1.2.156.10197.1.301")), bits(b"\x04" + public)
        ),
        tagged(3, sequence(*extensions)),
    )
    unsigned = Person(name, public, private, b"", subject, serial)
    signature = (issuer or unsigned).sign(body)
    certificate = sequence(body, sequence(oid(SM2_WITH_SM3)), bits(signature))
    return Person(name, public, private, certificate, subject, serial)


def _extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    return sequence(oid(kind), *([boolean(value=True)] if critical else []), octets(value))


@cache
def root() -> Person:
    return person("云杉测试根", ca=True)


@cache
def maker() -> Person:
    return person("云杉测试制章中心", root(), serial=11)


@cache
def bureau() -> Person:
    return person("云杉测试税务局", root(), serial=12)


@cache
def stranger() -> Person:
    """Somebody with a key and a seal of their own making."""
    return person("陌生人", serial=13)
