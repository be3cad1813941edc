"""Electronic seals: SES_Signature of GM/T 0031 (version 1) and GB/T 38540 (version 4).

The two are told apart by their shape, not by the version number they carry, which
vendors fill in as they like. Version 1 keeps the certificate inside what is signed,
version 4 beside it; there the seal's own list of certificates binds it.

Seen in real files, and read here: digests that take in the signer's key ("SM3 with
key", that is SM2's own Z before the content), and a signature made over the digest
itself in place of the structure that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.seals import der, sm2
from chapiao.seals.algorithms import (
    SM3,
    Undecided,
    digest,
    digest_fits,
    digest_names,
    fits,
    signature_digest,
)
from chapiao.seals.certificate import BadCertificate, Certificate, load
from chapiao.seals.claim import Claim
from chapiao.seals.der import BadDer, Node

_DIGEST_BYTES = 32
_TIMES = (der.UTC_TIME, der.GENERALIZED_TIME)
_V1_PARTS = 2
_V4_PARTS = 4
_MAKERS_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal in the signature: who may use it, and its maker's signature."""

    whole: bytes
    name: str
    info: bytes
    maker: bytes
    algorithm: Node
    signature: bytes
    bundled: bytes
    users: tuple[bytes, ...] | None
    user_digests: tuple[bytes, ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ses:
    """A signature as its structure says it."""

    signed: bytes
    data_hash: bytes
    seal: Seal
    time: datetime | None
    certificate: bytes
    algorithm: str
    signature: bytes


def parse(data: bytes) -> Ses:
    """Return the parts of an SES_Signature.

    Raises:
        BadDer: the bytes are none.
    """
    parts = der.parse(data).children()
    if len(parts) >= _V4_PARTS:
        return _version_4(parts)
    if len(parts) == _V1_PARTS:
        return _version_1(parts)
    msg = "签章数据不是已知的结构"
    raise BadDer(msg)


def check(ses: Ses, content: bytes) -> Claim:
    """Return what the seal says of the content.

    Raises:
        BadCertificate: the signer's certificate cannot be read.
    """
    certificate = load(ses.certificate)
    used = _content_digest(ses, certificate, content)
    maker, doubt = _maker(ses.seal)
    fitting: bool | None
    try:
        fitting, why = _signature_fits(ses, certificate, doubt), ""
    except Undecided as error:
        fitting, why = None, str(error)
    named = frozenset(filter(None, (used, signature_digest(ses.algorithm))))
    return Claim(
        certificate=certificate,
        content_fits=used is not None,
        signature_fits=fitting,
        undecided=why,
        misused=_misuse(ses.seal, certificate),
        doubt=doubt,
        maker=maker,
        made_at=ses.seal.made_at,
        signed_at=ses.time,
        digests=named,
        seal=ses.seal.whole,
    )


def keyed_sm3(certificate: Certificate, content: bytes) -> bytes | None:
    """Return SM3 with the signer's key in front, as one vendor computes all digests."""
    key = certificate.key
    return sm2.digest(key, content).to_bytes(_DIGEST_BYTES) if isinstance(key, tuple) else None


def _version_4(parts: tuple[Node, ...]) -> Ses:
    signed, certificate, algorithm, signature = parts[:4]
    inside = signed.at_least(4)
    return Ses(
        signed=signed.whole,
        seal=_seal(inside[1]),
        time=_time(inside[2]),
        data_hash=_hash(inside[3]),
        certificate=certificate.octets(),
        algorithm=algorithm.oid(),
        signature=signature.bits(),
    )


def _version_1(parts: tuple[Node, ...]) -> Ses:
    signed, signature = parts
    inside = signed.at_least(7)
    return Ses(
        signed=signed.whole,
        seal=_seal(inside[1]),
        time=_time(inside[2]),
        data_hash=_hash(inside[3]),
        certificate=inside[5].octets(),
        algorithm=inside[6].oid(),
        signature=signature.bits(),
    )


def _seal(node: Node) -> Seal:
    info, *rest = node.at_least(2)
    if len(rest) == 1:  # version 1 keeps the maker's part in a structure of its own
        rest = list(rest[0].at_least(3))
    if len(rest) < _MAKERS_PARTS:
        msg = "印章不是已知的结构"
        raise BadDer(msg)
    maker, algorithm, signature = rest[:_MAKERS_PARTS]
    about = info.at_least(3)[2].at_least(3)
    users, digests = _users(about)
    return Seal(
        whole=node.whole,
        name=about[1].text(),
        info=info.whole,
        maker=maker.octets(),
        algorithm=algorithm,
        signature=signature.bits(),
        bundled=info.whole + maker.whole + algorithm.whole,
        users=users,
        user_digests=digests,
        made_at=next((_time(one) for one in about[2:] if one.tag in _TIMES), None),
    )


def _users(about: tuple[Node, ...]) -> tuple[tuple[bytes, ...] | None, tuple[bytes, ...]]:
    """Return the certificates, or their digests, that may use the seal; None if not told."""
    given = next((one for one in about[2:] if one.tag == der.SEQUENCE), None)
    if given is None:
        return None, ()
    certificates, digests = [], []
    for one in given.children():
        if one.tag == der.OCTET_STRING:
            certificates.append(one.content)
        elif one.tag == der.SEQUENCE:
            # type and digest; or, seen too, the certificate without its wrapping
            inside = one.at_least(1)
            last = inside[-1]
            if inside[0].tag == der.SEQUENCE:
                certificates.append(one.whole)
            elif last.tag in (der.OCTET_STRING, der.BIT_STRING):
                digests.append(last.bits() if last.tag == der.BIT_STRING else last.content)
    known = bool(certificates or digests)
    return (tuple(certificates) if known else None), tuple(digests)


def _time(node: Node) -> datetime | None:
    if node.tag in _TIMES:
        return node.time()
    if node.tag in (der.BIT_STRING, der.OCTET_STRING):
        text = node.content.lstrip(b"\0").decode("ascii", "replace")
        plain = text.replace("-", "").replace(":", "").replace("T", "").replace(" ", "")
        return der.parse_time(plain)
    return None


def _hash(node: Node) -> bytes:
    if node.tag == der.OCTET_STRING:
        return node.content
    bits = node.bits()
    # Zero bytes at the end may have been taken for unused bits.
    return bits.ljust(_DIGEST_BYTES, b"\0") if len(bits) == _DIGEST_BYTES - 1 else bits


def _content_digest(ses: Ses, certificate: Certificate, content: bytes) -> str | None:
    """Return the digest with which the signed hash is the content's; None for no such."""
    for name in digest_names(None, len(ses.data_hash)):
        if digest(name, content) == ses.data_hash:
            return name
    return SM3 if keyed_sm3(certificate, content) == ses.data_hash else None


def _signature_fits(ses: Ses, certificate: Certificate, doubt: str) -> bool:
    if fits(certificate.key, ses.algorithm, ses.signed, ses.signature):
        return True
    alone = digest_fits(certificate.key, ses.algorithm, ses.data_hash, ses.signature)
    if alone and doubt:
        # Signed was the digest alone, so only the maker's signature vouches for the seal.
        raise Undecided(doubt)
    return alone


def _misuse(seal: Seal, certificate: Certificate) -> str:
    if seal.users is None or certificate.whole in seal.users:
        return ""
    for given in seal.user_digests:
        names = digest_names(None, len(given))
        if any(digest(name, certificate.whole) == given for name in names):
            return ""
    return f"印章「{seal.name}」没有授权给证书「{certificate.name}」使用"


def _maker(seal: Seal) -> tuple[Certificate | None, str]:
    """Return who made the seal, and why his signature on it is not to be relied on."""
    try:
        maker = load(seal.maker)
        algorithm = seal.algorithm.oid()
        # Version 4 signs the seal's data alone, version 1 together with certificate and algorithm.
        for signed in (seal.info, _sequence(seal.bundled)):
            if fits(maker.key, algorithm, signed, seal.signature):
                return maker, ""
    except (BadCertificate, BadDer, Undecided) as error:
        return None, f"印章自身的制章签名验不了（{error}）"
    return maker, "印章自身的制章签名对不上"


def _sequence(content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 - the short form ends here
        return bytes((der.SEQUENCE, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((der.SEQUENCE, 0x80 | size)) + length.to_bytes(size) + content
