"""Facts out of a case file: TOML values become the values that a rule takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chapiao.diagnosis.facts import (
    ARCHIVE,
    EXPORT,
    LEDGER,
    Facts,
    Hidden,
    Hiding,
    Neighbour,
    OurEntity,
    Record,
    Repair,
    Slip,
)
from chapiao.diagnosis.scenario import people, rows, surroundings
from chapiao.diagnosis.scenario.fields import Fields
from chapiao.diagnosis.scenario.list_filter import list_filter_of
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import parse_code
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import parse_money
from chapiao.invoice.number import parse_number
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BEIJING)
MONEY = {"amount", "tax", "total"}
OF_THE_RECORD = {
    "tax_status": TaxStatus,
    "doc_status": DocStatus,
    "verify_status": VerifyStatus,
    "positive": bool,
    "risk": str,
    "added_at": lambda moment: moment,
    "ref": str,
    "owner": str,
    "place": str,
    "booked_on": lambda day: day,
}


def invoice(given: dict[str, Any]) -> Invoice:
    values = {
        name: parse_money(value) if name in MONEY else value
        for name, value in given.items()
        if name not in OF_THE_RECORD and name not in {"red", "agrees", "differs"}
    }
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    if "lines" in values:
        values["lines"] = tuple(
            Line(**{k: parse_money(v) if k in MONEY else v for k, v in line.items()})
            for line in values["lines"]
        )
    return Invoice(**values)


def record(given: dict[str, Any], source: str = LEDGER) -> Record:
    state = {name: make(given[name]) for name, make in OF_THE_RECORD.items() if name in given}
    red = tuple(invoice(one) for one in given.get("red", ()))
    return Record(invoice=invoice(given), source=source, red=red, **state)


def records(given: list[dict[str, Any]]) -> tuple[Record, ...]:
    return tuple(record(one) for one in given)


def neighbour(given: dict[str, Any]) -> Neighbour:
    counts = {name: given.get(name, 0) for name in ("agrees", "differs")}
    return Neighbour(record=record(given), **counts)


def repair(given: dict[str, Any]) -> Repair:
    found = {"number": given["number"], "code": given.get("code")}
    held = record(found) if given.get("held") else None
    return Repair(slip=Slip[given["slip"]], **found, because=given["because"], record=held)


def our_entity(given: dict[str, Any]) -> OurEntity:
    former = tuple(given.get("former_names", ()))
    ids = tuple(given.get("former_tax_ids", ()))
    return OurEntity(
        name=given["name"], tax_id=given["tax_id"], former_names=former, former_tax_ids=ids
    )


def in_world(given: dict[str, Any], name: str) -> Fields:
    """The piece of a told world, as a scenario writes it."""
    return Fields({name: given})


def hide(given: dict[str, Any]) -> Hidden:
    told = {name: value for name, value in given.items() if name not in {"by", "because"}}
    return Hidden(record=record(told), by=Hiding[given["by"]], because=given["because"])


def file_faces(given: dict[str, Any]) -> Faces:
    read = rows.file_of(in_world(given, "file_reading"))
    assert read is not None
    return read[1]


WORLD = {
    "asker": lambda given: people.asker_of(in_world(given, "asker")),
    "sessions": lambda given: people.sessions_of(Fields({"asker": {"sessions": given}})),
    "grants": lambda given: people.grants_of(in_world(given, "grants")),
    "attempts": lambda given: surroundings.attempts_of(in_world(given, "attempts")),
    "windows": lambda given: surroundings.windows_in(in_world(given, "notices"), NOW),
    "probes": lambda given: surroundings.probes_of(in_world(given, "probes")),
    "client": lambda given: surroundings.client_of(in_world(given, "client")),
    "seller_side": lambda given: surroundings.seller_of(in_world(given, "seller")),
    "submissions": lambda given: surroundings.submissions_of(in_world(given, "submissions")),
    "failed_imports": lambda given: surroundings.failed_imports_of(
        in_world(given, "failed_imports")
    ),
    "red_letters": lambda given: surroundings.red_letters_of(in_world(given, "red_letters")),
    "list_filter": lambda given: list_filter_of(in_world(given, "ledger_filters"), {}),
    "export_span": lambda given: surroundings.export_span_of(in_world(given, "export")),
    "faces": lambda given: tuple(file_faces(one) for one in given),
    "hidden": lambda given: tuple(hide(one) for one in given),
    "hidden_at_home": lambda given: tuple(hide(one) for one in given),
}
MAKE = WORLD | {
    "number": parse_number,
    "code": parse_code,
    "amount": parse_money,
    "entry": Entry,
    "heard": lambda name: Outcome[name],
    "hint": Kind,
    "reading": invoice,
    "record": record,
    "exported": lambda given: record(given, EXPORT),
    "archived": lambda given: record(given, ARCHIVE),
    "namesakes": records,
    "rescued": lambda given: tuple(neighbour(one) for one in given),
    "damaged": records,
    "others": records,
    "misfiled": records,
    "fitting": record,
    "listed_names": frozenset,
    "neighbours": lambda given: tuple(neighbour(one) for one in given),
    "repairs": lambda given: tuple(repair(one) for one in given),
    "ours": lambda given: tuple(our_entity(one) for one in given),
}


def facts(given: dict[str, Any]) -> Facts:
    """Return the facts of a case; what it does not name is not known."""
    values = {name: MAKE.get(name, lambda value: value)(value) for name, value in given.items()}
    return Facts(**({"now": NOW} | values))
