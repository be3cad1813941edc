"""归集: take in what is new in a folder or a mailbox; every file and mail is accounted for.

One short transaction each: that a thing was found, and the file handed in, are one. Killed
in between, the worker finds it again; found again, it is not taken twice. Nothing is moved,
marked or deleted where it was found, and no link of a mail is followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from chapiao.actions import due, hand_in, links
from chapiao.actions.sources import Unreadable, place_of
from chapiao.actions.tell import Said, tell
from chapiao.diagnosis.question import Question
from chapiao.formats.mail import BadMail, Mail, open_mail
from chapiao.outside import folder, mailbox
from chapiao.outside.mailbox import Mailbox, MailboxFailed
from chapiao.store import originals
from chapiao.store.models import Collected, CollectedState, MessageKind, Source
from chapiao.store.text import storable

LEASE = timedelta(seconds=90)  # longer than one mail or file may take; renewed after each
A_LOOK = 200  # things taken in one look; the rest at once after it
AT_A_TIME = 500
LARGEST_MAIL = 50 * 1024 * 1024
AFTER_TROUBLE = (1, 5, 15, 60)  # minutes
Clock = Callable[[], datetime]
TROUBLE = (MailboxFailed, folder.FolderFailed, Unreadable, hand_in.NotTaken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A thing found: what it is called, and what is to become of it."""

    mark: str
    name: str
    size: int
    sender: str = ""
    sha256: str = ""
    data: bytes | BinaryIO | None = None  # to be handed in
    state: CollectedState = CollectedState.HANDED_IN
    said: str = ""
    links: tuple[str, ...] = ()
    uid: int | None = None


def waiting(now: datetime) -> list[int]:
    """Return the sources that are due to be looked through."""
    return due.ids(Source.objects, now)


def collect(pk: int, now: datetime, clock: Clock | None = None) -> int:
    """Look through a due source; return how many things were taken up."""
    if not due.claim(Source.objects, pk, now, LEASE):
        return 0
    source = Source.objects.select_related("giver", "entity").get(pk=pk)
    taken = 0
    try:
        place = place_of(source)
        for found in _new(source, place, now):
            if not _take(source, found, clock() if clock else now):
                break
            taken += 1
            if clock is not None:
                due.renew(Source.objects, pk, clock() + LEASE)
            if taken >= A_LOOK:
                break
    except TROUBLE as error:
        _trouble(source, str(error), now)
        return taken
    again = now if taken >= A_LOOK else now + timedelta(minutes=source.every)
    _rest(source, again, now, "")
    return taken


