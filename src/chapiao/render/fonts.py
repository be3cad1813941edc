"""The fonts that came with a document, opened once."""

from __future__ import annotations

from chapiao.render.outline import Outlines, open_outlines
from chapiao.render.scene import Scene
from chapiao.render.sfnt import MAX_BYTES, BadFont


def outlines_of(ident: str | None, scene: Scene) -> Outlines | None:
    """Return the outlines of a font; None when it did not come along or cannot be used."""
    path = scene.resources.path("Font", ident, "FontFile")
    if path is None:
        return None
    known = scene.book.fonts
    if path not in known:
        known[path] = _opened(path, scene)
    return known[path]


def _opened(path: str, scene: Scene) -> Outlines | None:
    data = scene.book.ofd.file(path)
    if data is None or len(data) > MAX_BYTES:
        return None
    scene.budget.spend_read(len(data))
    scene.budget.spend(len(data) // 1000)
    try:
        return open_outlines(data)
    except BadFont:
        return None  # then it is drawn like a font that did not come along
