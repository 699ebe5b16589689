"""S32: payments that do not fit: held, in parts, too much, for two things, told of twice, taken back (payments.md 8.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailbot.desk import blocks
from mailbot.desk.payments.settling import settle_as
from mailbot.payments import by_person
from tests.bank_files import Paid
from tests.stories.bank import arrives, states
from tests.stories.conftest import local, to


def minutes(box, address):
    account = box.store.account(address, box.clock())
    return account.minutes_booked if account else None


def test_what_names_nobody_is_held_and_told_once_a_day(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    assert arrives(box, tmp_path, Paid(300, "support bokis", "REF-1", payer="Kalle Karlsson")) == []
    assert states(box, 1) == ["held"]

    box.clock.turn_to(local("2026-11-26 08:00"))
    letter = to(box.settle(), "eva@bokis.info")
    for said in ("300,00 kr", "support bokis", "Kalle Karlsson", "mailbot payments match 1"):
        assert said in letter.text, said
    box.clock.turn_to(local("2026-11-27 08:00"))
    assert box.settle() == [], "nothing new: no letter"
    box.clock.turn_to(local("2026-12-10 08:00"))
    assert box.settle() and box.settle() == [], "after 14 days once more"

    decide = lambda facts: settle_as("kalle@x.se", facts, box.desk.loaded.config, box.desk.loaded.rules)  # noqa: E731
    assert by_person(1, "kalle@x.se", box.desk, box.clock(), decide).verdict == "payment_booked"
    with pytest.raises(LookupError):
        by_person(1, "kalle@x.se", box.desk, box.clock(), decide)
    assert "15 minuters" in to(box.settle(), "kalle@x.se").text
    assert (minutes(box, "kalle@x.se"), states(box, 1)) == (15, ["allocated"])
    box.clock.turn_to(local("2026-12-11 08:00"))
    assert box.settle() == [] and box.due_decisions[-1].verdict == "admin_daily_nothing"


def test_a_price_in_two_parts(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    (partial,) = arrives(box, tmp_path, Paid(250, "kalle@x.se", "REF-1"))
    assert "50,00 kr" in partial.text and minutes(box, "kalle@x.se") == 0
    (confirmation,) = arrives(box, tmp_path, Paid(50, "Kalle@X.se", "REF-2"))
    assert "300,00 kr" in confirmation.text and "15 minuters" in confirmation.text
    assert (minutes(box, "kalle@x.se"), states(box, 1, 2)) == (15, ["allocated", "allocated"])
    parts = [[(part.purpose, part.amount_minor) for part in box.store.bank.story(n, box.clock()).parts] for n in (1, 2)]
    assert parts == [[("block", 25000)], [("block", 5000)]]


@pytest.mark.parametrize(("kronor", "bought", "left", "rights"), [
    (350, 15, 5000, []), (400, 0, 0, ["plus"]), (700, 15, 0, ["plus"]), (900, 45, 0, []),
])
def test_what_an_amount_buys(kronor, bought, left, rights, open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    (confirmation,) = arrives(box, tmp_path, Paid(kronor, "kalle@x.se", "REF-1"))
    account = box.store.account("kalle@x.se", box.clock())
    assert account is not None
    assert (account.minutes_booked, [grant.tier for grant in account.grants]) == (bought, rights)
    assert box.store.bank.payment(1).left_minor == left
    assert ("50,00 kr blev över" in confirmation.text) is (left > 0)


def test_one_payment_in_statement_and_notification(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    payments = Paid(300, "a@x.se", "REF-1"), Paid(300, "a@x.se", "REF-2")
    assert len(arrives(box, tmp_path, *payments)) == 2, "two real equal payments are two"
    assert arrives(box, tmp_path, *reversed(payments), kind="camt.053") == []
    assert minutes(box, "a@x.se") == 30


def test_a_payment_that_is_taken_back(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    payment = Paid(300, "a@x.se", "REF-1", payer_account="123")
    arrives(box, tmp_path, payment)
    (letter,) = arrives(box, tmp_path, replace(payment, kronor=-300, reference="REF-9", reverses="REF-1"))
    assert (letter.to, minutes(box, "a@x.se"), states(box, 1, 2)) == ("a@x.se", 0, ["refunded", "reversed"])
    box.clock.turn_to(local("2026-11-26 08:00"))
    assert "a@x.se" in to(box.settle(), "eva@bokis.info").text


def test_a_fee_that_is_taken_back_lets_the_running_case_rest(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00", instead=(('lapse_mid_case = "finish"', 'lapse_mid_case = "pause"'),))
    payment = Paid(400, "a@x.se", "REF-1")
    arrives(box, tmp_path, payment)
    box.write("a@x.se", "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post».", subject="Fel")
    arrives(box, tmp_path, replace(payment, kronor=-400, reference="REF-9", reverses="REF-1"))
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("awaiting_entitlement", None)


def test_a_used_block_that_is_taken_back_freezes_what_is_left_and_tells_everybody(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 09:00", instead=(('lapse_mid_case = "finish"', 'lapse_mid_case = "pause"'),))
    payment = Paid(300, "a@x.se", "REF-1")
    arrives(box, tmp_path, payment)
    notice = to(box.write("a@x.se", "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post».", subject="Fel"), "eva@bokis.info")
    box.answer(notice, "/spend 10m\n/start")

    mails = arrives(box, tmp_path, replace(payment, kronor=-300, reference="REF-9", reverses="REF-1"))
    told = " ".join(to(mails, "eva@bokis.info").text.split())
    for said in ("Banken har tagit tillbaka en betalning från kunden: 300,00 kr.", "5 min är avdragna, 0 min är kvar.", "vilar"):
        assert said in told, said
    assert "5 minuter kvar" in next(mail.text for mail in mails if mail.to == "a@x.se" and "tagits tillbaka" in mail.subject)
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, minutes(box, "a@x.se")) == ("awaiting_entitlement", 0)

    receipt = " ".join(to(box.answer(notice, "/spend -10m"), "eva@bokis.info").text.split())
    assert "10 min återförda, men de kan inte användas" in receipt and "0 min kvar" in receipt and minutes(box, "a@x.se") == 0
    box.clock.turn_to(local("2026-11-26 08:00"))
    assert "redan använts" in " ".join(to(box.settle(), "eva@bokis.info").text.split())
    arrives(box, tmp_path, Paid(300, "a@x.se", "REF-3"))
    (case,) = box.store.cases(None, everything=True)
    assert case.state != "awaiting_entitlement", "the next payment lets it go on"


def test_an_admin_settles_it_by_answering_the_daily_letter(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    arrives(box, tmp_path, Paid(300, "support bokis", "REF-1"), Paid(450, "bo@x.se", "REF-2"))
    assert states(box, 1, 2) == ["held", "held"]
    box.clock.turn_to(local("2026-11-26 08:00"))
    letter = to(box.settle(), "eva@bokis.info")

    refused = to(box.answer(letter, "/match 2 bo@x.se"), "eva@bokis.info")
    assert (box.verdict, "Betalning 2 kan gälla flera saker" in refused.text) == ("agent_refused", True)
    refused = to(box.answer(letter, "/match 2 bo@x.se free"), "eva@bokis.info")
    assert (box.verdict, "Här kan ”free” inte stå. Det går att skriva: plus" in refused.text) == ("agent_refused", True)
    mails = box.answer(letter, "/match 2 bo@x.se plus")
    assert "400,00" not in to(mails, "bo@x.se").subject and "50,00 kr blev över" in to(mails, "bo@x.se").text
    mails = box.answer(letter, "/match 1 kalle@x.se")
    assert "15 minuters" in to(mails, "kalle@x.se").text
    assert "Betalning 1 är bokförd för kalle@x.se." in to(mails, "eva@bokis.info").text
    again = to(box.answer(letter, "/match 1 kalle@x.se"), "eva@bokis.info").text
    assert "den gäller kalle@x.se (eva)." in " ".join(again.split()), again
    assert (box.verdict, minutes(box, "kalle@x.se"), states(box, 1, 2)) == ("agent_refused", 15, ["allocated", "credit"])
    mails = box.answer(letter, "/payment 300 SEK kalle@x.se")
    assert "300,00 kr" in to(mails, "kalle@x.se").text and minutes(box, "kalle@x.se") == 30
    twice = to(box.answer(letter, "/payment 300 SEK kalle@x.se"), "eva@bokis.info").text
    assert (box.verdict, minutes(box, "kalle@x.se")) == ("agent_refused", 30) and "300,00 kr är redan bokfört" in twice and "force" in twice
    forced = {"Message_ID": "<forced@bokis.info>"}
    confirmation = to(box.answer(letter, "/payment 300 SEK kalle@x.se force", **forced), "kalle@x.se")
    assert "Referens: 4" in confirmation.text and minutes(box, "kalle@x.se") == 45, "the payment's own number, nothing of a mail"
    assert box.answer(letter, "/payment 300 SEK kalle@x.se force", subject="En gång till", **forced) == []
    assert (box.verdict, minutes(box, "kalle@x.se")) == ("repeated", 45), "the same mail again, under another header"


def test_a_block_is_paid_back_by_mail_and_once(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    arrives(box, tmp_path, Paid(300, "support bokis", "REF-1"), Paid(600, "a@x.se", "REF-2"))
    box.clock.turn_to(local("2026-11-26 08:00"))
    letter = to(box.settle(), "eva@bokis.info")

    first = {"Message_ID": "<first@bokis.info>"}
    mails = box.answer(letter, "/refund 2", **first)
    assert "300,00 kr" in to(mails, "a@x.se").subject and "15 minuter" in to(mails, "a@x.se").text
    assert "har 15 min kvar" in " ".join(to(mails, "eva@bokis.info").text.split()) and minutes(box, "a@x.se") == 15
    assert box.answer(letter, "/refund 2", subject="En gång till", **first) == []
    assert (box.verdict, minutes(box, "a@x.se")) == ("repeated", 15), "the same mail again, under another header"
    to(box.answer(letter, "/refund a@x.se"), "a@x.se")
    to(box.answer(letter, "/refund a@x.se"), "eva@bokis.info")
    assert (box.verdict, minutes(box, "a@x.se")) == ("agent_refused", 0)

    box.clock.pass_by(minutes=5)
    (told,) = arrives(box, tmp_path, Paid(-600, "a@x.se", "REF-9", reverses="REF-2"))
    assert "inga minuter kvar" in " ".join(told.text.split()) and "använd" not in told.text
    box.clock.turn_to(local("2026-11-27 08:00"))
    warned = " ".join(to(box.settle(), "eva@bokis.info").text.split())
    assert "kan ha gått tillbaka två gånger." in warned and "redan använts" not in warned
    assert box.store.accounting.audit(date(2026, 11, 26)) == ()


def test_minutes_that_went_on_to_another_customer_are_taken_back_there(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    payment = Paid(300, "a@x.se", "REF-1", payer_account="123")
    arrives(box, tmp_path, payment)
    account = box.store.account("a@x.se", box.clock())
    decision = blocks.transfer(account, account.blocks[0].id, None, "b@x.se", payment.booked_on)
    assert box.store.book(None, decision, (), (), box.clock()) and minutes(box, "b@x.se") == 15
    box.write("b@x.se", "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post».", subject="Fel")
    letters = arrives(box, tmp_path, replace(payment, kronor=-300, reference="REF-9", reverses="REF-1"))
    assert ({each.to for each in letters}, minutes(box, "a@x.se"), minutes(box, "b@x.se")) == ({"a@x.se", "eva@bokis.info"}, 0, 0)
    assert "15 min är avdragna, 0 min är kvar." in " ".join(to(letters, "eva@bokis.info").text.split()), "who works for him now"
    box.clock.turn_to(local("2026-11-26 08:00"))
    told = to(box.settle(), "eva@bokis.info").text
    assert "annan kund" in told and "redan använts" not in told, "moved, and none of it used"


def test_what_a_second_payment_had_paid_of_a_block_is_its_own_again(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    rest = Paid(50, "a@x.se", "REF-2")
    arrives(box, tmp_path, Paid(250, "a@x.se", "REF-1"), rest)
    arrives(box, tmp_path, replace(rest, kronor=-50, reference="REF-9", reverses="REF-2"))
    assert (minutes(box, "a@x.se"), states(box, 1, 2, 3), box.store.bank.payment(1).left_minor) == (0, ["credit", "refunded", "reversed"], 25000)
    (confirmation,) = arrives(box, tmp_path, replace(rest, reference="REF-3"))
    assert "300,00 kr" in confirmation.text and (minutes(box, "a@x.se"), states(box, 1, 4)) == (15, ["allocated", "allocated"])
    assert box.store.accounting.audit(date(2026, 11, 25)) == ()
    arrives(box, tmp_path, Paid(-250, "a@x.se", "REF-8", reverses="REF-1"))
    assert (minutes(box, "a@x.se"), states(box, 1, 4), box.store.bank.payment(4).left_minor) == (0, ["refunded", "credit"], 5000)


def test_a_fee_that_is_taken_back_leaves_the_time_that_others_paid(open_box, tmp_path):
    box = open_box("bokis", "2027-11-20 18:00")
    fees = [Paid(400, "a@x.se", f"REF-{n}", booked_on=day) for n, day in enumerate((date(2025, 11, 25), date(2026, 11, 20), date(2027, 11, 20)))]
    arrives(box, tmp_path, *fees)
    arrives(box, tmp_path, replace(fees[0], kronor=-400, reference="REF-9", reverses="REF-0", booked_on=date(2027, 11, 20)))
    (grant,) = box.store.account("a@x.se", box.clock()).grants
    assert (grant.valid_from, grant.valid_until, grant.suspended) == (date(2026, 11, 25), date(2028, 11, 24), False)
    arrives(box, tmp_path, replace(fees[2], kronor=-400, reference="REF-8", reverses="REF-2"))
    (grant,) = box.store.account("a@x.se", box.clock()).grants
    assert (grant.valid_from, grant.valid_until, grant.suspended) == (date(2026, 11, 25), date(2027, 11, 24), False)


def test_a_fee_between_others_that_is_taken_back_is_for_a_person(open_box, tmp_path):
    box = open_box("bokis", "2027-11-20 18:00")
    fees = [Paid(400, "a@x.se", f"REF-{n}", booked_on=day) for n, day in enumerate((date(2025, 11, 25), date(2026, 11, 20), date(2027, 11, 20)))]
    arrives(box, tmp_path, *fees)
    assert arrives(box, tmp_path, replace(fees[1], kronor=-400, reference="REF-9", reverses="REF-1", booked_on=date(2027, 11, 20))) == []
    assert (states(box, 2, 4), box.store.bank.payment(4).because) == (["allocated", "held"], "later_fee")


def test_an_admin_enters_no_payment_of_a_day_years_ago(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    arrives(box, tmp_path, Paid(300, "support bokis", "REF-1"))
    box.clock.turn_to(local("2026-11-26 08:00"))
    letter = to(box.settle(), "eva@bokis.info")
    assert "1999-01-01" in to(box.answer(letter, "/payment 400 SEK d@x.se 1999-01-01"), "eva@bokis.info").text
    assert (box.verdict, minutes(box, "d@x.se")) == ("agent_refused", None)


@pytest.mark.parametrize("line", ["/match 1 support@bokis.info", "/match 1 EVA@bokis.info", "/payment 300 SEK eva@bokis.info"])
def test_no_payment_is_our_own(line, open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    arrives(box, tmp_path, Paid(300, "support bokis", "REF-1"))
    box.clock.turn_to(local("2026-11-26 08:00"))
    letter = to(box.settle(), "eva@bokis.info")
    assert "är en av våra egna adresser" in to(box.answer(letter, line), "eva@bokis.info").text
    assert (box.verdict, states(box, 1)) == ("agent_refused", ["held"])
    arrives(box, tmp_path, Paid(300, "eva@bokis.info", "REF-2"))
    assert (states(box, 2), minutes(box, "eva@bokis.info")) == (["held"], None), "she has had a letter, and is no customer"
