"""Numbers that nobody has: well-formed, with right check digits, and plain to see as made up.

A tax id carries `DEM0` where a registered one has its organisation code, and a
number ends in two check digits, so that no two numbers of the demo are one slip
apart unless a story wants it.
"""

from __future__ import annotations

from random import Random

from stdnum.cn import uscc

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def tax_id(district: str, serial: int, registered_as: str = "91") -> str:
    """Return a valid 统一社会信用代码 of no real body.

    >>> tax_id("110108", 1)
    '91110108DEM0000147'
    """
    organisation = f"DEM0{serial:04d}"
    body = registered_as + district + organisation + _organisation_check(organisation)
    return body + str(uscc.calc_check_digit(body))


def _organisation_check(organisation: str) -> str:
    values = (int(c) if c.isdigit() else ord(c) - 55 for c in organisation)
    rest = 11 - sum(v * w for v, w in zip(values, _WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


class Numbers:
    """Gives out numbers, each once."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def digital(self, year: int, region: str, channel: str = "2") -> str:
        """Return 20 digits: year, two region digits, channel, then `99` as no real one has."""
        return self._new(f"{year % 100:02d}{region}{channel}99", 11)

    def short(self) -> str:
        """Return eight digits, as the papers with a code have."""
        return self._new("9", 5)

    def fiscal(self) -> str:
        """Return the ten digits of a 财政电子票据."""
        return self._new("99", 6)

    def digits(self, length: int) -> str:
        """Return digits of no meaning: check codes, machine numbers."""
        return "".join(self._chance.choices("0123456789", k=length))

    def hexadecimal(self, length: int) -> str:
        """Return hex digits of no meaning."""
        return "".join(self._chance.choices("0123456789ABCDEF", k=length))

    def cipher(self) -> str:
        """Return the 密码区: four lines of 27 characters, opaque on genuine papers too."""
        return "\n".join("".join(self._chance.choices("0123456789+-*/<>", k=27)) for _ in range(4))

    def _new(self, head: str, free: int) -> str:
        while True:
            body = head + self.digits(free)
            number = body + _check(body)
            if number not in self._given:
                self._given.add(number)
                return number


def unfiled(year: int, region: str, serial: int) -> str:
    """Return a digital number that no row of the demo has, whatever the seed.

    >>> unfiled(2026, "11", 1)[:7]
    '2611298'
    """
    body = f"{year % 100:02d}{region}298{serial:011d}"
    return body + _check(body)


def _check(body: str) -> str:
    return f"{int(body) * 100 % 97:02d}"


def code_12(region: str, year: int, batch: int, kind: str) -> str:
    """Return a 12-digit 税控 code: region, year of allotment, batch, two digits for the kind."""
    return f"0{region}{year % 100:02d}{batch:03d}{kind}"


def code_10(region: str, year: int, kind: str) -> str:
    """Return a 10-digit 税控 code; the eighth digit tells the kind."""
    return f"{region}{year % 100:02d}1{kind}30"


def code_local(region: str, year: int, tail: str) -> str:
    """Return a 12-digit code of the old local papers, which start with 1."""
    return f"1{region}{year % 100:02d}{tail}"
