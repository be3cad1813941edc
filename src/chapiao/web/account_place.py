"""Where somebody sits: the browser by a mark of ours, its name, the address; and our own site."""

from __future__ import annotations

import hashlib
import secrets
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from chapiao.actions.passkeys import Site
from chapiao.actions.sign_in import Place

COOKIE = "device"
KEPT = 400 * 24 * 3600  # seconds; browsers keep none longer
MARK = 22  # letters

# The first that is found counts: a browser names its ancestors too.
_BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Feishu", "飞书"),
    ("Lark", "飞书"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows", False),
    ("Android", "Android", True),
    ("iPhone", "iPhone", True),
    ("iPad", "iPad", True),
    ("Mac OS X", "macOS", False),
    ("Linux", "Linux", False),
)


def place(request: HttpRequest) -> Place:
    """Return where this request comes from. A browser without a mark gets one by `mark`."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for word, name in _BROWSERS if word in agent), "其他浏览器")
    known = [one for one in _SYSTEMS if one[0] in agent]
    system, portable = (known[0][1], known[0][2]) if known else ("其他系统", False)
    return Place(
        device=hashlib.sha256(_mark(request).encode()).hexdigest(),
        device_name=f"{browser} · {system}",
        portable=portable,
        address=address(request),
    )


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser be known again."""
    response.set_cookie(
        COOKIE,
        _mark(request),
        max_age=KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def address(request: HttpRequest) -> str:
    """Return the visitor's address; "" when a proxy stands between that we know nothing of.

    Such a proxy is on this machine: who comes from elsewhere is no less known for saying
    that they were passed on, or anybody could guess passwords without being counted.
    """
    passed = request.headers.get("X-Forwarded-For", "")
    if not settings.PROXIES:
        nearest = _address(request.META.get("REMOTE_ADDR", ""))
        return "" if passed and (not nearest or ip_address(nearest).is_loopback) else nearest
    hops = [one.strip() for one in passed.split(",")]
    return _address(hops[-settings.PROXIES]) if len(hops) >= settings.PROXIES else ""


def site(request: HttpRequest) -> Site:
    """Return our site as the browser knows it."""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return Site(host=name, origin=f"{request.scheme}://{host}")


def _mark(request: HttpRequest) -> str:
    given = request.COOKIES.get(COOKIE, "")
    if len(given) == MARK and given.isascii():
        return given
    made = getattr(request, "device_mark", "") or secrets.token_urlsafe(16)
    request.device_mark = made  # type: ignore[attr-defined]
    return made


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip("[] ")))
    except ValueError:
        return ""
