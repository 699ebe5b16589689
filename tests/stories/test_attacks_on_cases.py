"""Who may touch a case that is there: a code proves an account, a token the mailbox it was sent to, a signed mail its own words once."""

from __future__ import annotations

import re

import pytest

from mailbot.testing import compose_mail, quoted_answer
from tests.stories.conftest import paid, to
from tests.stories.registers import customer, filled_in
from tests.stories.test_attacks import code_of

ANNA, MALLORY, EVA = "anna@firma.example", "mallory@evil.example", "eva@bokis.info"
ASKED = "Hur skriver jag ut? Jag har Windows 11."


def states(box):
    return {case.number: case.state for case in box.store.cases(None, everything=True)}


def owners(box):
    return {case.number: case.account_id for case in box.store.cases(None, everything=True)}


def two_customers(open_box):
    """Anna and Mallory have both paid; what Mallory writes to prove it."""
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, ANNA, 300, "2026-11-23")
    confirmation = paid(box, MALLORY, 300, "2026-11-23")
    return box, f"Id-nr {re.search(r'[0-9]{6}-[0-9]', confirmation.text)[0]}, kod {code_of(confirmation)}\n"


def annas_case(box):
    return to(box.write(ANNA, ASKED, subject="Fråga om utskrift av rapport"), ANNA)


# ---- a right code under a borrowed From -----------------------------------------------------------------
def test_a_code_under_anothers_name_joins_by_no_number_and_invites_nobody(open_box):
    box, proof = two_customers(open_box)
    annas_case(box)
    box.write(ANNA, f"{proof}En sak till om detta.", subject="[BK-2026-000001]", verified=False, Cc=MALLORY)
    assert len(box.store.case("BK-2026-000001").messages) == 1
    (letter,) = _list_for(box, MALLORY)
    assert [one["number"] for one in letter.values["open"]] == ["BK-2026-000002"]
    box.write(MALLORY, "STATUS BK-2026-000001", subject="x")
    assert box.verdict == "status_listed"


def _list_for(box, address):
    box.clock.pass_by(minutes=1)
    box.write(address, "STATUS", subject="STATUS")
    return box.decisions[-1].letters


def test_a_code_under_anothers_name_reopens_nothing(open_box):
    box, proof = two_customers(open_box)
    box.answer(annas_case(box), "STÄNG")
    box.write(ANNA, f"{proof}Det är fel igen.", subject="[BK-2026-000001]", verified=False)
    assert states(box)["BK-2026-000001"] == "closed"


@pytest.mark.parametrize("way", ["number", "message-id", "token"])
def test_a_code_never_takes_over_anothers_waiting_case(open_box, way):
    box, proof = two_customers(open_box)
    waits = to(box.write(ANNA, ASKED, subject="Fråga om uppsägning", verified=False), ANNA)
    before = owners(box)["BK-2026-000001"]
    if way == "token":
        box.answer(waits, proof, verified=False)
    else:
        thread = {"In_Reply_To": waits.header("Message-ID")} if way == "message-id" else {}
        box.write(ANNA, proof, subject="[BK-2026-000001]", verified=False, **thread)
    assert states(box)["BK-2026-000001"] == "awaiting_entitlement"
    assert owners(box)["BK-2026-000001"] == before and owners(box)["BK-2026-000002"] != before
    box.write(MALLORY, "STÄNG BK-2026-000001", subject="x")
    assert states(box)["BK-2026-000001"] == "awaiting_entitlement"


def test_the_requester_releases_his_case_with_our_letter_and_his_code(open_box):
    """Unverified, to the address that only he was sent: onto the account whose the case is, or of a case that is nobody's."""
    box = open_box("bokis", "2026-11-23 10:00")
    confirmation = paid(box, ANNA, 300, "2026-11-23")
    proof = f"Id-nr {re.search(r'[0-9]{6}-[0-9]', confirmation.text)[0]}, kod {code_of(confirmation)}\n"
    waits = to(box.write(ANNA, ASKED, subject="Fråga om utskrift", verified=False), ANNA)
    box.answer(waits, proof, verified=False)
    assert box.verdict == "entitlement_proven"
    other = "anna@privat.example"
    wrong = to(box.write(other, f"Id-nr 204817-1, kod ZZZZ-1111\n{ASKED}", subject="Fråga om bokslutet", verified=False), other)
    box.answer(wrong, proof, verified=False)
    assert box.verdict == "entitlement_proven"


