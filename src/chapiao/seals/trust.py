"""From a certificate up to a root that the operator trusts.

The roots of the tax bureaus' and regional authorities are handed out by them alone, so
the operator imports them; without them every certificate is 证书不受信. The time that
counts is that of the signature. Revocation is not looked up: that takes a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chapiao.seals.algorithms import Undecided, fits
from chapiao.seals.certificate import Certificate
from chapiao.seals.claim import Claim

MAX_DEPTH: Final = 6
MAX_CHECKS: Final = 40


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a chain leads to a trusted root; where not, why, in Chinese."""

    trusted: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is trusted, and at what time, if not at that of the signature itself."""

    roots: tuple[Certificate, ...] = ()
    at: datetime | None = None


def vouched(claim: Claim, asked: Asked, signed_at: datetime | None) -> Trust:
    """Return whether the signer is to be trusted, and the maker of the seal with it."""
    own = judge(claim.certificate, claim.others, asked.roots, asked.at or signed_at)
    if not own.trusted:
        return own
    if claim.doubt:
        return Trust(trusted=False, why=claim.doubt)
    if claim.maker is None or claim.maker.whole == claim.certificate.whole:
        return own
    made = judge(claim.maker, claim.others, asked.roots, claim.made_at or signed_at)
    return made if made.trusted else Trust(trusted=False, why=f"制章者：{made.why}")


def judge(
    certificate: Certificate,
    others: Sequence[Certificate],
    roots: Sequence[Certificate],
    at: datetime | None,
) -> Trust:
    """Return whether the certificate could be trusted at that time.

    `others` came with the signature and are trusted for nothing; they only may fill
    the steps between.
    """
    if not roots:
        return Trust(trusted=False, why="没有导入任何根证书，无法确认签发机构")
    if at is None:
        return Trust(trusted=False, why="不知道签章时间，无法判断证书当时是否有效")
    search = _Search(tuple(roots), (*roots, *others), at)
    chain = search.upward(certificate, ())
    if chain is None:
        return Trust(trusted=False, why=search.why or "签发机构的根证书没有导入")
    return Trust(trusted=True)


class _Search:
    """One search, so that its steps can be counted and its best reason kept."""

    def __init__(
        self, roots: tuple[Certificate, ...], known: tuple[Certificate, ...], at: datetime
    ) -> None:
        self._roots = {one.whole for one in roots}
        self._known = known
        self._at = at
        self._checks = 0
        self.why = ""

    def upward(
        self, one: Certificate, below: tuple[Certificate, ...]
    ) -> tuple[Certificate, ...] | None:
        """Return the chain from the leaf to a root, or None."""
        if not self._lasts(one):
            return None
        chain = (*below, one)
        if one.whole in self._roots:
            return chain
        if len(chain) >= MAX_DEPTH:
            return None
        for issuer in self._known:
            if issuer.subject != one.issuer or any(issuer.whole == seen.whole for seen in chain):
                continue
            if self._may_issue(issuer, len(below)) and self._signed(one, issuer):
                found = self.upward(issuer, chain)
                if found is not None:
                    return found
        return None

    def _lasts(self, one: Certificate) -> bool:
        if not one.not_before <= self._at <= one.not_after:
            self.why = f"证书「{one.name}」在签章时不在有效期内"
            return False
        if one.odd_extensions:
            self.why = f"证书「{one.name}」含有不认识的关键扩展项"
            return False
        return True

    def _may_issue(self, issuer: Certificate, cas_below: int) -> bool:
        # A certificate of version 1 cannot say it is a CA; the operator said it of a root.
        says = issuer.is_ca or (issuer.is_ca is None and issuer.whole in self._roots)
        allowed = issuer.signs_certificates is not False
        short = issuer.path_length is None or cas_below <= issuer.path_length
        if not (says and allowed and short):
            self.why = f"证书「{issuer.name}」不是可以签发证书的CA证书"
        return says and allowed and short

    def _signed(self, one: Certificate, issuer: Certificate) -> bool:
        self._checks += 1
        if self._checks > MAX_CHECKS:
            self.why = "证书链太复杂，没有查完"
            return False
        try:
            signed = fits(issuer.key, one.algorithm, one.signed, one.signature)
        except Undecided as error:
            self.why = f"证书「{one.name}」的签名验不了：{error}"
            return False
        if not signed:
            self.why = f"证书「{one.name}」的签名与签发者「{issuer.name}」对不上"
        return signed
