"""Every mapped class, so that one import knows the whole schema (Alembic, tests)."""

from models.affected_window import AffectedWindow
from models.alert import Alert
from models.asset import Asset, AssetClaim, AssetName, LineageEdge
from models.awaited import AwaitedPeople
from models.backfill_item import BackfillItem
from models.base import Base
from models.board import Board
from models.breach import EmptiedMessage, LeftChannel, LetIn
from models.call import Call, Escalation, Summons
from models.cause import Cause
from models.change_card import ChangeCard
from models.close_notice import CloseNotice
from models.concern import Concern
from models.data_issue import DataIssue
from models.fact import Fact
from models.inbox import InboxItem
from models.incident import Assignment, HandOff, Incident
from models.incident_asset import IncidentAsset
from models.ledger import LedgerEntry
from models.lineage_job import LineageJob
from models.notice import Notice
from models.on_call import KeptSchedule, Override, ToldShift
from models.outbox import OutboxItem
from models.place import FormerChannel, Member, Person, Place
from models.promises import CheckIn, Review
from models.proof import Proof
from models.retention_hold import RetentionHold
from models.root_cause import CauseAnswer, RootCause
from models.runbook import RunbookRun, RunbookStep
from models.silence import Silence
from models.stage_clock import Pause, StageClock
from models.suspicion import Suspicion
from models.thread_message import ThreadMessage
from models.weighing import Weighing
from models.working_session import WorkingSession

__all__ = [
    "AffectedWindow",
    "Alert",
    "Asset",
    "AssetClaim",
    "AssetName",
    "Assignment",
    "AwaitedPeople",
    "BackfillItem",
    "Base",
    "Board",
    "Call",
    "Cause",
    "CauseAnswer",
    "ChangeCard",
    "CheckIn",
    "CloseNotice",
    "Concern",
    "DataIssue",
    "EmptiedMessage",
    "Escalation",
    "Fact",
    "FormerChannel",
    "HandOff",
    "InboxItem",
    "Incident",
    "IncidentAsset",
    "KeptSchedule",
    "LedgerEntry",
    "LeftChannel",
    "LetIn",
    "LineageEdge",
    "LineageJob",
    "Member",
    "Notice",
    "OutboxItem",
    "Override",
    "Pause",
    "Person",
    "Place",
    "Proof",
    "RetentionHold",
    "Review",
    "RootCause",
    "RunbookRun",
    "RunbookStep",
    "Silence",
    "StageClock",
    "Summons",
    "Suspicion",
    "ThreadMessage",
    "ToldShift",
    "Weighing",
    "WorkingSession",
]