# ---- whose token it is ------------------------------------------------------------------------------------
@pytest.mark.parametrize("whose", ["colleague", "requester"])
def test_only_the_one_who_was_asked_can_agree_to_be_billed(open_box, whose):
    box = open_box("fakturax", "2026-11-23 10:00")
    text = 'Guten Tag, es erscheint die Fehlermeldung "Datei nicht gefunden", wenn ich die Rechnung drucke. Windows 11.'
    asked = to(box.write(ANNA, text, subject="Fehler beim Drucken", Cc=MALLORY), ANNA)
    told = to(box.write(MALLORY, "STATUS", subject="STATUS FX-2026-000001"), MALLORY)
    box.answer(told if whose == "colleague" else asked, "Ja", sender=ANNA, verified=False, subject="Re: x")
    assert box.verdict == ("will_be_billed" if whose == "colleague" else "entitlement_proven")


def test_nobody_else_is_ever_sent_the_requesters_token(open_box):
    box = open_box("softone", "2026-11-23 10:00")
    customer(box, "a@kund.example", "service_kvalitet", contacts=("b@kund.example",))
    asked = to(box.write("a@kund.example", "Programmet startar inte.", subject="Fel i programmet idag", verified=False), "a@kund.example")
    told = to(box.write("b@kund.example", "STATUS SO-2026-000001", subject="x"), "b@kund.example")
    box.answer(told, "Ja", sender="a@kund.example", verified=False)
    assert box.verdict == "confirm_by_reply"
    box.answer(asked, "Ja", verified=False)
    assert box.verdict == "entitlement_proven"


def test_a_message_id_of_ours_reopens_nothing(open_box):
    box, _ = two_customers(open_box)
    ack = annas_case(box)
    box.answer(ack, "STÄNG")
    box.write(ANNA, "Nej, nu är det fel igen!", verified=False, subject="hoppsan", In_Reply_To=ack.header("Message-ID"))
    assert (box.verdict, states(box)["BK-2026-000001"]) == ("joined_unverified", "closed")
    box.answer(ack, "Nej, nu är det fel igen!", verified=False)
    assert (box.verdict, states(box)["BK-2026-000001"]) == ("reopened", "in_progress")


def test_the_number_of_an_ended_case_is_told_to_nobody_else(open_box):
    box, _ = two_customers(open_box)
    ack = annas_case(box)
    box.answer(ack, "STÄNG")
    box.clock.pass_by(days=90)
    told = to(box.write(MALLORY, ASKED, subject="annan sak", In_Reply_To=ack.header("Message-ID")), MALLORY)
    assert box.verdict == "case_opened" and "BK-2026-000001" not in told.text
    assert "BK-2026-000001" in to(box.answer(ack, ASKED), ANNA).text


# ---- a signed mail, sent again -----------------------------------------------------------------------------
def test_a_signed_mail_is_heard_once(open_box):
    box, _ = two_customers(open_box)
    raw = compose_mail(ANNA, "support@bokis.info", "Fråga om utskrift av rapport", ASKED, box.clock(), authserv="mx.bokis.info")
    box.post(raw, mail_from=ANNA, to="support@bokis.info")
    box.settle()
    box.clock.pass_by(days=3)
    box.post(raw.replace(b"MIME-Version", b"Reply-To: m@evil.example\r\nMIME-Version"), mail_from=MALLORY, to="support@bokis.info")
    assert box.settle() == [] and box.verdict == "repeated"
    box.clock.pass_by(days=30)
    box.post(raw.replace(b"MIME-Version", b"Reply-To: n@evil.example\r\nMIME-Version"), mail_from=MALLORY, to="support@bokis.info")
    box.settle()
    assert box.verdict == "ask_for_code", "its Date is too old to prove anything"


def test_one_message_id_for_all_mails_loses_no_words(open_box):
    box, _ = two_customers(open_box)
    for number, text in enumerate((ASKED, "Hur gör jag bokslut? Jag har Windows 11."), 1):
        raw = compose_mail(ANNA, "support@bokis.info", f"Fråga om sak{number} idag", text, box.clock(), authserv="mx.bokis.info")
        box.post(re.sub(rb"Message-ID: <[^>]*>", b"Message-ID: <same@firma.example>", raw), mail_from=ANNA, to="support@bokis.info")
        box.settle()
        assert box.verdict == "case_opened"


def test_a_signed_close_closes_no_other_case(open_box):
    box, _ = two_customers(open_box)
    first = annas_case(box)
    second = to(box.write(ANNA, "Hur gör jag bokslut? Jag har Windows 11.", subject="Fråga om bokslutet nu"), ANNA)
    raw = quoted_answer(first, "STÄNG", ANNA, box.clock(), authserv="mx.bokis.info")
    box.post(raw.replace(b"MIME-Version", b"Comments: x\r\nMIME-Version"), mail_from=MALLORY, to=re.sub(r".*<(.*)>.*", r"\1", second.reply_to))
    box.settle()
    assert states(box)["BK-2026-000002"] == "open"


@pytest.mark.parametrize(("date", "verdict"), [(b"Mon, 16 Nov 2026 12:00:00 +0100", "case_opened"), (b"Mon, 16 Nov 2026 08:00:00 +0100", "ask_for_code"),
                                               (b"yesterday", "ask_for_code"), (b"Fri, 1 Jan 2100 00:00:00 +0000", "ask_for_code")])
