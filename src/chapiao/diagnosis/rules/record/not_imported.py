"""税局导出里有，台账里没有：导入时漏了。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import paper
from chapiao.invoice.entry import Entry


@rule(
    cause="not_imported",
    title="税局导出里有，台账漏了",
    source="requirements §5 [数据]：本系统漏导、导入失败；R32、R34",
)
def not_imported(
    exported: Record,
    pooled: bool,
    entry: Entry,
    stored_wrong: bool,
    merely_missed: bool,
) -> Finding | RuledOut | None:
    if stored_wrong:
        return RuledOut("台账里有这一行，只是号码不对")
    if pooled:
        return RuledOut("税局导出和台账里都有")
    invoice = exported.invoice
    return Finding(
        says=f"税局导出里有这张票（{invoice.number}），台账里没有，是导入时漏了。",
        certainty=Certainty.CERTAIN  # where another entry was asked, it is another matter
        if entry is Entry.OWN and merely_missed
        else Certainty.POSSIBLE,
        evidence=(
            Evidence("税局导出", seen=f"有 {paper(invoice)}", source=exported.source),
            Evidence("台账", seen="没有", expected="有", source="本系统台账"),
        ),
        steps=(
            Step("看那次导入的异常行，改好后重新导入", Who.IT),
            Step("着急时先把这张票手工登记进台账", Who.ASKER),
        ),
    )
