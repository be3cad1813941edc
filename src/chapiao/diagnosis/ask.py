"""Ask: the one entry to a whole answer. Pure; the clock and the holdings are given."""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis.answer import Answer, answer
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.holdings import Holdings
from chapiao.diagnosis.question import Question


def answer_for(question: Question, now: datetime, holdings: Holdings) -> Answer:
    """Return the answer to a question: gather what is known, ask every rule, weigh it up.

    `now` is Beijing time.
    """
    facts = facts_for(question, holdings, now)
    return answer(facts, diagnose(facts))
