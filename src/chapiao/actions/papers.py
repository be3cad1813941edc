"""Who people are by their papers: the number is kept sealed, and shown whole only with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from chapiao.invoice.tax_id import IdShape, check_tax_id, mask_id
from chapiao.store import audit
from chapiao.store.access import NotSeen
from chapiao.store.kin import stewarded
from chapiao.store.models import Person, Profile
from chapiao.store.sealed import keyed_hash, seal, unseal

REVIEW_AFTER = timedelta(days=180)


class BadPapers(ValueError):
    """The particulars cannot be kept. The message can be shown to the user."""


class NotAllowed(NotSeen):
    """Of these particulars nothing is shown or changed. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有本人、所在企业的管理员或财务主管、系统管理员可以查看和登记身份资料")


@transaction.atomic
def set_papers(
    *, by: Person, person: Person, full_name: str, id_number: str, phone: str, now: datetime
) -> Profile:
    """Keep name, identity number and phone as verified; a blank number leaves the old one.

    Raises:
        NotAllowed: `by` is neither this person nor looks after a company of theirs.
        BadPapers: the number is none, or somebody else has it.
    """
    _only_stewards(by, person)
    profile, _ = Profile.objects.get_or_create(person=person)
    if id_number.strip():
        checked = check_tax_id(id_number)
        if checked.shape is not IdShape.PERSON or checked.is_valid is not True:
            msg = "身份证号应是18位且校验位正确，请对照证件重填"
            raise BadPapers(msg)
        profile.id_sealed = seal(checked.text, _about(person))
        profile.id_hash = keyed_hash(checked.text)
    profile.phone = phone.strip()[:20]
    profile.verified_by, profile.verified_at, profile.reviewed_at = by, now, now
    try:
        with transaction.atomic():
            profile.save()
    except IntegrityError as error:
        msg = "这个身份证号已登记在另一位人员名下，请先核对是不是同一个人有两个账号"
        raise BadPapers(msg) from error
    if full_name.strip() and full_name.strip() != person.full_name:
        person.full_name = full_name.strip()[:60]
        person.save(update_fields=["full_name"])
    audit.append(at=now, person_id=by.pk, act="登记身份资料", subject=f"person:{person.pk}")
    return profile


def reveal(*, by: Person, person: Person, reason: str, now: datetime) -> str:
    """Return a person's identity number whole; that it was looked at is written down first.

    Raises:
        NotAllowed: `by` is neither this person nor looks after a company of theirs.
        BadPapers: there is no reason, or no number is kept.
        sealed.WrongKey: the key is not the one it was sealed with.
    """
    _only_stewards(by, person)
    profile = Profile.objects.filter(person=person).exclude(id_sealed="").first()
    if profile is None:
        msg = "还没有登记身份证号"
        raise BadPapers(msg)
    if not reason.strip():
        msg = "查看完整的身份证号要写明事由，会记入日志"
        raise BadPapers(msg)
    audit.append(
        at=now,
        person_id=by.pk,
        act="查看身份证号",
        subject=f"person:{person.pk}",
        detail={"reason": reason.strip()[:200]},
    )
    return unseal(profile.id_sealed, _about(person))


def masked(person: Person) -> str:
    """Return a person's identity number with only 前6后4 to be seen; "" when none is kept."""
    profile = Profile.objects.filter(person=person).exclude(id_sealed="").first()
    return "" if profile is None else mask_id(unseal(profile.id_sealed, _about(person)))


def phone(person: Person) -> str:
    """Return the phone that is kept; "" when none is."""
    profile = Profile.objects.filter(person=person).first()
    return "" if profile is None else profile.phone


def confirm_papers(*, person: Person, now: datetime) -> None:
    """Write down that a person looked their own particulars over and found them right."""
    Profile.objects.update_or_create(person=person, defaults={"reviewed_at": now})
    audit.append(at=now, person_id=person.pk, act="确认身份资料", subject=f"person:{person.pk}")


def is_due(person: Person, now: datetime) -> bool:
    """Whether a person's particulars should be looked over again: twice a year."""
    fresh = Q(reviewed_at__gt=now - REVIEW_AFTER)
    return not Profile.objects.filter(fresh, person=person).exists()


def person_with(id_number: str) -> Person | None:
    """Return who has this identity number, found by its keyed hash."""
    found = Profile.objects.filter(id_hash=keyed_hash(check_tax_id(id_number).text))
    profile = found.select_related("person").first()
    return None if profile is None else profile.person


def may_keep(by: Person, person: Person) -> bool:
    """Whether `by` may see and keep a person's particulars: one's own, or of one's company."""
    if by.is_superuser or by.pk == person.pk:
        return True
    return stewarded(by).filter(memberships__person=person).exists()


def _only_stewards(by: Person, person: Person) -> None:
    if not may_keep(by, person):
        raise NotAllowed


def _about(person: Person) -> str:
    return f"person:{person.pk}"
