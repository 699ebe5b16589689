"""Fetching: what is known, as of one instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest

from mailbot.desk import credentials
from mailbot.desk import effects as e
from mailbot.desk.facts import CredentialClaim, Detail, Told, Wanted
from mailbot.mail.message import Attachment, Token, TokenKind
from mailbot.store import Store
from tests.store.acts import NOW, Chance, claimed, decided, draft, letter, open_case, opening, pay, raw_mail

HOUR = timedelta(hours=1)
ID = "204817-1"


def issued(store: Store) -> tuple[int, str]:
    """An account with a credential, and the code in its letter."""
    account_id = pay(store)
    confirmation = letter("payment_confirmation", reply="plain", opened=False)
    effects = (e.IssueCredential(account_id), e.Send(confirmation))
    store.book(None, decided(*effects), (draft(confirmation, f"Kod {e.UNLOCK_CODE}"),), (), NOW)
    (item,) = store.claim_outgoing(NOW, 1)
    return account_id, item.raw.decode().split("Kod ")[1].strip()


def checked(store: Store, id_number: str, code: str, address: str = "bo@x.se", hours: int = 0) -> str:
    claim = CredentialClaim(id_number, credentials.normal_code(code))
    found = store.fetch(Wanted(address=address, credential=claim), NOW + hours * HOUR).credential
    assert found is not None
    assert (found.account is not None) == (found.outcome == "correct")
    return found.outcome


def attempt(store: Store, id_number: str, address: str = "bo@x.se", *, correct: bool = False) -> None:
    store.book(None, decided(e.RecordAttempt(id_number, address, correct)), (), (), NOW)


def test_nothing_is_known_on_the_first_day(store: Store) -> None:
    facts = store.fetch(Wanted(address="bo@x.se"), NOW)

    assert (facts.account, facts.by_token, facts.by_number, facts.told, facts.failed) == (None, (), (), (), ())
    assert facts.installed_at == NOW == store.installed_at
    assert facts.installed_at.utcoffset() == timedelta(0)


def test_an_address_leads_to_its_account_with_rights_and_minutes(store: Store) -> None:
    account_id = pay(store, blocks=2)
    grant = e.GrantTier(account_id, "plus", "yearly_fee", "Bokis", date(2026, 1, 1), date(2026, 12, 31))
    store.book(None, decided(grant), (), (), NOW)
    open_case(store, account_id=account_id)

    facts = store.fetch(Wanted(address="anna@kund.example"), NOW)

    assert facts.account is not None
    assert (facts.account.id, facts.account.name, facts.account.language) == (account_id, "Anna", "sv")
    assert facts.account.addresses == ("anna@kund.example",)
    assert [(g.tier, g.kind, g.product, g.valid_until) for g in facts.account.grants] == [
        ("plus", "yearly_fee", "Bokis", date(2026, 12, 31))
    ]
    assert facts.account.minutes_booked == 30
    assert not facts.account.has_credential
    assert facts.open_cases == 1


def test_cases_are_found_by_token_by_number_and_by_message_id(store: Store) -> None:
    """Numbers in the order they were written; a thread by the first Message-ID that is known."""
    item = claimed(store, raw_mail(message_id="first@kund.example"))
    store.book(item, decided(opening(), e.Append(None, "in", "anna@kund.example", "Hej", verified=True)), (), (), NOW)
    open_case(store)
    token = Token(TokenKind.CUSTOMER, 2, "p2", 1, 2500)
    unknown = Token(TokenKind.CUSTOMER, 77, "p2", 1, 2500)

    facts = store.fetch(
        Wanted(tokens=(unknown, token), message_ids=("nobody@x.se", "first@kund.example"),
               case_numbers=("BK-2026-000002", "BK-1999-000001", "BK-2026-000001")), NOW,
    )  # fmt: skip

    assert [(t, case.id) for t, case in facts.by_token] == [(token, 2)]
    assert facts.by_message_id is not None and facts.by_message_id.id == 1
    assert [case.number for case in facts.by_number] == ["BK-2026-000002", "BK-2026-000001"]


def test_machines_and_agents_are_no_part_of_the_customers_thread(store: Store) -> None:
    """An out-of-office reply is not what an answer is threaded to; an agent's own Message-ID never reaches the customer."""
    item = claimed(store, raw_mail(message_id="customer@kund.example"))
    store.book(item, decided(opening(), e.Append(None, "in", "anna@kund.example", "Hej", verified=True)), (), (), NOW)
    later = (
        ("robot@kund.example", e.Append(1, "in", "anna@kund.example", "Jag är på semester", verified=True, automatic=True)),
        ("agent@intern.example", e.Append(1, "out", "agent:lisa", "Prova igen", verified=True)),
    )
    for message_id, said in later:
        store.book(claimed(store, raw_mail(message_id=message_id)), decided(said), (), (), NOW)

    (case,) = store.fetch(Wanted(case_numbers=("BK-2026-000001",)), NOW).by_number

    assert case.references == ("customer@kund.example",)
    assert (case.last_message_id, case.last_customer_text) == ("customer@kund.example", "Hej")


