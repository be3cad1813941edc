"""所填校验码与二维码里的不同。

A scan may misread the printed check code; the QR code of the same file does not.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.answers import Outcome
from chapiao.invoice.qr import BadQr, parse_qr

PIECE = 6
SURE = 0.97


@rule(
    cause="check_code_wrong",
    title="校验码与二维码不同",
    source="domain §5 [S]：二维码第7栏是校验码；§2.1 [A]：填后6位",
)
def check_code_qr(
    check_code: str, faces: tuple[Faces, ...], told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    known = next((code for one in faces if (code := _of(one.qr))), "")
    if not known or Outcome.MATCH in told:
        return None
    right = known[-PIECE:]
    if check_code in {right, known}:
        return RuledOut("所填校验码与二维码一致")
    return Finding(
        says=f"二维码里的校验码后六位是{right}，所填是{check_code}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填校验码", seen=check_code, expected=right, source="所填"),
            Evidence("二维码里的校验码", seen=known, source="二维码"),
        ),
        steps=(Step(f"把校验码改填为{right}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"check_code": right},
                typed={"check_code": check_code},
                because=f"二维码里是{right}",
                confidence=SURE,
            ),
        ),
    )


def _of(qr: str) -> str:
    try:
        return (parse_qr(qr).check_code or "") if qr else ""
    except BadQr:
        return ""
