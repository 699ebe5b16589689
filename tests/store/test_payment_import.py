"""Files of the bank go in whole or not at all, once, on both databases; and what is read of a payment is what the file said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailbot import faults
from mailbot.bank.record import BankFile, BankRecord
from mailbot.desk import effects as e
from mailbot.desk.payments.facts import PaymentWanted
from mailbot.desk.payments.identity import identified
from mailbot.desk.payments.reversal import SETTLE
from mailbot.store import Imported, Store
from tests.store.acts import NOW, decided, pay

ONE = BankRecord("7043466", 30000, "SEK", date(2026, 11, 25), bank_reference="T1", entry_reference="E1", messages=("anna@kund.example", "anna@ kund.example"),
                 references=("2048171",), payer_name="Anna", payer_account="SE12", place="entry 1")
TWO = replace(ONE, bank_reference="T2", entry_reference="E2", messages=("support",))


def bring_in(store: Store, *records: BankRecord, digest: str = "a", name: str = "bank.xml") -> Imported:
    return store.bank.bring_in(name, digest, BankFile("camt.054", "MSG-1", NOW), identified(records), NOW)


def due(store: Store, worker: str = "w") -> list[str]:
    found = []
    while (item := store.claim_due(worker, NOW, 60, SETTLE)) is not None:
        found.append(item.subject)
        store.book(None, decided(e.DueDone(item.id)), (), (), NOW)
    return found


def test_a_file_goes_in_and_every_payment_is_due(store: Store) -> None:
    assert bring_in(store, ONE, TWO) == Imported(2, 2)

    payment = store.bank.payment(1)
    assert payment is not None
    assert (payment.state, payment.left_minor, payment.messages, payment.structured) == ("received", 30000, ONE.messages, ("2048171",))
    assert due(store) == ["payment:1", "payment:2"]


def test_the_same_file_and_an_overlapping_one_bring_only_what_is_new(store: Store) -> None:
    bring_in(store, ONE)

    again = bring_in(store, ONE)
    assert (again.fresh, again.known_since) == (0, NOW)
    assert bring_in(store, TWO, ONE, digest="b") == Imported(2, 1)
    assert due(store) == ["payment:1", "payment:2"]


@pytest.mark.parametrize("first", ["notification", "statement"])
def test_a_statement_that_knows_entries_only_tells_of_the_same_payments(store: Store, first: str) -> None:
    stated = (replace(ONE, bank_reference=""), replace(TWO, bank_reference=""))
    files = [(ONE, TWO), stated] if first == "notification" else [stated, (ONE, TWO)]

    assert bring_in(store, *files[0], digest="a").fresh == 2
    assert bring_in(store, *files[1], digest="b").fresh == 0


def test_two_payments_of_one_entry_in_two_files_are_two_when_the_bank_names_them(store: Store) -> None:
    bring_in(store, ONE)

    assert bring_in(store, replace(ONE, bank_reference="T9"), digest="b").fresh == 1


class Crash(Exception):
    pass


@pytest.mark.parametrize(("at", "kept"), [("payments:some-in", 0), ("payments:before-commit", 0), ("payments:after-commit", 2)])
def test_a_crash_leaves_a_file_whole_or_not_there(store: Store, at: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(point: str) -> None:
        if point == at:
            raise Crash

    monkeypatch.setattr(faults, "point", crash)
    with pytest.raises(Crash):
        bring_in(store, ONE, TWO)
    monkeypatch.undo()

    assert (store.bank.counts().received, store.bank.known_file("a") is not None) == (kept, kept > 0)
    bring_in(store, ONE, TWO)
    assert store.bank.counts().received == 2


def test_a_file_that_failed_may_be_brought_in_later(store: Store) -> None:
    store.bank.file_failed("bank.xml", "a", "line 7: not closed", NOW)
    store.bank.file_failed("bank.xml", "a", "line 8: not closed", NOW)

    assert store.bank.known_file("a") is None
    assert bring_in(store, ONE) == Imported(1, 1)
    store.bank.file_failed("bank.xml", "a", "too late", NOW)
    assert store.bank.known_file("a") is not None


def test_what_a_payment_may_mean_is_read_with_its_versions(store: Store) -> None:
    account_id = pay(store)
    bring_in(store, ONE)

    facts = store.bank.facts(PaymentWanted(2, ("anna@kund.example", "new@x.se"), ("annakundexample",)), NOW)

    assert facts.owners["anna@kund.example"].id == account_id
    assert facts.by_skeleton == ("anna@kund.example",)
    assert {kind for kind, _, _ in facts.versions} == {"account", "address", "payment"}


@pytest.mark.parametrize(("used", "state"), [(30001, "credit"), (29999, "allocated"), (0, "allocated")])
def test_the_books_refuse_a_payment_that_does_not_balance(store: Store, used: int, state: str) -> None:
    """I5: the parts are never more than the payment, and all of it when it is allocated."""
    bring_in(store, ONE)
    parts = (e.Allocate(1, "difference", used),) if used else ()

    with pytest.raises(ValueError, match="payment 1 of 30000"):
        store.book(None, decided(e.SettlePayment(1, state), *parts), (), (), NOW)  # type: ignore[arg-type]
    payment = store.bank.payment(1)
    assert payment is not None and (payment.state, payment.left_minor) == ("received", 30000)


def test_two_who_settle_the_same_payment_book_it_once(store: Store) -> None:
    bring_in(store, ONE)
    mine, theirs = (store.bank.facts(PaymentWanted(1), NOW) for _ in range(2))
    ignored = decided(e.SettlePayment(1, "ignored"))

    assert store.book(None, ignored, (), mine.versions, NOW)
    assert not store.book(None, ignored, (), theirs.versions, NOW + timedelta(seconds=1))


def test_what_bears_the_reference_of_another_is_a_payment_too(store: Store) -> None:
    """In the same file and in others, and known again when it comes again."""
    bos = replace(ONE, messages=("bo@kund.example",), payer_name="Bo", payer_account="SE99")

    assert bring_in(store, ONE, bos).fresh == 2
    assert bring_in(store, bos, ONE, replace(ONE, messages=()), digest="b").fresh == 0
    assert bring_in(store, replace(ONE, bank_reference="", messages=("cecilia@kund.example",)), digest="c").fresh == 1
    assert [store.bank.facts(PaymentWanted(n), NOW).same_name for n in (1, 2, 3)] == [False, True, True]
