"""发票代码: which kind, region and year of allotment the digits of a code tell.

The kind follows the query platform's own rule (domain §1.2 [A]). The year is
when the code was handed out, not when the invoice was issued: it may be earlier
than the date of issue by years, never later.
"""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.invoice.kind import Kind


class BadCode(ValueError):
    """The text is no invoice code. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Code:
    """A well-formed code: 8 (财政), 10 or 12 ASCII digits."""

    text: str

    @property
    def platform_kind(self) -> str:
        """The query platform's 票种代码 (fplx); "99" is none it verifies."""
        return _platform_kind(self.text)

    @property
    def kind(self) -> Kind | None:
        """The kind the code tells; None where the digits do not tell."""
        return KINDS.get(self.platform_kind)

    @property
    def region(self) -> str | None:
        """Four region digits, as `region.py` names them; None for 财政 codes."""
        if len(self.text) == 12:  # noqa: PLR2004
            return self.text[1:5]
        return self.text[:4] if len(self.text) == 10 else None  # noqa: PLR2004

    @property
    def year(self) -> int | None:
        """The year the code was allotted."""
        if len(self.text) == 12:  # noqa: PLR2004
            return 2000 + int(self.text[5:7])
        return 2000 + int(self.text[4:6]) if len(self.text) == 10 else None  # noqa: PLR2004


KINDS: dict[str, Kind] = {}


def _platform_kind(text: str) -> str:
    raise NotImplementedError


def parse_code(text: str) -> Code:
    """Return the code typed or read."""
    raise NotImplementedError
