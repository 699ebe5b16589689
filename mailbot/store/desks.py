"""Agents in the books: the addresses they were sent and those that were voided, and when each last spoke.
An agent whom the configuration no longer names keeps his row, so that his old addresses stay void if he returns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from mailbot.desk.effects import AgentSpoke, Invited, VoidAddresses
from mailbot.desk.facts import AgentDesk
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_new, storable

_ALL = select(t.agent).order_by(t.agent.c.agent_id)
_RAISED = select(t.agent.c.raised).where(t.agent.c.agent_id == bindparam("id"))
_CARRIED_OUT = select(t.agent_mail.c.said).where(t.agent_mail.c.agent_id == bindparam("agent"), t.agent_mail.c.message_id == bindparam("name"))
_RAISED_EVER = select(func.sum(t.agent.c.raised))


def desks(connection: Connection) -> tuple[AgentDesk, ...]:
    """Everybody whom the books say anything of."""
    return tuple(AgentDesk(row.agent_id, row.raised, row.invited_at, row.invited_epoch, row.invitations, row.spoke_at)
                 for row in connection.execute(_ALL))


def raised(connection: Connection, agent_id: str) -> int:
    """How often the addresses of this agent were voided."""
    return int(connection.execute(_RAISED, {"id": agent_id}).scalar_one_or_none() or 0)


def raised_ever(connection: Connection, _: str = "") -> int:
    """A number that changes whenever addresses of anybody are voided. One for all, so that a decision need not say whose it relied on."""
    return int(connection.execute(_RAISED_EVER).scalar_one() or 0)


def carried_out(connection: Connection, agent_id: str, message_id: str) -> tuple[str, ...]:
    """Digests of what this agent's mails under this Message-ID said, that were carried out."""
    return tuple(connection.execute(_CARRIED_OUT, {"agent": agent_id, "name": storable(message_id)}).scalars())


# ---- what a booking changes ----------------------------------------------------------------------------
def spoke(booking: Booking, effect: AgentSpoke) -> None:
    """When he last spoke, and what of his was carried out."""
    _change(booking, effect.agent_id, {"spoke_at": booking.now})
    if effect.message_id is not None:
        values = {"agent_id": effect.agent_id, "message_id": storable(effect.message_id), "said": effect.said, "at": booking.now}
        insert_new(booking.connection, t.agent_mail, ("agent_id", "message_id", "said"), values)


def void(booking: Booking, effect: VoidAddresses) -> None:
    """One epoch more: what was signed in earlier ones counts no more."""
    _change(booking, effect.agent_id, {"raised": t.agent.c.raised + 1})


def invited(booking: Booking, effect: Invited) -> None:
    """He is sent his desk address."""
    configured = next((agent.epoch for agent in booking.office.config.agents if agent.id == effect.agent_id), 0)
    _change(booking, effect.agent_id, {
        "invited_at": booking.now, "invited_epoch": configured + t.agent.c.raised, "invitations": t.agent.c.invitations + 1,
    })  # fmt: skip


def _change(booking: Booking, agent_id: str, values: dict[str, Any]) -> None:
    empty = {"agent_id": agent_id, "raised": 0, "invited_epoch": 0, "invitations": 0}
    insert_new(booking.connection, t.agent, ("agent_id",), empty)
    booking.connection.execute(update(t.agent).where(t.agent.c.agent_id == agent_id).values(**values))
