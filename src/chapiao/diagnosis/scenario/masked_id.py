"""A tax id masked: of the same kind and district, with right check digits where they were."""

from __future__ import annotations

from collections.abc import Mapping

from chapiao.invoice.tax_id import IdShape, check_tax_id

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BORN = "19900101"  # everybody's birthday
DISTRICT = 8  # first signs of a company's id: what registered it, its kind, its district
NEAR = 4  # signs in which an id may differ from a known one and still be meant for it


def masked_id(text: str, signs: Mapping[str, str], known: Mapping[str, str]) -> str:
    """Return another id; `known` are those masked before, from which this may only differ."""
    checked = check_tax_id(text)
    if checked.shape is IdShape.AGENCY or len(text) < DISTRICT:
        return text
    if checked.is_person:
        return _person(text, signs, valid=checked.is_valid is True)
    near = next((one for one in known if _differs(text, one) <= NEAR), "")
    if near:
        body = "".join(
            there if here == was else signs.get(here, here)
            for here, was, there in zip(text, near, known[near], strict=True)
        )
    else:
        body = text[:DISTRICT] + "".join(signs.get(one, one) for one in text[DISTRICT:])
    return _checked(body, valid=checked.is_valid)


def _differs(one: str, other: str) -> int:
    if len(one) != len(other):
        return NEAR + 1
    return sum(a != b for a, b in zip(one, other, strict=True))


def _checked(body: str, *, valid: bool | None) -> str:
    """Return the id with the last sign that makes it right, or wrong, as the real one is."""
    if valid is None or check_tax_id(body).is_valid is valid:
        return body
    return next(
        (each for one in SIGNS if check_tax_id(each := body[:-1] + one).is_valid is valid),
        body,
    )


def _person(text: str, signs: Mapping[str, str], *, valid: bool) -> str:
    order = "".join(signs.get(one, one) for one in text[14:17])
    body = f"{text[:6]}{BORN}{order}"
    ends = "0123456789X"
    last = next((one for one in ends if check_tax_id(body + one).is_valid is valid), "0")
    return body + last + "".join(signs.get(one, one) for one in text[18:])