def test_a_proof_holds_for_seven_days(open_box, date, verdict):
    box, _ = two_customers(open_box)
    raw = compose_mail(ANNA, "support@bokis.info", "Fråga om utskrift av rapport", ASKED, box.clock(), authserv="mx.bokis.info")
    box.post(re.sub(rb"\r\nDate: [^\r]*", b"\r\nDate: " + date, raw), mail_from=ANNA, to="support@bokis.info")
    box.settle()
    assert box.verdict == verdict


# ---- floods and lists ----------------------------------------------------------------------------------------
def test_whoever_holds_a_token_floods_nobody(open_box):
    box, _ = two_customers(open_box)
    ack, told = annas_case(box), 0
    for _ in range(12):
        for word in ("STATUS", "SALDO"):
            told += sum(mail.to == ANNA for mail in box.answer(ack, word, sender=MALLORY, verified=False))
        box.clock.pass_by(hours=1)
    assert told == 3
    for number in range(4):
        assert to(box.write(ANNA, ASKED, subject=f"Fråga om momsrapport{'abcd'[number] * 8}"), ANNA), "her own letters are not used up"


def test_who_may_not_write_for_the_account_sees_his_own_cases_alone(open_box):
    box = open_box("softone", "2026-11-23 10:00")
    customer(box, "chef@kund.example", "service_kvalitet", contacts=("a@kund.example", "b@kund.example"))
    box.write("a@kund.example", "Programmet startar inte.", subject="Hemligt fel med lön")
    (letter,) = _list_for(box, "chef@kund.example")
    assert letter.values["open"] == []
    (letter,) = _list_for(box, "b@kund.example")
    assert [one["number"] for one in letter.values["open"]] == ["SO-2026-000001"]


def test_a_case_that_one_was_only_named_in_is_not_listed(open_box):
    box, _ = two_customers(open_box)
    ack = to(box.write(MALLORY, ASKED, subject="Ditt konto är spärrat: https://evil.example", Cc=ANNA), MALLORY)
    (letter,) = _list_for(box, ANNA)
    assert letter.values["open"] == []
    box.write(ANNA, "Jag har samma fel.", to=re.sub(r".*<(.*)>.*", r"\1", ack.reply_to))
    (letter,) = _list_for(box, ANNA)
    assert len(letter.values["open"]) == 1


@pytest.mark.parametrize(("text", "verdict"), [
    ("SALDO\n\n{proof}", "balance_told"), ("{proof}SALDO", "balance_told"), ("STATUS\n{proof}", "status_listed"),
    ("SALDO\n{proof}Hur skriver jag ut? Jag har Windows 11.", "case_opened"),
])
def test_a_code_beside_a_command_says_nothing_more(open_box, text, verdict):
    box, proof = two_customers(open_box)
    box.write("m@privat.example", text.format(proof=proof), subject="Hej", verified=False)
    assert box.verdict == verdict
    assert len(states(box)) == (verdict == "case_opened")


@pytest.mark.parametrize(("vendor", "text", "template"), [("bokis", "HJÄLP", "help"), ("fakturax", "Fehler beim Drucken, was tun?", "will_be_billed")])
def test_a_borrowed_address_is_told_twice_a_day(open_box, vendor, text, template):
    box = open_box(vendor, "2026-11-23 08:00")
    told = 0
    for number in range(12):
        told += sum(mail.to == ANNA for mail in box.write(ANNA, text, subject=f"Frage {'abcdefghijkl'[number] * 9}", verified=False))
        box.clock.pass_by(hours=1)
    assert told == 2
    box.clock.pass_by(days=1)
    assert to(box.write(ANNA, text, subject="Frage zzzzzzzzz", verified=False), ANNA)
    assert box.decisions[-1].letters[0].template == template


def test_the_owner_of_a_code_hears_of_its_use_once_an_hour(open_box):
    box, proof = two_customers(open_box)
    told = [mail for number in range(5) for mail in box.write(
        f"u{number}@privat.example", f"{proof}{ASKED}", subject=f"Fråga om saken{'abcde'[number] * 9}", verified=False) if mail.to == MALLORY]
    assert len(told) == 1


@pytest.mark.parametrize("address", ["formular@bokis.info", "support@bokis.info", "support+x@bokis.info", "postmaster@bokis.info"])
def test_a_form_that_names_us_as_its_visitor_waits_for_a_person(open_box, address):
    box = open_box("bokis", "2026-11-23 10:00")
    assert filled_in(box, f"Namn: X\nE-post: {address}\nÄmne: u\nMeddelande: hej\n") == []
    (waits,) = box.store.quarantined()
    assert address in waits.because
