"""Weigh the findings: one entry a cause, and what one cause explains of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chapiao.diagnosis.cause import CAUSES, FOUND, Cause
from chapiao.diagnosis.engine import Diagnosis
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step
from chapiao.diagnosis.rule import Rule
from chapiao.diagnosis.say import ON_PAPER

SPOKEN = "入口答复"  # the source of evidence that is an entry's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One cause with all that its rules say of it; the surest rule speaks."""

    cause: Cause
    certainty: Certainty
    title: str
    says: str
    because: str  # the likeliest correction in a few words; "" where there is none
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    recheck: Recheck
    recheck_at: datetime | None

    @property
    def asserted(self) -> bool:
        """Whether it is stated, and not only thought possible."""
        return self.certainty >= Certainty.LIKELY


def weigh(diagnosis: Diagnosis) -> tuple[Explanation, ...]:
    """Return the causes, surest first; `found` only where nothing else is asserted."""
    by_cause: dict[str, list[tuple[Rule, Finding]]] = {}
    for one, finding in diagnosis.found:
        by_cause.setdefault(one.cause or "", []).append((one, finding))
    causes = _explained([_merged(CAUSES[cause], said) for cause, said in by_cause.items()])
    if any(one.asserted and one.cause is not FOUND for one in causes):
        causes = [one for one in causes if one.cause is not FOUND]
    return tuple(causes)


def _merged(cause: Cause, said: list[tuple[Rule, Finding]]) -> Explanation:
    first_rule, first = said[0]
    evidence = tuple(dict.fromkeys(one for _, finding in said for one in finding.evidence))
    return Explanation(
        cause=cause,
        certainty=first.certainty,
        title=first_rule.title,
        says=first.says,
        because=first.corrections[0].because if first.corrections else "",
        rules=tuple(one.id for one, _ in said),
        evidence=evidence,
        steps=tuple(dict.fromkeys(step for _, finding in said for step in finding.steps)),
        recheck=first.recheck,
        recheck_at=first.recheck_at,
    )


def _outspoken(other: Explanation, one: Explanation) -> bool:
    """Whether an entry's own words stand against what is only likely, or the paper itself."""
    sources = {piece.source for piece in other.evidence}
    if ON_PAPER in sources:
        return True
    return SPOKEN in sources and other.certainty > one.certainty


def _explained(causes: list[Explanation]) -> list[Explanation]:
    """Lower what an asserted cause explains by itself, and say so beside it."""
    lowered: dict[str, Explanation] = {}
    for one in causes:
        if not one.asserted or one.cause.id in lowered:
            continue
        for other in causes:
            explained = other.cause.id in one.cause.explains and not _outspoken(other, one)
            if explained and other.cause.id not in lowered:
                why = Evidence("已能由另一个原因解释", seen=one.cause.title, against=True)
                lowered[other.cause.id] = replace(
                    other,
                    certainty=min(other.certainty, Certainty.POSSIBLE),
                    evidence=(*other.evidence, why),
                )
    merged = [lowered.get(one.cause.id, one) for one in causes]
    merged.sort(key=lambda one: (-one.certainty, one.cause.order))
    return merged
