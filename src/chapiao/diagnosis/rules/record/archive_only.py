"""档案里有文件，台账里没有。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.whose import Whose
from chapiao.invoice.entry import Entry


@rule(
    cause="not_imported",
    title="档案里有文件，台账漏了",
    source="requirements §5 [数据]：交了文件却没有登记；R34、N17",
)
def archive_only(
    archived: Record,
    pooled: bool,
    entry: Entry,
    stored_wrong: bool,
    buyer_is: Whose,
    sold_by_us: bool,
    merely_missed: bool,
    same_files: bool,
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN:
        return None
    if stored_wrong:
        return RuledOut("台账里有这一行，只是号码不对")
    if pooled:
        return RuledOut("档案和台账里都有")
    if buyer_is is Whose.FOREIGN and not sold_by_us:  # kept as it came, and left out on purpose
        return RuledOut("档案里的文件抬头不是本单位，本来就不登记")
    when = f"（{archived.added_at:%Y-%m-%d}收到）" if archived.added_at is not None else ""
    return Finding(
        says=f"这张票的文件在档案里{when}，却没有登记进台账。",
        certainty=Certainty.CERTAIN if same_files and merely_missed else Certainty.POSSIBLE,
        evidence=(
            Evidence("档案", seen=f"有 {archived.invoice.number}", source=archived.source),
            Evidence("台账", seen="没有", expected="有", source="本系统台账"),
        ),
        steps=(Step("打开档案里的文件，把它登记进台账", Who.ASKER),),
    )
