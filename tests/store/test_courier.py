"""The courier: what breaks off with one mail holds up no other."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest

from mailbot.courier import PAUSE, Courier
from mailbot.desk import effects as e
from mailbot.store import Store
from mailbot.transport.results import Paused, Result, Sent
from tests.store.acts import NOW, decided, draft, letter


class Carrier:
    """Carries everything, but breaks off at the second mail as often as it is told."""

    def __init__(self, breaks: int) -> None:
        self.carried: list[str] = []
        self._breaks = breaks

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:
        if to == "b@x.se" and self._breaks:
            self._breaks -= 1
            raise RuntimeError("a fault of ours")
        self.carried.append(to)
        return Sent()

    def close(self) -> None:
        pass


def queued(store: Store) -> None:
    letters = [letter("ack", f"{name}@x.se", reply="plain", opened=False) for name in "abcd"]
    assert store.book(None, decided(*(e.Send(one) for one in letters)), tuple(draft(one) for one in letters), (), NOW)


def test_a_carrier_that_raises_costs_one_mail_one_try(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """The rest of the batch goes out, and the mail itself is tried again after a pause as short as after a 4xx."""
    queued(store)
    carrier = Carrier(breaks=1)
    now = [NOW]
    courier = Courier(store, carrier, lambda: now[0])

    with caplog.at_level(logging.ERROR, "mailbot.courier"):
        assert courier.carry_once()

    assert carrier.carried == ["a@x.se", "c@x.se", "d@x.se"]
    assert "a fault of ours" in caplog.text
    waiting = [line for line in store.outbox() if line.state != "sent"]
    assert [line.state for line in waiting] == ["queued"]
    assert "RuntimeError" in (waiting[0].last_error or "")

    now[0] = waiting[0].next_at
    assert (now[0] - NOW).total_seconds() < 600
    assert courier.carry_once()
    assert carrier.carried[3:] == ["b@x.se"]


def test_a_batch_that_breaks_off_is_given_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What became of one mail cannot be written down: the others are due at once, and do not wait for a lease to end."""
    queued(store)
    carrier = Carrier(breaks=0)
    courier = Courier(store, carrier, lambda: NOW)
    mark = Store.mark

    def failing(self: Store, outbox_id: int, result: str, reason: str, next_at: datetime | None, now: datetime) -> None:
        if result == "sent" and carrier.carried == ["a@x.se", "b@x.se"]:
            raise OSError("the disk is full")
        mark(self, outbox_id, result, reason, next_at, now)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "mark", failing)

    assert not courier.carry_once()

    assert [line.state for line in store.outbox()].count("sending") == 1
    assert [item.to for item in store.claim_outgoing(NOW, 10)] == ["c@x.se", "d@x.se"]


class Refused(Carrier):
    """A smarthost that refuses the password until it is mended."""

    mended = False

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:
        return super().deliver(raw, mail_from, to, mail_id) if self.mended else Paused("535 the password is refused")


def test_a_refused_login_pauses_everything_and_the_books_say_so(store: Store) -> None:
    """No mail is to blame for a wrong setting: none fails, and `mailbot status` tells why nothing goes out."""
    queued(store)
    carrier, now = Refused(breaks=0), [NOW]
    courier = Courier(store, carrier, lambda: now[0])

    assert not courier.carry_once()
    paused = store.paused()
    assert paused is not None and "535" in paused[0]
    assert {line.state for line in store.outbox()} == {"queued"}

    carrier.mended = True
    assert not courier.carry_once(), "not before the pause is over"
    now[0] += PAUSE
    assert courier.carry_once()
    assert store.paused() is None and sorted(carrier.carried) == ["a@x.se", "b@x.se", "c@x.se", "d@x.se"]
