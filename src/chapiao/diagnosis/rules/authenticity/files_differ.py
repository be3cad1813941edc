"""同一号码的两份文件不一样。"""

from __future__ import annotations

from itertools import combinations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.money import plain

SCANNED = "ocr"
ROUNDING = 1  # fen


@rule(
    cause="file_altered",
    title="同一号码的两份文件不一样",
    source="domain §8.2 第23行：同一张票的文件彼此矛盾，与开出时不同；交税务机关鉴定",
)
def files_differ(faces: tuple[Faces, ...]) -> Finding | RuledOut | None:
    sound = [one for one in faces if one.source != SCANNED]
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
    if not ours.number or ours.number != theirs.number:
        return None
    if ours.total is not None and theirs.total is not None and _apart(ours.total, theirs.total):
        return "价税合计", plain(ours.total), plain(theirs.total)
    if ours.issued_on and theirs.issued_on and ours.issued_on != theirs.issued_on:
        return "开票日期", ours.issued_on.isoformat(), theirs.issued_on.isoformat()
    return None


def _apart(one: int, other: int) -> bool:
    return abs(one - other) > ROUNDING
