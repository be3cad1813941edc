"""What every vendor's file has in common: a way out, and what to make of silence and of 5xx."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from chapiao.outside.channels.codes import result_of
from chapiao.outside.channels.model import (
    Inquiry,
    Key,
    Result,
    Vendor,
    lost,
    not_sent,
    not_understood,
    server_error,
)
from chapiao.outside.guarded_http import AddressRefused, Door, NoReply, NotSent, Reply, Request

FAILED = 500  # HTTP statuses from here on are the server's own trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a key was exchanged for, for a while."""

    text: str = field(repr=False)
    until: datetime


class Tokens(Protocol):
    """Where a token is kept, so that every process asks for one only once a while."""

    def held(self, at: datetime) -> Token | None:
        """Return the token that holds at a time."""

    def keep(self, token: Token) -> None:
        """Keep a fresh one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A vendor as it is reached: where (without a slash at the end), with whose key, when."""

    key: Key
    base: str
    at: datetime
    door: Door
    tokens: Tokens


class Channel(Protocol):
    """A vendor is a module with these. It keeps no state."""

    BASE: str

    def ask(self, inquiry: Inquiry, line: Line) -> Result:
        """Ask for one invoice; whatever happens is a result."""


def sent(line: Line, request: Request) -> Reply | Result:
    """Return the answer, or the result where there is none."""
    try:
        return line.door.send(request)
    except AddressRefused as error:
        return not_sent(str(error), permanent=True)
    except NotSent as error:
        return not_sent(str(error), permanent=error.permanent)
    except NoReply:
        return lost()


def told(reply: Reply) -> dict[str, Any]:
    """Return the JSON object of an answer; {} when it is none."""
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def inner(value: object) -> dict[str, Any]:
    """Return a value that should be an object; {} when it is none."""
    return value if isinstance(value, dict) else {}


def judged(
    vendor: Vendor, reply: Reply, code: object, mark: str = "", *, charged: bool | None = None
) -> Result:
    """Return what a code in an answer means, and what a 5xx means that has none we know."""
    text = str(code) if isinstance(code, str | int) and not isinstance(code, bool) else None
    found = not_understood() if text is None else result_of(vendor, text, mark, charged=charged)
    if reply.status < FAILED:
        return found
    return server_error(reply.status) if found == not_understood() else replace(found, broken=True)
