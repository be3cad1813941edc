"""A vendor's server played on loopback: real HTTP, a real signature check, a book of invoices.

For tests and for trying things out; nothing of the product asks it unless its address is
given. What all vendors have in common is here: five checks of an invoice a day, answers that
can be ordered beforehand, connections that break. How each speaks is in its own file.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chapiao.outside.channels.model import Key

CHECKS_A_DAY = 5
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An invoice the vendor finds. `last`: the amount or the end of the check code.

    `mark`: the vendor's own sign of its state, as "Y" for voided; "" for none.
    """

    number: str
    issued_on: date
    last: str
    code: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One request as it came in. Header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The body's fields."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for, whatever the vendor calls it."""

    number: str
    code: str
    day: str
    last: frozenset[str]


class Found:
    """The four things a bureau can say; each vendor has codes of its own for them."""

    MATCH, MISMATCH, NOT_FOUND, LIMIT = "match", "mismatch", "not found", "limit"


Spoken = tuple[int, dict[str, Any]]


class FakeVendor(ABC):
    """One vendor's server. A subclass says how it checks a signature and how it speaks."""

    def __init__(self, key: Key, clock: Callable[[], float] = time.time) -> None:
        self.key, self.clock = key, clock
        self.heard: list[Heard] = []
        self.base = ""
        self._books: dict[tuple[str, str], Issued] = {}
        self._spent: Counter[tuple[str, str, str]] = Counter()
        self._ordered: deque[str | int] = deque()
        self._lock = threading.Lock()

    def issue(self, issued: Issued) -> None:
        """Let an invoice be found."""
        self._books[issued.code, issued.number] = issued

    def say_next(self, *orders: str | int) -> None:
        """Answer the next requests with these codes; a number is a bare HTTP status.

        0: the bureau is asked, and then the line breaks. An order counts only for a request
        whose signature holds.
        """
        self._ordered.extend(orders)

    def spent(self, number: str, code: str = "") -> int:
        """How many checks of an invoice the bureau has counted, on all days."""
        return sum(
            times
            for (one, other, _), times in self._spent.items()
            if (one, other) == (code, number)
        )

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve on loopback; gives the base address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        self.base = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self.base
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, heard: Heard) -> Spoken | int:
        """Return the answer to a request; a bare number is a status without a body, 0 silence."""
        with self._lock:
            self.heard.append(heard)
            refused = self.refuse(heard)
            if refused is not None:
                return refused
            if self._ordered and self.takes_orders(heard):
                order = self._ordered.popleft()
                if order == 0:
                    self.serve(heard)
                return order if isinstance(order, int) else self.speak(order, heard, None)
            return self.serve(heard)

    def find(self, asked: Asked) -> tuple[str, Issued | None]:
        """Ask the bureau: one check of the day is counted, whatever comes of it."""
        day = f"{datetime.fromtimestamp(self.clock(), UTC):%Y-%m-%d}"
        counted = (asked.code, asked.number, day)
        if self._spent[counted] >= CHECKS_A_DAY:
            return Found.LIMIT, None
        self._spent[counted] += 1
        issued = self._books.get((asked.code, asked.number))
        if issued is None:
            return Found.NOT_FOUND, None
        if issued.issued_on.isoformat() != asked.day or issued.last not in asked.last:
            return Found.MISMATCH, None
        return Found.MATCH, issued

    @abstractmethod
    def refuse(self, heard: Heard) -> Spoken | None:
        """Return the refusal of a request that is not signed as it must be; None when it is."""

    @abstractmethod
    def serve(self, heard: Heard) -> Spoken:
        """Return the answer to a request that is signed well."""

    @abstractmethod
    def speak(self, code: str, heard: Heard, issued: Issued | None) -> Spoken:
        """Return an answer with this code."""

    def takes_orders(self, heard: Heard) -> bool:
        """Whether an ordered answer may be given to this request."""
        del heard
        return True


def _handler(fake: FakeVendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            self._serve()

        def do_GET(self) -> None:
            self._serve()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            heard = Heard(
                method=self.command,
                target=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(size),
            )
            said = fake.answer(heard)
            if said == 0:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, told = (said, None) if isinstance(said, int) else said
            body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
