"""OFDs whose pages are only pictures, as a scanner makes them: whole, in strips, turned."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from PIL import Image
from tests.readers.make_ofd import NS, zipped

# What takes the square of one by one to its place: a, b, c, d, e, f as the standard has them.
UPRIGHT = "210 0 0 140 0 0"
HEAD_DOWN = "-210 0 0 -140 210 140"


def scanned_ofd(
    *strips: Image.Image,
    ctm: str = UPRIGHT,
    noted: Mapping[str, str] | None = None,
    attached: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return an OFD of one page that is made up of pictures, one below the other."""
    names = [f"{at}.png" for at in range(len(strips))]
    files = {f"Doc_0/Res/{name}": _png(strip) for name, strip in zip(names, strips, strict=True)}
    data = "".join(
        f'<ofd:CustomData Name="{name}">{escape(text)}</ofd:CustomData>'
        for name, text in (noted or {}).items()
    )
    listed = "".join(
        f'<ofd:Attachment ID="{at}" Name="{name}"><ofd:FileLoc>{name}</ofd:FileLoc>'
        "</ofd:Attachment>"
        for at, name in enumerate(attached or {}, 900)
    )
    media = "".join(
        f'<ofd:MultiMedia ID="{10 + at}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for at, name in enumerate(names)
    )
    texts = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>{data}"
        "</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>",
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>{media}'
        "</ofd:MultiMedias></ofd:Res>",
        "Doc_0/Attachs/Attachments.xml": f"<ofd:Attachments {NS}>{listed}</ofd:Attachments>",
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="9">'
        f"{_objects(strips, ctm)}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    files |= {f"Doc_0/Attachs/{name}": content for name, content in (attached or {}).items()}
    return zipped(files | {name: text.encode() for name, text in texts.items()})


def cut(picture: Image.Image, count: int) -> list[Image.Image]:
    """Cut a picture into strips of one height."""
    step = picture.height / count
    return [
        picture.crop((0, round(at * step), picture.width, round((at + 1) * step)))
        for at in range(count)
    ]


def _objects(strips: Sequence[Image.Image], ctm: str) -> str:
    high = 140 / len(strips)
    return "".join(
        f'<ofd:ImageObject ID="{100 + at}" ResourceID="{10 + at}" '
        f'CTM="{ctm if len(strips) == 1 else f"210 0 0 {high} 0 0"}" '
        f'Boundary="0 {at * high} 210 {high}"/>'
        for at in range(len(strips))
    )


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
