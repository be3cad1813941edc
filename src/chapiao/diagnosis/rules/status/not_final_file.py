"""电子发票的文件上还没有号码。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.papers import Faces

SCANNED = "ocr"


@rule(
    cause="not_final_at_seller",
    title="文件上没有发票号码",
    source="domain §8.2 第17行：数电票的PDF没有号码，是销方还没有开成，要正式发票",
)
def not_final_file(faces: tuple[Faces, ...], now: datetime) -> Finding | RuledOut | None:
    one = next((each for each in faces if each.source != SCANNED), None)
    if one is None or not one.title.startswith("电子发票"):
        return None
    if one.invoice.number or one.qr:
        return RuledOut("文件上有发票号码")
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"{one.name}写着「{one.title[:20]}」，却没有发票号码和二维码，多半销售方还没有开成。",
        # A page's text may lack what is printed; a data file lacks only what is not there.
        certainty=Certainty.LIKELY if one.is_structured else Certainty.POSSIBLE,
        evidence=(Evidence("文件上的号码", seen="没有", expected="20位", source=one.name),),
        steps=(
            Step("请销售方开成后把正式发票（20位号码的文件）发来", Who.SELLER),
            Step(f"{when(again, now)}再问一次", Who.ASKER, by=again),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
