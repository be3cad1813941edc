"""OFD files with made-up seals: SES versions 1 and 4, and PKCS#7 as railway tickets have it."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

import gmssl_pyx
from tests.seals.make_der import (
    bits,
    generalized,
    ia5,
    integer,
    null,
    octets,
    oid,
    sequence,
    set_of,
    tagged,
    utc_time,
    utf8,
)
from tests.seals.make_people import SIGNED_AT, SM2_WITH_SM3, Person, bureau, maker

Members = dict[str, bytes]
NS: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SM3: Final = "1.2.156.10197.1.401"
LIST: Final = "Doc_0/Signs/Signatures.xml"
FIRST: Final = "Doc_0/Signs/Sign_0"
SECOND: Final = "Doc_0/Signs/Sign_1"
DESCRIPTION: Final = f"{FIRST}/Signature.xml"
VALUE: Final = f"{FIRST}/SignedValue.dat"


def plain_members() -> Members:
    """An invoice as OFD, not yet signed."""
    return {
        "OFD.xml": (
            f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>"
            '<ofd:CustomData Name="发票号码">26110000000012345678</ofd:CustomData>'
            "</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
        ).encode(),
        "Doc_0/Document.xml": (
            f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
        ).encode(),
        "Doc_0/DocumentRes.xml": (
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="9">'
            "<ofd:MediaFile>code.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
        ).encode(),
        "Doc_0/Pages/Page_0/Content.xml": (
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer><ofd:TextObject ID="3">'
            '<ofd:TextCode X="0" Y="3">价税合计 113.00</ofd:TextCode>'
            "</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
        ).encode(),
        "Doc_0/Res/code.png": b"\x89PNG" + bytes(range(256)),
    }


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def der_signature(signer: Person, data: bytes) -> bytes:
    return signer.sign(data)


def seal_4(made_by: Person, users: Iterable[Person], name: str = "云杉测试监制章") -> bytes:
    info = sequence(
        sequence(ia5("ES"), integer(4), ia5("SPRUCE")),
        ia5("11000000000001"),
        sequence(
            integer(1),
            utf8(name),
            integer(1),
            sequence(*(octets(one.certificate) for one in users)),
            generalized(SIGNED_AT),
            generalized(SIGNED_AT),
            generalized(SIGNED_AT.replace(year=2029)),
        ),
        sequence(ia5("png"), octets(b"\x89PNG seal"), integer(30), integer(20)),
    )
    signature = bits(made_by.sign(info))
    return sequence(info, octets(made_by.certificate), oid(SM2_WITH_SM3), signature)


def seal_1(made_by: Person, users: Iterable[Person]) -> bytes:
    info = sequence(
        sequence(ia5("ES"), integer(1), ia5("SPRUCE")),
        ia5("11000000000001"),
        sequence(
            integer(1),
            utf8("云杉测试旧章"),
            sequence(*(octets(one.certificate) for one in users)),
            utc_time(SIGNED_AT),
            utc_time(SIGNED_AT),
            utc_time(SIGNED_AT.replace(year=2029)),
        ),
        sequence(ia5("png"), octets(b"\x89PNG seal"), integer(30), integer(20)),
    )
    certificate, algorithm = octets(made_by.certificate), oid(SM2_WITH_SM3)
    signature = made_by.sign(sequence(info, certificate, algorithm))
    return sequence(info, sequence(certificate, algorithm, bits(signature)))


def ses_4(
    content: bytes,
    signer: Person | None = None,
    *,
    seal: bytes | None = None,
    path: str = DESCRIPTION,
    at: datetime = SIGNED_AT,
    sign: Callable[[Person, bytes], bytes] = der_signature,
    unused: int = 0,
) -> bytes:
    """An SES_Signature of GB/T 38540 over a Signature.xml."""
    by = signer or bureau()
    signed = sequence(
        integer(4),
        seal or seal_4(maker(), [by]),
        generalized(at),
        bits(sm3(content)),
        ia5(f"/{path}"),
    )
    return sequence(
        signed, octets(by.certificate), oid(SM2_WITH_SM3), bits(sign(by, signed), unused)
    )


def ses_1(content: bytes, signer: Person | None = None, *, path: str = DESCRIPTION) -> bytes:
    """An SES_Signature of GM/T 0031 over a Signature.xml."""
    by = signer or bureau()
    signed = sequence(
        integer(1),
        seal_1(maker(), [by]),
        bits(f"{SIGNED_AT:%Y-%m-%dT%H:%M:%SZ}".encode()),
        bits(sm3(content)),
        ia5(f"/{path}"),
        octets(by.certificate),
        oid(SM2_WITH_SM3),
    )
    return sequence(signed, bits(by.sign(signed)))


def ses_keyed(content: bytes) -> bytes:
    """A seal as one vendor makes it: digests take in the key, and the digest alone is signed."""
    by = bureau()
    keyed = keyed_sm3(by, content)
    signed = sequence(
        integer(1),
        seal_1(maker(), [by]),
        bits(b"2026-03-02T08:30:00.000Z"),
        bits(keyed),
        ia5(f"/{DESCRIPTION}"),
        octets(by.certificate),
        oid(SM2_WITH_SM3),
    )
    return sequence(signed, bits(gmssl_pyx.sm2_sign_sm3_digest(by.private, keyed)))


def keyed_sm3(signer: Person, data: bytes) -> bytes:
    curve = bytes.fromhex(
        "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
        "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
        "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
        "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
    )
    identity = b"1234567812345678"
    z = sm3((len(identity) * 8).to_bytes(2) + identity + curve + signer.public)
    return sm3(z + data)


def cms(content: bytes, signer: Person | None = None, *, inside: bytes | None = None) -> bytes:
    """PKCS#7 signed data with China's object numbers (GM/T 0010)."""
    by = signer or bureau()
    data = "1.2.156.10197.6.1.4.2.1"
    attributes = (
        sequence(oid("1.2.840.113549.1.9.3"), set_of(oid(data))),
        sequence(oid("1.2.840.113549.1.9.5"), set_of(utc_time(SIGNED_AT))),
        sequence(oid("1.2.840.113549.1.9.4"), set_of(octets(sm3(content)))),
    )
    issuer = name_in(by.certificate)
    algorithm = sequence(oid(SM3), null())
    return sequence(
        oid("1.2.156.10197.6.1.4.2.2"),
        tagged(
            0,
            sequence(
                integer(1),
                set_of(algorithm),
                sequence(oid(data), *([tagged(0, octets(inside))] if inside else [])),
                tagged(0, by.certificate),
                set_of(
                    sequence(
                        integer(1),
                        sequence(issuer, integer(by.serial)),
                        algorithm,
                        tagged(0, *attributes),
                        sequence(oid("1.2.156.10197.1.301.1"), null()),
                        octets(by.sign(set_of(*attributes))),
                    )
                ),
            ),
        ),
    )


