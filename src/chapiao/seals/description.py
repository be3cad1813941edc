"""Signature.xml: what an OFD signature covers, with which digests, and where its value lies."""

from __future__ import annotations

import base64
import posixpath
from dataclasses import dataclass
from datetime import datetime

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.seals import der
from chapiao.seals.container import Resolve


@dataclass(frozen=True, slots=True)
class Reference:
    """One member covered: its digest when it was signed (None: unreadable), and its path.

    A path that may mean several members makes as many: each must be as it was signed.
    """

    path: str
    digest: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A Signature.xml. `method` is the name of the digest as the signer wrote it."""

    path: str
    method: str | None
    references: tuple[Reference, ...]
    value: str | None
    seal: str | None
    at: datetime | None


def read(data: bytes, path: str, resolve: Resolve) -> Description | None:
    """Return the description; None when the bytes are no XML or no signature."""
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml:
        return None
    folder = posixpath.dirname(path)
    info = safe_xml.at(root, "SignedInfo")
    listed = None if info is None else safe_xml.at(info, "References")
    if info is None or listed is None:
        return None
    value = safe_xml.text_at(root, "SignedValue")
    seal = safe_xml.text_at(info, "Seal/BaseLoc")
    return Description(
        path=path,
        method=listed.get("CheckMethod"),
        references=tuple(
            Reference(member, _digest(one))
            for one in safe_xml.children(listed)
            if safe_xml.name(one) == "Reference"
            for member in resolve(folder, one.get("FileRef", ""))
        ),
        value=resolve(folder, value)[0] if value else None,
        seal=resolve(folder, seal)[0] if seal else None,
        at=_time(safe_xml.text_at(info, "SignatureDateTime")),
    )


def _digest(reference: Element) -> bytes | None:
    """Return the digest: base64 as the standard has it, or hexadecimal."""
    text = "".join((safe_xml.text_at(reference, "CheckValue") or "").split())
    if len(text) in (32, 40, 64, 96, 128):
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    try:
        return base64.b64decode(text, validate=True) or None
    except ValueError:  # binascii's own error is one too
        return None


def _time(text: str | None) -> datetime | None:
    """Read the four ways in which the time of signing is written."""
    plain = (text or "").strip().replace("-", "").replace(":", "").replace("/", "")
    return der.parse_time(plain.replace("T", "").replace(" ", ""))
