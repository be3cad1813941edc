"""SM2 against the standard's own example, and against another library."""

from __future__ import annotations

import gmssl_pyx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.seals.make_people import bureau, stranger

from chapiao.seals import sm2

# GB/T 32918.5, annex A: the example over the recommended curve.
PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
MESSAGE = b"message digest"


def key_of(data: bytes) -> sm2.Point:
    key = sm2.public_key(data)
    assert key is not None
    return key


def test_the_example_of_the_standard_fits() -> None:
    assert sm2.verify(key_of(PUBLIC), MESSAGE, (R, S))


@pytest.mark.parametrize(
    ("message", "pair"),
    [
        (b"message digesT", (R, S)),
        (MESSAGE, (R + 1, S)),
        (MESSAGE, (R, S - 1)),
        (MESSAGE, (S, R)),
        (MESSAGE, (R, sm2.N - S)),
    ],
    ids=str,
)
def test_anything_else_does_not(message: bytes, pair: tuple[int, int]) -> None:
    assert not sm2.verify(key_of(PUBLIC), message, pair)


@pytest.mark.parametrize(
    "pair", [(0, S), (R, 0), (sm2.N, S), (R, sm2.N), (R + sm2.N, S), (R, sm2.N - R), (-R, S)]
)
def test_values_outside_the_curve_never_fit(pair: tuple[int, int]) -> None:
    assert not sm2.verify(key_of(PUBLIC), MESSAGE, pair)


@given(st.binary(max_size=300))
@settings(max_examples=30, deadline=None)
def test_what_another_library_signs_fits_for_its_signer_alone(message: bytes) -> None:
    pair = bureau().sign_raw(message)

    assert sm2.verify(key_of(bureau().public), message, pair)
    assert not sm2.verify(key_of(stranger().public), message, pair)
    assert not sm2.verify(key_of(bureau().public), message + b"!", pair)


def test_a_key_is_read_in_all_its_forms() -> None:
    x, y = PUBLIC[:32], PUBLIC[32:]
    whole = key_of(PUBLIC)

    assert key_of(b"\x04" + PUBLIC) == whole
    assert key_of(bytes((2 + (y[-1] & 1),)) + x) == whole
    assert gmssl_pyx.normalize_sm2_public_key(b"\x04" + PUBLIC) == PUBLIC


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PUBLIC[:-1],
        b"\x05" + PUBLIC,
        bytes(64),
        PUBLIC[:-1] + b"\0",
        b"\xff" * 64,
        b"\x02" + b"\xff" * 32,
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_point_beside_the_curve_is_no_key(data: bytes) -> None:
    assert sm2.public_key(data) is None
