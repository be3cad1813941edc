"""消息: what happened, newest first; and 通知设置: where else it goes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chapiao.actions import message_sight, tell, wish
from chapiao.store import access
from chapiao.store.kin import administered
from chapiao.web.account_forms import posted
from chapiao.web.message_forms import Preferences
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 50
UNPROCESSABLE = 422


@page("GET")
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's messages, all or those not read yet."""
    who = person(request)
    only_unread = request.GET.get("unread") == "1"
    mine = tell.inbox(who)
    listed = mine.filter(read_at=None) if only_unread else mine
    paged = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": paged,
        "hidden": message_sight.hidden(who, paged.object_list),
        "only_unread": only_unread,
        "fresh": tell.unread(who),
        "may_administer": administered(who).exists(),
    }
    return render(request, "web/messages.html", shown)


@page("GET")
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a message leads; all that leads there is read now."""
    message = tell.inbox(person(request)).filter(pk=pk).first()
    if message is None:
        raise access.NotSeen
    tell.note_read(person(request), now(), message.link)
    return redirect(message.link)


@page("POST")
def all_read(request: HttpRequest) -> HttpResponse:
    """Note that all are read."""
    count = tell.note_read(person(request), now())
    messages.success(request, f"{count} 条消息标为已读")
    return redirect("messages")


@page("GET", "POST")
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep one's wishes."""
    who = person(request)
    held = wish.wishes_of(who)
    wanted = [one for one in wish.OFFERED if one not in held.off]
    form = Preferences(
        posted(request),
        initial={
            "by_mail": held.by_mail,
            "wanted": wanted,
            "quiet_from": held.quiet[0],
            "quiet_to": held.quiet[1],
        },
    )
    if form.is_valid():
        wish.set_wishes(who, form.wishes())
        messages.success(request, "通知设置已保存")
        return redirect("message_preferences")
    shown = {
        "form": form,
        "mail_on": bool(settings.EMAIL_HOST),
        "email": who.email,
        "bad_link": request.GET.get("link") == "bad",
    }
    status = UNPROCESSABLE if form.errors else None
    return render(request, "web/message_preferences.html", shown, status=status)


@page("POST")
def address(request: HttpRequest) -> HttpResponse:
    """Send a link to a new e-mail address, or forget the old one."""
    who, at = person(request), now()
    if request.POST.get("drop") == "1":
        wish.drop_address(who, at)
        messages.success(request, "不再发邮件；消息仍在这里")
        return redirect("message_preferences")
    try:
        wish.ask_address(who, request.POST.get("email", ""), at)
    except wish.BadAddress as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "确认链接已发到这个邮箱，打开它之后才会用来通知（3天内有效）")
    return redirect("message_preferences")


@page("GET")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Use an address from now on: who opens this has its mails and is signed in."""
    confirmed = wish.confirm_address(person(request), token, now())
    if confirmed is None:
        return redirect(f"{reverse('message_preferences')}?link=bad")
    messages.success(request, f"邮箱 {confirmed} 已确认，以后的消息也会发到这里")
    return redirect("message_preferences")
