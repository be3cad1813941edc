"""Signatures with seals, as far as a picture of them goes: no key, no certificate."""

from __future__ import annotations

from tests.render.make_ofd import OFD

SIGNATURES = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"


def der(tag: int, content: bytes) -> bytes:
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes(4).lstrip(b"\0")
    return bytes([tag, 0x80 | len(size)]) + size + content


def ses(picture: bytes, kind: str = "png") -> bytes:
    """Return a SES_Signature (GB/T 38540) as far as its seal's picture."""
    shown = der(
        0x30,
        der(0x16, kind.encode())
        + der(0x04, picture)
        + der(0x02, bytes([40]))
        + der(0x02, bytes([30])),
    )
    header = der(0x30, der(0x16, b"ES") + der(0x02, b"\4") + der(0x16, b"made up"))
    info = der(0x30, header + der(0x16, b"0123") + der(0x30, der(0x02, b"\1")) + shown)
    seal = der(0x30, info + der(0x04, b"no certificate"))
    return der(0x30, der(0x30, der(0x02, b"\4") + seal) + der(0x04, b"no signature"))


def stamped(value: bytes, *stamps: str, seal: bytes | None = None) -> dict[str, bytes | str]:
    """Return the files of a document signed once; each stamp is its attributes."""
    placed = "".join(
        f'<ofd:StampAnnot ID="{number}" {one}/>' for number, one in enumerate(stamps, 1)
    )
    own = "" if seal is None else "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>"
    files: dict[str, bytes | str] = {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {OFD}><ofd:Signature ID="1" '
        'BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {OFD}><ofd:SignedInfo>{own}{placed}"
        "</ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>",
        "Doc_0/Signs/Sign_0/SignedValue.dat": value,
    }
    if seal is not None:
        files["Doc_0/Signs/Sign_0/Seal.esl"] = seal
    return files
