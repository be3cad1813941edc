"""PKCS#7: what the attributes say, what is kept inside, and RSA beside SM2."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs7
from tests.seals.make_der import (
    integer,
    null,
    octets,
    oid,
    sequence,
    set_of,
    tagged,
)
from tests.seals.make_people import bureau, stranger
from tests.seals.make_sealed import (
    DESCRIPTION,
    SM3,
    VALUE,
    Members,
    cms,
    name_in,
    pack,
    sealed,
    sm3,
)
from tests.seals.make_signed_pdf import made

from chapiao.seals import Result, Verdict, check

ISSUER = "云杉测试RSA根"


def verdict(members: Members) -> Verdict:
    [one] = check(pack(members))
    return one


def rsa(digest: hashes.SHA256 | hashes.SHA512) -> object:
    key, certificate = made("云杉科技测试签名", ISSUER)

    def make(content: bytes) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return builder.add_signer(certificate, key, digest).sign(
            serialization.Encoding.DER, options
        )

    return make


@pytest.mark.parametrize("digest", [hashes.SHA256(), hashes.SHA512()], ids=lambda one: one.name)
def test_an_rsa_signature_on_an_ofd_is_read(digest: hashes.SHA256) -> None:
    members = sealed(rsa(digest))  # type: ignore[arg-type]

    assert verdict(members).result is Result.WHOLE
    assert verdict(members | {DESCRIPTION: members[DESCRIPTION] + b" "}).result is Result.CHANGED


def test_without_attributes_the_content_itself_is_signed() -> None:
    def bare(content: bytes) -> bytes:
        by = bureau()
        algorithm = sequence(oid(SM3), null())
        signer = sequence(
            integer(1),
            sequence(name_in(by.certificate), integer(by.serial)),
            algorithm,
            sequence(oid("1.2.156.10197.1.501")),
            octets(by.sign(content)),
        )
        inside = sequence(
            integer(1),
            set_of(algorithm),
            sequence(oid("1.2.840.113549.1.7.1")),
            tagged(0, by.certificate),
            set_of(signer),
        )
        return sequence(oid("1.2.840.113549.1.7.2"), tagged(0, inside))

    members = sealed(bare)

    assert verdict(members).result is Result.WHOLE
    assert verdict(members | {DESCRIPTION: members[DESCRIPTION] + b" "}).result is Result.CHANGED


@pytest.mark.parametrize("kept", ["content", "digest"])
def test_content_kept_inside_must_be_the_files_own(kept: str) -> None:
    def own(content: bytes) -> bytes:
        inside = content if kept == "content" else sm3(content)
        return cms(inside, inside=inside)

    def other(content: bytes) -> bytes:
        return cms(content + b"!", inside=content + b"!")

    assert verdict(sealed(own)).result is Result.WHOLE
    assert verdict(sealed(other)).result is Result.CHANGED


def test_the_certificate_of_another_does_not_fit() -> None:
    members = sealed(cms)
    value = members[VALUE]
    swapped = value.replace(bureau().public, stranger().public)
    assert swapped != value

    assert verdict(members | {VALUE: swapped}).result is Result.CHANGED


def test_a_signer_whose_certificate_is_missing_cannot_be_told() -> None:
    members = sealed(cms)
    value = members[VALUE].replace(integer(bureau().serial), integer(bureau().serial + 1), 1)

    seen = verdict(members | {VALUE: value})

    assert seen.result is Result.NOT_RUN
    assert "没有签名者的证书" in seen.text


def test_a_fitting_rsa_block_with_bytes_behind_its_digest_does_not_fit() -> None:
    """The forgery that loose checkers let pass (Bleichenbacher 2006)."""
    from chapiao.seals.algorithms import fits
    from chapiao.seals.certificate import RsaKey

    key, _ = made("云杉科技测试签名", ISSUER)
    numbers = key.public_key().public_numbers()
    good = key.sign(b"data", padding.PKCS1v15(), hashes.SHA256())
    cube = RsaKey(numbers.n, 3)
    opening = bytes.fromhex("0001ffffffffffffffff003031300d060960864801650304020105000420")
    block = int.from_bytes((opening + sm3(b"data")).ljust(256, b"\0"))
    root = _cube_root(block + (1 << 1000))
    algorithm = "1.2.840.113549.1.1.11"

    assert fits(RsaKey(numbers.n, numbers.e), algorithm, b"data", good)
    assert not fits(cube, algorithm, b"data", root.to_bytes(256))
    assert not fits(RsaKey(numbers.n, numbers.e), algorithm, b"data", good + b"\0")


def _cube_root(number: int) -> int:
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
    return low
