"""The tables, one noun a file."""

from __future__ import annotations

from chapiao.store.models.access_request import AccessRequest, RequestState
from chapiao.store.models.account import DeviceSwitch, OneUser, SignIn, SignInTry
from chapiao.store.models.alert import Alert
from chapiao.store.models.audit import AuditEntry
from chapiao.store.models.channel import Channel, ChannelCall
from chapiao.store.models.claim import Claim, ClaimLock, ClaimState
from chapiao.store.models.collection import Collected, CollectedState, Source, SourceKind
from chapiao.store.models.column_map import ColumnMap
from chapiao.store.models.document import Document, Face
from chapiao.store.models.entity import Department, Entity, FormerName, FormerTaxId
from chapiao.store.models.factor import Factor, FactorKind, OuterLogin
from chapiao.store.models.health import (
    ClientCheck,
    ProbeResult,
    ProbeTarget,
    SourceAlarm,
    TargetKind,
    Whose,
)
from chapiao.store.models.intake import FileState, Intake, IntakeFile
from chapiao.store.models.invitation import Invitation
from chapiao.store.models.invoice import Invoice, Review
from chapiao.store.models.lookup import Check, Follow, Lacking, Lookup, LookupFinding
from chapiao.store.models.maintenance import Maintenance
from chapiao.store.models.message import Message, MessageKind, Robot, Wish
from chapiao.store.models.notice import (
    CalendarAddress,
    Notice,
    NoticeFeed,
    NoticeState,
    NoticeWindow,
)
from chapiao.store.models.offline import OfflineCheck, OfflineResult, OfflineState
from chapiao.store.models.party import Party, PartyPiece
from chapiao.store.models.person import ApiToken, Membership, Person, Role, TokenScope
from chapiao.store.models.profile import Profile
from chapiao.store.models.reconciliation import (
    Reconciliation,
    ReconciliationGap,
    ReconciliationState,
)
from chapiao.store.models.scope import BureauRight, Scope
from chapiao.store.models.snapshot import RowOutcome, Snapshot, SnapshotRow, SnapshotState

__all__ = [
    "AccessRequest",
    "Alert",
    "ApiToken",
    "AuditEntry",
    "BureauRight",
    "CalendarAddress",
    "Channel",
    "ChannelCall",
    "Check",
    "Claim",
    "ClaimLock",
    "ClaimState",
    "ClientCheck",
    "Collected",
    "CollectedState",
    "ColumnMap",
    "Department",
    "DeviceSwitch",
    "Document",
    "Entity",
    "Face",
    "Factor",
    "FactorKind",
    "FileState",
    "Follow",
    "FormerName",
    "FormerTaxId",
    "Intake",
    "IntakeFile",
    "Invitation",
    "Invoice",
    "Lacking",
    "Lookup",
    "LookupFinding",
    "Maintenance",
    "Membership",
    "Message",
    "MessageKind",
    "Notice",
    "NoticeFeed",
    "NoticeState",
    "NoticeWindow",
    "OfflineCheck",
    "OfflineResult",
    "OfflineState",
    "OneUser",
    "OuterLogin",
    "Party",
    "PartyPiece",
    "Person",
    "ProbeResult",
    "ProbeTarget",
    "Profile",
    "Reconciliation",
    "ReconciliationGap",
    "ReconciliationState",
    "RequestState",
    "Review",
    "Robot",
    "Role",
    "RowOutcome",
    "Scope",
    "SignIn",
    "SignInTry",
    "Snapshot",
    "SnapshotRow",
    "SnapshotState",
    "Source",
    "SourceAlarm",
    "SourceKind",
    "TargetKind",
    "TokenScope",
    "Whose",
    "Wish",
]
