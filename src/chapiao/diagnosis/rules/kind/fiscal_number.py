"""10位号码像财政票据的号码。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.reads_as import reads_as_code
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import FISCAL, Number

TAX = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.BEIJING, Entry.VENDOR})
GONE = frozenset({Outcome.NOT_FOUND, Outcome.BAD_INPUT})
LENGTHS = {0, 8}  # of the code typed beside it: none, or that of a 财政票据


@rule(
    cause="wrong_entry",
    title="像财政票据的号码",
    source="domain §1.6 [C]：财政电子票据号码10位、代码8位，在全国财政电子票据查验平台查",
    of_misses=True,
)
def fiscal_number(
    number: Number,
    sought_code: str,
    entry: Entry,
    kind_known: bool,
    paper_here: bool,
    told: frozenset[Outcome],
    today_year: int,
) -> Finding | None:
    if not sought_code and reads_as_code(number.text, today_year):
        return None  # it is the code of a paper invoice: another rule says so
    if len(number.text) != FISCAL or len(sought_code) not in LENGTHS or kind_known or paper_here:
        return None
    if entry not in TAX or told - GONE:
        return None
    return Finding(
        says=f"10位号码是财政电子票据的样子，{entry}没有它，要到全国财政电子票据查验平台查。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("号码位数", seen="10位", expected="20位，或8位加代码", source="所填"),
            Evidence("查的入口", seen=str(entry), expected="财政票据平台"),
        ),
        steps=(
            Step("看票面：是财政票据就到 pjcy.mof.gov.cn 查，要填代码、号码、校验码", Who.ASKER),
        ),
    )