def put_off(pk: int, now: datetime) -> None:
    """Look again later, after a failure that nobody foresaw."""
    later = now + timedelta(minutes=AFTER_TROUBLE[1])
    Source.objects.filter(pk=pk, active=True).update(due_at=later, lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed source down: the worker is told to stop."""
    due.give_back(Source.objects, pk)


def _new(source: Source, place: Path | Mailbox, now: datetime) -> Iterator[Found]:
    if isinstance(place, Path):
        return _in_folder(source, place, now)
    return _in_mailbox(source, place)


def _in_folder(source: Source, root: Path, now: datetime) -> Iterator[Found]:
    """Yield the files that were not there before, or have changed since."""
    files = folder.lying(root, now.timestamp())
    while some := list(islice(files, AT_A_TIME)):
        marks = [one.mark for one in some]
        known = set(source.collected.filter(mark__in=marks).values_list("mark", flat=True))
        for one in some:
            if one.mark not in known:
                yield from _file(root, one)


def _file(root: Path, one: folder.Lying) -> Iterator[Found]:
    name = storable(one.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    about: dict[str, Any] = {"mark": one.mark, "name": name[-500:], "size": one.size}
    if one.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1024**2
        said = f"文件超过{limit}MB，没有收；请拆成小一点的"
        yield Found(**about, state=CollectedState.REFUSED, said=said)
        return
    try:
        opened = folder.open_file(root, one.path)
    except folder.FileFailed as error:
        yield Found(**about, state=CollectedState.REFUSED, said=str(error))
        return
    with opened:
        yield Found(**about, data=opened)


def _in_mailbox(source: Source, box: Mailbox) -> Iterator[Found]:
    """Yield the mails after the last one that was looked at; all, where it is numbered anew."""
    with mailbox.visit(box, allowed=settings.MAILBOX_HOSTS) as visit:
        if source.validity != visit.validity:
            source.validity, source.last_uid = visit.validity, 0
        for uid, size in visit.after(source.last_uid, A_LOOK):
            mark = f"{visit.validity}:{uid}"
            if size > LARGEST_MAIL:
                said = f"邮件超过{LARGEST_MAIL // 1024**2}MB，没有收；请把附件存下来交"
                yield Found(
                    mark=mark, uid=uid, name="（邮件太大，没有打开）", size=size,
                    state=CollectedState.REFUSED, said=said,
                )  # fmt: skip
                continue
            data = visit.read(uid)
            if data is not None:
                yield _mail(source, data, mark, uid)


def _mail(source: Source, data: bytes, mark: str, uid: int) -> Found:
    subject, sender = _head(data)
    digest = hashlib.sha256(data).hexdigest()

    def found(state: CollectedState, said: str, mail: Mail | None = None) -> Found:
        told = () if mail is None else mail.links
        return Found(
            mark=mark, uid=uid, name=subject, sender=sender, size=len(data), sha256=digest,
            state=state, said=said, links=told,
            data=data if state is CollectedState.HANDED_IN else None,
        )  # fmt: skip

    if source.collected.filter(sha256=digest).exclude(mark=mark).exists():
        return found(CollectedState.DUPLICATE, "同一封邮件以前收过")
    try:
        mail = open_mail(data)
    except BadMail as error:
        return found(CollectedState.REFUSED, str(error))
    if mail.parts:
        return found(CollectedState.HANDED_IN, "", mail)
    if mail.links:
        said = f"没有附件，有{len(mail.links)}个下载链接：请打开下载，再把文件交来"
        return found(CollectedState.BY_HAND, said, mail)
    return found(CollectedState.REFUSED, "没有附件，也没有下载链接")


def _head(data: bytes) -> tuple[str, str]:
    """Return subject and sender as they can be shown."""
    try:
        head = message_from_bytes(data[: 64 * 1024], policy=policy.default)
        told = (str(head["Subject"] or ""), str(head["From"] or ""))
    except (ValueError, LookupError, AttributeError, TypeError):  # what a mail may do to a parser
        told = ("", "")
    subject, sender = (storable(" ".join(one.split())) for one in told)
    return subject[:490] or "（没有主题）", sender[:200]


def _take(source: Source, found: Found, now: datetime) -> bool:
    """Write down that it was found, and hand it in; False when the source has been ended."""
    if source.collected.filter(mark=found.mark).exists():
        return _seen(source, found)
    document = None
    if found.data is not None:  # the bytes first: they may be many, and nobody waits for them
        hand_in.may_hand_in(source.giver)
        document = originals.keep(found.data, _file_name(found), now, source.giver)
    with transaction.atomic():
        if not _seen(source, found):
            return False
        if source.collected.filter(mark=found.mark).exists():
            return True
        intake = None
        if document is not None:
            kept = [(_file_name(found), document)]
            intake = hand_in.hand_in_kept(
                giver=source.giver, kept=kept, question=Question(), now=now
            )
        made = Collected.objects.create(
            source=source,
            mark=found.mark,
            name=found.name,
            sender=found.sender,
            sha256=found.sha256,
            size=found.size,
            found_at=now,
            state=found.state,
            said=found.said[:300],
            links=list(found.links),
            intake=intake,
        )
        if found.state == CollectedState.BY_HAND:
            _tell_by_hand(source, made, now)
    return True


def _file_name(found: Found) -> str:
    return found.name if found.uid is None else f"{found.name}.eml"


def _seen(source: Source, found: Found) -> bool:
    """Note how far a mailbox has been looked at; False when the source has been ended."""
    held = Source.objects.filter(pk=source.pk, active=True)
    if found.uid is None:
        return held.exists()
    source.last_uid = found.uid
    return bool(held.update(validity=source.validity, last_uid=found.uid))


def _tell_by_hand(source: Source, made: Collected, now: datetime) -> None:
    said = Said(
        kind=MessageKind.COLLECT,
        once=f"collected:{made.pk}",
        says=f"邮件“{made.name[:80]}”{made.said}",
        step="在归集页打开链接下载，再到查票页把文件交来",
        link=links.collection(source.pk),
    )
    tell(said, people=(source.giver,), entity=None, now=now)


@transaction.atomic
def _trouble(source: Source, problem: str, now: datetime) -> None:
    """Look again later, each time later; the first time it is told."""
    waits = AFTER_TROUBLE[min(source.attempt, len(AFTER_TROUBLE)) - 1]
    fresh = source.problem != problem[:200]
    Source.objects.filter(pk=source.pk).update(
        due_at=now + timedelta(minutes=max(waits, 1)),
        lease_until=None,
        ran_at=now,
        problem=problem[:200],
    )
    if fresh:
        said = Said(
            kind=MessageKind.COLLECT,
            once=f"source:{source.pk}:{now.timestamp():.0f}",
            says=f"{source}收不了：{problem}",
            step="请改好以后在归集页点“马上收”；没有收的都还在原处",
            link=links.collection(source.pk),
        )
        tell(said, people=(source.giver, source.made_by), entity=None, now=now)


def _rest(source: Source, again: datetime, now: datetime, problem: str) -> None:
    mine = Source.objects.filter(pk=source.pk, active=True, lease_until__isnull=False)
    mine.update(due_at=again, lease_until=None, attempt=0, ran_at=now, problem=problem)
