"""Party: a seller or buyer as invoices name it, once; and its name's two-character pieces.

Names repeat a hundredfold over invoices, so a piece of a name is looked up among
the distinct names. SQLite's trigram index cannot see two Chinese characters;
a table of pieces can, on every database.
"""

from __future__ import annotations

from django.db import models


class Party(models.Model):
    """A name together with the tax id it was printed with."""

    name = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "tax_id"], name="party_name_id")]
        indexes = [models.Index(fields=["tax_id"], name="party_tax_id")]

    def __str__(self) -> str:
        return self.name


class PartyPiece(models.Model):
    """Two neighbouring characters of a party's name."""

    piece = models.CharField(max_length=2)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "party"], name="party_piece")]

    def __str__(self) -> str:
        return self.piece
