"""SM2 signatures (GB/T 32918.2 with the curve of GB/T 32918.5): verified in plain integers.

Only verifying happens here, with public values, so nothing secret can leak through
timing. One verification costs about a millisecond. The C library tried for it is three
times faster, but writes traces to the terminal for every signature that fails, is not
built for every machine, and would meet strangers' bytes in C.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = P - 3
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
DEFAULT_ID: Final = b"1234567812345678"
_BYTES = 32
_OWN_WINDOW = 5  # for a key seen once
_BASE_WINDOW = 7  # for the curve's own point, whose multiples are kept
_UNCOMPRESSED = 4
_COMPRESSED = (2, 3)

Point = tuple[int, int]
_Jacobian = tuple[int, int, int]


def public_key(data: bytes) -> Point | None:
    """Return the point that 64, 65 or 33 bytes stand for; None when it is not on the curve."""
    if len(data) == 2 * _BYTES + 1 and data[0] == _UNCOMPRESSED:
        data = data[1:]
    if len(data) == 2 * _BYTES:
        x, y = int.from_bytes(data[:_BYTES]), int.from_bytes(data[_BYTES:])
    elif len(data) == _BYTES + 1 and data[0] in _COMPRESSED:
        x = int.from_bytes(data[1:])
        y = pow(_curve(x), (P + 1) // 4, P)
        if y & 1 != data[0] & 1:
            y = P - y
    else:
        return None
    on_curve = x < P and y < P and y * y % P == _curve(x)
    return (x, y) if on_curve else None


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest."""
    return hashlib.new("sm3", data).digest()


def digest(key: Point, message: bytes, signer_id: bytes = DEFAULT_ID) -> int:
    """Return what an SM2 signature signs: SM3 over the signer's own Z and the message."""
    known = (A, B, *G, *key)
    bits = (len(signer_id) * 8).to_bytes(2)
    z = sm3(bits + signer_id + b"".join(number.to_bytes(_BYTES) for number in known))
    return int.from_bytes(sm3(z + message))


def verify(key: Point, message: bytes, signature: tuple[int, int]) -> bool:
    """Tell whether r and s were made over the message with the private half of this key."""
    return verify_digest(key, digest(key, message), signature)


def verify_digest(key: Point, signed: int, signature: tuple[int, int]) -> bool:
    """Tell the same, for a digest that was worked out before."""
    r, s = signature
    if not (0 < r < N and 0 < s < N):
        return False
    t = (r + s) % N
    if t == 0:
        return False
    x, _, z = _sum_of_products(s, t, key)
    if z == 0:
        return False
    # x / z² is the abscissa; comparing products spares the costly inverse.
    wanted = (r - signed) % N
    square = z * z % P
    return any(c < P and c * square % P == x for c in (wanted, wanted + N))


def _curve(x: int) -> int:
    return (x * x * x - 3 * x + B) % P


def _sum_of_products(s: int, t: int, key: Point) -> _Jacobian:
    """Return sG + tQ, both in one run of doublings (Shamir)."""
    columns = (
        (_naf(s, _BASE_WINDOW), _base_multiples()),
        (_naf(t, _OWN_WINDOW), _odd_multiples(key, _OWN_WINDOW)),
    )
    plan: dict[int, list[Point]] = {}
    for digits, multiples in columns:
        for place, value in digits:
            x, y = multiples[abs(value) >> 1]
            plan.setdefault(place, []).append((x, y if value > 0 else P - y))
    total: _Jacobian = (1, 1, 0)
    for place in range(max(plan), -1, -1):
        total = _doubled(total)
        for point in plan.get(place, ()):
            total = _added(total, point)
    return total


@cache
def _base_multiples() -> tuple[Point, ...]:
    return _odd_multiples(G, _BASE_WINDOW)


def _odd_multiples(point: Point, window: int) -> tuple[Point, ...]:
    """Return 1, 3, 5 … times the point."""
    [twice] = _affine([_doubled((*point, 1))])
    found: list[_Jacobian] = [(*point, 1)]
    for _ in range((1 << (window - 2)) - 1):
        found.append(_added(found[-1], twice))
    return tuple(_affine(found))


def _affine(points: list[_Jacobian]) -> list[Point]:
    """Return the points with z = 1; one inverse serves them all (Montgomery)."""
    products = [1]
    for _, _, z in points:
        products.append(products[-1] * z % P)
    inverse = pow(products[-1], -1, P)
    found: list[Point] = []
    for index in range(len(points) - 1, -1, -1):
        x, y, z = points[index]
        own = inverse * products[index] % P
        inverse = inverse * z % P
        square = own * own % P
        found.append((x * square % P, y * square * own % P))
    return found[::-1]


def _naf(number: int, window: int) -> list[tuple[int, int]]:
    """Return (place, odd digit) pairs that sum to the number, few and far between."""
    found = []
    place = 0
    full = 1 << window
    while number:
        if number & 1:
            value = number & (full - 1)
            if value >= full >> 1:
                value -= full
            number -= value
            found.append((place, value))
        number >>= 1
        place += 1
    return found


def _doubled(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    square = z * z % P
    y2 = y * y % P
    beta = x * y2 % P
    alpha = 3 * (x - square) * (x + square) % P
    x3 = (alpha * alpha - 8 * beta) % P
    return x3, (alpha * (4 * beta - x3) - 8 * y2 * y2) % P, 2 * y * z % P


def _added(point: _Jacobian, other: Point) -> _Jacobian:
    x1, y1, z1 = point
    x2, y2 = other
    if z1 == 0:
        return x2, y2, 1
    square = z1 * z1 % P
    h = (x2 * square - x1) % P
    r = (y2 * square * z1 - y1) % P
    if h == 0:
        return _doubled(point) if r == 0 else (1, 1, 0)
    h2 = h * h % P
    h3 = h * h2 % P
    v = x1 * h2 % P
    x3 = (r * r - h3 - 2 * v) % P
    return x3, (r * (v - x3) - y1 * h3) % P, z1 * h % P