def test_what_an_address_was_told_lately(store: Store) -> None:
    """Automatic letters of the last seven days, newest first; a person's words do not count, nor does what others got."""
    for days, one in (
        (8, letter("free_help", "bo@x.se", reply="plain", opened=False)),
        (6, letter("free_help", "Bo@X.se", reply="plain", opened=False)),
        (0, letter("ack", "bo@x.se", reply="plain", opened=False)),
        (0, letter("agent_reply", "bo@x.se", reply="plain", opened=False, automatic=False)),
        (0, letter("ack", "eva@x.se", reply="plain", opened=False)),
    ):
        store.book(None, decided(e.Send(one)), (draft(one),), (), NOW - timedelta(days=days))

    told = store.fetch(Wanted(address="bo@x.se"), NOW).told

    assert told == (Told("ack", NOW), Told("free_help", NOW - timedelta(days=6)))


def test_the_right_code_names_the_account(store: Store) -> None:
    account_id, code = issued(store)

    found = store.fetch(Wanted(credential=CredentialClaim(ID, credentials.normal_code(code))), NOW).credential

    assert found is not None and found.account is not None
    assert (found.outcome, found.account.id, found.account.has_credential) == ("correct", account_id, True)
    assert checked(store, ID, code.lower()) == "correct"


@pytest.mark.parametrize("id_number", [ID, "999999-4"])
def test_a_number_is_locked_after_five_wrong_codes_whether_it_exists_or_not(store: Store, id_number: str) -> None:
    """An unknown number and a wrong code look the same from outside, also when they are tried too often."""
    issued(store)
    for count in range(5):
        assert checked(store, id_number, "WRNG-CDE1", f"a{count}@x.se") == "wrong"
        attempt(store, id_number, f"a{count}@x.se")

    assert checked(store, id_number, "WRNG-CDE1", "fresh@x.se") == "locked"
    assert checked(store, id_number, "WRNG-CDE1", "fresh@x.se", hours=23) == "locked"
    assert checked(store, id_number, "WRNG-CDE1", "fresh@x.se", hours=24) == "wrong"


def test_a_locked_number_takes_not_even_the_right_code(store: Store) -> None:
    _, code = issued(store)
    for _ in range(5):
        attempt(store, ID)

    assert checked(store, ID, code) == "locked"


def test_right_codes_lock_nothing(store: Store) -> None:
    _, code = issued(store)
    for _ in range(6):
        attempt(store, ID, correct=True)

    assert checked(store, ID, code) == "correct"


def test_an_address_that_tries_many_numbers_is_locked_out(store: Store) -> None:
    for number in range(20):
        attempt(store, f"{100_000 + number}-0", "thief@x.se")

    assert checked(store, ID, "WRNG-CDE1", "thief@x.se") == "locked"
    assert checked(store, ID, "WRNG-CDE1", "anna@x.se") == "wrong"


