"""What rights have to do with a question, as facts a rule can think with.

They are gathered only where they can matter: an invoice not shown here, a look-up at
电子税务局 by somebody of whom its rights are noted, a title that is a natural person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chapiao.actions.bureau_right import grants_of, rights_of
from chapiao.actions.prove import proven
from chapiao.diagnosis.facts import Facts, Hidden, Hiding, Unsaid
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.record import LEDGER, Record
from chapiao.diagnosis.world.people import Asker, Profile
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.party_check import is_personal
from chapiao.invoice.tax_id import check_tax_id
from chapiao.store.models import BureauRight, Person
from chapiao.store.models import Profile as Papers
from chapiao.store.sealed import keyed_hash


def with_rights(facts: Facts, asker: Person, now: datetime) -> Facts:
    """Return the facts with what is known of the asker's rights."""
    if facts.entry is Entry.ETAX:
        rights = rights_of(asker)
        if rights:
            facts = replace(
                facts,
                grants=grants_of(rights),
                asker=asker_of(facts, asker),
                record=_placed(facts, rights),
            )
    elif facts.held is False and facts.heard is Unsaid.NOTHING:
        facts = _hidden(facts, asker, now)
    if facts.asker is None and facts.held is False and _personal(facts):
        return replace(facts, asker=asker_of(facts, asker))
    return facts


def _placed(facts: Facts, rights: Sequence[BureauRight]) -> Record | None:
    """Return our row with its 受票地, which is where the buying company is registered."""
    row = facts.record
    if row is None or row.place:
        return row
    places = {one.entity.tax_id: one.entity.region for one in rights}
    return replace(row, place=places.get(row.invoice.buyer_tax_id or "", ""))


def _hidden(facts: Facts, asker: Person, now: datetime) -> Facts:
    """Tell the holder that it is here; of the row itself nothing but its identity."""
    found = proven(asker, facts, now)
    if found is None:
        return facts
    row = found.row
    shown = Invoice(code=row.code, number=row.number, second_number=row.second_key)
    hidden = Hidden(
        record=Record(invoice=shown, source=LEDGER),
        by=Hiding.SCOPE,
        because="；".join(found.because),
    )
    return replace(facts, hidden=(hidden,), asker=asker_of(facts, asker))


def asker_of(facts: Facts, person: Person) -> Asker:
    """Return who asks, with how their account compares with the buyer on the face."""
    ours = facts.ours or ()
    return Asker(
        name=str(person),
        entities=tuple(one.name for one in ours),
        profile=_profile(facts, person),
    )


def _profile(facts: Facts, person: Person) -> Profile:
    """Compare the account with the buyer on the face; what is not there is not compared."""
    buyer = facts.buyer_seen
    if buyer is None:
        return Profile()
    name, tax_id = buyer
    if not is_personal(name, tax_id):
        ours = facts.ours or ()
        mine = any(one.is_now(name, tax_id) or one.was(name, tax_id) for one in ours)
        return Profile(company=True, tax_id=True) if mine else Profile()
    return Profile(
        name=same_name(name, person.full_name) if name and person.full_name else None,
        identity=_same_person(tax_id, person),
    )


def _same_person(tax_id: str, person: Person) -> bool | None:
    """Whether the identity number on the face is the asker's; None where either is not known."""
    number = check_tax_id(tax_id).text[:18]
    kept = Papers.objects.filter(person=person).exclude(id_hash="").first()
    if kept is None or not tax_id:
        return None
    return kept.id_hash == keyed_hash(number)


def _personal(facts: Facts) -> bool:
    return facts.buyer_seen is not None and is_personal(*facts.buyer_seen)
