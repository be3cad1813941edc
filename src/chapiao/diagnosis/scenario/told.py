"""A real look-up told as a scenario: its facts as a world, every name and number masked.

What it rests on is told, and nothing else of what we hold. Amounts, dates and the entries' own
words stay, because the answer follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chapiao.diagnosis.answer import Answer
from chapiao.diagnosis.facts import ARCHIVE, EXPORT, HANDED_IN, LEDGER, Facts, Hiding, Record
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.scenario.mask import Mask
from chapiao.diagnosis.scenario.told_around import around, asker
from chapiao.diagnosis.scenario.told_rows import archive, export, file_reading, ledger_row
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.model import Invoice

SOMEBODY = "同事"


def told_world(question: Question, answer: Answer, *, seed: int, name: str) -> dict[str, Any]:
    """Return the line of a scenario that is answered as this look-up was.

    `seed` makes the masks; `name` becomes the scenario's id.
    """
    facts = answer.facts
    mask = _mask(question, facts, seed)
    first = answer.causes[0].cause
    hidden = frozenset(id(one.record) for one in facts.hidden or () if one.by is Hiding.SCOPE)
    rows = [(row, id(row) in hidden) for row in _rows(facts)]
    return {
        "id": name,
        "title": first.title,
        "now": facts.now.isoformat(timespec="seconds"),
        "us": {"entities": [_entity(one, mask) for one in facts.ours or ()]}
        if facts.ours
        else None,
        "asker": asker(facts, mask, hides=bool(hidden)),
        "asked": _asked(question, facts, mask),
        "known": {
            "ledger": [
                ledger_row(_anothers(row) if out else row, mask)
                for row, out in rows
                if row.source not in {EXPORT, ARCHIVE, HANDED_IN}
            ],
            "export": export(facts, [row for row, _ in rows if row.source == EXPORT], mask),
            "archive": list(_archived(facts, mask)),
            **around(facts, mask),
        },
        "label": {"cause": first.id, "acceptable_first": [first.id]},
    }


def _anothers(row: Record) -> Record:
    """Return a row as somebody else's, which is how a told world hides it."""
    return replace(row, owner=SOMEBODY)


def _rows(facts: Facts) -> Iterator[Record]:
    """Yield every row that the answer rests on, each once."""
    seen: set[tuple[str, str | None, str | None]] = set()
    near = [one.record for one in (*(facts.neighbours or ()), *(facts.rescued or ()))]
    mended = [one.record for one in facts.repairs or () if one.record is not None]
    every = (
        facts.record,
        *(one.record for one in facts.hidden or ()),
        facts.exported,
        *(facts.others or ()),
        *(facts.misfiled or ()),
        *(facts.damaged or ()),
        *(facts.namesakes or ()),
        facts.fitting,
        *near,
        *mended,
    )
    for one in every:
        if one is None:
            continue
        key = (one.source, one.invoice.code, one.invoice.number)
        if key not in seen:
            seen.add(key)
            yield one
            yield from (_naming(red, one) for red in one.red)


def _naming(red: Invoice, blue: Record) -> Record:
    """Return a red invoice as a row whose remark names the blue one."""
    printed = blue.invoice
    number = f"代码:{printed.code}号码:{printed.number}" if printed.code else printed.number
    words = f"被红冲蓝字数电票号码：{number}" if not printed.code else f"对应正数发票{number}"
    return Record(invoice=replace(red, remark=words), source=LEDGER)


def _archived(facts: Facts, mask: Mask) -> Iterator[dict[str, Any]]:
    given = facts.reading is not None
    kept = [one for at, one in enumerate(facts.faces or ()) if at or not given]
    known = {one.invoice.number for one in kept}
    if facts.archived is not None and facts.archived.invoice.number not in known:
        kept.append(Faces(invoice=facts.archived.invoice))
    at = facts.archived.added_at if facts.archived is not None else None
    for place, one in enumerate(kept, start=1):
        yield archive(one, at, place, mask)


def _asked(question: Question, facts: Facts, mask: Mask) -> dict[str, Any]:
    return {
        "entry": "" if facts.entry is None else facts.entry.value,
        "number": mask.text(question.number)
        if len(question.number) > LONGEST_NUMBER
        else mask.number(question.number),
        "code": question.code,
        "date": question.date,
        "amount": question.amount,
        "check_code": mask.digits(question.check_code),
        "buyer": mask.name(question.buyer),
        "seller": mask.name(question.seller),
        "pasted_text": mask.text(question.text),
        "answer": mask.text(facts.words) if facts.words else None,
        "as_entity": mask.name(facts.as_entity) if facts.as_entity else None,
        "amount_field_asked": facts.amount_field,
        "extra": {key: mask.text(text) for key, text in (facts.extra or {}).items()},
        "file_reading": file_reading(facts, mask),
        "client": _client(facts),
    }


LONGEST_NUMBER = 40  # characters; more is a text that holds one


def _client(facts: Facts) -> dict[str, Any] | None:
    one = facts.client
    if one is None:
        return None
    probe = one.probe
    return {
        "browser": one.browser,
        "os": one.system,
        "online": one.online,
        "clock_skew_s": one.clock_skew,
        "probe": None
        if probe is None
        else {
            "dns": probe.dns,
            "tls": probe.tls,
            "http": probe.http,
            "ms": probe.ms,
            "other_sites_ok": probe.other_sites_ok,
        },
    }


def _entity(one: Any, mask: Mask) -> dict[str, Any]:  # noqa: ANN401 - OurEntity
    names = [{"name": mask.name(old), "until": None} for old in one.former_names]
    ids = [{"tax_id": mask.tax_id(old), "name": "", "until": None} for old in one.former_tax_ids]
    return {
        "name": mask.name(one.name),
        "tax_id": mask.tax_id(one.tax_id),
        "former_names": names,
        "former_tax_ids": ids,
    }


def _mask(question: Question, facts: Facts, seed: int) -> Mask:
    """Return the masks: what copies show is known for right, what was typed is not."""
    papers = [row.invoice for row in _rows(facts)]
    papers += [one.invoice for one in facts.faces or ()]
    papers += [red for row in _rows(facts) for red in row.red]
    papers += [one for one in (facts.reading,) if one is not None]
    papers += [facts.archived.invoice] if facts.archived is not None else []
    ours = facts.ours or ()
    parties = [one.buyer_tax_id for one in papers] + [one.seller_tax_id for one in papers]
    names = [one.name for one in ours] + [old for one in ours for old in one.former_names]
    names += [text for one in papers for text in (one.buyer_name, one.seller_name) if text]
    return Mask(
        seed,
        numbers=[n for one in papers for n in (one.number, one.second_number) if n],
        typed=(question.number, question.text),
        tax_ids=[*(one.tax_id for one in ours), *(one for one in parties if one)],
        names=[*names, *_people(facts)],
    )


def _people(facts: Facts) -> Iterator[str]:
    if facts.asker is not None:
        yield facts.asker.name
        yield facts.asker.profile.account
    for one in facts.attempts or ():
        yield one.who
    for each in facts.sessions or ():
        yield each.typed_name
    for row in _rows(facts):
        if row.source == LEDGER:
            yield row.owner
