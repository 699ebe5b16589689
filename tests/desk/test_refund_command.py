"""/refund: which block it means, who may give it, what is booked, and what agent and customer read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailbot.desk.effects import Allocate, EndBlock, RecordPayment, SettlePayment
from mailbot.desk.facts import Account, Block
from mailbot.desk.payments.facts import Incoming, PaymentFacts
from tests.desk.agents import CASE, EARLIER, NOW, at_desk, does, effects, is_refused, letters, receipt, text_of

TODAY = NOW.date()
KEY = "refund:mail:omar:m1@v.example"


def block(number, left=15, *, expires=None, ended=""):
    return Block(number, left, EARLIER + timedelta(minutes=number), expires, 15, 30_000, "SEK", "block", ended)


def customer(*blocks, number=3, address="anna@k.se"):
    return Account(number, 1, "K", "sv", (address,), blocks=blocks)


def case(*blocks):
    return replace(CASE, account=customer(*blocks), tier="block")


ONE, TWO = case(block(17)), case(block(17), block(19), block(20, 0))
OTHERS = customer(block(30), number=4, address="eva@x.se")
KNOWN = {"named_blocks": ((17, ONE.account), (30, OTHERS)), "named_accounts": (("eva@x.se", OTHERS),)}


def booked(decision):
    return [(p.account_id, p.amount_minor, p.reference) for p in effects(decision, RecordPayment)], [
        (e.block_id, e.minutes, e.reason, e.actor) for e in effects(decision, EndBlock)]


@pytest.mark.parametrize(("line", "by", "about"), [
    ("/refund", "omar", ONE), ("/refund 17", "omar", ONE), ("/refund #17", "omar", ONE), ("/refund block 17", "omar", TWO), ("/refund anna@k.se", "omar", ONE),
    ("/återbetala blok 17", "omar", ONE), ("/refund", "omar", case(block(17), block(18, 0), block(20, 15, expires=TODAY - timedelta(days=1)))),
])
def test_a_whole_block_goes_back(line, by, about):
    decision = does(line, about, by, named_blocks=((17, about.account),), named_accounts=(("anna@k.se", about.account),))
    assert booked(decision) == ([(3, -30_000, KEY)], [(17, 15, "refund", "agent:omar")])


@pytest.mark.parametrize(("line", "left", "paid"), [("/refund 100 kr", 5, -10_000), ("/refund 17 62,50", 15, -6_250), ("/refund 17 300 SEK", 5, -30_000), ("/refund €1", 5, None)])
def test_an_admin_names_the_amount(line, left, paid):
    about = case(block(17, left))
    decision = does(line, about, "dev", named_blocks=((17, about.account),))
    assert [p.amount_minor for p in effects(decision, RecordPayment)] == ([paid] if paid else []) and is_refused(decision) is (paid is None)


def test_a_block_is_named_at_the_desk():
    assert booked(at_desk("/refund 30", "omar", **KNOWN))[1] == [(30, 15, "refund", "agent:omar")]
    assert booked(at_desk("/refund eva@x.se", "omar", **KNOWN))[1] == [(30, 15, "refund", "agent:omar")]


@pytest.mark.parametrize(("line", "by", "about", "says"), [
    ("/refund", "lisa", ONE, "Kommandot får bara användas av ledare och administratörer."),
    ("/refund", "omar", TWO, "Vilket block? Kunden har: 17 (15/15 min), 19 (15/15 min). Förslag: /refund 19"),
    ("/refund", "omar", case(block(17, 0)), "Kunden har inget block med minuter kvar"),
    ("/refund", "omar", case(), "Kunden har inget block med minuter kvar"),
    ("/refund", "omar", replace(CASE, account=None), "Ärendet har ingen kund"),
    ("/refund", "omar", case(block(17, 5)), "Minuter av block 17 är använda. En administratör kan ange ett belopp; det som är kvar är värt 100,00 kr. Förslag: /refund 17 100.00 SEK"),
    ("/refund 17 100 kr", "omar", ONE, "Bara administratörer kan ange ett belopp. Förslag: /refund"),
    ("/refund 17 300,01 kr", "dev", ONE, "Block 17 kostade 300,00 kr; mer"),
    ("/refund 17 100 EUR", "dev", ONE, "eller en annan valuta"),
    ("/refund 17", "omar", case(block(17, 0)), "Det finns inga minuter kvar på block 17"),
    ("/refund 17", "omar", case(block(17, 0, ended="refund")), "Block 17 är redan återbetalt."),
    ("/refund 17", "omar", case(block(17, 5, expires=date(2026, 11, 1))), "Block 17 har gått ut. En administratör kan ändå"),
    ("/refund 30", "omar", ONE, "30 hör inte till ärendets kund"),
    ("/refund eva@x.se", "omar", ONE, "eva@x.se hör inte till ärendets kund"),
    ("/refund bo@x.se", "omar", ONE, "Ingen kund har adressen bo@x.se."),
    ("/refund 18", "omar", ONE, "Det finns inget block 18."),
    ("/refund 10m", "omar", ONE, "10m"),
    ("/refund payment", "omar", ONE, "Förslag: /refund payment 17"),
    ("/refund 17 0 kr", "dev", ONE, "är inget belopp"),
    ("/refund 17\n/spend 5m", "omar", ONE, "Kommandot kan inte stå i samma mejl som /spend"),
    ("/refund 17\n/paid anna@k.se", "omar", ONE, "Kommandot måste stå ensamt"),
    ("/refund 17\n/refund 17", "omar", ONE, "/refund 17"),
])
def test_a_bad_line_pays_nothing_back_and_says_why(line, by, about, says):
    decision = does(line, about, by, **{**KNOWN, "named_blocks": ((17, about.account), (30, OTHERS)) if about.account else ()})
    assert is_refused(decision) and says in receipt(decision), receipt(decision)


def test_at_the_desk_a_block_must_be_named():
    decision = at_desk("/refund", "omar")
    assert is_refused(decision) and "Vilket block? Skriv numret, eller en adress till kunden. Förslag: /refund 17" in receipt(decision)


def test_both_read_what_went_back_and_what_remains():
    about = case(block(17), block(19, 5))
    decision = does("/refund 17", about, "omar", named_blocks=((17, about.account),))
    assert "Block 17: 300,00 kr står som återbetalda och 15 min är avdragna. Kunden har 5 min kvar. Gör överföringen i banken." in receipt(decision)
    assert "anna@k.se får ett mejl om det." in receipt(decision)
    (letter,) = letters(decision, "anna@k.se")
    text = text_of(letter)
    for said in ("300,00 kr", "supportblock nr 17", "15 minuter", "Det är vår bokföring som betalar ut pengarna", "Du har nu 5 minuter"):
        assert said in text, said


def test_the_letter_goes_to_the_address_in_the_books_whoever_wrote_in_the_case():
    stranger = replace(ONE, requester=replace(CASE.requester, address="someone@else.example"))
    decision = does("/refund", stranger, "omar")
    assert [letter.to for letter in decision.letters if letter.template == "refund_note"] == ["anna@k.se"]


def test_nobody_in_the_books_is_no_letter():
    decision = does("/refund", replace(ONE, account=replace(ONE.account, addresses=())), "omar")
    assert effects(decision, EndBlock) and not [each for each in decision.letters if each.template == "refund_note"]
    assert "Ingen kund får något mejl om det" in receipt(decision)


def test_the_same_mail_once_more_pays_nothing_back():
    decision = does("/refund", case(block(17, 0, ended="refund"), block(19)), "omar", booked_under=(KEY,))
    assert decision.verdict == "repeated" and not effects(decision, EndBlock) and not decision.letters


# ---- what is left of a payment -------------------------------------------------------------------------
REST = Incoming(55, 2, "credit", 35_000, "SEK", date(2026, 11, 20), 5_000, account_id=3, matched_address="anna@k.se")


@pytest.mark.parametrize(("line", "by"), [("/refund payment 55", "omar"), ("/refund betalning 55", "omar"), ("/refund payment 55 50 kr", "dev"), ("/match 55 refund", "dev")])
def test_what_is_left_of_a_payment_goes_back(line, by):
    decision = at_desk(line, by, named_payments=((55, "", PaymentFacts(NOW, REST, account=ONE.account)),))
    assert [(e.purpose, e.amount_minor) for e in effects(decision, Allocate)] == [("refund", 5_000)]
    assert effects(decision, SettlePayment)[0].state == "allocated"
    (letter,) = letters(decision, "anna@k.se")
    assert "50,00 kr, det som var kvar av din betalning från den 20 november 2026" in text_of(letter) and "15 minuter" in text_of(letter)
    assert "Betalning 55 står som återbetald." in receipt(decision)


@pytest.mark.parametrize(("payment", "line", "says"), [
    (REST, "/refund payment 55 40 kr", "Av betalning 55 går hela resten tillbaka, 50,00 kr, eller inget."), (REST, "/refund payment 55 50 EUR", "hela resten"),
    (replace(REST, state="allocated"), "/refund payment 55", "Ingen betalning med nummer 55 väntar."), (None, "/refund payment 55", "Ingen betalning med nummer 55 väntar."),
])
def test_what_cannot_go_back(payment, line, says):
    decision = at_desk(line, "dev", named_payments=((55, "", PaymentFacts(NOW, payment, account=ONE.account)),))
    assert is_refused(decision) and says in receipt(decision)


def test_a_payment_of_nobody_goes_back_without_a_letter():
    unknown = replace(REST, state="held", account_id=None, matched_address="", left_minor=35_000)
    decision = at_desk("/refund payment 55", "omar", named_payments=((55, "", PaymentFacts(NOW, unknown)),))
    assert effects(decision, SettlePayment)[0].state == "refunded" and [each.template for each in decision.letters] == ["agent_result"]
