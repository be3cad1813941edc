"""文件与税局导出不一样。"""

from __future__ import annotations

from chapiao.diagnosis.disagree import disagreement
from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.model import Invoice

SCANNED = "ocr"


@rule(
    cause="file_altered",
    title="文件与税局导出不一样",
    source="domain §8.2 第23行：文件与开出时不同；税局导出是开出时的数据，交税务机关鉴定",
)
def file_against_export(exported: Record, faces: tuple[Faces, ...]) -> Finding | RuledOut | None:
    sound = [one for one in faces if one.source != SCANNED]
    for one in sound:
        clash = None
        if _same_number(one.invoice, exported.invoice):
            clash = disagreement(one.invoice, exported.invoice)
        if clash is not None:
            what, seen, issued = clash
            return Finding(
                says=f"{one.name}上的{what}是{seen}，税局导出里同一号码是{issued}，"
                "文件与开出时不同，请税务机关鉴定。",
                certainty=Certainty.CERTAIN,
                evidence=(
                    Evidence(what, seen=seen, expected=issued, source=one.name),
                    Evidence("税局导出", seen=issued, source=exported.source),
                ),
                steps=(
                    Step("留好原文件，带上它到主管税务机关鉴定，先不要入账", Who.TAX_BUREAU),
                    Step("另向销售方要一份原始文件对照", Who.SELLER),
                ),
                recheck=Recheck.NEVER,
            )
    return RuledOut("文件与税局导出一致") if sound else None


def _same_number(one: Invoice, other: Invoice) -> bool:
    return bool(one.number) and one.number in {other.number, other.second_number}
