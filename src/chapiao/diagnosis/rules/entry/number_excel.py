"""号码在 Excel 里丢了位数。

Excel keeps fifteen digits, writes long numbers as 2.5112E+19 and drops zeros in front.
A number that ends in five zeros and is found is simply such a number.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour, Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.damage import Damage, DamageKind, number_damage

TELLING = 5  # fewer digits than this are no number that lost its zeros
ALONE, AMONG = 0.95, 0.6
MOST = 3


@rule(
    cause="excel_damage",
    title="号码在Excel里丢了位数",
    source="requirements N27、S40–S42：2.5112E+19、后五位变成00000、丢了开头的0；domain §1.1 [B]",
    of_misses=True,
)
def number_excel(
    typed_number: str,
    typed_code: str,
    held: bool,
    proven: bool,
    rescued: tuple[Neighbour, ...],
) -> Finding | RuledOut | None:
    damage = number_damage(typed_number, typed_code)
    if damage is None:
        return None
    if held or proven:
        return RuledOut("这个号码另有文件证明，没有丢位数")
    rows = _best(rescued)
    if damage.kind is DamageKind.LEADING_ZEROS and (not rows or len(damage.seen) < TELLING):
        return None
    return Finding(
        says=_says(damage, rows),
        certainty=_certainty(damage, rows),
        evidence=(
            Evidence("所填号码", seen=damage.seen, source="所填"),
            *(
                Evidence("可能的原号码", seen=str(row.invoice.number), source=row.source)
                for row in rows
            ),
        ),
        steps=(
            Step("打开原文件或扫票面二维码，用完整号码再查；表格里把这一列设为文本", Who.ASKER),
        ),
        corrections=tuple(_correction(damage, row, len(rows)) for row in rows[:MOST]),
    )


def _best(rescued: tuple[Neighbour, ...]) -> tuple[Record, ...]:
    """Return what it can have been: those that agree with most of what was typed."""
    if len(rescued) > 1:
        best = rescued[0].agrees - rescued[0].differs
        rescued = tuple(one for one in rescued if one.agrees - one.differs == best)
    return tuple(one.record for one in rescued)


def _says(damage: Damage, rows: tuple[Record, ...]) -> str:
    if len(rows) == 1:
        return f"{damage.says}；我们有一张对得上的：{rows[0].invoice.number}。"
    if rows:
        return f"{damage.says}；我们有{len(rows)}张开头相同的，请挑出是哪一张。"
    return f"{damage.says}。"


def _certainty(damage: Damage, rows: tuple[Record, ...]) -> Certainty:
    plain_to_see = damage.kind is DamageKind.SCIENTIFIC
    return Certainty.CERTAIN if plain_to_see or len(rows) == 1 else Certainty.LIKELY


def _correction(damage: Damage, row: Record, rivals: int) -> Correction:
    fields = {"number": str(row.invoice.number)}
    if row.invoice.code:
        fields["code"] = row.invoice.code
    return Correction(
        fields=fields,
        typed={"number": damage.seen},
        because=damage.says,
        confidence=ALONE if rivals == 1 else AMONG / rivals,
    )
