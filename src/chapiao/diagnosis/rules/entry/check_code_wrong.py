"""所填校验码与这张票的校验码不同，或取的不是要的那一段。

A check code has 20 digits; the platform asks the last six, a blockchain invoice has
five, and a paper digital ordinary invoice gives the last six of its 20-digit number.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

PIECE, SHORT_PIECE = 6, 5
SURE = 0.97


@rule(
    cause="check_code_wrong",
    title="校验码取错",
    source="domain §2.1 [A]：普票类填校验码后6位；区块链5位；数电纸普填数电票号码后6位 [B]",
)
def check_code_wrong(
    check_code: str, copy: Record, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    whole = _whole(copy.invoice)
    if not whole:
        return None
    right = whole[-SHORT_PIECE:] if copy.invoice.kind is Kind.BLOCKCHAIN else whole[-PIECE:]
    if not (right.isalnum() and check_code.isalnum()):
        return None  # somebody could not see a digit of it
    is_whole = check_code == whole and entry in {Entry.OWN, Entry.VENDOR, Entry.FISCAL}
    if check_code == right or is_whole or Outcome.MATCH in told:
        return RuledOut("所填校验码与票面一致")
    return Finding(
        says=f"这张票要填的校验码是{right}，所填{check_code}{_piece(check_code, whole)}。",
        certainty=Certainty.LIKELY if copy.source == LEDGER else Certainty.CERTAIN,
        evidence=(
            Evidence("所填校验码", seen=check_code, expected=right, source="所填"),
            Evidence("票面校验码", seen=whole, source=copy.source),
        ),
        steps=(Step(f"把校验码改填为{right}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"check_code": right},
                typed={"check_code": check_code},
                because=f"票面校验码的后{len(right)}位是{right}",
                confidence=SURE,
            ),
        ),
    )


def _whole(invoice: Invoice) -> str | None:
    if invoice.kind is Kind.PAPER_DIGITAL_ORDINARY:
        return invoice.second_number
    return invoice.check_code


def _piece(typed: str, whole: str) -> str:
    if typed == whole:
        return f"是整串{len(whole)}位，只要最后几位"
    if whole.startswith(typed):
        return f"是开头{len(typed)}位，要取最后几位"
    return "是中间的一段，要取最后几位" if typed in whole else "与票面不符"
