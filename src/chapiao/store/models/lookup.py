"""Lookup: a question somebody asked, what was answered, and when it is asked again.

An open look-up is a due row: the worker claims it by compare-and-set, asks again
and links the new answer; a killed worker's lease runs out and the row is due again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from chapiao.diagnosis.asking import DIGEST
from chapiao.store.models.document import Document
from chapiao.store.models.invoice import Invoice


class Follow(models.TextChoices):
    """Whether a look-up is still carried on."""

    NONE = "不跟进"
    WATCHING = "跟进中"
    STOPPED = "已停止"
    FOUND = "已查到"


class Json(models.JSONField):
    """JSON that is always written by us: SQLite need not read it through once more."""

    def db_check(self, connection: BaseDatabaseWrapper) -> None:
        """Return no CHECK."""


class Lacking(models.Model):
    """What could not be asked for want of facts: many look-ups lack the same, so it stands once."""

    digest = models.CharField(max_length=DIGEST, primary_key=True)
    told = Json()

    def __str__(self) -> str:
        return self.digest


class Lookup(models.Model):
    """One question and its newest answer."""

    asker = models.ForeignKey(  # lookup_of_mine opens with it
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lookups", db_index=False
    )
    asked_at = models.DateTimeField()
    question = models.JSONField()
    key = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    # What the answer rested on. It stays where an undone import has taken the invoice away.
    invoice = models.ForeignKey(
        Invoice,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_index=False,
        db_constraint=False,
    )
    found = models.BooleanField(null=True)
    cause = models.CharField(max_length=40)
    headline = models.CharField(max_length=300)
    said = Json()  # the answer but for what could not be asked
    lacking = models.ForeignKey(
        Lacking, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    answered_at = models.DateTimeField()
    # The entities whose rows the answer may rest on; None: on rows only the asker may see.
    scope = models.JSONField(null=True)

    follow = models.CharField(max_length=4, choices=Follow.choices, default=Follow.NONE)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)

    # What asking again by itself has changed and the asker has not seen yet.
    news = models.CharField(max_length=300, null=True, blank=True)
    # The deadline of which the asker has been warned.
    warned_of = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="lookup_of_mine"),
            models.Index(
                fields=["due_at"], name="lookup_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def answer(self) -> dict[str, Any]:
        """The whole answer, as the contract prints it."""
        lacking = self.lacking
        told: dict[str, Any] = self.said
        return told if lacking is None else told | {"unasked": lacking.told}


class LookupFinding(models.Model):
    """One cause found, by rule, so that causes can be counted over all look-ups."""

    lookup = models.ForeignKey(Lookup, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=60)
    cause = models.CharField(max_length=40)
    certainty = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["cause"], name="finding_cause")]

    def __str__(self) -> str:
        return self.rule


class Check(models.Model):
    """One check spent at an entry, with that entry's own words.

    It is booked before it is sent: `ordinal` counts the checks of one invoice on one
    natural day (Beijing), whoever asks and wherever, and no two rows can have the same.
    Until the entry has answered, `outcome` and `words` are "". A check that the entry
    did not count has no `ordinal`.
    """

    lookup = models.ForeignKey(
        Lookup, null=True, on_delete=models.SET_NULL, related_name="checks", db_index=False
    )
    key = models.CharField(max_length=40)
    entry = models.CharField(max_length=10)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    words = models.CharField(max_length=200)
    sandbox = models.BooleanField(default=False)
    day = models.DateField(null=True)
    ordinal = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "-asked_at"], name="check_key")]
        constraints = [
            models.UniqueConstraint(fields=["key", "day", "ordinal"], name="check_once"),
        ]

    def __str__(self) -> str:
        return self.words
