"""登录 and 退出."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views

from chapiao.demo.group import COLLEAGUES, PASSWORD
from chapiao.web.forms import SignIn


class LogIn(views.LoginView):
    """Sign in and go on to where one was going."""

    template_name = "web/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Name the demo's logins in the demo world, and only there."""
        return super().get_context_data(**kwargs) | {"demo_logins": demo_logins()}


def demo_logins() -> list[dict[str, str]]:
    """Return who can sign in to the demo world; nobody outside it."""
    if not settings.DEMO:
        return []
    return [
        {
            "who": f"{one.name}（{one.sees}）",
            "login": one.login,
            "password": PASSWORD,
        }
        for one in COLLEAGUES
    ]
