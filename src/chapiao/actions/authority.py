"""主管税务机关的书面结果: it beats whatever an entry answered and whatever a rule concluded.

What the rules found stays to be read beneath it, and none of it is asserted any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chapiao.actions.prove import keys_of
from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.cause import CAUSES, FOUND, INSUFFICIENT
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Evidence, Recheck, Step, Who
from chapiao.diagnosis.weigh import Explanation
from chapiao.invoice.entry import Entry
from chapiao.invoice.status import VerifyStatus
from chapiao.store.models import OfflineCheck, OfflineResult
from chapiao.store.queries.offline import newest_result
from chapiao.store.reach import Reach

SOURCE = "主管税务机关"
_DOUBTED = frozenset({VerifyStatus.MISMATCH, VerifyStatus.NOT_FOUND})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a result means here: the cause it is, whether it was found, what to do, and who."""

    cause: str
    found: bool | None
    says: str
    step: Step


_MEANS = {
    OfflineResult.AGREES: Meaning(
        cause="found",
        found=True,
        says="核验属实，各入口查不到的不影响",
        step=Step("把书面结果附在凭证后，可以入账", Who.ASKER),
    ),
    OfflineResult.VOIDED: Meaning(
        cause="voided",
        found=True,
        says="这张票已作废",
        step=Step("请销售方重新开具", Who.SELLER),
    ),
    OfflineResult.RED: Meaning(
        cause="red_full",
        found=True,
        says="这张票已被红冲",
        step=Step("按红字发票处理，请销售方说明并重开", Who.SELLER),
    ),
    OfflineResult.DIFFERS: Meaning(
        cause="file_altered",
        found=False,
        says="手里的票面与底账不一致",
        step=Step("暂停付款、入账和抵扣，按税务机关的意见处理，并请销售方说明", Who.ASKER),
    ),
    OfflineResult.ABSENT: Meaning(
        cause="suspected_forgery",
        found=False,
        says="底账里没有这张票",
        step=Step("暂停付款、入账和抵扣，按税务机关的意见处理，并请销售方说明", Who.ASKER),
    ),
}


_RESULTS = tuple(one.value for one in _MEANS)


def with_authority(answer: Answer, seen: Reach, now: datetime) -> Answer:
    """Return the answer as the office's word has it; the same where there is none."""
    if not _may_matter(answer.facts):
        return answer
    word = newest_result(_keys(answer.facts), _RESULTS, seen, now)
    return answer if word is None else overrule(answer, word)


def _keys(facts: Facts) -> list[str]:
    """Return every identity of the invoice asked for."""
    copy = facts.copy.invoice if facts.copy is not None else None
    known = () if copy is None else (copy.key, copy.second_key)
    return [*dict.fromkeys((*keys_of(facts), *(one for one in known if one)))]


def overrule(answer: Answer, word: OfflineCheck) -> Answer:
    """Return the answer with the office's word first, and nothing else asserted."""
    means = _MEANS[OfflineResult(word.result)]
    cause = CAUSES[means.cause]
    said = f"{SOURCE}（{word.bureau}）{_day(word)}{means.says}"
    first = Explanation(
        cause=cause,
        certainty=Certainty.CERTAIN,
        title=f"{SOURCE}核验：{word.result}",
        says=f"{said}，以此为准。",
        because="",
        rules=(),
        evidence=(
            Evidence(
                f"核验结果 {word.result_no}".strip(),
                seen=word.result_words or word.result,
                source=SOURCE,
            ),
        ),
        steps=(means.step,),
        recheck=Recheck.NEVER,
        recheck_at=None,
    )
    others = tuple(
        replace(one, certainty=min(one.certainty, Certainty.POSSIBLE))
        for one in answer.causes
        if one.cause not in {cause, FOUND, INSUFFICIENT}
    )
    return replace(
        answer,
        found=means.found,
        headline=f"{said}——{means.step.text}",
        causes=(first, *others),
        next_owner=means.step.who,
        recheck=Recheck.NEVER,
        recheck_at=None,
        ask_for=(),
    )


def _may_matter(facts: Facts) -> bool:
    """Whether to look at all: a row our 台账 shows and no check ever doubted needs no office."""
    plain = bool(facts.held) and facts.entry is Entry.OWN
    return not plain or (facts.record is not None and facts.record.verify_status in _DOUBTED)


def _day(word: OfflineCheck) -> str:
    return f"{word.result_on:%Y-%m-%d}" if word.result_on is not None else ""
