"""What a signed value claims about some content, whichever structure it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chapiao.seals.certificate import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One signer's claim, checked against the content.

    `content_fits`: the digest signed is the content's. `signature_fits`: the signature
    belongs to that digest and that certificate; None when it cannot be told, and then
    `undecided` says why. `misused` says why the certificate may not use this seal.
    `doubt` speaks against trusting the seal; `maker` made it, `made_at` that time. `seal`
    is the seal itself. These four are empty where there is only a signature.
    """

    certificate: Certificate
    content_fits: bool
    signature_fits: bool | None
    undecided: str = ""
    misused: str = ""
    doubt: str = ""
    others: tuple[Certificate, ...] = ()
    signed_at: datetime | None = None
    digests: frozenset[str] = field(default_factory=frozenset)
    seal: bytes | None = None
    maker: Certificate | None = None
    made_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return self.content_fits and self.signature_fits is True and not self.misused
