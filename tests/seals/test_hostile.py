"""Whatever stands in a file: always a verdict, never an exception, never long, never whole."""

from __future__ import annotations

import io
import random
import time
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.seals.make_der import integer, octets, sequence
from tests.seals.make_people import bureau, root
from tests.seals.make_sealed import (
    DESCRIPTION,
    LIST,
    NS,
    VALUE,
    Members,
    changed,
    cms,
    description,
    listing,
    pack,
    plain_members,
    sealed,
    ses_1,
    ses_4,
)
from tests.seals.make_signed_pdf import signed_by_hand, signed_pdf

from chapiao.seals import Result, Verdict, check, may_be_signed, overall
from chapiao.seals.as_json import seal_json

SECONDS = 5.0
MAKERS = (ses_4, ses_1, cms)
FEW = settings(max_examples=60, deadline=None)


@cache
def ofd(number: int) -> Members:
    """A signed OFD, the same each time: signatures hold a random number."""
    return sealed(MAKERS[number])


@cache
def pdf(number: int) -> bytes:
    return signed_by_hand(ses_4) if number else signed_pdf()


def looked_at(data: bytes) -> Verdict:
    """The verdict on the file, taken in time, with all it says fit to be shown."""
    begun = time.monotonic()
    found = check(data, [root().certificate])
    seen = overall(found)
    assert not found or may_be_signed(data)
    assert time.monotonic() - begun < SECONDS
    assert seen.text
    assert seal_json(seen)["result"] == seen.result.value
    return seen


def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a few pieces cut out, doubled, changed or put in."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 40)))
        data = (
            data[:at]
            + draw(st.sampled_from([b"", data[at:end] * 2, b"\x30\x80"]) | piece)
            + (data[end:])
        )
    return data


piece = st.binary(max_size=20)


@st.composite
def spoilt_ofd(draw: st.DrawFn) -> bytes:
    members = dict(ofd(draw(st.integers(0, 2))))
    for name in draw(st.lists(st.sampled_from([DESCRIPTION, VALUE, LIST, "OFD.xml"]), min_size=1)):
        members[name] = spoilt(draw, members[name])
    return pack(members)


@given(spoilt_ofd())
@FEW
def test_a_spoilt_seal_is_never_more_than_a_verdict(data: bytes) -> None:
    looked_at(data)


@given(st.integers(0, 2), st.binary(max_size=400))
@FEW
def test_any_value_is_only_a_verdict(number: int, data: bytes) -> None:
    assert looked_at(pack(ofd(number) | {VALUE: data})).result is not Result.WHOLE


@given(st.integers(0, 1), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_seal_changed_in_one_byte_never_lends_another_name(
    number: int, share: float, to: int
) -> None:
    value = ofd(number)[VALUE]
    forged = changed(value, int(share * len(value)), to)

    seen = looked_at(pack(ofd(number) | {VALUE: forged}))

    assert seen.result is not Result.WHOLE or seen.signer == bureau().name


@given(st.binary(max_size=2000))
@FEW
def test_any_bytes_are_only_a_verdict(data: bytes) -> None:
    for opening in (b"", b"PK\x03\x04", b"%PDF-1.5\n/ByteRange [0 1 2 3]", b"<TaxBureauSignature>"):
        assert looked_at(opening + data).result is not Result.WHOLE


@st.composite
def spoilt_pdf(draw: st.DrawFn) -> bytes:
    return spoilt(draw, pdf(draw(st.integers(0, 1))))


@given(spoilt_pdf())
@settings(max_examples=30, deadline=None)
def test_a_spoilt_pdf_is_only_a_verdict(data: bytes) -> None:
    looked_at(data)


def test_lengths_that_lie_are_refused() -> None:
    for value in (b"\x30\x84\xff\xff\xff\xff", b"\x30\x80\0\0", b"\x1f" * 100, b"\x30\x82\x00"):
        assert looked_at(pack(sealed() | {VALUE: value})).result is Result.NOT_RUN


def test_deep_and_wide_structures_come_to_an_end() -> None:
    deep = b""
    for _ in range(3_000):
        deep = sequence(deep)
    wide = sequence(*(integer(1) for _ in range(60_000)))

    for value in (deep, wide, sequence(deep, octets(deep), wide, wide)):
        assert looked_at(pack(sealed() | {VALUE: value})).result is Result.NOT_RUN


def test_a_great_many_references_come_to_an_end() -> None:
    members = plain_members()
    many = description(members, ["Doc_0/Res/code.png"] * 20_000)
    members |= {LIST: listing(0), DESCRIPTION: many, VALUE: ses_4(many)}

    assert looked_at(pack(members)).result is Result.NOT_RUN


def test_the_largest_members_of_a_seal_come_to_an_end() -> None:
    path = "/Doc_0/Res/code.png"
    reference = (
        f'<ofd:Reference FileRef="{path}"><ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference>'
    )
    about = sealed()[DESCRIPTION].replace(
        b"</ofd:References>", f"{reference * 250_000}</ofd:References>".encode()
    )
    entries = '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>' * 400_000

    for name, data in ((DESCRIPTION, about), (LIST, f"<a>{entries}</a>".encode())):
        looked_at(pack(sealed() | {name: data}))
    looked_at(pack(sealed() | {VALUE: sequence(octets(bytes(40 * 1024 * 1024)))}))


def test_a_great_many_signatures_come_to_an_end() -> None:
    members = sealed()
    entry = '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>' * 20_000
    members[LIST] = f"<ofd:Signatures {NS}>{entry}</ofd:Signatures>".encode()

    looked_at(pack(members))


def test_a_list_full_of_blanks_and_numbers_comes_to_an_end() -> None:
    members = plain_members() | {LIST: b"once it was short"}
    about = description(members, [*plain_members(), LIST])
    grown = (
        f"<ofd:Signatures {NS}>"
        + " " * 200_000
        + "<ofd:MaxSignId>999999999</ofd:MaxSignId>" * 50
        + '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>' * 2
        + "<ofd:Signature " * 2_000
        + "</ofd:Signatures>"
    )
    members |= {DESCRIPTION: about, VALUE: ses_4(about), LIST: grown.encode()}

    assert looked_at(pack(members)).result is not Result.WHOLE


def test_a_bomb_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sealed().items():
            archive.writestr(name, data)
        for number in range(6):
            archive.writestr(f"Doc_0/Res/{number}.bin", bytes(60 * 1024 * 1024))

    assert looked_at(stream.getvalue()).result is Result.NOT_RUN


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_archive_is_never_whole_where_members_are_hit(seed: int) -> None:
    chance = random.Random(seed)
    data = pack(sealed())
    for _ in range(3):
        data = changed(data, chance.randrange(len(data) - 400), chance.randrange(1, 256))

    looked_at(data)


def test_a_pdf_full_of_ranges_comes_to_an_end() -> None:
    body = b"%PDF-1.5\n" + b"1 0 obj <</ByteRange [0 10 20 30] /Cert [" * 20_000
    spread = b"%PDF-1.5\n" + b"".join(b"/ByteRange [0 %d 20 30] " % at for at in range(5_000))

    for data in (body, spread, spread + b"/Contents <" + b"3" * 1_000_000):
        looked_at(data)
