"""Keeping a mail: raw bytes, envelope and fingerprint are committed before the door says 250.
The same delivery is kept once, the same mail is handled once; only a copy that proves its sender better is taken again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import OperationalError

from mailbot import faults
from mailbot.mail.envelope import Envelope
from mailbot.store import tables as t
from mailbot.store.engine import Database, insert_id, insert_new, storable

PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class ToKeep:
    """One mail as a door took it in."""

    raw: bytes = field(repr=False)
    envelope: Envelope
    delivery_key: str  # of the transport, such as "smtp:<uuid>" or "imap:<account>:<box>:<uidvalidity>:<uid>"
    fingerprint: str
    proof: str = ""  # what proves the sender, such as "dmarc:anna@x.se"; "" for nothing


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a mail is kept. `duplicate`: it, or a copy of it that is proven as well or better, was there already."""

    intake_id: int
    duplicate: bool


def trust_key(fingerprint: str, proof: str) -> str:
    """What may be taken once: each content, unproven and proven apart. A forged copy that comes first cannot keep
    the true one out, and one that comes later adds nothing to it."""
    return f"{fingerprint}:{PROVEN if proof else ''}"


def keep_many(database: Database, items: Sequence[ToKeep]) -> tuple[Kept | Exception, ...]:
    """Keep several mails in one transaction. One that cannot be kept fails alone, and its error stands in its place.
    Raises what stops them all, such as a full disk: then none of them is kept."""
    results: list[Kept | Exception] = []
    with database.write() as connection:
        for item in items:
            try:
                with connection.begin_nested():
                    results.append(_keep(connection, item))
            except OperationalError:
                raise
            except Exception as error:
                results.append(error)
        faults.point("intake:before-commit")
    faults.point("intake:after-commit")
    return tuple(results)


def delivered(connection: Connection, keys: Sequence[str]) -> frozenset[str]:
    """Those of these delivery keys whose mail is kept already."""
    asked = select(t.delivery.c.delivery_key).where(t.delivery.c.delivery_key.in_(keys))
    return frozenset(connection.execute(asked).scalars())


_DELIVERED = select(t.delivery.c.intake_id).where(t.delivery.c.delivery_key == bindparam("delivery_key"))
_BY_TRUST = select(t.intake.c.id).where(t.intake.c.trust_key == bindparam("trust_key"))


def _keep(connection: Connection, item: ToKeep) -> Kept:
    seen = connection.execute(_DELIVERED, {"delivery_key": item.delivery_key}).scalar_one_or_none()
    if seen is not None:
        return Kept(seen, duplicate=True)
    known = None if item.proof else _find(connection, trust_key(item.fingerprint, PROVEN))
    fresh = known is None and _insert(connection, item)
    intake_id = known or fresh or _find(connection, trust_key(item.fingerprint, item.proof))
    assert intake_id is not None
    _note_delivery(connection, intake_id, item)
    return Kept(intake_id, duplicate=not fresh)


def _find(connection: Connection, key: str) -> int | None:
    return connection.execute(_BY_TRUST, {"trust_key": key}).scalar_one_or_none()


def _insert(connection: Connection, item: ToKeep) -> int | None:
    """The id of the new row; None when this content is there with this proof."""
    at = item.envelope.received_at
    intake_id = insert_new(
        connection,
        t.intake,
        ("trust_key",),
        {
            "fingerprint": item.fingerprint, "proof": item.proof, "trust_key": trust_key(item.fingerprint, item.proof),
            "state": "new", "attempts": 0, "next_at": at, "received_at": at,
        },
    )  # fmt: skip
    if intake_id is not None:
        connection.execute(t.intake_bytes.insert(), {"intake_id": intake_id, "raw": item.raw})
    return intake_id


def _note_delivery(connection: Connection, intake_id: int, item: ToKeep) -> None:
    envelope = item.envelope
    insert_id(
        connection,
        t.delivery,
        {
            "intake_id": intake_id, "delivery_key": item.delivery_key, "proof": item.proof,
            "mail_from": None if envelope.mail_from is None else storable(envelope.mail_from),
            "rcpt_to": [storable(address) for address in envelope.rcpt_to],
            "peer": storable(envelope.peer), "door": str(envelope.door), "vouched": envelope.vouched,
            "authenticated_as": envelope.authenticated_as, "received_at": envelope.received_at,
            "whole_size": envelope.whole_size, "backlog": envelope.backlog,
        },
    )  # fmt: skip
