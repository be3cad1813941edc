"""What the objects of an OFD refer to: fonts, colours, drawing parameters, pictures, units."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.ofd import Ofd, join
from chapiao.formats.safe_xml import Element
from chapiao.render.limits import Budget

_KINDS: Final = frozenset(("Font", "ColorSpace", "DrawParam", "MultiMedia", "CompositeGraphicUnit"))
_UNIT: Final = "CompositeGraphicUnit"
_LISTS: Final = ("PublicRes", "DocumentRes")
_MAX_FILES: Final = 20
_MAX_CHAIN: Final = 16
_PER_ENTRY: Final = 3
_MAX_NODES: Final = 300  # of one entry: a palette has 256
_MAX_LETTERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry, and the folder its files lie in."""

    element: Element
    folder: str


@dataclass(frozen=True, slots=True)
class Resources:
    """The entries by kind and id. What is asked for often is remembered beside them."""

    entries: Mapping[tuple[str, str], Resource]
    paths: dict[tuple[str, str], str | None] = field(default_factory=dict)
    palettes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, kind: str, ident: str | None) -> Resource | None:
        """Return an entry; None when nobody defined it."""
        return self.entries.get((kind, ident)) if ident else None

    def draw_params(self, ident: str | None) -> tuple[Element, ...]:
        """Return a drawing parameter and those it rests on, the lowest first."""
        chain: list[Element] = []
        while len(chain) < _MAX_CHAIN:
            found = self.get("DrawParam", ident)
            if found is None:
                break
            chain.append(found.element)
            ident = found.element.get("Relative")
        return tuple(reversed(chain))

    def path(self, kind: str, ident: str | None, child: str) -> str | None:
        """Return the file that an entry names; None when it names none."""
        key = (kind, ident or "")
        if key not in self.paths:
            found = self.get(kind, ident)
            place = None if found is None else safe_xml.text_at(found.element, child)
            self.paths[key] = join(found.folder, place) if found and place else None
        return self.paths[key]

    def palette(self, ident: str) -> tuple[str, ...]:
        """Return the colours that a colour space numbers."""
        if ident not in self.palettes:
            space = self.get("ColorSpace", ident)
            held = None if space is None else safe_xml.at(space.element, "Palette")
            colours = () if held is None else safe_xml.children(held)
            self.palettes[ident] = tuple(
                safe_xml.text(one) for one in colours if safe_xml.name(one) == "CV"
            )
        return self.palettes[ident]


def of_document(ofd: Ofd, document: Element, folder: str, budget: Budget) -> Resources:
    """Return what the whole document shares."""
    common = safe_xml.at(document, "CommonData")
    return Resources(_entries(ofd, common, _LISTS, folder, budget))


def with_page(shared: Resources, ofd: Ofd, page: Element, folder: str, budget: Budget) -> Resources:
    """Return the same with what one page adds of its own."""
    own = _entries(ofd, page, ("PageRes",), folder, budget)
    return Resources({**shared.entries, **own}) if own else shared


def read_xml(ofd: Ofd, path: str, budget: Budget) -> Element | None:
    """Return an XML file of the container, counted; None when it is not there or not XML."""
    data = ofd.file(path)
    if data is None:
        return None
    budget.spend_read(len(data))
    budget.spend(len(data) // 32)
    try:
        return safe_xml.parse(data)
    except safe_xml.BadXml:
        return None


def _entries(
    ofd: Ofd, parent: Element | None, lists: tuple[str, ...], folder: str, budget: Budget
) -> dict[tuple[str, str], Resource]:
    found: dict[tuple[str, str], Resource] = {}
    if parent is None:
        return found
    named = [one for one in safe_xml.children(parent) if safe_xml.name(one) in lists and one.text]
    for one in named[:_MAX_FILES]:
        path = join(folder, one.text or "")
        listed = read_xml(ofd, path, budget)
        if listed is None:
            continue
        base = join(posixpath.dirname(path), listed.get("BaseLoc", ""))
        for group in safe_xml.children(listed):
            for entry in safe_xml.children(group):
                budget.spend(_PER_ENTRY)
                kind, ident = safe_xml.name(entry), entry.get("ID")
                if kind in _KINDS and ident and (kind == _UNIT or _is_small(entry)):
                    found[kind, ident] = Resource(entry, base)
    return found


def _is_small(entry: Element) -> bool:
    """Whether an entry is of a size that may be looked at for every object that names it."""
    letters = 0
    for place, node in enumerate(entry.iter()):
        letters += sum(map(len, map(str, node.attrib.values()))) + len(node.text or "")
        if place > _MAX_NODES or letters > _MAX_LETTERS:
            return False
    return True
