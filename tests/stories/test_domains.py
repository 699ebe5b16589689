"""A domain speaks for its customer as an address does: only when the sender is proven, or answers from the mailbox he claims."""

import pytest

from tests.stories.conftest import to
from tests.stories.registers import case_of, customer

TEXT = "Guten Tag, es erscheint die Fehlermeldung \"Datei nicht gefunden\", wenn ich die Rechnung drucke."


def with_domain(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    customer(box, "chef@kunde.example", "wartung", domains=("kunde.example",))
    return box


def test_a_forged_colleague_is_asked_at_the_address_he_claims(open_box):
    """The letter goes to the mailbox in the customer's domain: a forger does not read it, its owner says yes or nothing."""
    box = with_domain(open_box)
    asked = to(box.write("lager@kunde.example", TEXT, subject="Fehler", verified=False), "lager@kunde.example")
    assert box.verdict == "confirm_by_reply" and "Datei nicht gefunden" not in asked.text and "chef" not in asked.text
    box.answer(asked, "Ja", sender="mallory@evil.example")
    assert case_of(box).state == "awaiting_entitlement", "a stranger's yes"
    box.answer(asked, "Ja", sender="buero@kunde.example", verified=False)
    assert case_of(box).state == "awaiting_entitlement", "another mailbox, unproven"
    mails = box.answer(asked, "Ja", verified=False)
    assert case_of(box).state == "open" and case_of(box).tier == "wartung"
    assert "Datei nicht gefunden" in to(mails, "jana@fakturax.de").text


def test_a_proven_colleague_answers_for_him(open_box):
    box = with_domain(open_box)
    asked = to(box.write("lager@kunde.example", TEXT, subject="Fehler", verified=False), "lager@kunde.example")
    box.answer(asked, "Das war Herr Lager.", sender="buero@kunde.example")
    assert case_of(box).state == "open"


@pytest.mark.parametrize("sender", ["lager@kunde.example.evil.example", "lager@notkunde.example", "lager@example", "kunde.example@evil.example"])
def test_a_domain_that_only_looks_alike_is_a_strangers(open_box, sender):
    box = with_domain(open_box)
    box.write(sender, TEXT, subject="Fehler")
    assert box.verdict == "will_be_billed" and case_of(box).account_id is None


def test_a_customers_own_address_wins_over_his_domain(open_box):
    """A colleague with an account of his own is that account."""
    box = with_domain(open_box)
    customer(box, "neu@andere.example", "gewaehrleistung")
    box.write("lager@sub.kunde.example", TEXT, subject="Fehler")
    box.write("neu@andere.example", TEXT, subject="Fehler")
    tiers = {case.requester: case.tier for case in box.store.cases(None, everything=True)}
    assert tiers == {"lager@sub.kunde.example": "wartung", "neu@andere.example": "gewaehrleistung"}


def test_whoever_is_named_in_cc_does_not_pay(open_box):
    """Mallory's waiting case names a customer in Cc; the customer's mail to it adds text, and no right."""
    box = with_domain(open_box)
    asked = to(box.write("mallory@evil.example", TEXT, subject="Fehler", Cc="chef@kunde.example"), "mallory@evil.example")
    box.answer(asked, "Worum geht es hier?", sender="chef@kunde.example")
    assert case_of(box).state == "awaiting_entitlement" and case_of(box).account_id is None


def test_a_domain_says_nothing_where_the_vendor_does_not_match_by_it(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    from mailbot.desk.effects import AddDomain, Decision, OpenAccount

    entered = Decision("customer_entered", (OpenAccount("chef@kund.example", "", None), AddDomain(None, "kund.example")))
    assert box.store.book(None, entered, (), (), box.clock())
    box.write("annan@kund.example", "Hur gör jag?", subject="Fråga")
    assert box.verdict == "free_help"
