"""The signatures of a PDF: PKCS#7, the older RSA kind, China's SM2 seals.

What is signed is checked here. Where the file goes on behind the signed part, pyHanko
reads the later revisions and tells whether they touch what was signed; it is slow to
load, and few files need it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from chapiao.seals import cms, pdf_scan, ses
from chapiao.seals.algorithms import Undecided, digest, fits
from chapiao.seals.certificate import BadCertificate, load, readable
from chapiao.seals.claim import Claim
from chapiao.seals.der import OCTET_STRING, BadDer, parse
from chapiao.seals.pdf_scan import Signed, may_be_signed
from chapiao.seals.trust import Asked
from chapiao.seals.verdict import Verdict, of_claim

__all__ = ["check", "may_be_signed"]

CONTENT: Final = "PDF内容"
LATER: Final = "签名之后追加的内容"
_RSA_SHA1 = "1.2.840.113549.1.1.5"


def check(data: bytes, asked: Asked) -> tuple[Verdict, ...]:
    """Return a verdict for each signature."""
    found = tuple(pdf_scan.signatures(data))
    if not found and pdf_scan.is_hidden(data):
        # Nobody makes a value without saying what it signs.
        how = {CONTENT: "里签名覆盖的范围（ByteRange）被破坏"}
        return (of_claim(None, asked, what="签名", changed=how),)
    return tuple(
        replace(_check(data, one, asked), where=f"第{number}个签名")
        for number, one in enumerate(found, 1)
    )


def _check(data: bytes, signed: Signed, asked: Asked) -> Verdict:
    claim: Claim | None = None
    changed: dict[str, str] = {}
    undecided: list[str] = []
    try:
        claim = _claim(signed)
    except (BadDer, BadCertificate, Undecided) as error:
        undecided.append(f"签名值读不出来：{error}")
    if claim is None and signed.broken:
        changed[CONTENT] = "已损坏"
    elif claim is not None and not claim.content_fits:
        changed[CONTENT] = "与签名时不同"
    elif claim is not None and claim.signature_fits is False:
        changed[CONTENT] = "的签名值与证书对不上"
    elif claim is not None and claim.misused:
        changed["印章"] = f"不可信：{claim.misused}"
    elif not signed.whole_gap:
        undecided.append("签名覆盖的范围写法异常")
    elif claim is not None and pdf_scan.rest(data, signed):
        from chapiao.seals import pdf_later

        found = pdf_later.judge(data, signed.end)
        changed |= {LATER: found.why} if found.changed else {}
        undecided += [] if found.changed is not None else [f"{LATER}{found.why}"]
    return of_claim(claim, asked, what="签名", changed=changed, undecided=undecided, at=signed.at)


def _claim(signed: Signed) -> Claim:
    if signed.value[:1] == bytes((OCTET_STRING,)):
        return _oldest(signed)
    if cms.is_cms(signed.value):
        claims = cms.check_digest(
            signed.value, lambda name: digest(name, signed.content), signed.content
        )
        return next((one for one in claims if not one.holds), claims[0])
    return ses.check(ses.parse(signed.value), signed.content)


def _oldest(signed: Signed) -> Claim:
    """Read the signature of PDF 1.3: an RSA value, its certificates in the dictionary."""
    if not signed.certificates:
        msg = "签名里没有证书"
        raise Undecided(msg)
    certificate = load(signed.certificates[0])
    value = parse(signed.value).octets()
    fitting: bool | None
    try:
        fitting, why = fits(certificate.key, _RSA_SHA1, signed.content, value), ""
    except Undecided as error:
        fitting, why = None, str(error)
    return Claim(
        certificate=certificate,
        others=readable(signed.certificates[1:]),
        content_fits=True,  # there is no digest apart from the signature
        signature_fits=fitting,
        undecided=why,
        digests=frozenset({"SHA-1"}),
    )
