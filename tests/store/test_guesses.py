"""Guessing codes: how many are ever compared, who is locked out, and that nobody is told why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.config.settings import Entitlement
from mailbot.desk import credentials
from mailbot.desk import effects as e
from mailbot.desk.facts import CredentialCheck, CredentialClaim
from mailbot.store import Store, guesses
from tests.store.acts import KEYS, NOW, decided
from tests.store.test_fetch import ID, issued

WRONG = "WRNGCDE1"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each code that was looked at: whether it was compared with a kept one."""
    seen: list[bool] = []
    true_compare = credentials.compare

    def counted(code: str, kept: str | None, keys: object) -> bool:
        seen.append(kept is not None)
        return true_compare(code, kept, KEYS)

    monkeypatch.setattr(credentials, "compare", counted)
    return seen


def guess(store: Store, id_number: str, sender: str, code: str = WRONG, hours: float = 0, settings: Entitlement | None = None) -> CredentialCheck:
    """One mail with an ID number and a code: looked at, and counted as the desk has it counted."""
    now = NOW + timedelta(hours=hours)
    with store._database.read() as connection:
        check, _ = guesses.check(connection, CredentialClaim(id_number, code), sender, now, KEYS, settings or Entitlement())
    if check.outcome != "locked" and not check.mistyped:
        store.book(None, decided(e.RecordAttempt(id_number, sender, check.outcome == "correct")), (), (), now)
    return check


def test_ten_thousand_guesses_from_a_thousand_senders(store: Store, compared: list[bool]) -> None:
    """At one ID number at most five codes are ever compared in a day, and the right one among the others opens nothing."""
    _, code = issued(store)
    tries = 10_000 if store._database.is_sqlite else 1_000  # a question to a server takes its time, and shows nothing more

    outcomes = [guess(store, ID, f"thief{count}@net{count}.example").outcome for count in range(10)]
    with store._database.read() as connection:  # nothing is counted while it is locked, so that one look at the books will do
        for count in range(10, tries):
            claim = CredentialClaim(ID, code if count == tries // 2 else WRONG)
            outcomes.append(guesses.check(connection, claim, f"thief{count % 1000}@net{count % 1000}.example", NOW, KEYS, Entitlement())[0].outcome)

    assert (outcomes.count("wrong"), outcomes.count("locked"), sum(compared)) == (5, tries - 5, 5)
    assert len(compared) == tries, "the same work for each"


def test_a_thousand_numbers_are_no_way_round(store: Store, compared: list[bool]) -> None:
    settings = Entitlement(wrong_codes_in_all=50, wrong_codes_per_domain=30)
    numbers = [credentials.new_id_number(count) for count in range(2, 202)]
    for number in numbers[:100]:
        guess(store, number, f"t{number}@thief.example", settings=settings)
    assert {lock.what: lock.wrong for lock in store.code_locks(NOW)} == {}, "by the limits of these books nothing is locked"
    assert guess(store, numbers[100], "new@it.thief.example", settings=settings).outcome == "locked", "one organisation, whatever the name before it"
    assert guess(store, numbers[100], "new@kund.example", settings=settings).outcome == "wrong"

    for number in numbers[101:]:
        guess(store, number, f"t@d{number}.example", settings=settings)
    assert guess(store, numbers[0], "anna@kund.example", settings=settings).outcome == "locked"
    assert guess(store, numbers[0], "anna@kund.example", settings=settings, hours=24.1).outcome == "wrong"


def test_strangers_at_one_provider_lock_nobody_out(store: Store) -> None:
    settings = Entitlement(wrong_codes_per_domain=3)
    for count in range(2, 8):
        guess(store, credentials.new_id_number(count), f"t{count}@gmail.com", settings=settings)

    assert guess(store, ID, "anna@gmail.com", settings=settings).outcome == "wrong"


def test_a_lock_lasts_a_day_from_the_code_that_was_one_too_many(store: Store) -> None:
    """S05: not the right one either, and not sooner because the first of them was long before."""
    _, code = issued(store)
    for hours in (0, 1, 2, 3, 23):
        assert guess(store, ID, "bo@x.se", hours=hours).outcome == "wrong"

    assert [guess(store, ID, "eva@y.se", code, hours=h).outcome for h in (23.5, 24.5, 46.9)] == ["locked"] * 3
    assert guess(store, ID, "eva@y.se", code, hours=47.1).outcome == "correct"


def test_a_slip_of_the_finger_is_no_try(store: Store, compared: list[bool]) -> None:
    """S05: the last digit does not go with the others. Whether such a number exists is not looked at, and a lock is not either."""
    for _ in range(20):
        assert guess(store, "204817-2", "anna@x.se") == CredentialCheck("wrong", mistyped=True)
    assert guess(store, "204817-2", "anna@x.se", settings=Entitlement(id_pattern=r"\d{6}-\d")) == CredentialCheck("wrong"), "an earlier system's"
    assert not any(compared)


def test_an_admin_can_see_what_is_locked(store: Store) -> None:
    for _ in range(5):
        guess(store, ID, "bo@x.se")
    for count in range(2, 22):
        guess(store, credentials.new_id_number(count), "thief@net.example")

    assert [(lock.what, lock.who, lock.wrong) for lock in store.code_locks(NOW)] == [("number", ID, 5), ("address", "thief@net.example", 20)]
    assert store.code_locks(NOW + timedelta(hours=25)) == ()