def name_in(certificate: bytes) -> bytes:
    """Return the issuer's name as it stands in a certificate."""
    from chapiao.seals import certificate as certificates

    return certificates.load(certificate).issuer


def description(
    members: Members,
    covered: Iterable[str],
    *,
    method: str | None = SM3,
    digest: Callable[[bytes], bytes] = sm3,
    folder: str = FIRST,
) -> bytes:
    """A Signature.xml."""
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
        f"{base64.b64encode(digest(members[name])).decode()}</ofd:CheckValue></ofd:Reference>"
        for name in covered
    )
    check = f' CheckMethod="{method}"' if method else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:Signature {NS}><ofd:SignedInfo>'
        '<ofd:Provider ProviderName="spruce" Version="1" Company="spruce"/>'
        f"<ofd:SignatureMethod>{SM2_WITH_SM3}</ofd:SignatureMethod>"
        "<ofd:SignatureDateTime>20260302163000</ofd:SignatureDateTime>"
        f"<ofd:References{check}>{references}</ofd:References>"
        '<ofd:StampAnnot ID="1" PageRef="1" Boundary="90 8 30 20"/></ofd:SignedInfo>'
        f"<ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()


def listing(*numbers: int) -> bytes:
    """A Signatures.xml that lists these."""
    entries = "".join(
        f'<ofd:Signature ID="{number + 1}" BaseLoc="/Doc_0/Signs/Sign_{number}/Signature.xml"/>'
        for number in numbers
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:Signatures {NS}>'
        f"<ofd:MaxSignId>{len(numbers)}</ofd:MaxSignId>{entries}</ofd:Signatures>"
    ).encode()


def sealed(
    make_value: Callable[[bytes], bytes] = ses_4,
    *,
    covered: Iterable[str] | None = None,
    members: Members | None = None,
    method: str | None = SM3,
    digest: Callable[[bytes], bytes] = sm3,
) -> Members:
    """A signed OFD, as its members."""
    made = dict(members or plain_members())
    made[LIST] = listing(0)
    names = plain_members() if covered is None else covered
    made[DESCRIPTION] = description(made, names, method=method, digest=digest)
    made[VALUE] = make_value(made[DESCRIPTION])
    return made


def pack(members: Members | Iterable[tuple[str, bytes]]) -> bytes:
    """The members as a ZIP."""
    pairs = members.items() if isinstance(members, dict) else members
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 16, 30, 0)), data)
    return stream.getvalue()


def changed(data: bytes, at: int, to: int = 1) -> bytes:
    """The bytes with one of them another."""
    return data[:at] + bytes((data[at] ^ to,)) + data[at + 1 :]
