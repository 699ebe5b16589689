"""A person's own cases, and the language he chose: what is asked for him alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailbot.desk import effects as e
from mailbot.desk.facts import Wanted
from mailbot.store import Store
from mailbot.store.own_cases import CLOSED_AT_MOST, OPEN_AT_MOST
from tests.store.acts import NOW, claimed, decided, open_case, opening, pay, raw_mail

ANNA = "anna@kund.example"


def own(store: Store, address: str) -> list[str]:
    return [case.number[-2:] for case in store.fetch(Wanted(address=address, own_cases=True), NOW).own_cases]


def test_own_are_those_one_opened_or_wrote_in_and_those_of_ones_account(store: Store) -> None:
    account_id = pay(store)  # Anna's
    open_case(store)  # 1: Anna's, without an account
    store.book(None, decided(replace(opening(), requester="eva@kund.example", account_id=account_id)), (), (), NOW)  # 2
    store.book(None, decided(replace(opening(), requester="bo@x.se")), (), (), NOW)  # 3
    store.book(None, decided(e.AddParticipant(3, "Eva@Kund.example")), (), (), NOW)

    assert own(store, ANNA) == ["02", "01"]
    assert own(store, "eva@kund.example") == ["02"], "anybody may name her in Cc"
    store.book(None, decided(e.Append(3, "in", "Eva@Kund.example", "Hej", False)), (), (), NOW)
    assert own(store, "eva@kund.example") == ["02"], "nothing proves that she wrote"
    store.book(None, decided(e.Append(3, "in", "Eva@Kund.example", "Hej", True)), (), (), NOW)
    assert own(store, "eva@kund.example") == ["03", "02"]
    assert own(store, "nobody@x.se") == []
    assert store.fetch(Wanted(address=ANNA), NOW).own_cases == (), "only when asked for"


def test_all_open_ones_then_the_five_closed_last(store: Store) -> None:
    for number in range(1, OPEN_AT_MOST + CLOSED_AT_MOST + 3):
        store.book(None, decided(replace(opening(), requester=ANNA)), (), (), NOW)
        if number <= 7:
            store.book(None, decided(e.SetState(number, "closed", "done")), (), (), NOW + timedelta(hours=number))
    store.book(None, decided(e.SetState(8, "merged", "twice")), (), (), NOW)

    found = store.fetch(Wanted(address=ANNA, own_cases=True), NOW).own_cases

    assert [case.closed_at is None for case in found] == [True] * (OPEN_AT_MOST - 1) + [False] * CLOSED_AT_MOST
    assert [case.number[-2:] for case in found if case.closed_at] == ["07", "06", "05", "04", "03"]
    assert "08" not in {case.number[-2:] for case in found}


def test_mails_are_counted_without_machines_and_notes(store: Store) -> None:
    number = "BK-2026-000001"
    item = claimed(store, raw_mail())
    store.book(item, decided(opening(), e.Append(None, "in", ANNA, "Hej", verified=True)), (), (), NOW)
    for effect in (e.Append(1, "out", "agent:lisa", "Prova igen", verified=True), e.Append(1, "note", "agent:lisa", "hm", verified=True),
                   e.Append(1, "in", ANNA, "STATUS", verified=True, automatic=True)):  # fmt: skip
        store.book(None, decided(effect), (), (), NOW)

    assert store.fetch(Wanted(case_numbers=(number,), own_cases=True), NOW).mails == ((1, 2),)


def test_the_first_mail_of_an_address(store: Store) -> None:
    assert store.fetch(Wanted(address=ANNA, first_mail=True), NOW).first_mail
    open_case(store)
    assert not store.fetch(Wanted(address="Anna@KUND.example".lower(), first_mail=True), NOW).first_mail
    assert not store.fetch(Wanted(address="bo@x.se"), NOW).first_mail, "only when asked for"


def test_a_language_is_set_for_the_account_and_the_case(store: Store) -> None:
    account_id = pay(store)
    open_case(store, account_id=account_id)
    before = store.fetch(Wanted(address=ANNA, case_numbers=("BK-2026-000001",)), NOW)

    store.book(None, decided(e.SetLanguage("en", account_id, 1)), (), (), NOW)

    after = store.fetch(Wanted(address=ANNA, case_numbers=("BK-2026-000001",)), NOW)
    assert after.account is not None and before.account is not None
    assert (after.account.language, after.by_number[0].language) == ("en", "en")
    assert after.account.version > before.account.version and after.by_number[0].version > before.by_number[0].version


def test_what_waits_for_a_right_is_the_accounts_or_of_an_address_without_one(store: Store) -> None:
    account_id = pay(store)  # Anna's
    waits = replace(opening(), state="awaiting_entitlement")
    for case in (replace(waits, requester="eva@kund.example", account_id=account_id), replace(waits, requester="Anna@Kund.example"),
                 replace(waits, requester="bo@x.se"), replace(opening(), requester=ANNA, account_id=account_id)):  # fmt: skip
        store.book(None, decided(case), (), (), NOW)

    facts = store.fetch(Wanted(address=ANNA, waiting=True), NOW)

    assert [case.number[-2:] for case in facts.waiting] == ["01", "02"] and ("case", "1", 1) in facts.versions
    assert [case.number[-2:] for case in store.fetch(Wanted(address="bo@x.se", waiting=True), NOW).waiting] == ["03"]
    assert store.fetch(Wanted(address=ANNA), NOW).waiting == (), "only when asked for"


def test_a_released_case_joins_the_account_that_is_opened_with_it(store: Store) -> None:
    store.book(None, decided(replace(opening(), requester="bo@x.se", state="awaiting_entitlement")), (), (), NOW)
    store.book(None, decided(e.SetState(1, "open", "paid", of_opened_account=True), e.OpenAccount("bo@x.se", "", None)), (), (), NOW)

    facts = store.fetch(Wanted(address="bo@x.se", case_id=1, case_numbers=("BK-2026-000001",)), NOW)
    assert facts.account is not None and facts.by_number[0].account == facts.account


def test_what_a_case_rests_on_is_kept_as_it_was(store: Store) -> None:
    pay(store)
    judged = {"verdict": "entitled", "reason": "paid", "tier": "block"}
    store.book(None, decided(replace(opening(), account_id=1, rests_on=judged)), (), (), NOW)

    (case,) = store.fetch(Wanted(address=ANNA, running=True), NOW).running
    assert case.grant_id is None
    story = store.case(case.number)
    assert story is not None and story.rests_on == judged
