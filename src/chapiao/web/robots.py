"""群机器人: which groups of 企业微信, 钉钉 and 飞书 are told what concerns a company."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import robot_address
from chapiao.outside.robots import BadAddress, NotSent
from chapiao.store import access
from chapiao.store.kin import administered
from chapiao.web.account_confirm import confirmed
from chapiao.web.account_forms import posted
from chapiao.web.message_forms import RobotForm
from chapiao.web.page import page
from chapiao.web.person import now, person

UNPROCESSABLE = 422


@page("GET", "POST")
def robots(request: HttpRequest) -> HttpResponse:
    """List the robots of the companies I administer; a POST registers one."""
    who = person(request)
    if not administered(who).exists():
        raise access.NotSeen
    form = RobotForm(posted(request), who)
    if form.is_valid():
        try:
            made = robot_address.add_robot(
                by=who, entity=form.cleaned_data["entity"], wanted=form.robot(), now=now()
            )
        except BadAddress as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, f"{made.vendor}机器人已登记，请点“测试”看群里收不收得到")
            return redirect("robots")
    shown: dict[str, Any] = {"form": form, "robots": robot_address.robots_for(who)}
    status = UNPROCESSABLE if form.errors else None
    response = render(request, "web/robots.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response


@page("POST")
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a line of trial."""
    try:
        robot_address.try_robot(by=person(request), pk=pk, now=now())
    except (NotSent, BadAddress, robot_address.Unreadable) as error:
        messages.error(request, f"没有发出：{error}")
    else:
        messages.success(request, "测试消息已被收下，请到群里看")
    return redirect("robots")


@page("POST")
@confirmed
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a robot nothing any more."""
    ended = robot_address.end_robot(by=person(request), pk=pk, now=now())
    messages.success(request, f"{ended} 已停用，地址已删除")
    return redirect("robots")
