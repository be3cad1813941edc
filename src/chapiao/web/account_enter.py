"""The last step of every way in: the session begins, and is kept in the list of sessions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from chapiao.actions import second_factor, sign_in
from chapiao.store.models import Person
from chapiao.store.queries.roster import person_by_pk
from chapiao.web.account_place import mark, place
from chapiao.web.person import now

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF = "half"
HALF_FOR = timedelta(minutes=10)
# What a session remembers of its beginning.
SIGN_IN, PROVED, SEEN, ENROL = "sign_in", "proved", "seen", "enrol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Somebody who has shown one factor, and not yet the other."""

    person: int
    stamp: str  # changes with the password
    until: float
    how: str
    next: str


def enter(
    request: HttpRequest, person: Person, *, how: str, strong: bool, next_: str
) -> HttpResponse:
    """Sign somebody in, and send them on."""
    at = now()
    login(request, person, backend=BACKEND)
    request.session.pop(HALF, None)
    request.session.set_expiry(None)
    if request.session.session_key is None:
        request.session.save()
    where = place(request)
    kept = sign_in.started(
        person=person,
        session_key=request.session.session_key or "",
        how=how,
        strong=strong,
        place=where,
        now=at,
    )
    request.session[SIGN_IN] = kept.pk
    request.session[PROVED] = request.session[SEEN] = at.timestamp()
    response = redirect(safe(request, next_))
    if not strong and second_factor.asked_by(person) and not second_factor.has(person):
        request.session[ENROL] = True
        response = redirect("account")
    mark(request, response)
    return response


def half_way(request: HttpRequest, person: Person, *, how: str, next_: str) -> HttpResponse:
    """Remember who has shown the first factor, and ask for the second."""
    request.session.cycle_key()
    brief(request)
    half = Half(
        person=person.pk,
        stamp=person.get_session_auth_hash(),
        until=(now() + HALF_FOR).timestamp(),
        how=how,
        next=safe(request, next_),
    )
    request.session[HALF] = asdict(half)
    response = redirect("login_code")
    mark(request, response)
    return response


def brief(request: HttpRequest) -> None:
    """Let the session of somebody not signed in yet be forgotten soon."""
    if not request.user.is_authenticated:
        request.session.set_expiry(int(HALF_FOR.total_seconds()))


def half(request: HttpRequest, at: datetime) -> tuple[Person, Half] | None:
    """Return who is half way in; None when nobody is, or it took too long."""
    kept = request.session.get(HALF)
    if kept is None:
        return None
    known = Half(**kept)
    person = person_by_pk(known.person)
    if known.until < at.timestamp() or person is None:
        return None
    return (person, known) if person.get_session_auth_hash() == known.stamp else None


def safe(request: HttpRequest, next_: str) -> str:
    """Return where to go on: an address of ours, or the front page."""
    ours = url_has_allowed_host_and_scheme(
        next_, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return next_ if next_ and ours else "/"
