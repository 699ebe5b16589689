"""All tables, by subject. Use as `from mailbot.store import tables as t` and `t.intake.c.state`.
Only declarations: what is asked of them stands beside the question."""

from mailbot.store.tables.base import Row
from mailbot.store.tables.books import block, entitlement, ledger_entry, time_entry
from mailbot.store.tables.cases import (
    CLOSED_STATES,
    OPEN_CASES,
    case,
    case_detail,
    case_event,
    case_link,
    feedback,
    finding,
    participant,
)
from mailbot.store.tables.house import DUE_WAITS, absence, due, installation, mailbox, number_series, pause
from mailbot.store.tables.mail import (
    INTAKE_WAITS,
    OUTBOX_WAITS,
    delivery,
    intake,
    intake_bytes,
    message,
    offer,
    outbox,
    outbox_bytes,
    released,
    undoable,
)
from mailbot.store.tables.payments import OPEN_PAYMENTS, payment, payment_allocation, payment_file
from mailbot.store.tables.people import (
    account,
    account_event,
    address,
    agent,
    agent_mail,
    credential,
    credential_attempt,
    domain,
    person,
    training,
)

metadata = Row.metadata

__all__ = [
    "CLOSED_STATES",
    "DUE_WAITS",
    "INTAKE_WAITS",
    "OPEN_CASES",
    "OPEN_PAYMENTS",
    "OUTBOX_WAITS",
    "absence",
    "account",
    "account_event",
    "address",
    "agent",
    "agent_mail",
    "block",
    "case",
    "case_detail",
    "case_event",
    "case_link",
    "credential",
    "credential_attempt",
    "delivery",
    "domain",
    "due",
    "entitlement",
    "feedback",
    "finding",
    "installation",
    "intake",
    "intake_bytes",
    "ledger_entry",
    "mailbox",
    "message",
    "metadata",
    "number_series",
    "offer",
    "outbox",
    "outbox_bytes",
    "participant",
    "pause",
    "payment",
    "payment_allocation",
    "payment_file",
    "person",
    "released",
    "time_entry",
    "training",
    "undoable",
]  # fmt: skip
