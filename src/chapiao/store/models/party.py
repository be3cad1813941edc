"""Party: a seller or buyer as invoices name it, once; and its name's two-character pieces.

Names repeat a hundredfold over invoices, so a piece of a name is looked up among
the distinct names. SQLite's trigram index cannot see two Chinese characters;
a table of pieces can, on every database.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce


class Party(models.Model):
    """A name together with the tax id it was printed with.

    In both, None is "not known" and "" is "the invoice has none". `plain` is the
    name without width, case and blanks: what a search compares.
    """

    name = models.CharField(max_length=200, null=True, blank=True)
    tax_id = models.CharField(max_length=30, null=True, blank=True)
    plain = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # NULLs are all different to an index, so "not known" needs a value here.
            models.UniqueConstraint(
                Coalesce("name", models.Value("?")),
                Coalesce("tax_id", models.Value("?")),
                name="party_name_id",
            )
        ]
        indexes = [
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["tax_id"], name="party_tax_id"),
        ]

    def __str__(self) -> str:
        return self.name or "未知"


class PartyPiece(models.Model):
    """Two neighbouring characters of a party's plain name."""

    piece = models.CharField(max_length=2)
    # Indexed for the day a name is deleted: without it each one reads every piece there is.
    party = models.ForeignKey(Party, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "party"], name="party_piece")]

    def __str__(self) -> str:
        return self.piece
