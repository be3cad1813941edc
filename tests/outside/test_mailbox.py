"""A mail server that drips, floods or lies is left, in words, before it costs anything."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.outside.imap_server import certificate

from chapiao.outside import mailbox_line
from chapiao.outside.mailbox import Mailbox, MailboxFailed, visit

OPEN = b"* OK [CAPABILITY IMAP4rev1] hello\r\n"
SELECTED = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT %s] x\r\n"
Answer = Callable[[bytes, bytes], Iterator[bytes]]  # of a tag and what is asked


@contextlib.contextmanager
def serving(folder: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A server over TLS that says what it is told to say."""
    trusted, key = certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(trusted, key)
    door = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with contextlib.suppress(OSError):
            line, _ = door.accept()
            with tls.wrap_socket(line, server_side=True) as one, one.makefile("rb") as asked:
                one.sendall(OPEN)
                for sent in asked:
                    tag, _, rest = sent.partition(b" ")
                    for part in answer(tag, rest):
                        one.sendall(part)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield Mailbox(host="localhost", port=door.getsockname()[1], user="a", password="b")
    finally:
        door.close()
        thread.join(5)


def usual(tag: bytes, asked: bytes, next_uid: bytes = b"3") -> Iterator[bytes]:
    if asked.startswith((b"SELECT", b"EXAMINE")):
        yield SELECTED % next_uid
    if asked.startswith(b"UID SEARCH"):
        yield b"* SEARCH 1 x 99999999999 2\r\n"
    yield tag + b" OK done\r\n"


def drips(tag: bytes, asked: bytes) -> Iterator[bytes]:
    if not asked.startswith(b"UID FETCH"):
        yield from usual(tag, asked)
        return
    yield b"* 1 FETCH (UID 1 BODY[] {1000}\r\n"
    for _ in range(60):
        time.sleep(0.1)
        yield b"x"


def floods(tag: bytes, asked: bytes) -> Iterator[bytes]:
    if not asked.startswith(b"UID FETCH"):
        yield from usual(tag, asked)
        return
    while True:
        yield b"* OK again\r\n" * 1000


def lies(tag: bytes, asked: bytes) -> Iterator[bytes]:
    if not asked.startswith(b"UID FETCH"):
        yield from usual(tag, asked)
        return
    yield b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"


@pytest.mark.parametrize("answer", [drips, floods, lies])
def test_a_server_that_never_ends_is_left(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_line, "ANSWER", 1.0)
    monkeypatch.setattr(mailbox_line, "LARGEST", 1_000_000)

    with serving(tmp_path, answer, monkeypatch) as box:
        started = time.monotonic()
        with (
            pytest.raises(MailboxFailed, match="断了"),
            visit(box, allowed=["localhost"]) as one,
        ):
            one.read(1)
        assert time.monotonic() - started < 4


@pytest.mark.parametrize("told", [b"4294967296", b"9" * 5000], ids=["one", "many"])
def test_a_number_that_no_mail_can_have_is_not_counted_up_to(
    told: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(tag: bytes, asked: bytes) -> Iterator[bytes]:
        return usual(tag, asked, told)

    with (
        serving(tmp_path, answer, monkeypatch) as box,
        pytest.raises(MailboxFailed, match="UIDNEXT"),
        visit(box, allowed=["localhost"]),
    ):
        pass


def test_what_is_no_number_among_the_mails_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serving(tmp_path, usual, monkeypatch) as box,
        visit(box, allowed=["localhost"]) as one,
    ):
        assert one.after(0, 10) == []
