"""Font names → the families a browser has, Windows, macOS and Linux alike.

An invoice names 宋体, 楷体 or Courier New and seldom brings them along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chapiao.formats.safe_xml import Element

_SONG: Final = "SimSun,宋体,NSimSun,Songti SC,STSong,Noto Serif CJK SC,Source Han Serif SC,serif"
_KAI: Final = "KaiTi,楷体,KaiTi_GB2312,Kaiti SC,STKaiti,AR PL UKai CN,Noto Serif CJK SC,serif"
_FANG: Final = "FangSong,仿宋,FangSong_GB2312,STFangsong,Noto Serif CJK SC,serif"
_HEI: Final = "SimHei,黑体,Microsoft YaHei,PingFang SC,Heiti SC,Noto Sans CJK SC,sans-serif"
_MONO: Final = "Courier New,Courier,Liberation Mono,SimSun,Noto Sans Mono CJK SC,monospace"
_ROMAN: Final = "Times New Roman,Times,Liberation Serif,SimSun,Noto Serif CJK SC,serif"
_PLAIN: Final = "Arial,Helvetica,Liberation Sans,Microsoft YaHei,Noto Sans CJK SC,sans-serif"
# Fonts whose Latin letters are half as wide as the Chinese ones, before the usual ones.
_NARROW: Final = "SimSun,NSimSun,Noto Sans Mono CJK SC,Sarasa Mono SC,WenQuanYi Zen Hei Mono"
_HALVED: Final = frozenset((_SONG, _KAI, _FANG, _HEI))
# Looked for in the name in this order; 仿宋 holds 宋, so it comes first.
_SIGNS: Final = (
    ("仿宋|fangsong|^fang", _FANG),
    ("楷|kai", _KAI),
    ("黑|雅黑|等线|圆|hei|yahei|deng ?xian|youyuan|gothic|pingfang|sans ?cjk|hansans", _HEI),
    ("隶|行书|li ?shu|^li ?su", _KAI),
    ("宋|song|sun|ming|serif ?cjk|hanserif", _SONG),
    ("courier|mono|consol|ocr", _MONO),
    ("times|roman|georgia|garamond|cambria|serif$", _ROMAN),
    ("arial|helvetica|verdana|tahoma|calibri|segoe|sans", _PLAIN),
)
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_UNSAFE: Final = re.compile(r"[^\w .-]+")
_LONGEST: Final = 64
_BOLD: Final = 600
_HEAVIEST: Final = 900
_TRUE: Final = ("true", "1")


@dataclass(frozen=True, slots=True)
class Typeface:
    """What an SVG text needs to know of a font."""

    families: str
    narrow: str | None = None  # those for Latin letters that have to be half as wide
    bold: bool = False
    italic: bool = False


def typeface(font: Element | None) -> Typeface:
    """Return the families for a font of the document."""
    if font is None:
        return Typeface(*_families("", "", serif=True))
    name = font.get("FontName", "")
    serif = font.get("Serif", "true").lower() in _TRUE
    families, narrow = _families(name, font.get("FamilyName", ""), serif=serif)
    return Typeface(
        families,
        narrow,
        font.get("Bold", "").lower() in _TRUE or "bold" in name.lower(),
        font.get("Italic", "").lower() in _TRUE or "italic" in name.lower(),
    )


def weight(text: Element, face: Typeface) -> str | None:
    """Return the weight of a text; None when it is the usual one."""
    given = text.get("Weight", "")
    heavy = min(int(given) // 100 * 100, _HEAVIEST) if given.isdecimal() and len(given) < 5 else 0  # noqa: PLR2004
    if heavy >= _BOLD:
        return str(heavy)
    return "bold" if face.bold else None


def slant(text: Element, face: Typeface) -> str | None:
    """Return the slant of a text; None when it stands upright."""
    return "italic" if face.italic or text.get("Italic", "").lower() in _TRUE else None


@lru_cache(maxsize=256)
def _families(name: str, family: str, *, serif: bool) -> tuple[str, str | None]:
    """Return the font's own names and then those that stand in for it; the same narrow."""
    own = [_safe(one) for one in (name, family)]
    rest = _stack(name) or _stack(family) or (_SONG if serif else _HEI)
    narrow = _listed([*own, *f"{_NARROW},{rest}".split(",")]) if rest in _HALVED else None
    return _listed([*own, *rest.split(",")]), narrow


def _listed(names: list[str]) -> str:
    return ",".join(
        f"'{one}'" if _needs_quotes(one) else one for one in dict.fromkeys(filter(None, names))
    )


def _stack(name: str) -> str | None:
    lowered = _SUBSET.sub("", name).replace("_", " ").replace("-", " ").lower().strip()
    for signs, stack in _SIGNS:
        if re.search(signs, lowered):
            return stack
    return None


def _safe(name: str) -> str:
    """Return a name that can stand in a list of families, nothing else."""
    return _UNSAFE.sub("", _SUBSET.sub("", name))[:_LONGEST].strip()


def _needs_quotes(name: str) -> bool:
    return not re.fullmatch(r"[A-Za-z][A-Za-z-]*", name)
