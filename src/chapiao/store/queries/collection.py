"""How the files of each source stand: every piece under one word, and the sum beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q

from chapiao.store.models import (
    Collected,
    CollectedState,
    FileState,
    Intake,
    IntakeFile,
    Person,
)

FILED, DUPLICATE, BY_HAND, REFUSED, OPENED, WAITING = (
    "入库",
    "重复",
    "需人工",
    "拒绝",
    "已拆开",
    "待读取",
)
WORDS = (FILED, DUPLICATE, BY_HAND, REFUSED, OPENED, WAITING)
# What a file's own state counts as; read without a face, it was only a wrapping.
_COUNTS_AS = {
    FileState.WAITING.value: WAITING,
    FileState.DOUBTS.value: BY_HAND,
    FileState.NOT_OURS.value: BY_HAND,
    FileState.DUPLICATE.value: DUPLICATE,
    FileState.REFUSED.value: REFUSED,
    FileState.FAILED.value: REFUSED,
}
_BARE = ExpressionWrapper(Q(face=None), output_field=BooleanField())
_AT_ONCE = {
    CollectedState.DUPLICATE.value: DUPLICATE,
    CollectedState.BY_HAND.value: BY_HAND,
    CollectedState.REFUSED.value: REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was found, how many pieces came out of it, and what became of each piece.

    `pieces` are counted one by one, the words by what became of them; `lost` are things
    handed in of which there is no piece. A `difference` would mean that something is missing.
    """

    found: int = 0
    pieces: int = 0
    lost: int = 0
    filed: int = 0
    duplicate: int = 0
    by_hand: int = 0
    refused: int = 0
    opened: int = 0
    waiting: int = 0

    @property
    def difference(self) -> int:
        """Return what the words do not account for; 0."""
        words = self.filed + self.duplicate + self.by_hand + self.refused
        return self.pieces + self.lost - words - self.opened - self.waiting

    @property
    def by_word(self) -> tuple[tuple[str, int], ...]:
        """Return each word with its count."""
        counts = (
            self.filed, self.duplicate, self.by_hand, self.refused, self.opened, self.waiting,
        )  # fmt: skip
        return tuple(zip(WORDS, counts, strict=True))

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            found=self.found + other.found,
            pieces=self.pieces + other.pieces,
            lost=self.lost + other.lost,
            filed=self.filed + other.filed,
            duplicate=self.duplicate + other.duplicate,
            by_hand=self.by_hand + other.by_hand,
            refused=self.refused + other.refused,
            opened=self.opened + other.opened,
            waiting=self.waiting + other.waiting,
        )


def tallies(sources: Iterable[int]) -> dict[int, Tally]:
    """Return the tally of each of these sources."""
    ids = list(sources)
    things: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Collected.objects.filter(source__in=ids).order_by()
    for pk, state, count in rows.values_list("source", "state").annotate(Count("pk")):
        things[pk][state] = count
    handed = rows.filter(intake__isnull=False)
    empty = handed.exclude(Exists(IntakeFile.objects.filter(intake=OuterRef("intake"))))
    lost = dict(empty.values_list("source").annotate(Count("pk")))
    files: dict[int, dict[tuple[str, bool], int]] = {pk: {} for pk in ids}
    pieces = IntakeFile.objects.filter(intake__collected__source__in=ids).order_by()
    each = pieces.annotate(bare=_BARE).values_list("intake__collected__source", "state", "bare")
    for pk, state, bare, count in each.annotate(Count("pk")):
        files[pk][state, bare] = count
    return {pk: _tally(things[pk], files[pk], lost.get(pk, 0)) for pk in ids}


def handed_in_by(person: Person) -> Tally:
    """Return the tally of what a person handed in themselves."""
    mine = Intake.objects.filter(given_by=person, collected=None)
    pieces = IntakeFile.objects.filter(intake__in=mine).order_by()
    each = pieces.annotate(bare=_BARE).values_list("state", "bare").annotate(Count("pk"))
    files = {(state, bare): count for state, bare, count in each}
    return _tally({CollectedState.HANDED_IN.value: mine.count()}, files, 0)


def having(word: str) -> Q:
    """Return the condition for things found with a piece under this word."""
    states = [state for state, counts in _COUNTS_AS.items() if counts == word]
    if word in {FILED, OPENED}:
        bare = word == OPENED
        return Q(
            Exists(
                IntakeFile.objects.filter(
                    intake=OuterRef("intake"), state=FileState.READ, face__isnull=bare
                )
            )
        )
    found = Q(Exists(IntakeFile.objects.filter(intake=OuterRef("intake"), state__in=states)))
    return found | Q(state__in=[state for state, counts in _AT_ONCE.items() if counts == word])


def word_of(file: IntakeFile) -> str:
    """Return the word a piece counts under."""
    if file.state == FileState.READ:
        return OPENED if file.face_id is None else FILED
    return _COUNTS_AS[file.state]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing found, its first pieces with the word each counts under, and how many more."""

    found: Collected
    pieces: tuple[tuple[str, IntakeFile], ...]
    more: int


def with_pieces(found: Sequence[Collected], most: int) -> list[Thing]:
    """Return these things with their pieces, `most` of each."""
    intakes = [one.intake_id for one in found if one.intake_id is not None]
    by_intake: dict[int, list[IntakeFile]] = {pk: [] for pk in intakes}
    files = IntakeFile.objects.filter(intake__in=intakes, position__lt=most)
    for file in files.order_by("intake", "position"):
        by_intake[file.intake_id].append(file)
    counted = IntakeFile.objects.filter(intake__in=intakes).order_by()
    counts = dict(counted.values_list("intake").annotate(Count("pk")))
    return [
        Thing(
            one,
            tuple((word_of(file), file) for file in by_intake.get(one.intake_id or 0, ())),
            max(0, counts.get(one.intake_id or 0, 0) - most),
        )
        for one in found
    ]


def _tally(things: dict[str, int], files: dict[tuple[str, bool], int], lost: int) -> Tally:
    words = dict.fromkeys(WORDS, 0)
    at_once = 0
    for state, count in things.items():
        if state in _AT_ONCE:
            words[_AT_ONCE[state]] += count
            at_once += count
    for (state, bare), count in files.items():
        if state == FileState.READ:
            words[OPENED if bare else FILED] += count
        elif state in _COUNTS_AS:
            words[_COUNTS_AS[state]] += count
    return Tally(
        found=sum(things.values()),
        pieces=at_once + sum(files.values()),
        lost=lost,
        filed=words[FILED],
        duplicate=words[DUPLICATE],
        by_hand=words[BY_HAND],
        refused=words[REFUSED],
        opened=words[OPENED],
        waiting=words[WAITING],
    )
