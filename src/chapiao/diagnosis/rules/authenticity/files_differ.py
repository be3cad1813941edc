"""同一号码的两份文件不一样。"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import combinations

from chapiao.diagnosis.disagree import disagreement
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import CLEAR, Faces

SCANNED = "ocr"
MISREAD = 0.5  # as much of a name stays alike where letters were only misread
NAMES = frozenset({"购买方", "销售方"})


@rule(
    cause="file_altered",
    title="同一号码的两份文件不一样",
    source="domain §8.2 第23行：同一张票的文件彼此矛盾，与开出时不同；交税务机关鉴定",
)
def files_differ(faces: tuple[Faces, ...]) -> Finding | RuledOut | None:
    sound = [one for one in faces if one.source != SCANNED or _reads_well(one)]
    for one, other in combinations(sound, 2):
        clash = _clash(one, other)
        if clash is not None:
            what, seen, expected = clash
            return Finding(
                says=f"同一号码有两份文件，{what}一份是{seen}、另一份是{expected}，请税务机关鉴定。",
                certainty=Certainty.LIKELY,
                evidence=(Evidence(what, seen=seen, expected=expected, source=other.name),),
                steps=(
                    Step("两份文件都留好，到主管税务机关鉴定，先不要入账", Who.TAX_BUREAU),
                    Step("另向销售方要一份原始文件对照", Who.SELLER),
                ),
                recheck=Recheck.NEVER,
            )
    return RuledOut("几份文件彼此一致") if len(sound) > 1 else None


def _clash(one: Faces, other: Faces) -> tuple[str, str, str] | None:
    ours, theirs = one.invoice, other.invoice
    same = bool(ours.number) and ours.number == theirs.number
    clash = disagreement(ours, theirs) if same else None
    if clash is None or SCANNED not in {one.source, other.source}:
        return clash
    what, seen, expected = clash  # a scan misreads a letter or a digit, not a whole name
    alike = SequenceMatcher(None, seen, expected, autojunk=False).ratio() > MISREAD
    return None if alike or what not in NAMES else clash


def _reads_well(one: Faces) -> bool:
    return (one.confidence or 0) >= CLEAR
