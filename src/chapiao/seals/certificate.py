"""X.509 certificates, SM2 and RSA: whose they are, their key, their dates, their signature.

The usual libraries stop at the SM2 curve; what a verdict needs is read here from
the bytes. Nothing is checked yet: `trust` does that.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chapiao.seals import der, sm2
from chapiao.seals.der import BadDer, Node

RSA_KEY: Final = "1.2.840.113549.1.1.1"
EC_KEY: Final = "1.2.840.10045.2.1"
SM2_CURVE: Final = "1.2.156.10197.1.301"
MAX_BYTES: Final = 64 * 1024
_COMMON_NAME = "2.5.4.3"
_NAMES = {
    _COMMON_NAME: "CN",
    "2.5.4.11": "OU",
    "2.5.4.10": "O",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.6": "C",
}
_BASIC_CONSTRAINTS = "2.5.29.19"
_KEY_USAGE = "2.5.29.15"
_FIELDS = 6
_KEY_CERT_SIGN = 5  # counted from the first bit
_UNDERSTOOD = {_BASIC_CONSTRAINTS, _KEY_USAGE, "2.5.29.37", "2.5.29.32", "2.5.29.17"}
_PEM = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(.+?)-----END", re.DOTALL)


class BadCertificate(Exception):
    """The bytes are no certificate. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA public key."""

    modulus: int
    exponent: int


PublicKey = sm2.Point | RsaKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What one certificate says. `key` is None for a kind of key not known here.

    `is_ca` is None when the certificate does not say, as those of version 1 never do.
    """

    whole: bytes
    signed: bytes
    subject: bytes
    issuer: bytes
    subject_text: str
    issuer_text: str
    common_name: str
    serial: int
    not_before: datetime
    not_after: datetime
    key: PublicKey | None
    algorithm: str
    signature: bytes
    is_ca: bool | None = None
    path_length: int | None = None
    signs_certificates: bool | None = None
    odd_extensions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name people know the holder by."""
        return self.common_name or self.subject_text


def load(data: bytes) -> Certificate:
    """Return the certificate of DER bytes.

    Raises:
        BadCertificate: it cannot be read.
    """
    if len(data) > MAX_BYTES:
        msg = "证书过大，不像证书"
        raise BadCertificate(msg)
    try:
        return _load(der.parse(data))
    except BadDer as error:
        msg = f"证书读不出来（{error}）"
        raise BadCertificate(msg) from error


def load_all(data: bytes) -> tuple[Certificate, ...]:
    """Return the certificates of a file: one in DER, or any number in PEM.

    Raises:
        BadCertificate: there is none, or one of them cannot be read.
    """
    blocks = [found[1] for found in _PEM.finditer(data)]
    if blocks:
        try:
            return tuple(load(base64.b64decode(block)) for block in blocks)
        except binascii.Error as error:
            msg = "PEM证书里的字符不对，文件可能不完整"
            raise BadCertificate(msg) from error
    bare = b"".join(data.split())
    if bare[:2] == b"MI":  # base64 without its two lines, as some bureaus hand it out
        try:
            return (load(base64.b64decode(bare, validate=True)),)
        except ValueError:
            pass
    return (load(data),)


def readable(given: Iterable[bytes]) -> tuple[Certificate, ...]:
    """Return those that can be read."""
    found = []
    for one in given:
        try:
            found.append(load(one))
        except BadCertificate:
            continue
    return tuple(found)


def _load(node: Node) -> Certificate:
    signed, algorithm, signature = node.at_least(3)[:3]
    fields = list(signed.at_least(6))
    if der.tagged(fields[0], 0):
        fields.pop(0)
    if len(fields) < _FIELDS:
        msg = "证书缺少内容"
        raise BadDer(msg)
    serial, _, issuer, validity, subject, key = fields[:_FIELDS]
    start, end = validity.at_least(2)[:2]
    said = _extensions(fields[_FIELDS:])
    constraints = said.get(_BASIC_CONSTRAINTS)
    usage = said.get(_KEY_USAGE)
    is_ca, length = _constraints(der.parse(constraints[1])) if constraints else (None, None)
    return Certificate(
        whole=node.whole,
        signed=signed.whole,
        subject=subject.whole,
        issuer=issuer.whole,
        subject_text=_name(subject),
        issuer_text=_name(issuer),
        common_name=_common_name(subject),
        serial=serial.integer(),
        not_before=start.time(),
        not_after=end.time(),
        key=_key(key),
        algorithm=algorithm.first().oid(),
        signature=signature.bits(),
        is_ca=is_ca,
        path_length=length,
        signs_certificates=_bit(der.parse(usage[1]), _KEY_CERT_SIGN) if usage else None,
        odd_extensions=tuple(
            name for name, (critical, _) in said.items() if critical and name not in _UNDERSTOOD
        ),
    )


def _key(node: Node) -> PublicKey | None:
    kind, bits = node.at_least(2)[:2]
    parts = kind.at_least(1)
    if parts[0].oid() == RSA_KEY:
        modulus, exponent = der.parse(bits.bits()).at_least(2)[:2]
        return RsaKey(modulus.natural(), exponent.natural())
    curve = parts[1].oid() if len(parts) > 1 and parts[1].tag == der.OID else SM2_CURVE
    if parts[0].oid() in (EC_KEY, SM2_CURVE) and curve == SM2_CURVE:
        return sm2.public_key(bits.bits())
    return None


def _extensions(rest: list[Node]) -> dict[str, tuple[bool, bytes]]:
    """Return each extension by its number: whether it is critical, and its value.

    The values are not looked into: some authorities put plain text there.
    """
    found: dict[str, tuple[bool, bytes]] = {}
    for node in rest:
        if not der.tagged(node, 3):
            continue
        for one in node.first().children():
            parts = one.at_least(2)
            critical = parts[1].tag == der.BOOLEAN and parts[1].content != b"\0"
            found[parts[0].oid()] = critical, parts[-1].octets()
    return found


def _constraints(node: Node) -> tuple[bool, int | None]:
    is_ca, length = False, None
    for one in node.children():
        if one.tag == der.BOOLEAN:
            is_ca = one.content != b"\0"
        elif one.tag == der.INTEGER:
            length = one.natural()
    return is_ca, length


def _bit(node: Node, number: int) -> bool:
    """Tell whether the named bit of a BIT STRING is set."""
    if node.tag != der.BIT_STRING:
        msg = "此处应是位串"
        raise BadDer(msg)
    content = node.content[1:]
    return number // 8 < len(content) and bool(content[number // 8] >> (7 - number % 8) & 1)


def _name(node: Node) -> str:
    """Return a name as people write it, the narrowest part first."""
    parts = [f"{_NAMES.get(kind, kind)}={value}" for kind, value in _parts(node)]
    return ", ".join(reversed(parts))


def _common_name(node: Node) -> str:
    return next((value for kind, value in _parts(node) if kind == _COMMON_NAME), "")


def _parts(node: Node) -> Iterable[tuple[str, str]]:
    for together in node.children():
        for one in together.children():
            kind, value = one.at_least(2)[:2]
            yield kind.oid(), "".join(char for char in value.text() if char.isprintable()).strip()
