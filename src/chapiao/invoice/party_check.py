"""抬头核对: the buyer on a face beside our companies and the person who asks.

By tax id first, which is never shared; then by the name: the same, written otherwise,
a former one, a branch. A natural person's title is compared with the asker's own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from chapiao.invoice.names import Likeness, NameComparison, compare_names, normal_name
from chapiao.invoice.tax_id import check_tax_id, plain_tax_id

ALIKE = 0.6  # less than this and it is another company, not a slip
_BRANCH = re.compile(
    r"(?:第?[一-龥]{0,12})(?:分公司|分店|分部|分行|支行|办事处|营业部|分厂|分院)\)?$"
)
_COMPANY = re.compile(
    r"公司|集团|中心|商行|经营部|事务所|医院|学校|大学|协会|委员会|[局厂店社院所站部处]"
)
_PERSON = re.compile(r"[一-龥·]{2,12}(?:[(（]个人[)）])?")


class Relation(StrEnum):
    """How the buyer on the face stands to us."""

    SAME = "完全一致"
    FORM = "仅写法不同"
    FORMER = "更名或换税号前"
    BRANCH = "分支机构，不是本单位"
    NAME_DIFFERS = "税号是本单位的，名称不同"
    ID_DIFFERS = "名称是本单位的，税号不同"
    PERSON = "个人抬头，姓名与本人一致"
    OTHER_PERSON = "个人抬头，姓名与本人不同"
    OTHER = "不是本单位"


GOOD = frozenset({Relation.SAME, Relation.FORM, Relation.FORMER, Relation.PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One of our companies, with what it was before."""

    name: str
    tax_id: str
    former_names: tuple[str, ...] = ()
    former_tax_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCheck:
    """The buyer beside whom it is compared with; None: there is nothing to compare."""

    relation: Relation
    against: str  # the name it is compared with; "" where nobody is alike
    name: NameComparison | None
    tax_id: NameComparison | None

    @property
    def is_ours(self) -> bool:
        """Whether the title is right, however it is written."""
        return self.relation in GOOD


def check_party(
    name: str, tax_id: str, companies: Sequence[Company], person: str
) -> PartyCheck | None:
    """Return how the buyer stands to us; None where the face names nobody.

    >>> yunshan = Company(name="北京云杉科技（集团）有限公司", tax_id="T1")
    >>> check_party("北京云杉科技(集团)有限公司", "T1", [yunshan], "").relation.value
    '仅写法不同'
    >>> check_party("北京云杉科技（集团）有限公司上海分公司", "T9", [yunshan], "").relation.name
    'BRANCH'
    >>> check_party("王敏", "", [yunshan], "王敏").relation.name
    'PERSON'
    """
    if not name and not tax_id:
        return None
    if is_personal(name, tax_id):
        return _person(name, person)
    for relation, company, known in _candidates(name, tax_id, companies):
        return _beside(relation, name, tax_id, company, known)
    return PartyCheck(relation=Relation.OTHER, against="", name=None, tax_id=None)


def is_personal(name: str, tax_id: str) -> bool:
    """Whether the title is a natural person's: by an identity number, or a name of no company."""
    if tax_id:
        return check_tax_id(tax_id).is_person
    return bool(_PERSON.fullmatch(name)) and not _COMPANY.search(name)


def _person(name: str, person: str) -> PartyCheck:
    plain = re.sub(r"[(（]个人[)）]$", "", name)
    same = bool(person) and normal_name(plain) == normal_name(person)
    return PartyCheck(
        relation=Relation.PERSON if same else Relation.OTHER_PERSON,
        against=person,
        name=compare_names(plain, person) if person else None,
        tax_id=None,
    )


def _candidates(
    name: str, tax_id: str, companies: Sequence[Company]
) -> Iterator[tuple[Relation, Company, str]]:
    """Yield whom it may be, surest first, with the name that it is compared with."""
    plain, printed = normal_name(name), plain_tax_id(tax_id)
    for one in companies:
        if printed and printed == plain_tax_id(one.tax_id):
            yield _by_id(name, one), one, _nearest(name, (one.name, *one.former_names))
    for one in companies:
        yield from _by_name_of(plain, printed, name, one)
    for one in companies:
        if _is_branch(plain, normal_name(one.name)):
            yield Relation.BRANCH, one, one.name
    if companies and name:
        near = max(companies, key=lambda one: _ratio(plain, normal_name(one.name)))
        if _ratio(plain, normal_name(near.name)) >= ALIKE:
            yield Relation.OTHER, near, near.name


def _by_name_of(
    plain: str, printed: str, name: str, one: Company
) -> Iterator[tuple[Relation, Company, str]]:
    """Yield how a company stands to the buyer by a name or a former tax id of it."""
    former = next((old for old in one.former_names if normal_name(old) == plain), None)
    if printed in map(plain_tax_id, one.former_tax_ids) or (former and not printed):
        yield Relation.FORMER, one, former or one.name
    elif plain == normal_name(one.name):
        yield _by_name(name, one, has_id=bool(printed)), one, one.name
    elif former:
        yield Relation.ID_DIFFERS, one, former


def _by_id(name: str, one: Company) -> Relation:
    if not name or name == one.name:
        return Relation.SAME
    likeness = compare_names(name, one.name).likeness
    if likeness is Likeness.FORM:
        return Relation.FORM
    plain = normal_name(name)
    was = any(normal_name(old) == plain for old in one.former_names)
    return Relation.FORMER if was else Relation.NAME_DIFFERS


def _by_name(name: str, one: Company, *, has_id: bool) -> Relation:
    if has_id:
        return Relation.ID_DIFFERS
    return Relation.SAME if name == one.name else Relation.FORM


def _nearest(name: str, known: Sequence[str]) -> str:
    return max(known, key=lambda one: _ratio(normal_name(name), normal_name(one)))


def _is_branch(one: str, other: str) -> bool:
    """Whether one of the two names is the other with a branch behind it."""
    short, long = sorted((one, other), key=len)
    return bool(short) and long.startswith(short) and bool(_BRANCH.search(long[len(short) :]))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _beside(relation: Relation, name: str, tax_id: str, one: Company, known: str) -> PartyCheck:
    return PartyCheck(
        relation=relation,
        against=one.name,
        name=compare_names(name, known) if name else None,
        tax_id=compare_names(plain_tax_id(tax_id), one.tax_id) if tax_id else None,
    )
