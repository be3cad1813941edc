"""Known: what is known around the question, beyond the invoice itself. None is "not known".

Whoever asks may know none of it: a look-up in our own 台账 needs neither a person nor a
machine. Each field is one fact that a rule can name; an empty tuple is known: there are
none. `Facts` holds these too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chapiao.diagnosis.world.entries import Attempt, Client, Probe, Window
from chapiao.diagnosis.world.papers import (
    ExportSpan,
    Faces,
    FailedImport,
    ListFilter,
    RedLetter,
    SellerSide,
    Submission,
)
from chapiao.diagnosis.world.people import Asker, Grant, Session

TODAY = re.compile(r"same_?day|today|当[天日]", re.IGNORECASE)
YES = frozenset({"是", "True", "true", "1", "允许", "支持"})


@dataclass(frozen=True, kw_only=True)
class Known:
    """The world around one question, as far as somebody told it."""

    asker: Asker | None = None
    as_entity: str | None = None  # the company that the session acts for
    sessions: tuple[Session, ...] | None = None
    grants: tuple[Grant, ...] | None = None
    amount_field: str | None = None  # how the entry labels its last field
    extra: Mapping[str, str] | None = None  # further fields of that entry
    faces: tuple[Faces, ...] | None = None  # of every file of this invoice, the one handed in first
    client: Client | None = None
    listed_names: frozenset[str] | None = None  # every party named in our list
    beside: str | None = None  # the message that the number was taken out of
    paper_title: str | None = None  # what the paper handed in calls itself
    attempts: tuple[Attempt, ...] | None = None  # of every invoice, oldest first
    windows: tuple[Window, ...] | None = None
    probes: tuple[Probe, ...] | None = None
    seller_side: SellerSide | None = None
    submissions: tuple[Submission, ...] | None = None
    failed_imports: tuple[FailedImport, ...] | None = None
    red_letters: tuple[RedLetter, ...] | None = None
    list_filter: ListFilter | None = None
    export_span: ExportSpan | None = None

    @property
    def checks(self) -> tuple[Attempt, ...]:
        """Every earlier check that is known of; none where nobody told."""
        return self.attempts or ()

    @property
    def server_probes(self) -> tuple[Probe, ...]:
        """What our server is known to have seen; nothing where nobody told."""
        return self.probes or ()

    @property
    def letters(self) -> tuple[RedLetter, ...]:
        """The red confirmations known of; none where nobody told."""
        return self.red_letters or ()

    @property
    def acting(self) -> str:
        """The company that the session acts for; "" where nobody told."""
        return self.as_entity or ""

    @property
    def page_opens(self) -> bool:
        """Whether nothing is known to keep the page from opening on the asker's computer."""
        probe = self.client.probe if self.client is not None else None
        return probe is None or probe.reached

    @property
    def takes_today(self) -> bool:
        """Whether the provider asked is told to take invoices of the same day."""
        return any(TODAY.search(name) and text in YES for name, text in (self.extra or {}).items())
