"""What people change of a customer's rights, and what they are told when they cannot."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.config.settings import Config
from mailbot.desk import rights
from mailbot.desk.after import account_after
from mailbot.desk.contacts import changes
from mailbot.desk.effects import AddAddress, AddTraining, RemoveContact, RevokeRight, SetOverdue, SetSuspended
from mailbot.desk.facts import Account, Grant, Training
from mailbot.desk.registers.entering import RegisterError
from tests.desk.test_lapsing import NOW

TODAY = date(2026, 11, 25)
ACCOUNT = Account(3, 1, "K", "sv", ("anna@k.se", "bo@k.se"), (Grant(5, "go", "agreement", "*", date(2026, 1, 1), None),), contacts=("anna@k.se", "bo@k.se"),
                  trainings=(Training("anna@k.se", "GO", date(2026, 1, 1)),), overdue_since=date(2026, 11, 1))
MINDS, MINDS_NOT = (Config.model_validate({"vendor": {"name": "V"}, "mailbox": {"address": "s@v.example"}, "entitlement": {"no_overdue_invoices": each}})
                    for each in (True, False))
RESTS = replace(ACCOUNT, grants=(replace(ACCOUNT.grants[0], suspended=True),))


@pytest.mark.parametrize(("made", "effects"), [
    (lambda: rights.overdue(ACCOUNT, date(2026, 11, 2), TODAY, MINDS), (SetOverdue(3, date(2026, 11, 2)),)),
    (lambda: rights.paid(ACCOUNT), (SetOverdue(3, None),)),
    (lambda: rights.trained(ACCOUNT, "bo@k.se", "GO", TODAY, None, TODAY), (AddTraining(3, "bo@k.se", "GO", TODAY),)),
    (lambda: rights.trained(ACCOUNT, "cia@k.se", "*", TODAY, TODAY, TODAY), (AddAddress(3, "cia@k.se"), AddTraining(3, "cia@k.se", "*", TODAY, TODAY))),
    (lambda: rights.suspended(ACCOUNT, "go", suspend=True), (SetSuspended(3, 5, True),)),
    (lambda: rights.suspended(RESTS, "go", suspend=False), (SetSuspended(3, 5, False),)),
    (lambda: rights.revoked(ACCOUNT, "go"), (RevokeRight(3, 5),)),
    (lambda: rights.contact_removed(ACCOUNT, "Bo@k.se"), (RemoveContact(3, "Bo@k.se"),)),
])
def test_what_is_booked(made, effects):
    assert made()[0] == effects and made()[1]


@pytest.mark.parametrize(("made", "said"), [
    (lambda: rights.overdue(ACCOUNT, TODAY, TODAY, MINDS_NOT), "no_overdue_invoices = false"),
    (lambda: rights.overdue(ACCOUNT, date(2026, 12, 1), TODAY, MINDS), "--since 2026-12-01 is to come"),
    (lambda: rights.paid(replace(ACCOUNT, overdue_since=None)), "no invoice is overdue"),
    (lambda: rights.trained(ACCOUNT, "bo@k.se", " ", TODAY, None, TODAY), "--module is empty"),
    (lambda: rights.trained(ACCOUNT, "bo@k.se", "GO", date(2026, 12, 1), None, TODAY), "--on 2026-12-01 is to come"),
    (lambda: rights.trained(ACCOUNT, "bo@k.se", "GO", TODAY, date(2026, 1, 1), TODAY), "--until 2026-01-01 is before"),
    (lambda: rights.untrained(ACCOUNT, "anna@k.se", "Lön"), "on record: GO"),
    (lambda: rights.suspended(ACCOUNT, "plus", suspend=True), "expected one of his: go"),
    (lambda: rights.suspended(RESTS, "go", suspend=True), "rests already"),
    (lambda: rights.suspended(ACCOUNT, "go", suspend=False), "does not rest already"),
    (lambda: rights.contact_removed(ACCOUNT, "cia@k.se"), "his contacts: anna@k.se, bo@k.se"),
    (lambda: rights.contact_removed(replace(ACCOUNT, contacts=("anna@k.se",)), "anna@k.se"), "is the last contact"),
])
def test_what_is_refused_says_what_to_do(made, said):
    with pytest.raises(RegisterError, match=said):
        made()


def test_the_named_are_contacts_and_nobody_else():
    effects = changes(ACCOUNT, ("Anna@k.se", "cia@k.se"))
    assert effects == (AddAddress(3, "cia@k.se", "", True), RemoveContact(3, "bo@k.se"))
    assert account_after(ACCOUNT, effects, NOW).contacts == ("anna@k.se", "cia@k.se")


def test_an_account_after_all_of_it():
    effects = (SetOverdue(3, None), AddTraining(3, "bo@k.se", "GO", TODAY), SetSuspended(3, 5, True))
    after = account_after(ACCOUNT, effects, NOW)
    assert (after.overdue_since, len(after.trainings), after.grants[0].suspended) == (None, 2, True)
    assert account_after(after, (RevokeRight(3, 5),), NOW).grants == ()
