"""`/me`: whom the token stands for, and what they may see."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from chapiao.api.person import person
from chapiao.store import access
from chapiao.store.queries import roster

router = Router(tags=["我"])


class Company(Schema):
    """A company the person belongs to, and as what."""

    name: str
    tax_id: str
    role: str


class Me(Schema):
    """Who asks."""

    login: str
    name: str
    sees_everything: bool
    companies: list[Company]


@router.get("", response=Me, summary="令牌代表谁、能看到什么")
def me(request: HttpRequest) -> Me:
    """Tell whom the token stands for."""
    asker = person(request)
    return Me(
        login=asker.username,
        name=asker.full_name,
        sees_everything=access.reach(asker).everything,
        companies=[
            Company(name=one.entity.name, tax_id=one.entity.tax_id, role=one.role)
            for one in roster.memberships(asker)
        ],
    )
