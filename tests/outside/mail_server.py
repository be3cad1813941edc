"""A real SMTP server on loopback that keeps what it was given."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Post:
    """What arrived, and how the next mail is answered ("": it is taken)."""

    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = ""
    refuse_to: str = ""
    slow: float = 0.0  # seconds between taking a mail and saying so
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address == self.refuse_to:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        if self.answer and not self.answer.startswith("take"):
            return self.answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        await asyncio.sleep(self.slow)
        if self.answer == "take and hang up":
            assert server.transport is not None
            server.transport.close()
        return "250 OK"


@contextmanager
def running() -> Iterator[Post]:
    """Run the server while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    post = Post(port=port)
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
