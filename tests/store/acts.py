"""What store tests do over and over: a mail, a case, a payment, a spend; each in one line."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from mailbot.config.settings import Config
from mailbot.desk import effects as e
from mailbot.desk.facts import Case, Detail, Wanted
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.tokens import Keys
from mailbot.store import IntakeItem, Store, ToKeep

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KEYS = Keys(b"k" * 32, (b"o" * 32,))
CONFIG = Config.model_validate(
    {
        "vendor": {"name": "Bokis", "signature_name": "Bokis support", "languages": ["sv", "en"], "default_language": "sv"},
        "mailbox": {"address": "support@bokis.example"},
        "cases": {"number_format": "BK-{year}-{number:06}"},
        "hours": {"office": {"timezone": "Europe/Stockholm"}},
        "agent": [{"id": "lisa", "email": ["lisa@bokis.example"]}],  # letters to others must hold no token of an agent's
    }
)
Each = TypeVar("Each")
_serial = itertools.count(1)


def at_once(act: Callable[[Each], object], each: Iterable[Each]) -> None:
    """The act for each of these, in threads that begin together; raises what any of them raises."""
    several = tuple(each)
    together = threading.Barrier(len(several))

    def one(of: Each) -> None:
        together.wait(20)
        act(of)

    with ThreadPoolExecutor(len(several)) as threads:
        for done in [threads.submit(one, of) for of in several]:
            done.result(60)


class Chance:
    """Bytes that look random and come the same each time."""

    def __init__(self, seed: str = "") -> None:
        self._seed, self._count = seed, itertools.count()

    def __call__(self, length: int) -> bytes:
        return hashlib.sha512(f"{self._seed}{next(self._count)}".encode()).digest()[:length]


def raw_mail(subject: str = "Hej", message_id: str = "") -> bytes:
    named = message_id or f"{next(_serial)}@kund.example"
    return f"From: anna@kund.example\r\nSubject: {subject}\r\nMessage-ID: <{named}>\r\n\r\nHej\r\n".encode()


def envelope(*to: str, at: datetime = NOW, door: Door = Door.LMTP, vouched: bool = True) -> Envelope:
    return Envelope("anna@kund.example", to or ("support@bokis.example",), "127.0.0.1", door, at, vouched=vouched)


def to_keep(raw: bytes | None = None, *, key: str = "", proof: str = "", within: Envelope | None = None) -> ToKeep:
    content = raw if raw is not None else raw_mail()
    return ToKeep(content, within or envelope(), key or f"lmtp:{next(_serial)}", hashlib.sha256(content).hexdigest(), proof)


def claimed(store: Store, raw: bytes | None = None, worker: str = "w1", now: datetime = NOW) -> IntakeItem:
    """A mail that was kept and is claimed."""
    store.keep_many([to_keep(raw)])
    item = store.claim(worker, now, 60)
    assert item is not None
    return item


def opening(requester: str = "anna@kund.example", *, account_id: int | None = None, state: str = "open", at: datetime = NOW) -> e.OpenCase:
    return e.OpenCase(
        subject="Går inte att skriva ut", language="sv", state=state, kind="technical", priority="normal", tier="block",
        account_id=account_id, requester=requester, requester_name="Anna", received_at=at,
        answer_due_at=at + timedelta(days=1), details=(Detail("operating_system", "Windows 11", "found"), Detail("steps", "", "asked")),
    )  # fmt: skip


def letter(template: str = "ack", to: str = "anna@kund.example", *, idem: str = "", reply: str = "customer", opened: bool = True,
           case_id: int | None = None, automatic: bool = True) -> e.Letter:  # fmt: skip
    agent = "lisa" if reply in ("agent", "note", "desk") else None
    return e.Letter(
        template, "sv", to, {}, idem or f"{template}:{next(_serial)}", e.ReplyTo(reply, agent, 3),  # type: ignore[arg-type]
        case_id=case_id, about_opened_case=opened, automatic=automatic,
    )  # fmt: skip


def draft(one: e.Letter, text: str = "Hej!\n", subject: str = "Re: Hej") -> e.Draft:
    return e.Draft(one, subject, text)


def decided(*effects: e.Effect, verdict: str = "case_opened") -> e.Decision:
    return e.Decision(verdict, effects, (e.Step("a rule", True, "because it says so"),))


def open_case(store: Store, requester: str = "anna@kund.example", *, account_id: int | None = None, now: datetime = NOW) -> Case:
    """A case that a mail of `requester` opened."""
    said = e.Append(None, "in", requester, "Det går inte att skriva ut.", verified=True)
    assert store.book(claimed(store, now=now), decided(opening(requester, account_id=account_id, at=now), said), (), (), now)
    number = max(case.number for case in store.cases(everything=True))
    return case_of(store, number, now)


def case_of(store: Store, number: str, now: datetime = NOW) -> Case:
    (found,) = store.fetch(Wanted(case_numbers=(number,)), now).by_number
    return found


def pay(store: Store, address: str = "anna@kund.example", *, blocks: int = 1, reference: str = "", now: datetime = NOW) -> int:
    """Blocks of 15 minutes for an address; the id of its account."""
    known = store.account(address, now)
    account_id = known.id if known else None
    opened = () if known else (e.OpenAccount(address, "Anna", "sv"),)
    paid = e.RecordPayment(account_id, reference or f"bank:{next(_serial)}", 30_000 * blocks, "SEK", date(2026, 11, 23), address, "admin")
    bought = e.AddBlocks(account_id, "block", blocks, 15, 30_000, "SEK", None, "admin")
    used = tuple(e.Allocate(None, "block", 30_000, "block", place) for place in range(blocks))
    assert store.book(None, decided(*opened, paid, bought, *used, verdict="payment_booked"), (), (), now)
    account = store.account(address, now)
    assert account is not None
    return account.id


def spending(case: Case, minutes: int, idem: str) -> e.Spend:
    """Minutes drawn from the blocks of a case's account, first bought first used."""
    assert case.account is not None
    draws, left = [], minutes
    for block in case.account.blocks:
        taken = min(left, block.minutes_left)
        if taken:
            draws.append(e.Draw(block.id, -taken))
        left -= taken
    return e.Spend(case.id, case.account.id, "lisa", minutes, tuple(draws), "block", date(2026, 11, 23), "", idem)
