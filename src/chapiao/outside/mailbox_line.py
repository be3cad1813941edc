"""The line to a mail server that may be slow, broken or hostile: it costs so much and no more.

Of each answer the time and the bytes are limited, and so is the time of the whole visit:
one server that drips or floods must not keep the worker from everybody else's work.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
import time
from io import BufferedReader, RawIOBase
from typing import Any

TIMEOUT = 20.0  # seconds without a byte
ANSWER = 80.0  # seconds for an answer
VISIT = 300.0  # seconds for all of them; the next visit goes on where this one ended
LARGEST = 100 * 1024 * 1024  # bytes of an answer


class Line(imaplib.IMAP4_SSL):
    """Goes to the very address that was looked at, with the certificate of the host's name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._address = address
        super().__init__(host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)

    def read(self, size: int) -> bytes:
        """Read a literal of the size that the server tells.

        Raises:
            imaplib.IMAP4.abort: it is larger than any that was asked for.
        """
        if size > LARGEST:
            msg = "literal too large"
            raise self.abort(msg)
        return super().read(size)

    def _create_socket(self, timeout: float | None) -> Any:  # noqa: ANN401 - as much of one as is used
        line = socket.create_connection((self._address, self.port), timeout)
        return _Limited(self.ssl_context.wrap_socket(line, server_hostname=self.host))


class _Limited:
    """A socket that gives so many bytes in so much time, counted anew with each thing sent."""

    def __init__(self, line: ssl.SSLSocket) -> None:
        self._line = line
        self._end = time.monotonic() + VISIT
        self._renew()

    def _renew(self) -> None:
        self._until = min(time.monotonic() + ANSWER, self._end)
        self._left = LARGEST

    def sendall(self, data: bytes) -> None:
        self._renew()
        self._line.settimeout(TIMEOUT)
        self._line.sendall(data)

    def receive(self, into: Any) -> int:  # noqa: ANN401 - any buffer
        left = self._until - time.monotonic()
        if left <= 0 or self._left <= 0:
            self._end = 0.0  # and nothing more is waited for
            raise TimeoutError
        self._line.settimeout(min(TIMEOUT, left))
        count = self._line.recv_into(into)
        self._left -= count
        return count

    def makefile(self, mode: str) -> BufferedReader:
        del mode
        return BufferedReader(_Read(self))

    def shutdown(self, how: int) -> None:
        self._line.shutdown(how)

    def close(self) -> None:
        self._line.close()


class _Read(RawIOBase):
    def __init__(self, line: _Limited) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
        return self._line.receive(buffer)
