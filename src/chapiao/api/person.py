"""The person behind a request that ninja let through."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from chapiao.store.models import Person


def person(request: HttpRequest) -> Person:
    """Return who asks; `Bearer` put them there."""
    return cast("Person", request.auth)  # type: ignore[attr-defined]
