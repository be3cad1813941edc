"""A member's role: given, changed or taken by who administers the company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chapiao.actions import give_role
from chapiao.actions.accounts import AccountRefused
from chapiao.store import access
from chapiao.store.kin import administered
from chapiao.store.models import Role
from chapiao.store.queries.company_people import looked_after
from chapiao.web.account_confirm import confirmed
from chapiao.web.page import page
from chapiao.web.person import now, person


@page("POST")
@confirmed
def set_role(request: HttpRequest, pk: int, entity_pk: int) -> HttpResponse:
    """Give the role that was chosen, or take it away."""
    by = person(request)
    one = looked_after(by).filter(pk=pk).first()
    entity = administered(by).filter(pk=entity_pk).first()
    if one is None or entity is None:
        raise access.NotSeen
    given, department = request.POST.get("role", ""), request.POST.get("department", "")
    try:
        if request.POST.get("take") == "1":
            give_role.take_role(by=by, person=one, entity=entity, now=now())
            said = f"已取消 {one} 在{entity}的角色，从现在起看不到它的发票"
        elif given not in Role.values:
            messages.error(request, "请从列表里选一个角色")
            return redirect("member", pk)
        else:
            give_role.give_role(
                by=by,
                person=one,
                entity=entity,
                role=Role(given),
                department=department,
                now=now(),
            )
            said = f"{one} 现在是{entity}的{given}，立即生效"
    except AccountRefused as error:
        messages.error(request, str(error))
        return redirect("member", pk)
    messages.success(request, said)
    if looked_after(by).filter(pk=pk).exists():
        return redirect("member", pk)
    return redirect("members")  # who has no role left is nobody's to look after
