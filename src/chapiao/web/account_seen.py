"""Every page: is this session still one, and does its person still owe a second factor?"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chapiao.actions import sign_in
from chapiao.web.account_enter import ENROL, SEEN, SIGN_IN
from chapiao.web.person import now

EVERY = 300  # seconds
# Where somebody may go who must add a second factor first.
ENROLLING = frozenset(
    {
        "account",
        "account_app",
        "account_codes",
        "account_confirm",
        "account_passkey",
        "account_passkey_options",
        "account_password",
        "logout",
    }
)


class Seen:
    """Middleware: notes now and then that a session is used, and ends one that was ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session before the page does."""
        pk = request.session.get(SIGN_IN)
        if pk is not None:
            at = now()
            if at.timestamp() - request.session.get(SEEN, 0.0) > EVERY:
                if not sign_in.seen(pk=pk, now=at):
                    logout(request)
                    return self.get_response(request)
                request.session[SEEN] = at.timestamp()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Keep who must add a second factor at the pages for that."""
        del view, args, kwargs
        here = request.resolver_match
        if request.session.get(ENROL) and here is not None and here.url_name not in ENROLLING:
            return redirect("account")
        return None
