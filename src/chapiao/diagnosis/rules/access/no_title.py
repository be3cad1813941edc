"""电子客票上没有购买方。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

TRAVEL = frozenset({Kind.RAIL, Kind.AIR})
SCANNED = "ocr"


@rule(
    cause="not_our_title",
    title="客票上没有购买方",
    source="domain §1.6 [A：公告2024年第8号]：开电子客票时填了单位名称和税号，票面才有购买方",
)
def no_title(reading: Invoice, faces: tuple[Faces, ...], entry: Entry) -> Finding | RuledOut | None:
    if reading.kind not in TRAVEL or not faces or faces[0].source == SCANNED:
        return None
    if reading.buyer_name or reading.buyer_tax_id:
        return RuledOut("客票上有购买方")
    if reading.total is None:
        return None  # so little was read that nothing follows from what was not
    return Finding(
        says="这张客票开成了个人的：票面没有购买方名称和税号，不能算本单位的票。",
        certainty=Certainty.LIKELY if entry is Entry.RAIL else Certainty.POSSIBLE,
        evidence=(Evidence("票面的购买方", seen="没有", expected="本单位", source=faces[0].name),),
        steps=(Step("到开票的地方换开：填上单位名称和税号，用新的一张", Who.ASKER),),
        recheck=Recheck.NOW,
    )
