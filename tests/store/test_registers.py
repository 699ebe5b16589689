"""The registers in the books: whom an address or a domain speaks for, and that nothing moves it to another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.desk import effects as e
from mailbot.desk.facts import Training, Wanted
from mailbot.store import Store
from tests.store.acts import NOW, decided


def customer(store: Store, address: str, *domains: str, contacts: tuple[str, ...] = ()) -> None:
    effects = (e.OpenAccount(address, "Kund", "sv"), *(e.AddDomain(None, each) for each in domains),
               *(e.AddAddress(None, each, "Bo Ek", True) for each in contacts))  # fmt: skip
    assert store.book(None, decided(*effects, verdict="customer_entered"), (), (), NOW)


def found(store: Store, address: str = "", domain: str = "") -> tuple[str, str]:
    """Whom a mail would be connected with, by his first address, and by what."""
    facts = store.fetch(Wanted(address=address or None, domain=domain or None), NOW)
    return (facts.account.addresses[0] if facts.account else "", facts.account_by)


def test_a_domain_speaks_for_its_customer_and_an_address_first_for_its_own(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example")
    customer(store, "filial@dotter.kund.example", "dotter.kund.example")
    customer(store, "bo@kund.example")

    assert found(store, "cia@kund.example", "kund.example") == ("anna@kund.example", "domain")
    assert found(store, "cia@lager.kund.example", "lager.kund.example") == ("anna@kund.example", "domain")
    assert found(store, "cia@x.dotter.kund.example", "x.dotter.kund.example") == ("filial@dotter.kund.example", "domain"), "the nearest"
    assert found(store, "bo@kund.example", "kund.example") == ("bo@kund.example", "address")
    assert found(store, "cia@notkund.example", "notkund.example") == ("", "")
    assert found(store, "cia@kund.example") == ("", ""), "where domains say nothing"


def test_an_account_knows_its_domains_and_contacts(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example", "kund2.example", contacts=("bo@kund.example", "anna@kund.example"))
    account = store.account("anna@kund.example", NOW)

    assert account is not None
    assert (account.domains, account.contacts) == (("kund.example", "kund2.example"), ("anna@kund.example", "bo@kund.example"))
    assert [(each.address, each.name, each.contact) for each in store.entered(account.id)] == [
        ("anna@kund.example", "Bo Ek", True), ("bo@kund.example", "Bo Ek", True)]


def test_entering_again_changes_a_name_and_nothing_twice(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example")
    customer(store, "anna@kund.example", "kund.example")
    assert store.book(None, decided(e.OpenAccount("anna@kund.example", "Kund och Co", None)), (), (), NOW)
    account = store.account("anna@kund.example", NOW)

    assert account is not None
    assert (account.id, account.name, account.language, account.domains) == (1, "Kund och Co", "sv", ("kund.example",))


@pytest.mark.parametrize("taken", [e.AddDomain(None, "kund.example"), e.AddAddress(None, "anna@kund.example")])
def test_nothing_moves_from_one_customer_to_another(store: Store, taken: e.Effect) -> None:
    customer(store, "anna@kund.example", "kund.example")

    with pytest.raises(ValueError, match="another account"):
        store.book(None, decided(e.OpenAccount("eva@annan.example", "", None), taken), (), (), NOW)
    assert store.account("eva@annan.example", NOW) is None, "all of it or nothing"


def test_a_domain_entered_in_between_is_looked_at_again(store: Store) -> None:
    versions = store.fetch(Wanted(domain="lager.kund.example"), NOW).versions
    customer(store, "anna@kund.example", "kund.example")

    assert not store.book(None, decided(verdict="free_help"), (), versions, NOW)


def test_overdue_invoices_trainings_and_contacts(store: Store) -> None:
    customer(store, "anna@kund.example", contacts=("bo@kund.example",))
    day, later = NOW.date(), NOW.date() + timedelta(days=9)
    effects = (e.SetOverdue(1, day), e.AddTraining(1, "Bo@kund.example", "GO", day), e.AddTraining(1, "bo@kund.example", "GO", later, later),
               e.AddTraining(1, "anna@kund.example", "*", day), e.RemoveTraining(1, "anna@kund.example", "*"), e.RemoveContact(1, "bo@kund.example"))  # fmt: skip
    assert store.book(None, decided(*effects), (), (), NOW)
    account = store.account("anna@kund.example", NOW)

    assert account is not None
    assert (account.overdue_since, account.contacts, account.version) == (day, (), 3)
    assert account.trainings == (Training("bo@kund.example", "GO", later, later),)
    with pytest.raises(ValueError, match="does not speak for account"):
        store.book(None, decided(e.AddTraining(1, "cia@annan.example", "GO", day)), (), (), NOW)


def test_a_right_rests_counts_again_and_ends_for_good(store: Store) -> None:
    customer(store, "anna@kund.example")
    grant = e.GrantTier(1, "avtal", "agreement", "*", NOW.date(), None)

    def rights(*effects: e.Effect) -> list[bool]:
        assert store.book(None, decided(*effects), (), (), NOW)
        account = store.account("anna@kund.example", NOW)
        assert account is not None
        return [each.suspended for each in account.grants]

    assert rights(grant) == [False]
    assert rights(e.SetSuspended(1, 1, True)) == [True]
    assert rights(e.SetSuspended(2, 1, False)) == [True], "another account's"
    assert rights(e.SetSuspended(1, 1, False)) == [False]
    assert rights(e.RevokeRight(1, 1)) == []


def test_whose_the_named_addresses_are(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example")
    facts = store.fetch(Wanted(named=("bo@kund.example", "anna@kund.example", "x@free.example")), NOW)

    assert facts.named == (("bo@kund.example", 1), ("anna@kund.example", 1))
    assert ("address", "x@free.example", 0) in facts.versions


def test_what_one_file_brings_is_booked_whole_or_not_at_all(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example")
    first = decided(e.OpenAccount("bo@x.se", "Bo", None), e.ImportCode(None, "54321", "hash"), verdict="customer_imported")
    taken = decided(e.OpenAccount("eva@y.se", "Eva", None), e.AddDomain(None, "kund.example"), verdict="customer_imported")

    with pytest.raises(ValueError, match="another account"):
        store.book_together(((first, ()), (taken, ())), (), NOW, lambda: None)
    assert store.account("bo@x.se", NOW) is None
    assert not store.book_together(((first, ()),), (("account", "1", 99),), NOW, lambda: None)
    assert store.book_together(((first, ()),), (("account", "1", store.registered()[0].account.version),), NOW, lambda: None)
    (_, bo) = store.registered()
    assert (bo.account.name, bo.credentials) == ("Bo", (("54321", "hash"),))


def test_a_number_of_an_earlier_system_is_never_given_out_again(store: Store) -> None:
    customer(store, "anna@kund.example")
    customer(store, "bo@x.se")
    assert store.book(None, decided(e.OpenAccount("anna@kund.example", "", None), e.ImportCode(None, "204817-1", "hash")), (), (), NOW)
    assert store.book(None, decided(e.OpenAccount("bo@x.se", "", None), e.IssueCredential(None)), (), (), NOW)

    assert [number for one in store.registered() for number, _ in one.credentials] == ["204817-1", "204818-9"]
    with pytest.raises(ValueError, match="another account"):
        store.book(None, decided(e.OpenAccount("bo@x.se", "", None), e.ImportCode(None, "204817-1", "mine")), (), (), NOW)


def test_a_new_code_takes_the_place_of_the_old_one_and_an_address_goes_with_its_trainings(store: Store) -> None:
    customer(store, "anna@kund.example", contacts=("bo@kund.example",))
    day = NOW.date()
    assert store.book(None, decided(e.IssueCredential(1), e.AddTraining(1, "bo@kund.example", "Lön", day), e.NoteChange(1, "trained", "agent:lea", "/trained")), (), (), NOW)
    (before,) = store.registered()
    assert store.book(None, decided(e.RenewCode(1), e.RemoveAddress(1, "bo@kund.example")), (), (), NOW)
    (after,) = store.registered()

    assert before.credentials[0][0] == after.credentials[0][0] and before.credentials[0][1] != after.credentials[0][1]
    assert (after.account.addresses, after.account.trainings) == (("anna@kund.example",), ())
    assert [(each.kind, each.actor, each.said) for each in store.changes(1)] == [("trained", "agent:lea", "/trained")]


def test_what_an_agents_commands_are_about_is_read_with_its_cases(store: Store) -> None:
    customer(store, "anna@kund.example", "kund.example")
    customer(store, "eva@annan.example")
    waiting = e.OpenCase("Fel", "sv", "awaiting_entitlement", "technical", "normal", None, None, "bo@kund.example", "Bo", NOW)
    assert store.book(None, decided(waiting), (), (), NOW)
    named = ("bo@kund.example", "eva@annan.example")
    facts = store.fetch(Wanted(address="lea@softone.example", named=named, named_addresses=named, waiting=True, running=True), NOW)

    assert dict(facts.named) == {"bo@kund.example": 1, "eva@annan.example": 2}
    assert [owner.addresses[0] for owner in facts.owners] == ["anna@kund.example", "eva@annan.example"]
    assert [case.requester.address for case in facts.waiting] == ["bo@kund.example"]
    assert {("account", "1"), ("account", "2")} <= {version[:2] for version in facts.versions}
