"""The OFD container (GB/T 33190): the parts of a one-page document, zipped."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chapiao.demo.paper.ofd_sheet import HEAD, MONO, PAGE, SONG, TEMPLATE, XMLNS, OfdSheet
from chapiao.demo.paper.sheet import MARK, NOTICE

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same face makes the same bytes
_SPARE_IDS = 200  # above those of the objects: layers and attachments


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What goes into the container beside the page."""

    made_on: date
    data: Mapping[str, str] = field(default_factory=dict)  # CustomDatas
    tag: str = ""  # CustomTag.xml, whole
    tag_type: str = ""
    attachments: tuple[tuple[str, bytes], ...] = ()


def pack(sheet: OfdSheet, parts: Parts) -> bytes:
    """Return the OFD."""
    files: list[tuple[str, bytes]] = [
        ("OFD.xml", _root(parts)),
        ("Doc_0/Document.xml", _document(sheet, parts)),
        ("Doc_0/PublicRes.xml", _fonts()),
        ("Doc_0/DocumentRes.xml", _media(sheet)),
        ("Doc_0/Tpls/Tpl_0/Content.xml", _content(sheet, sheet.form, template=True)),
        ("Doc_0/Pages/Page_0/Content.xml", _content(sheet, sheet.page, template=False)),
    ]
    files += [(f"Doc_0/Res/image_{number}.png", data) for number, data in sheet.pictures]
    if parts.tag:
        files += [
            ("Doc_0/Tags/CustomTags.xml", _tags(parts.tag_type)),
            ("Doc_0/Tags/CustomTag.xml", parts.tag.encode()),
        ]
    if parts.attachments:
        files.append(("Doc_0/Attachs/Attachments.xml", _attachments(sheet, parts)))
        files += [(f"Doc_0/Attachs/{name}", data) for name, data in parts.attachments]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _root(parts: Parts) -> bytes:
    known = {"template-version": "1.0", "说明": f"{MARK}：{NOTICE}"} | dict(parts.data)
    rows = "".join(
        f'<ofd:CustomData Name="{name}">{value}</ofd:CustomData>' for name, value in known.items()
    )
    ident = hashlib.sha256(rows.encode()).hexdigest()[:32]
    day = parts.made_on.isoformat()
    return (
        f'{HEAD}<ofd:OFD {XMLNS} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{ident}</ofd:DocID><ofd:Title>{MARK}</ofd:Title>"
        f"<ofd:Author>查票演示程序</ofd:Author><ofd:CreationDate>{day}</ofd:CreationDate>"
        f"<ofd:Creator>chapiao demo</ofd:Creator><ofd:CustomDatas>{rows}</ofd:CustomDatas>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    ).encode()


def _document(sheet: OfdSheet, parts: Parts) -> bytes:
    attachments = (
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if parts.attachments else ""
    )
    tags = "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>" if parts.tag else ""
    return (
        f"{HEAD}<ofd:Document {XMLNS}><ofd:CommonData>"
        f"<ofd:MaxUnitID>{sheet.last_id + _SPARE_IDS}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {sheet.width:g} {sheet.height:g}</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        f'<ofd:TemplatePage ID="{TEMPLATE}" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f'<ofd:Pages><ofd:Page ID="{PAGE}" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        f"{attachments}{tags}</ofd:Document>"
    ).encode()


def _fonts() -> bytes:
    return (
        f"{HEAD}<ofd:Res {XMLNS}><ofd:Fonts>"
        f'<ofd:Font ID="{SONG}" FontName="宋体" FamilyName="SimSun"/>'
        f'<ofd:Font ID="{MONO}" FontName="Courier New" FamilyName="Courier New"/>'
        "</ofd:Fonts></ofd:Res>"
    ).encode()


def _media(sheet: OfdSheet) -> bytes:
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image" Format="PNG">'
        f"<ofd:MediaFile>image_{number}.png</ofd:MediaFile></ofd:MultiMedia>"
        for number, _ in sheet.pictures
    )
    return (
        f'{HEAD}<ofd:Res {XMLNS} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    ).encode()


def _content(sheet: OfdSheet, objects: list[str], *, template: bool) -> bytes:
    box = f"<ofd:PhysicalBox>0 0 {sheet.width:g} {sheet.height:g}</ofd:PhysicalBox>"
    behind = "" if template else f'<ofd:Template TemplateID="{TEMPLATE}" ZOrder="Background"/>'
    layer = sheet.last_id + _SPARE_IDS - (1 if template else 2)
    return (
        f"{HEAD}<ofd:Page {XMLNS}><ofd:Area>{box}</ofd:Area>{behind}<ofd:Content>"
        f'<ofd:Layer ID="{layer}">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    ).encode()


def _tags(tag_type: str) -> bytes:
    return (
        f'{HEAD}<ofd:CustomTags {XMLNS}><ofd:CustomTag TypeID="{tag_type}">'
        "<ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>"
    ).encode()


def _attachments(sheet: OfdSheet, parts: Parts) -> bytes:
    rows = "".join(
        f'<ofd:Attachment ID="{sheet.last_id + place}" Name="{name.rsplit(".", 1)[0]}" '
        f'Format="{name.rsplit(".", 1)[-1]}" CreationDate="{parts.made_on}T00:00:00" '
        f'Size="{len(data) / 1024:.4f}" Visible="false"><ofd:FileLoc>{name}</ofd:FileLoc>'
        "</ofd:Attachment>"
        for place, (name, data) in enumerate(parts.attachments, start=1)
    )
    return f"{HEAD}<ofd:Attachments {XMLNS}>{rows}</ofd:Attachments>".encode()
