"""PDF files signed by pyHanko with made-up RSA certificates, and by hand with SM2."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from asn1crypto import keys, x509
from cryptography import x509 as pki
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

START = datetime(2024, 1, 1, tzinfo=UTC)
END = datetime(2036, 1, 1, tzinfo=UTC)
FREE = 20_000  # hexadecimal digits kept free for a signature made by hand


def plain_pdf(text: str = "26110000000012345678") -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300, 200), invariant=True)
    canvas.drawString(20, 100, text)
    canvas.save()
    return stream.getvalue()


@cache
def made(name: str, issuer: str | None) -> tuple[rsa.RSAPrivateKey, pki.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    by = (key, None) if issuer is None else made(issuer, None)
    subject = pki.Name([pki.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        pki.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if by[1] is None else by[1].subject)
        .public_key(key.public_key())
        .serial_number(7 if issuer is None else 8)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(pki.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    return key, builder.sign(by[0], hashes.SHA256())


def certificate(name: str = "云杉科技测试签名", issuer: str | None = "云杉测试RSA根") -> bytes:
    return made(name, issuer)[1].public_bytes(serialization.Encoding.DER)


def root_certificate() -> bytes:
    return certificate("云杉测试RSA根", None)


@cache
def signer(name: str = "云杉科技测试签名") -> signers.SimpleSigner:
    key, _ = made(name, "云杉测试RSA根")
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(root_certificate()))
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate(name)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=store,
    )


def signed_pdf(data: bytes | None = None, *, digest: str = "sha256", field: str = "Sig1") -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data or plain_pdf()))
    about = signers.PdfSignatureMetadata(field_name=field, md_algorithm=digest)
    # In a thread of its own: signing starts a loop, and browser tests leave one running in ours.
    with ThreadPoolExecutor(1) as apart:
        out = apart.submit(
            signers.sign_pdf,
            writer,
            about,
            signer=signer(),
            new_field_spec=fields.SigFieldSpec(field, box=(10, 10, 60, 60)),
        ).result()
    return bytes(out.getvalue())


def updated_pdf(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with a revision added behind it."""
    stream = io.BytesIO(data)
    writer = IncrementalPdfFileWriter(stream)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_by_hand(
    make_value: Callable[[bytes], bytes], *, sub_filter: str = "GM.sm2seal", extra: str = ""
) -> bytes:
    """A PDF with a signature of any make: the value is made from what it signs."""
    body = plain_pdf()
    start = body.index(b"startxref")
    head = (
        body[:start]
        + f"90 0 obj\n<</Type/Sig/SubFilter/{sub_filter}{extra}"
        f"/M(D:20260302163000+08'00')/Contents ".encode("latin-1")
    )
    gap = FREE + 2
    tail = b">>\nendobj\n" + body[start:]
    opening = f"/ByteRange [0 {len(head)} {len(head) + gap} ".encode()
    length = len(opening) + 8 + len(tail)
    rest = opening + f"{length:<6}] ".encode() + tail
    value = make_value(head + rest).hex().encode()
    return head + b"<" + value.ljust(FREE, b"0") + b">" + rest
