"""The tables, one noun a file."""

from __future__ import annotations

from chapiao.store.models.audit import AuditEntry
from chapiao.store.models.document import Document, Face
from chapiao.store.models.entity import Entity, FormerName
from chapiao.store.models.intake import FileState, Intake, IntakeFile
from chapiao.store.models.invoice import Invoice, Review
from chapiao.store.models.lookup import Check, Follow, Lookup, LookupFinding
from chapiao.store.models.party import Party, PartyPiece
from chapiao.store.models.person import ApiToken, Membership, Person, Role
from chapiao.store.models.snapshot import RowOutcome, Snapshot, SnapshotRow, SnapshotState

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Check",
    "Document",
    "Entity",
    "Face",
    "FileState",
    "Follow",
    "FormerName",
    "Intake",
    "IntakeFile",
    "Invoice",
    "Lookup",
    "LookupFinding",
    "Membership",
    "Party",
    "PartyPiece",
    "Person",
    "Review",
    "Role",
    "RowOutcome",
    "Snapshot",
    "SnapshotRow",
    "SnapshotState",
]
