"""`chapiao worker`: read the files handed in, carry imports on, ask again what was not found.

One loop over the due rows. Told to stop, it finishes the row it works on, or lets it
go where that takes too long: the row stays due. Killed, it loses nothing either: the
lease runs out and the row is due again.
"""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

from chapiao.cli import django_setup
from chapiao.cli.heartbeat import Keep, kept_alive
from chapiao.outside.reader_process import SECONDS, ReaderProcess

IDLE = 0.3  # seconds between two looks when nothing is due
TROUBLED = 5.0  # and when the database cannot be asked
FINISH_WITHIN = 0.7  # seconds that the row in work gets when the worker is told to stop
MOST_SECONDS = 900.0  # that a claim is kept alive: what takes longer hangs
AT_A_TIME = 10  # rows of one kind before the next kind has its turn
log = logging.getLogger("chapiao.worker")


Clock = Callable[[], datetime]


class Stopped(BaseException):
    """The row in work took too long when the worker was told to stop; nobody catches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of due rows, and what is done with them.

    Work that `keep` renews the claim of may take long: the claim is short, and renewed meanwhile.
    """

    name: str
    waiting: Callable[[datetime], list[int]]
    work: Callable[[int, datetime, ReaderProcess, Clock | None], object]
    put_off: Callable[[int, datetime], object]
    give_back: Callable[[int], object]
    keep: Keep | None = None


class Stop:
    """Whether the worker has been told to stop."""

    def __init__(self) -> None:
        self._told = threading.Event()

    def listen(self) -> None:
        """Hear SIGTERM and SIGINT."""
        signal.signal(signal.SIGTERM, self._tell)
        signal.signal(signal.SIGINT, self._tell)
        signal.signal(signal.SIGALRM, self._enough)

    @property
    def told(self) -> bool:
        """Whether to take no more rows."""
        return self._told.is_set()

    def pause(self, seconds: float) -> None:
        """Wait, but not when told to stop."""
        self._told.wait(seconds)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if not self.told:
            signal.setitimer(signal.ITIMER_REAL, FINISH_WITHIN)
        self._told.set()

    def _enough(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        raise Stopped


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao worker`."""
    django_setup.add_data(parser)
    parser.add_argument(
        "--read-seconds",
        type=float,
        default=SECONDS,
        metavar="秒",
        help=f"一个文件最多读几秒，超过就停下并说明（默认 {SECONDS:.0f}）",
    )


def run(args: argparse.Namespace) -> int:
    """Work until told to stop."""
    stop = Stop()
    stop.listen()
    django_setup.ready(args.data)
    from django.utils import timezone

    from chapiao.actions import probe

    probe.set_up(timezone.localtime())
    gc.freeze()  # what is loaded by now stays: it need not be looked through again and again

    log.info("started")
    with ReaderProcess(seconds=args.read_seconds) as reader:
        try:
            while not stop.told:
                stop.pause(_pass(reader, stop, timezone.localtime))
        except Stopped:
            log.info("stopped in the middle of a row; it stays due")
    signal.setitimer(signal.ITIMER_REAL, 0)
    log.info("stopped")
    return 0


def _pass(reader: ReaderProcess, stop: Stop, clock: Clock) -> float:
    """Work on what is due; return how long to wait before the next look."""
    try:
        return 0 if sweep(clock(), reader, stop, clock) else IDLE
    except Exception as error:  # noqa: BLE001 - the loop goes on when the database comes back
        _complain("due rows", None, error)
        return TROUBLED


def sweep(
    now: datetime,
    reader: ReaderProcess | None = None,
    stop: Stop | None = None,
    clock: Clock | None = None,
) -> int:
    """Work on the rows that are due now, some of each kind; return how many.

    `clock` tells the time for each row; without it, all are worked on at `now`.
    """
    if reader is None:
        with ReaderProcess() as own:
            return sweep(now, own, stop, clock)
    done = 0
    for kind in _kinds():
        for pk in kind.waiting(now)[:AT_A_TIME]:
            if stop is not None and stop.told:
                return done
            _work(kind, pk, clock() if clock else now, reader, clock)
            done += 1
    return done


def _kinds() -> tuple[Kind, ...]:
    from chapiao.actions import (
        collect,
        hand_in,
        import_export,
        notice_feeds,
        offline_check,
        probe,
        recheck,
        run_reconciliation,
        send_messages,
    )

    return (
        Kind(
            name="source",
            waiting=collect.waiting,
            work=lambda pk, now, _, clock: collect.collect(pk, now, clock),
            put_off=collect.put_off,
            give_back=collect.give_back,
        ),
        Kind(
            name="intake file",
            waiting=hand_in.waiting,
            work=lambda pk, now, reader, _: hand_in.read_file(pk, now, reader),
            put_off=hand_in.put_off,
            give_back=hand_in.give_back,
            keep=hand_in.renew,
        ),
        Kind(
            name="import",
            waiting=import_export.waiting,
            work=import_export.work,
            put_off=import_export.put_off,
            give_back=import_export.give_back,
            keep=import_export.renew,
        ),
        Kind(
            name="reconciliation",
            waiting=run_reconciliation.waiting,
            work=run_reconciliation.work,
            put_off=run_reconciliation.put_off,
            give_back=run_reconciliation.give_back,
            keep=run_reconciliation.renew,
        ),
        Kind(
            name="look-up",
            waiting=recheck.due,
            work=lambda pk, now, *_: recheck.recheck(pk, now),
            put_off=recheck.put_off,
            give_back=recheck.give_back,
        ),
        Kind(
            name="message",
            waiting=send_messages.waiting,
            work=lambda pk, now, *_: send_messages.send(pk, now),
            put_off=send_messages.put_off,
            give_back=send_messages.give_back,
        ),
        Kind(
            name="offline check",
            waiting=offline_check.waiting,
            work=lambda pk, now, *_: offline_check.remind(pk, now),
            put_off=offline_check.put_off,
            give_back=offline_check.give_back,
        ),
        Kind(
            name="notice feed",
            waiting=notice_feeds.waiting,
            work=lambda pk, now, *_: notice_feeds.work(pk, now),
            put_off=notice_feeds.put_off,
            give_back=notice_feeds.give_back,
        ),
        Kind(
            name="probe",
            waiting=probe.waiting,
            work=lambda pk, now, *_: probe.work(pk, now),
            put_off=probe.put_off,
            give_back=probe.give_back,
        ),
    )


def _work(kind: Kind, pk: int, now: datetime, reader: ReaderProcess, clock: Clock | None) -> None:
    try:
        with kept_alive(kind.keep, pk, clock, MOST_SECONDS):
            kind.work(pk, now, reader, clock)
    except Stopped:
        kind.give_back(pk)
        raise
    except Exception as error:  # noqa: BLE001 - one row must not stop the others
        _complain(kind.name, pk, error)
        try:
            kind.put_off(pk, now)
        except Exception as again:  # noqa: BLE001 - its lease will run out
            _complain(kind.name, pk, again)


def _complain(what: str, pk: int | None, error: Exception) -> None:
    """Log what failed and where, by ids: the message of an error may quote an invoice."""
    from django.db import InterfaceError, OperationalError, connection

    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "chapiao" in step.filename] or list(steps)
    place = f"{ours[-1].filename.rsplit('chapiao/', 1)[-1]}:{ours[-1].lineno}" if ours else "?"
    log.error("%s %s: %s at %s", what, pk or "-", type(error).__name__, place)
    if isinstance(error, InterfaceError | OperationalError):
        connection.close()  # it may be broken: the next question opens another
