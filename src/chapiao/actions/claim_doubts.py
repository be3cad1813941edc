"""What is odd about a claim: numbers in a row of one seller (连号), and near-duplicates.

Neither is proof of anything; both are what an accountant would look at twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from chapiao.invoice.variants import one_edit_variants
from chapiao.store.models import Claim, ClaimState, Person
from chapiao.store.reconciliations import claims_for

NEXT_TO = 5  # how far apart two numbers may be and still stand in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at. `other` is the other claim, where this person may see it."""

    id: str  # consecutive, near
    says: str
    other: int | None


def doubts(claim: Claim, person: Person) -> tuple[Doubt, ...]:
    """Return what is odd about a claim, beside the other ones of its group that are not let go."""
    others = Claim.objects.filter(entity__group=claim.entity.group).exclude(pk=claim.pk)
    others = others.exclude(state=ClaimState.RELEASED)
    row = {_beside(claim.number, step) for step in range(-NEXT_TO, NEXT_TO + 1) if step}
    consecutive = list(others.filter(number__in=row, code=claim.code).order_by("number")[:10])
    near = Q(key__in=one_edit_variants(claim.number, claim.code)) & ~Q(number__in=row)
    if claim.issued_on is not None and claim.total is not None and claim.seller_name:
        near |= Q(issued_on=claim.issued_on, total=claim.total, seller_name=claim.seller_name) & ~Q(
            number__in=row
        )
    alike = list(others.filter(near).order_by("pk")[:10])
    seen = set(claims_for(person).filter(pk__in=[one.pk for one in consecutive + alike])
               .values_list("pk", flat=True))  # fmt: skip
    return (
        *(_doubt("consecutive", "连号", one, seen) for one in consecutive),
        *(
            _doubt("near", "疑似重复：号码只差一位，或同日同额同一销售方", one, seen)
            for one in alike
        ),
    )


def _doubt(name: str, words: str, other: Claim, seen: set[int]) -> Doubt:
    if other.pk in seen:
        return Doubt(id=name, says=f"{words}：与{other.number}（{other.state}）", other=other.pk)
    return Doubt(id=name, says=f"{words}：与同集团别的企业占用的一张票", other=None)


def _beside(number: str, step: int) -> str:
    return str(int(number) + step).zfill(len(number))
