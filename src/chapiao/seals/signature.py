"""One signature of an OFD, checked from the inside out.

The value's digest against Signature.xml, the signature against the certificate, the
certificate against the seal, and the digests in Signature.xml against the members.
A member that differs is a finding even where the value cannot be read.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from chapiao.seals import cms, members, ses
from chapiao.seals.algorithms import Undecided
from chapiao.seals.certificate import BadCertificate
from chapiao.seals.claim import Claim
from chapiao.seals.container import Container, Place, key
from chapiao.seals.der import BadDer
from chapiao.seals.description import Description, read
from chapiao.seals.trust import Asked
from chapiao.seals.verdict import Verdict, not_run, of_claim

MAX_DESCRIPTION_BYTES: Final = 2 * 1024 * 1024
MAX_VALUE_BYTES: Final = 16 * 1024 * 1024
_VALUE_NAME = "SignedValue.dat"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was seen of the signature: how members differ, and what could not be told."""

    changed: dict[str, str]
    undecided: tuple[str, ...] = ()
    claim: Claim | None = None
    compared: members.Compared = field(default_factory=members.Compared)
    at: datetime | None = None


def check(container: Container, place: Place, asked: Asked) -> Verdict:
    """Return the verdict on one signature."""
    where = container.name(place.path)
    try:
        seen = _seen(container, place, where)
    except Undecided as error:
        return not_run(str(error), where=where)
    verdict = of_claim(
        seen.claim,
        asked,
        changed=seen.changed,
        undecided=seen.undecided,
        covered=seen.compared.covered,
        uncovered=seen.compared.uncovered,
        digests=seen.compared.digests,
        at=seen.at,
    )
    return replace(verdict, where=where)


def _seen(container: Container, place: Place, where: str) -> _Seen:
    content = container.read(place.path)
    if content is None:
        return _Seen(changed={where: _missing(container, place.path)})
    if len(content) > MAX_DESCRIPTION_BYTES:
        msg = "签章描述文件过大"
        raise Undecided(msg)
    about = read(content, place.path, container.resolve)
    value_path = _value_path(container, about, place.path)
    value = container.read(value_path)
    value_name = container.name(value_path)
    if value is None:
        return _Seen(changed={value_name: _missing(container, value_path)})
    claim, why = _claim(value, content)
    changed = {} if claim is None else _spoilt(claim, where, value_name)
    undecided = [why] if why else []
    if place.document is None:
        undecided.append("OFD.xml没有登记这个签章，请核对是不是原件")
    if about is None:
        return _Seen(changed=changed, undecided=("签章描述文件读不出来", *undecided), claim=claim)
    certificate = None if claim is None else claim.certificate
    compared = members.compare(container, place, about, certificate)
    changed |= compared.changed | _other_seal(container, about, claim, compared)
    return _Seen(
        changed=changed,
        undecided=(*undecided, *compared.undecided),
        claim=claim,
        compared=compared,
        at=about.at,
    )


def _missing(container: Container, path: str) -> str:
    return members.BROKEN if path in container else members.GONE


def _value_path(container: Container, about: Description | None, path: str) -> str:
    """Return where the value lies; beside the description when that cannot be believed."""
    if about is not None and about.value and about.value in container:
        return about.value
    beside = posixpath.join(posixpath.dirname(path), _VALUE_NAME)
    named = about.value if about is not None and about.value else beside
    return beside if beside in container else named


def _claim(value: bytes, content: bytes) -> tuple[Claim | None, str]:
    """Return the claim of the value; of several signers the one that does not hold."""
    if len(value) > MAX_VALUE_BYTES:
        return None, "签章值文件过大"
    try:
        if not cms.is_cms(value):
            return ses.check(ses.parse(value), content), ""
        claims = cms.check(value, content)
        return next((one for one in claims if not one.holds), claims[0]), ""
    except (BadDer, BadCertificate, Undecided) as error:
        return None, f"签章值读不出来：{error}"


def _spoilt(claim: Claim, where: str, value_name: str) -> dict[str, str]:
    changed = {} if claim.content_fits else {where: members.DIFFERS}
    if claim.signature_fits is False:
        changed[value_name] = "里的签名值与内容或证书对不上"
    elif claim.misused:
        changed[value_name] = f"不可信：{claim.misused}"
    return changed


def _other_seal(
    container: Container, about: Description, claim: Claim | None, compared: members.Compared
) -> dict[str, str]:
    """Name the seal that lies beside, which viewers draw, if it is not the one signed."""
    if claim is None or claim.seal is None or about.seal is None or about.seal not in container:
        return {}
    if any(key(about.seal) == key(path) for path in compared.covered):
        return {}
    same = all(one == claim.seal for one in container.all_read(about.seal))
    return {} if same else {container.name(about.seal): "不是签章时的那枚印章"}
