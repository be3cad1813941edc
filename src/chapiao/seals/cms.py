"""PKCS #7 signatures, the international form (RFC 5652) and China's (GM/T 0010).

The two differ in their object numbers only. The content is kept outside ("detached"),
as railway tickets and PDFs do, or inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chapiao.seals import der
from chapiao.seals.algorithms import (
    Undecided,
    digest,
    digest_name,
    digest_names,
    fits,
    signature_digest,
)
from chapiao.seals.certificate import Certificate, readable
from chapiao.seals.claim import Claim
from chapiao.seals.der import BadDer, Node

SIGNED_DATA: Final = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
MAX_SIGNERS: Final = 8
_SIGNATURE_PARTS = 2
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_SIGNING_CERTIFICATE = ("1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47")
_TIMESTAMP = "1.2.840.113549.1.9.16.1.4"

Digester = Callable[[str], bytes]


def is_cms(data: bytes) -> bool:
    """Tell whether the bytes open as PKCS #7 signed data."""
    try:
        kind = der.parse(data).first()
        return kind.tag == der.OID and kind.oid() in SIGNED_DATA
    except BadDer:
        return False


def check(data: bytes, content: bytes) -> tuple[Claim, ...]:
    """Return what each signer says of the content.

    Raises:
        BadDer: the bytes are no signed data.
    """
    return check_digest(data, lambda name: digest(name, content), content)


def check_digest(
    data: bytes, digester: Digester, content: bytes | None = None
) -> tuple[Claim, ...]:
    """Return the same for content that only its digests are known of."""
    inside = der.parse(data).at_least(2)[1].first().at_least(4)
    certificates = readable(
        one.whole for node in inside[3:] if der.tagged(node, 0) for one in node.children()
    )
    about = _About(*_kept(inside[2]), certificates, digester, content)
    signers = inside[-1].children()[:MAX_SIGNERS]
    found = tuple(_claim(one, about) for one in signers)
    if not found:
        msg = "PKCS#7签名里没有签名者"
        raise BadDer(msg)
    return found


@dataclass(frozen=True, slots=True)
class _About:
    """What all signers of one value share; `kept` is the content it carries inside."""

    kind: str
    kept: bytes | None
    certificates: tuple[Certificate, ...]
    digester: Digester
    content: bytes | None

    def kept_fits(self) -> bool:
        """Tell whether what is kept inside is the content, or its digest, or a stamp on it."""
        if self.kept is None or self.kept == self.content:
            return True
        if self.kind == _TIMESTAMP:
            algorithm, imprint = der.parse(self.kept).at_least(3)[2].at_least(2)[:2]
            name = digest_name(algorithm.first().oid())
            return name is not None and self.digester(name) == imprint.octets()
        return any(self.digester(name) == self.kept for name in digest_names(None, len(self.kept)))


def _kept(node: Node) -> tuple[str, bytes | None]:
    """Return the kind of content, and the content where it is carried inside."""
    parts = node.at_least(1)
    kind = parts[0].oid()
    if len(parts) == 1:
        return kind, None
    inside = parts[1].first()
    if inside.tag == der.OCTET_STRING | 0x20:
        return kind, b"".join(one.octets() for one in inside.children())
    return kind, inside.octets()


def _claim(signer: Node, about: _About) -> Claim:
    _, who, digest_algorithm, *rest = signer.at_least(5)
    said = _attributes(rest.pop(0)) if der.tagged(rest[0], 0) else None
    if len(rest) < _SIGNATURE_PARTS:
        msg = "PKCS#7签名里没有签名值"
        raise BadDer(msg)
    algorithm, signature = rest[0].first().oid(), rest[1].octets()
    named = digest_algorithm.first().oid()
    certificate = _signers(who, about.certificates)
    name = digest_name(named) or signature_digest(algorithm)
    if name is None:
        msg = f"不认识的摘要算法{named}"
        raise Undecided(msg)
    if said is None:
        content_fits, signed = about.kept_fits(), _bare(about)
    else:
        wanted = about.digester(name) if about.kept is None else digest(name, about.kept)
        content_fits = said.only(_MESSAGE_DIGEST).octets() == wanted and about.kept_fits()
        signed = said.signed
    fitting: bool | None
    try:
        fitting, why = fits(certificate.key, algorithm, signed, signature, beside=name), ""
    except Undecided as error:
        fitting, why = None, str(error)
    return Claim(
        certificate=certificate,
        others=about.certificates,
        content_fits=content_fits,
        signature_fits=fitting,
        undecided=why,
        misused="" if said is None else _another(said, certificate),
        signed_at=None if said is None else said.time(),
        digests=frozenset({name, signature_digest(algorithm, name) or name}),
    )


def _bare(about: _About) -> bytes:
    """Return what is signed where there are no attributes: the content itself."""
    content = about.content if about.kept is None else about.kept
    if content is None:
        msg = "PKCS#7签名没有签名属性，不支持"
        raise Undecided(msg)
    return content


@dataclass(frozen=True, slots=True)
class _Attributes:
    """The attributes that are signed in place of the content."""

    signed: bytes
    values: dict[str, tuple[Node, ...]]

    def only(self, kind: str) -> Node:
        """Return the one value of an attribute that must be there once."""
        values = self.values.get(kind, ())
        if len(values) != 1:
            msg = "PKCS#7签名里没有内容的摘要"
            raise BadDer(msg)
        return values[0]

    def time(self) -> datetime | None:
        """Return when the signer says he signed."""
        return next((one.time() for one in self.values.get(_SIGNING_TIME, ())), None)


def _attributes(node: Node) -> _Attributes:
    found: dict[str, tuple[Node, ...]] = {}
    for one in node.children():
        kind, values = one.at_least(2)[:2]
        if kind.oid() in found:
            msg = "PKCS#7签名里有重复的属性"
            raise BadDer(msg)
        found[kind.oid()] = values.children()
    return _Attributes(bytes((der.SET,)) + node.whole[1:], found)


def _another(said: _Attributes, certificate: Certificate) -> str:
    """Tell whether the signer named another certificate (RFC 5035) than the one enclosed."""
    for kind in _SIGNING_CERTIFICATE:
        for value in said.values.get(kind, ()):
            first = value.first().first().children()
            given = next((one.content for one in first if one.tag == der.OCTET_STRING), b"")
            names = digest_names(None, len(given))
            if all(digest(name, certificate.whole) != given for name in names):
                return "附带的证书不是签名时的那张"
    return ""


def _signers(who: Node, certificates: tuple[Certificate, ...]) -> Certificate:
    """Return the certificate the signer names, by issuer and number."""
    parts = who.children() if who.tag == der.SEQUENCE else ()
    if len(parts) == 2:  # noqa: PLR2004 - issuer and serial number
        for one in certificates:
            if one.issuer == parts[0].whole and one.serial == parts[1].integer():
                return one
    elif len(certificates) == 1:  # named by key identifier
        return certificates[0]
    msg = "PKCS#7签名里没有签名者的证书"
    raise Undecided(msg)
