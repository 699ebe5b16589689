"""What a decision may know, as plain frozen values, and what must be asked for to know it.
`Wanted` is the question a mail raises, `Facts` the answer of the store: a read snapshot and its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from mailbot.desk.facts.accounts import Account, Block, CredentialCheck, Grant, Line, Training, Worked
from mailbot.desk.facts.agents import AgentDesk, LastAnswer, Offer, PublicAnswer, SentBack
from mailbot.desk.facts.cases import OVER, Case, CaseSummary, Detail, Merged, Participant
from mailbot.desk.facts.due import DueItem
from mailbot.desk.facts.letters import FailedMail, HeldLetter, Told
from mailbot.desk.facts.questions import CredentialClaim, Wanted
from mailbot.mail.message import Token

if TYPE_CHECKING:
    from mailbot.desk.payments.facts import PaymentFacts

__all__ = [
    "OVER",
    "Account",
    "AgentDesk",
    "Block",
    "Case",
    "CaseSummary",
    "CredentialCheck",
    "CredentialClaim",
    "Detail",
    "DueItem",
    "Facts",
    "FailedMail",
    "Grant",
    "HeldLetter",
    "LastAnswer",
    "Line",
    "Merged",
    "Offer",
    "Participant",
    "PublicAnswer",
    "SentBack",
    "Told",
    "Training",
    "Wanted",
    "Worked",
]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision may know besides the mail itself, the settings and the rules."""

    now: datetime  # aware UTC
    installed_at: datetime
    account: Account | None = None  # of the speaker's address, else of its domain; of a block that fell due, its owner
    account_by: Literal["", "address", "domain"] = ""
    credential: CredentialCheck | None = None
    by_token: tuple[tuple[Token, Case], ...] = ()
    by_message_id: Case | None = None
    by_number: tuple[Case, ...] = ()
    told: tuple[Told, ...] = ()  # automatic letters to the speaker's address, last 7 days, newest first
    holder_told: tuple[Told, ...] = ()  # when asked for: the same of the address that the first customer's token was issued to
    earlier_copy: Case | None = None  # the case that an unproven copy of this very mail opened or joined
    said_before: tuple[str, ...] = ()  # texts of proven mails of this address that bore the Message-ID of this one, last 90 days
    failed: tuple[FailedMail, ...] = ()
    open_cases: int = 0  # open cases of this account, for the agent to see
    alike: tuple[Case, ...] = ()  # open cases that this address opened within 24 hours under the same subject
    remembered: tuple[Detail, ...] = ()  # told in an earlier case of this address and still worth knowing
    own_cases: tuple[CaseSummary, ...] = ()  # when asked for: all that are open, and the five closed last
    mails: tuple[tuple[int, int], ...] = ()  # with them: (case id, mails of the customer and answers of people) of the cases above
    named_accounts: tuple[tuple[str, Account], ...] = ()  # (address key, account) of the addresses that an agent's commands name
    named_cases: tuple[Case, ...] = ()  # and the cases
    named_payments: tuple[tuple[int, str, PaymentFacts], ...] = ()  # and the payments, each with the address key that it is said to be for
    named_blocks: tuple[tuple[int, Account], ...] = ()  # and the blocks, each with its owner
    booked_under: tuple[str, ...] = ()  # when asked for: those of the keys under which something is booked
    worked: tuple[Worked, ...] = ()  # when asked for: the time entered for the cases above, oldest first
    away: tuple[str, ...] = ()  # ids of the agents who are away today
    queue: tuple[CaseSummary, ...] = ()  # when asked for: what is due first at the front
    findings: tuple[tuple[int, str, str], ...] = ()  # when asked for: (case id, workaround | solution | lesson, text)
    first_mail: bool = False  # when asked for: this address never took part in a case
    agents: tuple[AgentDesk, ...] = ()  # when asked for: of whom the books say anything
    by_id: Case | None = None  # of something that fell due
    due: DueItem | None = None  # what fell due, as it stands in this snapshot; None: it has been seen to
    waiting: tuple[Case, ...] = ()  # when asked for, as the next two: see Wanted, oldest first
    running: tuple[Case, ...] = ()
    owners: tuple[Account, ...] = ()  # with both: the accounts of the addresses in `named`
    named: tuple[tuple[str, int], ...] = ()  # (address key, account that it, or its domain, speaks for)
    answers: tuple[PublicAnswer, ...] = ()  # to an agent: public answers in his case since the notification that he answers
    last_answer: LastAnswer | None = None  # and his own newest one
    sent_back: SentBack | None = None
    letters: tuple[str, ...] = ()  # when asked for: of the letters of ours that the mail may answer, each as its text and as its page (desk/typed_within.py)
    carried_out: tuple[str, ...] = ()  # digests of mails of his under the Message-ID of this one that were carried out (agents/repeating.py)
    caught: tuple[tuple[str, str], ...] = ()  # why what he asked for was not done at once: a reason to hold a letter back, and who would have read it
    held: tuple[HeldLetter, ...] = ()  # with what fell due: letters of the case that were held back
    offered: tuple[Offer, Facts] | None = None  # what is answered by a mail of an agent, with what is known of the person it is about
    unacknowledged: int = 0  # proven mails with which its requester added to that case since he heard from us
    versions: tuple[tuple[str, str, int], ...] = ()  # (kind, key, version): what booking re-checks under lock

    def raised(self, agent_id: str) -> int:
        """How often the addresses of this agent were voided, besides what the configuration says."""
        return next((desk.raised for desk in self.agents if desk.agent_id == agent_id), 0)
