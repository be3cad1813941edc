"""一份文件上的几处互相矛盾。

QR code, figures, words and seal of one file are compared, each on its own basis. What a
scan misread is no contradiction of the file; one fen is rounding. It says that the file
differs from what was issued, never who did it.
"""

from __future__ import annotations

from chapiao.diagnosis.faces import clashes
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Clash, Faces


@rule(
    cause="file_altered",
    title="文件上的几处互相矛盾",
    source="domain §5 [S]、§8.2 第23行：二维码、票面、XML、大写、摘要不一致；交税务机关鉴定",
)
def faces_disagree(faces: tuple[Faces, ...]) -> Finding | RuledOut | None:
    found = [(one, clash) for one in faces for clash in clashes(one)]
    if not found:
        return RuledOut("文件上的几处彼此一致") if faces else None
    firm = [clash for _, clash in found if clash.firm]
    first = found[0][1]
    return Finding(
        says=f"{found[0][0].name}上的几处互相矛盾：{_says(first)}，与开出时的样子不同，请税务机关鉴定。",
        certainty=Certainty.CERTAIN if firm else Certainty.POSSIBLE,
        evidence=tuple(
            Evidence(clash.what, seen=clash.seen, expected=clash.other, source=one.name)
            for one, clash in found
        ),
        steps=(
            Step("留好原文件，带上它到主管税务机关鉴定，先不要入账", Who.TAX_BUREAU),
            Step("另向销售方要一份原始文件对照", Who.SELLER),
        ),
        recheck=Recheck.NEVER,
    )


def _says(one: Clash) -> str:
    if one.what == "签章":  # what a seal says is a sentence of its own
        return f"签章没有验过（{one.seen}）"
    return f"{one.what}是{one.seen}，另一处是{one.other}"
