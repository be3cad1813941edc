"""OFDs from faces: a ZIP of the few XML files that a page needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.readers.make_faces import Page

from chapiao.demo.paper.qr import png

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72


def ofd(
    *pages: Page,
    attached: Mapping[str, bytes] | None = None,
    noted: Mapping[str, str] | None = None,
    tags: str | None = None,
    qr: str | None = None,
    signed: bool = False,
) -> bytes:
    """Return an OFD of these pages. `tags` is the text of a CustomTag.xml."""
    files: dict[str, bytes] = {}
    put = lambda name, text: files.__setitem__(name, text.encode())  # noqa: E731
    extra = ""
    data = "".join(
        f'<ofd:CustomData Name="{name}">{escape(text)}</ofd:CustomData>'
        for name, text in (noted or {}).items()
    )
    signatures = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>" if signed else ""
    put(
        "OFD.xml",
        f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>{data}</ofd:CustomDatas>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        f"{signatures}</ofd:DocBody></ofd:OFD>",
    )
    if signed:
        put(
            "Doc_0/Signs/Signatures.xml",
            f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>'
            "</ofd:Signatures>",
        )
    if attached:
        extra += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        listed = "".join(
            f'<ofd:Attachment ID="{at}" Name="{name}"><ofd:FileLoc>{name}</ofd:FileLoc>'
            "</ofd:Attachment>"
            for at, name in enumerate(attached, 900)
        )
        put("Doc_0/Attachs/Attachments.xml", f"<ofd:Attachments {NS}>{listed}</ofd:Attachments>")
        files |= {f"Doc_0/Attachs/{name}": content for name, content in attached.items()}
    if tags is not None:
        extra += "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>"
        put(
            "Doc_0/Tags/CustomTags.xml",
            f"<ofd:CustomTags {NS}><ofd:CustomTag><ofd:FileLoc>CustomTag.xml</ofd:FileLoc>"
            "</ofd:CustomTag></ofd:CustomTags>",
        )
        put("Doc_0/Tags/CustomTag.xml", tags)
    resource = ""
    if qr is not None:
        resource = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        put(
            "Doc_0/DocumentRes.xml",
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
            "<ofd:MediaFile>qr.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        )
        files["Doc_0/Res/qr.png"] = png(qr)
    refs = "".join(
        f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
        for at in range(len(pages))
    )
    put(
        "Doc_0/Document.xml",
        f"<ofd:Document {NS}><ofd:CommonData>{resource}<ofd:PageArea><ofd:PhysicalBox>0 0 210 140"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{refs}</ofd:Pages>{extra}"
        "</ofd:Document>",
    )
    for at, page in enumerate(pages):
        image = (
            '<ofd:ImageObject ID="8000" ResourceID="7" CTM="20 0 0 20 0 0" Boundary="8 4 20 20"/>'
            if qr is not None and at == 0
            else ""
        )
        put(f"Doc_0/Pages/Page_{at}/Content.xml", _content(page, image))
    return _zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files."""
    return _zipped(files)


def _content(page: Page, image: str) -> str:
    objects = []
    for at, text in enumerate(page):
        size = text.size * MM
        deltas = " ".join(
            f"{size if char > chr(0x2E80) else size / 2:.4f}" for char in text.words[:-1]
        )
        delta = f' DeltaX="{deltas}"' if deltas else ""
        top = (text.y - text.size) * MM
        objects.append(
            f'<ofd:TextObject ID="{100 + at}" Boundary="{text.x * MM:.4f} {top:.4f} 100 {size:.4f}"'
            f' Font="1" Size="{size:.4f}"><ofd:TextCode X="0" Y="{0.86 * size:.4f}"{delta}>'
            f"{escape(text.words)}</ofd:TextCode></ofd:TextObject>"
        )
    return (
        f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}{image}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
