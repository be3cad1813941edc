"""Who is asking, and when: the two things a view reads from the world."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from chapiao.store.models import Person


def person(request: HttpRequest) -> Person:
    """Return who is signed in; behind login_required there is somebody."""
    return cast("Person", request.user)


def now() -> datetime:
    """Return the time in Beijing."""
    return timezone.localtime()
