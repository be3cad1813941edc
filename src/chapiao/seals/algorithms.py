"""The digests and signature algorithms that seals name, by their many names.

A signature is three-valued too: it fits, it does not fit, or it cannot be told,
because the algorithm is not known here or the value is cut short.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from chapiao.seals import der, sm2
from chapiao.seals.certificate import PublicKey, RsaKey
from chapiao.seals.der import BadDer

SM3: Final = "SM3"
_HASHLIB = {
    SM3: "sm3",
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-224": "sha224",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}
_BY_LENGTH = {
    16: ("MD5",),
    20: ("SHA-1",),
    28: ("SHA-224",),
    32: (SM3, "SHA-256"),
    48: ("SHA-384",),
    64: ("SHA-512",),
}
_DIGESTS = {
    "1.2.156.10197.1.401": SM3,
    "1.2.156.10197.1.401.1": SM3,
    "1.2.156.10197.1.401.2": SM3,
    "1.2.840.113549.2.5": "MD5",
    "1.3.14.3.2.26": "SHA-1",
    "1.2.156.10197.1.410": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "1.2.156.10197.1.411": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
}
_SM2_SIGNATURES = frozenset(
    {
        "1.2.156.10197.1.501",
        "1.2.156.10197.501",
        "1.2.156.10197.1.301",
        "1.2.156.10197.1.301.1",
    }
)
# RSA signatures; None where the digest is named beside, not within.
_RSA_SIGNATURES: dict[str, str | None] = {
    "1.2.840.113549.1.1.1": None,
    "1.2.840.113549.1.1.4": "MD5",
    "1.2.840.113549.1.1.5": "SHA-1",
    "1.2.840.113549.1.1.14": "SHA-224",
    "1.2.840.113549.1.1.11": "SHA-256",
    "1.2.840.113549.1.1.12": "SHA-384",
    "1.2.840.113549.1.1.13": "SHA-512",
}
_PREFIXES = {
    "MD5": "3020300c06082a864886f70d020505000410",
    "SHA-1": "3021300906052b0e03021a05000414",
    "SHA-224": "302d300d06096086480165030402040500041c",
    "SHA-256": "3031300d060960864801650304020105000420",
    "SHA-384": "3041300d060960864801650304020205000430",
    "SHA-512": "3051300d060960864801650304020305000440",
}
_RAW_SM2 = 64
_FEW = 2
_MIN_RSA_BYTES = 128
_MAX_RSA_BYTES = 2048
_MAX_EXPONENT_BITS = 64


class Undecided(Exception):
    """It cannot be told whether the signature fits. The message says why, in Chinese."""


def digest_name(text: str | None) -> str | None:
    """Return which digest a name or number means; None for one not known.

    >>> digest_name("sm3"), digest_name("SHA1"), digest_name("1.2.156.10197.1.401")
    ('SM3', 'SHA-1', 'SM3')
    """
    said = (text or "").strip()
    if said in _DIGESTS:
        return _DIGESTS[said]
    plain = said.upper().replace("-", "").replace("_", "")
    return next((name for name in _HASHLIB if name.replace("-", "") == plain), None)


def digest_names(text: str | None, length: int) -> tuple[str, ...]:
    """Return the digests that may be meant: the one named, else those of this length."""
    named = digest_name(text)
    return (named,) if named else _BY_LENGTH.get(length, ())


def digest(name: str, data: bytes) -> bytes:
    """Return the digest of the data.

    Raises:
        Undecided: this machine's OpenSSL was built without it.
    """
    try:
        return hashlib.new(_HASHLIB[name], data, usedforsecurity=False).digest()
    except ValueError as error:
        msg = f"本机没有{name}摘要算法"
        raise Undecided(msg) from error


def weakest(names: frozenset[str]) -> str | None:
    """Return the weak one among the digests; None when all are strong."""
    return next((name for name in ("MD5", "SHA-1") if name in names), None)


def signature_digest(algorithm: str, beside: str | None = None) -> str | None:
    """Return the digest that a signature algorithm uses."""
    return SM3 if algorithm in _SM2_SIGNATURES else _RSA_SIGNATURES.get(algorithm) or beside


def fits(
    key: PublicKey | None, algorithm: str, message: bytes, signature: bytes, *, beside: str = ""
) -> bool:
    """Tell whether the signature was made over the message with the private half of the key.

    Raises:
        Undecided: the algorithm is not known here, or the value is not whole.
    """
    if isinstance(key, RsaKey):
        return _rsa_fits(key, algorithm, message, signature, digest_name(beside) or beside)
    if key is None:
        msg = "证书里的公钥不是SM2也不是RSA"
        raise Undecided(msg)
    if algorithm not in _SM2_SIGNATURES:
        msg = f"不认识的签名算法{algorithm}"
        raise Undecided(msg)
    pair = sm2_pair(signature)
    return _decided(_sm2_fits(key, sm2.digest(key, message), pair), signature)


def digest_fits(key: PublicKey | None, algorithm: str, signed: bytes, signature: bytes) -> bool:
    """Tell whether an SM2 signature was made over this digest as it stands."""
    if algorithm not in _SM2_SIGNATURES or not isinstance(key, tuple):
        return False
    return _decided(_sm2_fits(key, int.from_bytes(signed), sm2_pair(signature)), signature)


def _decided(found: bool, signature: bytes) -> bool:  # noqa: FBT001 - what was just found out
    """Return the finding, unless it rests on zero bytes that were only guessed."""
    if not found and _wanting(signature):
        msg = f"签名值少了{_wanting(signature)}个字节，签章软件写入时就截断了，无法验证"
        raise Undecided(msg)
    return found


def sm2_pair(signature: bytes) -> tuple[int, int]:
    """Return r and s: DER, DER without its padding zeros, or the two put end to end.

    Raises:
        Undecided: the value is cut short or is something else.
    """
    if len(signature) == _RAW_SM2 and not _is_whole_der(signature):
        return int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        # Zero bytes at the end may have been taken for unused bits: they are put back.
        r, s = der.parse(signature + bytes(_wanting(signature))).children()
        return r.natural(), s.natural()
    except BadDer as error:
        msg = f"签名值不完整或编码不对（{error}），签章软件写入时就可能出了错"
        raise Undecided(msg) from error
    except ValueError as error:
        msg = "签名值里不是两个整数"
        raise Undecided(msg) from error


def _wanting(signature: bytes) -> int:
    """Return how many bytes a short DER value says it lacks, when they are few."""
    missing = 2 + signature[1] - len(signature) if len(signature) > 1 else 0
    return missing if signature[:1] == b"0" and 0 < missing <= _FEW else 0


def _is_whole_der(signature: bytes) -> bool:
    try:
        pair = der.parse(signature, exact=True).children()
    except BadDer:
        return False
    return [one.tag for one in pair] == [der.INTEGER, der.INTEGER]


# One seal is put on thousands of files: its maker's signature is checked once.
@lru_cache(maxsize=512)
def _sm2_fits(key: sm2.Point, signed: int, pair: tuple[int, int]) -> bool:
    return sm2.verify_digest(key, signed, pair)


def _rsa_fits(key: RsaKey, algorithm: str, message: bytes, signature: bytes, beside: str) -> bool:
    """Check PKCS #1 v1.5 by building the one right block and comparing all of it."""
    if algorithm not in _RSA_SIGNATURES:
        msg = f"不认识的签名算法{algorithm}"
        raise Undecided(msg)
    name = _RSA_SIGNATURES[algorithm] or beside
    size = (key.modulus.bit_length() + 7) // 8
    sound = _MIN_RSA_BYTES <= size <= _MAX_RSA_BYTES and key.modulus & 1
    if name not in _PREFIXES or not sound or key.exponent.bit_length() > _MAX_EXPONENT_BITS:
        msg = "RSA公钥的长度或签名的摘要算法超出支持的范围"
        raise Undecided(msg)
    tail = bytes.fromhex(_PREFIXES[name]) + digest(name, message)
    block = b"\0\1" + b"\xff" * (size - 3 - len(tail)) + b"\0" + tail
    value = int.from_bytes(signature)
    return (
        len(signature) == size
        and value < key.modulus
        and pow(value, key.exponent, key.modulus) == int.from_bytes(block)
    )
