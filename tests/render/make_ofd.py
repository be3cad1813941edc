"""Made-up OFDs, put together of the objects a test wants to see drawn."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from PIL import Image

from chapiao.render import ofd_svg

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SVG = "{http://www.w3.org/2000/svg}"
Svg = etree._Element  # noqa: SLF001 - lxml gives its element type no public name
FONTS = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="SimSun"/></ofd:Fonts>'


class Template(NamedTuple):
    """A template by its objects; `order` is said by the page, `own_order` by the document."""

    objects: str
    order: str = ""
    own_order: str = ""


def ofd(
    *pages: str,
    resources: str = FONTS,
    templates: Sequence[Template] = (),
    files: Mapping[str, bytes | str] | None = None,
    document: str = "",
    size: str = "0 0 210 140",
    signatures: str = "",
    stored: bool = False,
) -> bytes:
    """Return an OFD whose pages hold these layers or objects."""
    uses = "".join(
        f'<ofd:Template TemplateID="{number}"' + (f' ZOrder="{one.order}"/>' if one.order else "/>")
        for number, one in enumerate(templates, 500)
    )
    listed = "".join(
        f'<ofd:TemplatePage ID="{number}" BaseLoc="Tpls/{number}.xml"'
        + (f' ZOrder="{one.own_order}"/>' if one.own_order else "/>")
        for number, one in enumerate(templates, 500)
    )
    refs = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/{number}.xml"/>'
        for number, _ in enumerate(pages, 1)
    )
    members: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        f"{signatures}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>Res.xml</ofd:PublicRes>{listed}</ofd:CommonData>"
        f"<ofd:Pages>{refs}</ofd:Pages>{document}</ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {OFD} BaseLoc="Res">{resources}</ofd:Res>',
    }
    for number, one in enumerate(templates, 500):
        members[f"Doc_0/Tpls/{number}.xml"] = _page(one.objects, "")
    for number, objects in enumerate(pages, 1):
        members[f"Doc_0/Pages/{number}.xml"] = _page(objects, uses)
    return zipped(members | dict(files or {}), stored=stored)


def zipped(members: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """Return the archive; stored, what repeats itself a million times is no bomb."""
    out = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def text(words: str, *, where: str = "10 20 60 5", code: str = 'X="0" Y="4"', **more: str) -> str:
    """Return a text object; `more` are attributes of its own."""
    given = {"Boundary": where, "Font": "3", "Size": "4"} | more
    attributes = "".join(f' {key}="{value}"' for key, value in given.items())
    return (
        f"<ofd:TextObject{attributes}><ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>"
    )


def path(data: str, *, where: str = "10 20 60 5", inside: str = "", **more: str) -> str:
    """Return a path object; `inside` are its colours and clips."""
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    return (
        f'<ofd:PathObject Boundary="{where}"{attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def layer(objects: str, attributes: str = "") -> str:
    return f"<ofd:Layer {attributes}>{objects}</ofd:Layer>"


def media(*names: str) -> str:
    """Return resources for pictures, numbered from 70."""
    rows = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for number, name in enumerate(names, 70)
    )
    return f"<ofd:MultiMedias>{rows}</ofd:MultiMedias>"


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind)
    return out.getvalue()


def pages(data: bytes) -> list[Svg]:
    """Draw all pages and parse what comes out."""
    return [etree.fromstring(one) for one in ofd_svg(data)]


def drawn(*objects: str, **how: object) -> Svg:
    """Draw one page with these objects and return it."""
    [page] = pages(ofd("".join(layer(one) for one in objects), **how))  # type: ignore[arg-type]
    return page


def one(page: Svg, name: str) -> Svg:
    """Return the only element of a name."""
    [found] = every(page, name)
    return found


def every(page: Svg, name: str) -> list[Svg]:
    """Return the elements of a name in the order they are drawn, without the white page."""
    found = list(page.iter(f"{SVG}{name}"))
    return found[1:] if name == "rect" and page.tag == f"{SVG}svg" else found


def target(page: Svg, reference: str | None) -> Svg:
    """Return the definition that `#d1` or `url(#d1)` means."""
    assert reference is not None
    ident = reference.removeprefix("url(").removesuffix(")").removeprefix("#")
    [found] = page.xpath(f"//*[@id='{ident}']")
    return found


def _page(objects: str, uses: str) -> str:
    layers = objects if "<ofd:Layer" in objects else layer(objects)
    return f"<ofd:Page {OFD}>{uses}<ofd:Content>{layers}</ofd:Content></ofd:Page>"
