"""What can be said of one signature, and of all signatures of a file together.

Whole says only that nothing has changed since the signer signed; whether the signer is
who he says he is stands in `trusted`, and nowhere is anything called genuine or fake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from chapiao.seals.algorithms import weakest
from chapiao.seals.claim import Claim
from chapiao.seals.trust import Asked, vouched

UNTRUSTED: Final = "证书不受信"
_NAMED = 5
_YEARS = range(1970, 2200)


class Result(StrEnum):
    """The four results. A check that did not come to its end is NOT_RUN, never WHOLE."""

    WHOLE = "完整"
    CHANGED = "被改动"
    NOT_RUN = "未执行"
    UNSIGNED = "无签章"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One signature.

    `where` is its place in the file. `covered` are the members it protects, `uncovered`
    those in use that it does not, `changed` those that are no longer as they were signed.
    `digest` is the digest relied on, `weak` that it no longer counts as strong. `trusted`
    is None where there is nothing to trust, because nothing was verified.
    """

    result: Result
    text: str
    where: str = ""
    trusted: bool | None = None
    signer: str | None = None
    subject: str | None = None
    signed_at: datetime | None = None
    covered: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    digest: str | None = None
    weak: bool = False


UNSIGNED: Final = Verdict(result=Result.UNSIGNED, text="文件里没有签章")


def not_run(why: str, *, where: str = "") -> Verdict:
    """Return a verdict for a signature that could not be checked, and why."""
    return Verdict(result=Result.NOT_RUN, text=f"有签章，但没有验成：{why}", where=where)


def of_claim(  # noqa: PLR0913 - each is one thing that was seen, named where it is given
    claim: Claim | None,
    asked: Asked,
    *,
    what: str = "签章",
    changed: Mapping[str, str],
    undecided: Sequence[str] = (),
    covered: Sequence[str] = (),
    uncovered: Sequence[str] = (),
    digests: frozenset[str] = frozenset(),
    at: datetime | None = None,
) -> Verdict:
    """Return the verdict on one signature from what was seen of it.

    `changed` says of each place how it differs. Only a claim that holds, with nothing
    changed and nothing left open, is WHOLE.
    """
    used = digests | (claim.digests if claim else frozenset())
    signed_at = _plausible(claim.signed_at if claim else None) or _plausible(at)
    trust = vouched(claim, asked, signed_at) if claim and claim.signature_fits else None
    open_ends = [*([claim.undecided] if claim and claim.undecided else []), *undecided]
    if changed:
        result, text = Result.CHANGED, f"{what}后被改动：{_how(changed)}"
    elif claim is None or not claim.holds or open_ends:
        why = "；".join(open_ends) or "没有读出签名"
        result, text = Result.NOT_RUN, f"有{what}，但没有验成：{why}"
    else:
        result, text = Result.WHOLE, f"{what}完整：{_covers(covered, uncovered)}"
    weak = weakest(used)
    remarks = [f"摘要算法{weak}强度偏弱"] if weak else []
    if trust is not None and not trust.trusted:
        remarks.append(f"{UNTRUSTED}（{trust.why}）")
    return Verdict(
        result=result,
        text="；".join([text, *remarks]),
        trusted=None if trust is None else trust.trusted,
        signer=claim.certificate.name if claim else None,
        subject=claim.certificate.subject_text if claim else None,
        signed_at=signed_at,
        covered=tuple(covered),
        uncovered=tuple(uncovered),
        changed=tuple(changed),
        digest=weak or "、".join(sorted(used)) or None,
        weak=weak is not None,
    )


def _plausible(at: datetime | None) -> datetime | None:
    """Leave out a time that no clock ever showed, and that no calendar could turn around."""
    return at if at is not None and at.year in _YEARS else None


def _how(changed: Mapping[str, str]) -> str:
    """Say how each place differs, those that differ in one way together."""
    ways: dict[str, list[str]] = {}
    for name, how in changed.items():
        ways.setdefault(how, []).append(name)
    return "；".join(f"{listed(names)}{how}" for how, names in ways.items())


def _covers(covered: Sequence[str], uncovered: Sequence[str]) -> str:
    said = f"受保护的{len(covered)}个文件都没有改动" if covered else "受保护的内容没有改动"
    return f"{said}，{listed(uncovered)}不在保护范围内" if uncovered else said


def listed(names: Sequence[str]) -> str:
    """Return the first few names, and how many there are."""
    shown = "、".join(names[:_NAMED])
    return f"{shown}等{len(names)}处" if len(names) > _NAMED else shown


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what holds for the file: the worst of its signatures speaks for it.

    >>> overall([]).result.value
    '无签章'
    """
    found = tuple(verdicts)
    if not found:
        return UNSIGNED
    if len(found) == 1:
        return found[0]
    signed = [one for one in found if one.result is not Result.UNSIGNED]
    if not signed:
        return UNSIGNED
    result = _worst(found)
    leading = next((one for one in signed if one.result is result), signed[0])
    return Verdict(
        result=result,
        text=_together(found, leading),
        where=leading.where,
        trusted=_trust(signed),
        signer=leading.signer,
        subject=leading.subject,
        signed_at=leading.signed_at,
        covered=_each_once(name for one in signed for name in one.covered),
        uncovered=_each_once(name for one in signed for name in one.uncovered),
        changed=_each_once(name for one in signed for name in one.changed),
        digest=leading.digest,
        weak=any(one.weak for one in signed),
    )


def _worst(found: tuple[Verdict, ...]) -> Result:
    results = {one.result for one in found}
    if Result.CHANGED in results:
        return Result.CHANGED
    # A part of the file that nobody signed leaves the whole of it unproved.
    return Result.WHOLE if results == {Result.WHOLE} else Result.NOT_RUN


def _trust(signed: list[Verdict]) -> bool | None:
    known = {one.trusted for one in signed}
    if False in known:
        return False
    return None if None in known else True


def _together(found: tuple[Verdict, ...], leading: Verdict) -> str:
    signed = [one for one in found if one.result is not Result.UNSIGNED]
    counts = [
        f"{sum(one.result is result for one in signed)}个{result.value}"
        for result in (Result.WHOLE, Result.CHANGED, Result.NOT_RUN)
        if any(one.result is result for one in signed)
    ]
    rest = [one.text for one in found if one.result is Result.UNSIGNED]
    about = rest[0] if rest and leading.result is Result.WHOLE else leading.text
    return f"共{len(signed)}个签章，{'、'.join(counts)}。{about}"


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
