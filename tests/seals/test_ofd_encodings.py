"""The many ways in which vendors write signatures, digests and times."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
from tests.seals.make_der import tlv
from tests.seals.make_people import Person, bureau
from tests.seals.make_sealed import (
    DESCRIPTION,
    LIST,
    VALUE,
    Members,
    keyed_sm3,
    pack,
    plain_members,
    sealed,
    ses_4,
    ses_keyed,
)

from chapiao.seals import Result, Verdict, check


def verdict(members: Members) -> Verdict:
    [one] = check(pack(members))
    return one


@cache
def whole() -> Members:
    return sealed()


def raw(signer: Person, data: bytes) -> bytes:
    r, s = signer.sign_raw(data)
    return r.to_bytes(32) + s.to_bytes(32)


def unpadded(signer: Person, data: bytes) -> bytes:
    """DER whose INTEGERs have their top bit set and no zero byte before it."""
    while True:
        r, s = signer.sign_raw(data)
        if r >> 255 and s >> 255:
            return tlv(0x30, tlv(0x02, r.to_bytes(32)), tlv(0x02, s.to_bytes(32)))


def ending_in_zero(signer: Person, data: bytes) -> bytes:
    """DER cut one byte short, where that byte is zero: a BIT STRING without its zero bits."""
    while True:
        signature = signer.sign(data)
        if signature[-1] == 0:
            return signature[:-1]


@pytest.mark.parametrize("sign", [raw, unpadded, ending_in_zero])
def test_every_way_of_writing_the_signature_is_read(
    sign: Callable[[Person, bytes], bytes],
) -> None:
    assert verdict(sealed(lambda content: ses_4(content, sign=sign))).result is Result.WHOLE


def test_unused_bits_are_put_back() -> None:
    def even(signer: Person, data: bytes) -> bytes:
        while True:
            made = raw(signer, data)
            if made[-1] % 4 == 0:
                return made

    members = sealed(lambda content: ses_4(content, sign=even, unused=2))

    assert verdict(members).result is Result.WHOLE


@pytest.mark.parametrize("cut", [1, 2, 10, 40, 70])
def test_a_signature_cut_short_is_not_run_and_says_so(cut: int) -> None:
    def short(signer: Person, data: bytes) -> bytes:
        while True:
            made = signer.sign(data)
            if made[-1] and made[-2]:
                return made[:-cut]

    seen = verdict(sealed(lambda content: ses_4(content, sign=short)))

    assert seen.result is Result.NOT_RUN
    assert "签名值" in seen.text
    assert seen.trusted is None


@pytest.mark.parametrize(
    ("method", "name", "weak"),
    [
        ("MD5", "md5", True),
        ("1.2.840.113549.2.5", "md5", True),
        ("SHA1", "sha1", True),
        ("sha-256", "sha256", False),
        ("2.16.840.1.101.3.4.2.1", "sha256", False),
        ("sm3", "sm3", False),
        ("SM3", "sm3", False),
        ("1.2.156.10197.1.401.1", "sm3", False),
        (None, "md5", True),
        (None, "sm3", False),
        ("1.2.3.4", "sm3", False),
    ],
)
def test_digests_go_by_many_names(method: str | None, name: str, *, weak: bool) -> None:
    def digest(data: bytes) -> bytes:
        return hashlib.new(name, data).digest()

    members = sealed(method=method, digest=digest)
    seen = verdict(members)
    broken = verdict(members | {"Doc_0/Res/code.png": b"another"})

    assert (seen.result, seen.weak) == (Result.WHOLE, weak)
    assert ("强度偏弱" in seen.text) is weak
    assert broken.result is Result.CHANGED


def test_a_digest_of_no_known_length_is_not_run() -> None:
    seen = verdict(sealed(method="CRC", digest=lambda data: data[:7]))

    assert seen.result is Result.NOT_RUN
    assert "不知道是哪种算法" in seen.text


def test_digests_that_take_in_the_key_are_read() -> None:
    members = sealed(
        ses_keyed,
        method="1.2.156.10197.1.401.2",
        digest=lambda data: keyed_sm3(bureau(), data),
    )

    assert verdict(members).result is Result.WHOLE
    assert verdict(members | {"Doc_0/Res/code.png": b"x"}).changed == ("Doc_0/Res/code.png",)
    assert verdict(members | {DESCRIPTION: members[DESCRIPTION] + b" "}).changed == (DESCRIPTION,)


@pytest.mark.parametrize("shape", ["no slash", "from the folder", "backslashes"])
def test_paths_are_understood_however_they_are_written(shape: str) -> None:
    members = dict(whole())
    about = members[DESCRIPTION]
    if shape == "no slash":
        about = about.replace(b'FileRef="/', b'FileRef="').replace(b">/Doc_0", b">Doc_0")
        members[LIST] = members[LIST].replace(b'"/Doc_0', b'"Doc_0')
    elif shape == "from the folder":
        about = about.replace(b'FileRef="/Doc_0/', b'FileRef="../../')
        about = about.replace(f">/{VALUE}<".encode(), b">SignedValue.dat<")
        members[LIST] = members[LIST].replace(b'"/Doc_0/Signs/', b'"')
    else:
        about = about.replace(b'FileRef="/Doc_0/', b'FileRef="\\Doc_0\\')
    members[DESCRIPTION] = about
    members[VALUE] = ses_4(about)

    seen = verdict(members)

    assert (seen.result, len(seen.covered)) == (Result.WHOLE, len(plain_members()))


def test_a_copy_laid_where_a_loose_path_may_lead_hides_no_change() -> None:
    members = dict(whole())
    about = members[DESCRIPTION].replace(b'FileRef="/', b'FileRef="')
    members |= {DESCRIPTION: about, VALUE: ses_4(about)}
    for name in ("Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"):
        shadow = {f"Doc_0/Signs/Sign_0/{name}": members[name], name: members[name] + b" "}

        seen = verdict(members | shadow)

        assert (seen.result, seen.changed) == (Result.CHANGED, (name,))


def test_a_digest_in_hexadecimal_is_read() -> None:
    def with_hex(content: bytes) -> bytes:
        for data in plain_members().values():
            digest = hashlib.new("sm3", data).digest()
            content = content.replace(base64.b64encode(digest), digest.hex().encode())
        return content

    members = dict(whole())
    members[DESCRIPTION] = with_hex(members[DESCRIPTION])
    members[VALUE] = ses_4(members[DESCRIPTION])

    assert verdict(members).result is Result.WHOLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260302163000", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("20260302083000Z", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("20260302083000.763Z", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("2026-03-02 16:30:00", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("2026-03-02T16:30:00", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("yesterday", None),
    ],
)
def test_the_time_is_read_however_it_is_written(text: str, expected: datetime | None) -> None:
    members = dict(whole())
    members[DESCRIPTION] = members[DESCRIPTION].replace(b"20260302163000", text.encode())
    members[VALUE] = b"unreadable, so that the description's time is what is left"

    assert verdict(members).signed_at == expected
