"""What a decision wants done: frozen values, booked together or not at all.
What only booking can know (case number, reply address, unlock code) stands in texts as a placeholder."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.desk.effects.agents import AgentSpoke, Invited, VoidAddresses
from mailbot.desk.effects.books import (
    AddAddress,
    AddBlocks,
    AddDomain,
    AddTraining,
    Draw,
    EndBlock,
    GrantTier,
    ImportCode,
    IssueCredential,
    MoveBlock,
    NoteChange,
    OpenAccount,
    RecordAttempt,
    RecordPayment,
    RemoveAddress,
    RemoveContact,
    RemoveDomain,
    RemoveTraining,
    RenewCode,
    RevokeRight,
    SetOverdue,
    SetSuspended,
    Spend,
)
from mailbot.desk.effects.cases import (
    AddParticipant,
    Answered,
    Append,
    Assign,
    Collect,
    DueDone,
    EndOffer,
    LinkCases,
    MakeOffer,
    Mark,
    MergeCase,
    OpenCase,
    RemoveParticipant,
    Schedule,
    SetDetails,
    SetDue,
    SetLanguage,
    SetState,
    TakeMail,
    ToldOf,
    UnmergeCase,
    Unschedule,
)
from mailbot.desk.effects.letters import (
    CASE_NUMBER,
    FOR_HOLDER,
    ID_NUMBER,
    MARK_CLOSE,
    MARK_OPEN,
    NOTE_ADDRESS,
    PAYMENT_NUMBER,
    REPLY_ADDRESS,
    STATUS_ADDRESS,
    UNLOCK_CODE,
    Draft,
    Letter,
    ReplyTo,
    Send,
    fill,
    placeholder,
)
from mailbot.desk.effects.mails import MarkFailed, Quarantine, Release, Restore, Undoable, Withdraw
from mailbot.desk.effects.payments import Allocate, BeginGrant, EndGrant, FreePart, SettlePayment, TakeBack
from mailbot.desk.effects.work import (
    Begin,
    KeepFinding,
    MoveCase,
    SetAbsence,
    SetField,
    SetLevel,
    SetReproduced,
    SetTag,
    SetWatcher,
)

__all__ = [
    "CASE_NUMBER",
    "FOR_HOLDER",
    "ID_NUMBER",
    "MARK_CLOSE",
    "MARK_OPEN",
    "NOTE_ADDRESS",
    "PAYMENT_NUMBER",
    "REPLY_ADDRESS",
    "STATUS_ADDRESS",
    "UNLOCK_CODE",
    "AddAddress",
    "AddBlocks",
    "AddDomain",
    "AddParticipant",
    "AddTraining",
    "AgentSpoke",
    "Allocate",
    "Answered",
    "Append",
    "Assign",
    "Begin",
    "BeginGrant",
    "Collect",
    "Decision",
    "Draft",
    "Draw",
    "DueDone",
    "Effect",
    "EndBlock",
    "EndGrant",
    "EndOffer",
    "FreePart",
    "GrantTier",
    "ImportCode",
    "Invited",
    "IssueCredential",
    "KeepFinding",
    "Letter",
    "LinkCases",
    "MakeOffer",
    "Mark",
    "MarkFailed",
    "MergeCase",
    "MoveBlock",
    "MoveCase",
    "NoteChange",
    "OpenAccount",
    "OpenCase",
    "Quarantine",
    "RecordAttempt",
    "RecordPayment",
    "Release",
    "RemoveAddress",
    "RemoveContact",
    "RemoveDomain",
    "RemoveParticipant",
    "RemoveTraining",
    "RenewCode",
    "ReplyTo",
    "Restore",
    "RevokeRight",
    "Schedule",
    "Send",
    "SetAbsence",
    "SetDetails",
    "SetDue",
    "SetField",
    "SetLanguage",
    "SetLevel",
    "SetOverdue",
    "SetReproduced",
    "SetState",
    "SetSuspended",
    "SetTag",
    "SetWatcher",
    "SettlePayment",
    "Spend",
    "Step",
    "TakeBack",
    "TakeMail",
    "ToldOf",
    "Undoable",
    "UnmergeCase",
    "Unschedule",
    "VoidAddresses",
    "Withdraw",
    "fill",
    "placeholder",
]

Effect = (
    OpenCase | Append | SetDetails | SetState | Mark | SetDue | Answered | Assign | AddParticipant | LinkCases | Collect | ToldOf | SetLanguage
    | Schedule | Unschedule | DueDone | Spend | EndBlock | MoveBlock | OpenAccount | AddAddress | AddDomain | RemoveDomain | RemoveAddress | RemoveContact
    | AddTraining | RemoveTraining | SetOverdue | SetSuspended | RevokeRight | NoteChange
    | RecordPayment | AddBlocks | GrantTier | IssueCredential | RenewCode | ImportCode | RecordAttempt | MarkFailed | Send | Quarantine
    | SettlePayment | Allocate | TakeBack | EndGrant | BeginGrant | FreePart
    | Begin | KeepFinding | MoveCase | SetAbsence | SetField | SetLevel | SetReproduced | SetTag | SetWatcher
    | Withdraw | Release | Undoable | Restore
    | MergeCase | UnmergeCase | TakeMail | RemoveParticipant | MakeOffer | EndOffer
    | AgentSpoke | VoidAddresses | Invited
)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was tried: the trail answers "why"."""

    rule: str
    hit: bool
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A value: what is to be done with one mail, and why."""

    verdict: str  # machine-readable name, such as "case_opened" or "free_help"
    effects: tuple[Effect, ...] = ()
    trail: tuple[Step, ...] = field(default=())

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters, in the order of their effects; drafts are rendered in this order."""
        return tuple(effect.letter for effect in self.effects if isinstance(effect, Send))