def test_codes_survive_a_change_of_the_server_key(store: Store) -> None:
    """The old key is still accepted; without it the code is worth nothing."""
    from mailbot.mail.tokens import Keys
    from tests.store.acts import CONFIG, KEYS

    _, code = issued(store)
    url = None if store._database.is_sqlite else store._database.url.render_as_string(hide_password=False)
    for keys, expected in ((Keys(b"n" * 32, (KEYS.current,)), "correct"), (Keys(b"n" * 32), "wrong")):
        other = Store.open(url, store._database.folder, keys, CONFIG, Chance())
        assert checked(other, ID, code) == expected
        other.close()


def test_what_lasts_is_remembered_of_the_latest_case_whose_right_was_proven(store: Store) -> None:
    """Of this address, of its own account, within two years; a waiting case tells nothing."""
    owner, other = pay(store), pay(store, "bo@kund.example")

    def told(system: str, *, account_id: int = owner, at: datetime = NOW, **changes: object) -> None:
        opened = replace(opening(account_id=account_id, at=at), details=(Detail("operating_system", system, "found"),), **changes)  # type: ignore[arg-type]
        assert store.book(claimed(store, now=at), decided(opened), (), (), at)

    def remembered(address: str = "anna@kund.example", at: datetime = NOW) -> tuple[Detail, ...]:
        return store.fetch(Wanted(address=address), at).remembered

    assert remembered() == ()
    told("Windows 10")
    told("Windows 11")
    told("forged", account_id=other)
    told("unproven", tier=None, state="awaiting_entitlement")
    assert remembered() == (Detail("operating_system", "Windows 11", "found"),)
    assert remembered("bo@kund.example") == () == remembered("nobody@kund.example")
    assert remembered(at=NOW + timedelta(days=731)) == ()


# ---- letters that a mail may answer ------------------------------------------------------------------------------
def sent(store: Store, words: str, idem: str, **more: Any) -> str:
    """A letter of ours about the first case, and its Message-ID."""
    one = replace(letter(opened=False, idem=idem), case_id=1, **more)
    store.book(None, decided(e.Send(one)), (draft(one, words),), (), NOW)
    (item,) = store.claim_outgoing(NOW, 1)
    store.mark(item.id, "sent", "", None, NOW)
    return str(message_from_bytes(item.raw)["Message-ID"]).strip("<>")


def test_the_letter_that_a_mail_answers_is_read_from_its_frozen_bytes(store: Store) -> None:
    """Found by Message-ID, In-Reply-To first; its text alone, however large its files are; only when asked for."""
    open_case(store)
    large = Attachment("log.txt", "text/plain", b"x" * 2_000_000)
    first, second = sent(store, "Det första brevet.", "1", attachments=(large,)), sent(store, "Det andra brevet.", "2")
    asked = Wanted(message_ids=("unknown@x.se", first, second), letters=True)
    assert [text.strip() for text in store.fetch(asked, NOW).letters] == ["Det första brevet."]
    assert store.fetch(replace(asked, letters=False), NOW).letters == ()


def test_without_a_message_id_the_newest_letters_of_the_case_to_who_writes_are_read(store: Store) -> None:
    open_case(store)
    for number in range(1, 6):
        sent(store, f"Brev {number}.", f"{number}")
    sent(store, "Till en annan.", "other", to="bo@kund.example")
    token = Token(TokenKind.CUSTOMER, 1, "p1", 0, 0)
    found = store.fetch(Wanted(address="anna@kund.example", tokens=(token,), letters=True), NOW).letters
    assert sorted(text.strip() for text in found) == ["Brev 3.", "Brev 4.", "Brev 5."]
    assert store.fetch(Wanted(address="eva@kund.example", tokens=(token,), letters=True), NOW).letters == ()
