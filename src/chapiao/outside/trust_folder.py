"""The certificates the operator trusts: plain PEM files under DATA/trust, one each.

They can be copied and backed up with any tool. A file's name is the certificate's
SHA-256, so that the same one twice is still one.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from chapiao.seals.certificate import BadCertificate, Certificate, load_all

FOLDER: Final = "trust"
MAX_BYTES: Final = 1024 * 1024
SHORTEST: Final = 6
_LINE = 64


class NoSuchRoot(Exception):
    """No trusted certificate, or more than one, goes by that name. The message can be shown."""


@dataclass(frozen=True, slots=True)
class Root:
    """A trusted certificate, with the fingerprint it is called by."""

    fingerprint: str
    certificate: Certificate


def trusted(data: Path) -> tuple[bytes, ...]:
    """Return the files of the folder as they are; what checks a seal reads them itself."""
    folder = data / FOLDER
    try:
        names = sorted(folder.glob("*.pem"))
    except OSError:
        return ()
    return tuple(content for name in names if (content := _content(name)) is not None)


def listed(data: Path) -> tuple[Root, ...]:
    """Return the trusted certificates, by fingerprint; a spoilt file is passed over."""
    found = []
    for content in trusted(data):
        try:
            found += [_root(one) for one in load_all(content)]
        except BadCertificate:
            continue
    return tuple(sorted(found, key=lambda one: one.fingerprint))


def add(data: Path, content: bytes) -> tuple[tuple[Root, bool], ...]:
    """Trust the certificates of a file; each with whether it is new here.

    Raises:
        BadCertificate: the file holds none, or one that cannot be read; then none is added.
        OSError: the folder cannot be written.
    """
    if len(content) > MAX_BYTES:
        msg = "文件过大，不像证书"
        raise BadCertificate(msg)
    given = [_root(one) for one in load_all(content)]
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return tuple((one, _written(folder / f"{one.fingerprint}.pem", one)) for one in given)


def remove(data: Path, which: str) -> Root:
    """Trust the certificate with this fingerprint, or this beginning of one, no longer.

    Raises:
        NoSuchRoot: none has it, or several.
        OSError: the folder cannot be written.
    """
    asked = which.lower().replace(":", "").strip()
    if len(asked) < SHORTEST:
        msg = f"请给出指纹的前{SHORTEST}位以上（chapiao trust list 可以看到）"
        raise NoSuchRoot(msg)
    found = [one for one in listed(data) if one.fingerprint.startswith(asked)]
    if len(found) != 1:
        msg = (
            f"指纹以「{which}」开头的证书有{len(found)}张"
            if found
            else f"没有指纹为「{which}」的证书"
        )
        raise NoSuchRoot(msg)
    (data / FOLDER / f"{found[0].fingerprint}.pem").unlink(missing_ok=True)
    return found[0]


def _root(certificate: Certificate) -> Root:
    return Root(hashlib.sha256(certificate.whole).hexdigest(), certificate)


def _content(name: Path) -> bytes | None:
    try:
        return name.read_bytes() if name.stat().st_size <= MAX_BYTES else None
    except OSError:
        return None


def _written(place: Path, root: Root) -> bool:
    """Write the certificate beside its place and rename it, so that no half of it is ever read."""
    if place.exists():
        return False
    text = base64.b64encode(root.certificate.whole).decode()
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    whole = "\n".join(("-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""))
    with NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as fresh:
        fresh.write(whole.encode())
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(fresh.name).chmod(0o644)
    Path(fresh.name).replace(place)
    return True
