"""The tax bureau's signature in a 数电票 XML (`TaxBureauSignature`).

It names the parts it covers by paths (in letters of the wrong case), keeps an SM2 value
in hexadecimal, and behind an `&` the time in base64. Its own definition is not public:
how the parts are turned into bytes before signing is not told, and `KeyInfo` is mostly
empty, so the certificate must come from the operator's trust store.

So a value is tried against every reading of "the parts" that makes sense. A fit is proof:
no other bytes would have fitted. No fit proves nothing, and the answer is NOT_RUN.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml import etree

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.seals import cms, der
from chapiao.seals.algorithms import Undecided, fits
from chapiao.seals.certificate import BadCertificate, Certificate, load
from chapiao.seals.claim import Claim
from chapiao.seals.der import BadDer
from chapiao.seals.trust import Asked
from chapiao.seals.verdict import Verdict, not_run, of_claim

WHERE: Final = "TaxBureauSignature"
MAX_KEYS: Final = 20
MAX_BYTES: Final = 4 * 1024 * 1024
_SM2 = "1.2.156.10197.1.501"
_HEX = re.compile(r"[0-9A-Fa-f]+")
_BETWEEN = re.compile(r">\s+<")


def check(data: bytes, asked: Asked) -> tuple[Verdict, ...]:
    """Return the verdict on the tax bureau's signature; none where there is no value."""
    if len(data) > MAX_BYTES:
        return (not_run("XML文件过大", where=WHERE),)
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml as error:
        return (not_run(str(error), where=WHERE),)
    found = safe_xml.at(root, WHERE)
    text = None if found is None else safe_xml.text_at(found, "SignatureValue")
    if found is None or not text:
        return ()
    return (replace(_check(data, root, found, text, asked), where=WHERE),)


def _check(data: bytes, root: Element, found: Element, text: str, asked: Asked) -> Verdict:
    value = _value(text)
    if value is None:
        return not_run("签名值读不出来，不是十六进制也不是base64")
    at = _time(safe_xml.text_at(found, "SignatureTime"), text)
    paths = tuple(_paths(found, root))
    keys = (*_own_certificates(found), *asked.roots)[:MAX_KEYS]
    readings = tuple(_readings(data, root, paths))
    try:
        claims = list(_claims(value, keys, readings))
    except (BadDer, Undecided) as error:
        return not_run(f"签名值读不出来：{error}")
    proved = next((one for one in claims if one.holds), None)
    if proved is None:
        return replace(not_run(_why(value, keys)), signed_at=at)
    covered = tuple(name for name, _ in paths) or (str(root.tag),)
    return of_claim(proved, asked, what="税务机关签名", changed={}, covered=covered, at=at)


def _why(value: bytes, keys: Sequence[Certificate]) -> str:
    if not keys and not cms.is_cms(value):
        return (
            "XML里没有签名证书（KeyInfo是空的），离线无法验证；"
            "导入税务机关的签名证书后再验，或到查验平台查验"
        )
    return "签名的原文格式没有公开，按已知的写法都对不上，不能判断有没有改动；请到查验平台查验"


def _value(text: str) -> bytes | None:
    """Return the value; what stands behind the & is the time."""
    given = "".join(text.partition("&")[0].split())
    if _HEX.fullmatch(given) and len(given) % 2 == 0:
        return bytes.fromhex(given)
    try:
        return base64.b64decode(given, validate=True) or None
    except ValueError:  # binascii's own error is one too
        return None


def _time(said: str | None, text: str) -> datetime | None:
    plain = re.sub(r"[-:/T ]", "", said or "")
    behind = text.partition("&")[2].strip()
    try:
        coded = base64.b64decode(behind).decode("ascii", "replace").replace(" ", "")
    except ValueError:
        coded = ""
    return der.parse_time(plain) or der.parse_time(coded)


def _own_certificates(found: Element) -> Iterator[Certificate]:
    for one in safe_xml.descendants(found):
        if safe_xml.name(one) not in ("KeyInfo", "X509Certificate", "Certificate"):
            continue
        text = "".join((one.text or "").split())
        for decode in (bytes.fromhex, base64.b64decode):
            try:
                yield load(decode(text))
            except (ValueError, BadCertificate):  # binascii.Error is a ValueError
                continue
            break


def _paths(found: Element, root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the parts that Reference/@URI names, whatever the case of its letters."""
    reference = safe_xml.at(found, "Reference")
    given = "" if reference is None else reference.get("URI", "")
    for path in given.split("|")[:20]:
        steps = [step for step in path.strip().lower().split("/") if step]
        here: Element | None = root
        if not steps or safe_xml.name(root).lower() != steps[0]:
            continue
        for step in steps[1:]:
            inside = [] if here is None else list(safe_xml.children(here))
            here = next((one for one in inside if safe_xml.name(one).lower() == step), None)
        if here is not None:
            yield path.strip(), here


def _readings(data: bytes, root: Element, paths: Sequence[tuple[str, Element]]) -> Iterator[bytes]:
    """Yield the bytes that may have been signed, plainest first."""
    parts = [element for _, element in paths]
    if not parts:
        parts = [one for one in safe_xml.children(root) if safe_xml.name(one) != WHERE]
    raw = [_as_written(data, one) for one in parts]
    forms = [
        [_canonical(one, exclusive=False) for one in parts],
        [_canonical(one, exclusive=True) for one in parts],
        [one for one in raw if one is not None] if None not in raw else [],
        [safe_xml.text(one).encode() for one in parts],
    ]
    for form in forms:
        whole = b"".join(form)
        yield whole
        text = whole.decode("utf-8", "replace")
        yield _BETWEEN.sub("><", text).encode()
    whole = _without_signature(data)
    yield from (whole, _BETWEEN.sub("><", whole.decode("utf-8", "replace")).encode())


def _canonical(element: Element, *, exclusive: bool) -> bytes:
    alone = copy(element)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=exclusive)


def _as_written(data: bytes, element: Element) -> bytes | None:
    """Return the element's own bytes in the file, when its name stands there but once."""
    name = re.escape(safe_xml.name(element).encode())
    opening = list(re.finditer(rb"<" + name + rb"(?:\s[^<>]*)?>", data))
    closing = list(re.finditer(rb"</" + name + rb"\s*>", data))
    alone = len(opening) == len(closing) == 1
    return data[opening[0].start() : closing[0].end()] if alone else None


def _without_signature(data: bytes) -> bytes:
    start, end = data.find(b"<TaxBureauSignature"), data.rfind(b"</TaxBureauSignature>")
    if not 0 <= start < end:
        return data
    return data[:start] + data[end + len(b"</TaxBureauSignature>") :]


def _claims(
    value: bytes, keys: Sequence[Certificate], readings: Sequence[bytes]
) -> Iterator[Claim]:
    for content in dict.fromkeys(readings):
        if cms.is_cms(value):
            yield from cms.check(value, content)
            continue
        for one in keys:
            try:
                fitting = fits(one.key, _SM2, content, value)
            except Undecided:
                if isinstance(one.key, tuple):
                    raise
                continue
            yield Claim(
                certificate=one,
                content_fits=True,
                signature_fits=fitting,
                digests=frozenset({"SM3"}),
            )
