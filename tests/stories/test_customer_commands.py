"""Customers' commands through the real door: status for the proven, by signed token for the rest (commands.md 5.5)."""

import re
from datetime import timedelta

import pytest

from mailbot.desk.registers.entering import enter
from mailbot.mail import tokens
from mailbot.mail.address import key
from mailbot.mail.message import Token, TokenKind
from tests.stories.conftest import local, paid, to, trained
from tests.stories.test_first_line import COMPLETE

ANNA, EVA = "anna@firma.se", "eva@bokis.info"


def bokis(open_box):
    """A customer with prepaid minutes, and his case."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, ANNA, 300, "2026-11-23")
    box.clock.turn_to(local("2026-11-23 10:05"))
    mails = box.write(ANNA, COMPLETE, subject="Fel vid utskrift")
    return box, to(mails, ANNA), to(mails, EVA)


def entered(open_box, vendor, address, language, tier, at="2026-11-23 10:00"):
    """A customer whom the admin has entered with an agreement."""
    box = open_box(vendor, at)
    decision = enter(address, "Firma", language, tier, None, box.store.account(key(address), box.clock()), box.desk.loaded.config, box.clock())
    assert box.store.book(None, decision, (), (), box.clock())
    trained(box, address)
    return box


def status_address(box, number, who="p1"):
    """The address that a status link carries."""
    case = next(case for case in box.store.cases(None, everything=True) if case.number == number)
    return tokens.reply_address(Token(TokenKind.STATUS, case.id, who, 1, 2500), box.desk.loaded.config.mailbox, box.desk.keys)


def states(box):
    return {case.number: case.state for case in box.store.cases(None, everything=True)}


def templates_sent(box):
    return [letter.template for letter in box.decisions[-1].letters]


# ---- STATUS ------------------------------------------------------------------------------------------
def test_status_lists_all_of_ones_own(open_box):
    box, _, notice = bokis(open_box)
    box.answer(notice, "Uppdatera programmet.\n/close")
    box.write(ANNA, COMPLETE, subject="Fel vid inläsning")
    paid(box, "bo@annan.se", 300, "2026-11-23")
    box.write("bo@annan.se", COMPLETE, subject="Hemligt")
    told = to(box.write(ANNA, "STATUS"), ANNA)
    assert box.verdict == "status_listed"
    (letter,) = box.decisions[-1].letters
    assert [one["number"] for one in letter.values["open"]] == ["BK-2026-000002"]
    assert [(one["number"], one["state"]) for one in letter.values["closed"]] == [("BK-2026-000001", "closed")]
    assert "BK-2026-000001" in told.text and "BK-2026-000002" in told.text and "Hemligt" not in told.text
    assert letter.values["open"][0]["answer_by"] == box.store.cases(None)[0].answer_due_at.isoformat()


def test_status_of_one_case_in_its_thread(open_box):
    box, ack, notice = bokis(open_box)
    box.answer(notice, "Vilken skrivare är det?")
    box.clock.pass_by(minutes=90)
    told = to(box.answer(ack, "Status?"), ANNA)
    assert box.verdict == "status_told" and told.subject.startswith("[BK-2026-000001]")
    (letter,) = box.decisions[-1].letters
    assert (letter.values["case"]["state"], letter.values["messages"], letter.values["answer_by"]) == ("answered", 2, None)
    assert letter.values["answered_at"] and letter.values["reopen_until"] is None


def test_status_by_number_in_subject_or_line(open_box):
    box, _, _ = bokis(open_box)
    for text, subject in (("\n", "STATUS BK-2026-000001"), ("status BK-2026-000001", "Fråga"), ("\n", "[BK-2026-000001] Status")):
        box.clock.pass_by(hours=2)
        told = to(box.write(ANNA, text, subject=subject), ANNA)
        assert (box.verdict, told.subject[:16]) == ("status_told", "[BK-2026-000001]")


def test_the_number_of_somebody_elses_case_tells_nothing(open_box):
    box, _, _ = bokis(open_box)
    paid(box, "bo@annan.se", 300, "2026-11-23")
    told = to(box.write("bo@annan.se", "STATUS BK-2026-000001"), "bo@annan.se")
    assert box.verdict == "status_listed" and "Fel vid utskrift" not in told.text and "000001" not in told.text


def test_a_status_mail_disturbs_nobody(open_box):
    """No agent is told, and the agent's answer still quotes what the customer asked, in the customer's thread."""
    box, ack, notice = bokis(open_box)
    assert {mail.to for mail in box.answer(ack, "STATUS")} == {ANNA}
    answer = to(box.answer(notice, "Uppdatera programmet."), ANNA)
    assert "Fel 3021" in answer.text and "> STATUS" not in answer.text
    assert any(said.text.startswith("STATUS") for said in box.store.case("BK-2026-000001").messages), "it is kept all the same"


def test_what_else_is_said_joins_the_case_and_the_status_is_told_besides(open_box):
    box, ack, _ = bokis(open_box)
    mails = box.answer(ack, "Status?\n\nNu går det inte att spara heller.")
    assert "spara" in to(mails, EVA).text and "[BK-2026-000001]" in to(mails, ANNA).subject
    assert (box.verdict, sorted(templates_sent(box))) == ("joined", ["agent_update", "status"])


def test_who_has_another_matter_gets_a_case_and_the_list(open_box):
    box, _, _ = bokis(open_box)
    box.write(ANNA, COMPLETE, subject="Status")
    assert box.verdict == "case_opened" and {"ack", "status_list"} <= set(templates_sent(box))


def test_a_thread_that_is_called_status_is_not_asked_again_with_each_answer(open_box):
    box, _, _ = bokis(open_box)
    mails = box.write(ANNA, COMPLETE, subject="Status")
    ack = next(mail for mail in mails if mail.to == ANNA and "000002" in mail.subject and "Status" in mail.subject)
    box.clock.pass_by(hours=2)
    assert to(box.answer(ack, "Det gäller Windows 11."), EVA)
    assert "status" not in templates_sent(box)


# ---- the status link -----------------------------------------------------------------------------------
def test_the_status_link_works_without_any_proof(open_box):
    """No DMARC at the customer's domain: the token names the case, and the letter goes where the token was sent."""
    box, _, _ = bokis(open_box)
    told = to(box.write(ANNA, "\n", subject="STATUS", to=status_address(box, "BK-2026-000001"), verified=False), ANNA)
    assert box.verdict == "status_told" and told.subject.startswith("[BK-2026-000001]")


@pytest.mark.parametrize("sender", ["mallory@evil.example", "Anna <mallory@evil.example>"])
@pytest.mark.parametrize("verified", [False, True])
def test_whoever_has_the_link_is_told_nothing_himself(open_box, sender, verified):
    box, _, _ = bokis(open_box)
    mails = box.write(sender, "\n", subject="STATUS", to=status_address(box, "BK-2026-000001"), verified=verified)
    assert [mail.to for mail in mails] == [ANNA]
    assert not mails[0].header("In-Reply-To"), "nothing of a forged mail is repeated"
    box.clock.pass_by(minutes=5)
    assert box.write(sender, "\n", subject="STATUS", to=status_address(box, "BK-2026-000001"), verified=verified) == [], "once an hour"


def test_text_to_the_status_address_joins_the_case(open_box):
    box, _, _ = bokis(open_box)
    mails = box.write(ANNA, "Nu går det inte att spara heller.", subject="Fråga", to=status_address(box, "BK-2026-000001"))
    assert "spara" in to(mails, EVA).text and to(mails, ANNA).subject.startswith("[BK-2026-000001]")
    assert states(box) == {"BK-2026-000001": "open"}


def test_a_machine_at_the_status_address_is_not_answered(open_box):
    box, _, _ = bokis(open_box)
    assert box.write(ANNA, "Jag är på semester.", to=status_address(box, "BK-2026-000001"), Auto_Submitted="auto-replied") == []
    assert box.write(ANNA, "STATUS", Precedence="bulk", Auto_Submitted="auto-generated") == []


def test_a_token_of_nobodys_making_is_none(open_box):
    box, _, _ = bokis(open_box)
    forged = re.sub(r"\.[a-z2-7]{16}@", ".aaaaaaaaaaaaaaaa@", status_address(box, "BK-2026-000001"))
    told = to(box.write("kalle@example.se", "\n", subject="STATUS", to=forged, verified=False), "kalle@example.se")
    assert templates_sent(box) == ["help"] and "BK-2026" not in told.text


# ---- strangers and robots --------------------------------------------------------------------------------
@pytest.mark.parametrize("command", ["STATUS", "SALDO", "HJÄLP"])
def test_a_stranger_is_told_how_to_write_to_us_and_nothing_else(open_box, command):
    box, _, _ = bokis(open_box)
    told = to(box.write("kalle@example.se", command, subject="Kalles hemlighet", verified=False), "kalle@example.se")
    assert box.verdict == "help_sent" and "hemlighet" not in told.text + told.subject
    assert states(box) == {"BK-2026-000001": "open"}


def test_a_forged_from_is_told_nothing(open_box):
    box, _, _ = bokis(open_box)
    told = to(box.write(ANNA, "STATUS", verified=False), ANNA)
    assert templates_sent(box) == ["help"] and "BK-2026" not in told.text


def test_help_may_be_asked_for_twice_but_not_for_ever(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    told = []
    for _ in range(8):
        box.clock.pass_by(minutes=5)
        told.append(len(box.write("kalle@example.se", "HJÄLP")))
    assert told == [1, 1, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(("vendor", "word", "language"), [
    ("bokis", "HJÄLP", "sv"), ("fakturax", "Hilfe!", "de"), ("softadvice", "hulp", "nl"), ("softone", "HELP", "en"), ("softadvice", "help", "nl"),
    ("fakturax", "HJÄLP", "de"),
])  # fmt: skip
def test_help_in_the_language_of_the_word(open_box, vendor, word, language):
    box = open_box(vendor, "2026-11-23 10:00")
    told = to(box.write("jemand@example.org", word), "jemand@example.org")
    assert (box.verdict, told.header("Content-Language")) == ("help_sent", language)


def test_a_cry_for_help_is_a_matter_for_people(open_box):
    box, _, _ = bokis(open_box)
    box.write(ANNA, COMPLETE, subject="Hjälp!")
    assert box.verdict == "case_opened" and "help" not in templates_sent(box)


# ---- BALANCE -----------------------------------------------------------------------------------------------
def test_balance_of_minutes_and_fee(open_box):
    box, _, notice = bokis(open_box)
    paid(box, ANNA, 400, "2026-11-23")
    box.answer(notice, "/spend 5m\nUppdatera programmet.")
    to(box.write(ANNA, "saldo?"), ANNA)
    (letter,) = box.decisions[-1].letters
    assert box.verdict == "balance_told"
    assert letter.values["rights"] == [{"tier": "plus", "valid_until": "2027-11-22", "minutes_left": None},
                                       {"tier": "block", "valid_until": None, "minutes_left": 10}]


def test_balance_by_token_goes_to_the_stored_address(open_box):
    box, ack, _ = bokis(open_box)
    mails = box.answer(ack, "SALDO", sender="mallory@evil.example", verified=False)
    assert [mail.to for mail in mails] == [ANNA] and "15 min" in mails[0].text


# ---- CLOSE and REOPEN ------------------------------------------------------------------------------------------
def test_close_thanks_reopen(open_box):
    box, ack, _ = bokis(open_box)
    mails = box.answer(ack, "LÖST!\n\nTack för hjälpen\nAnna")
    assert box.verdict == "closed_by_customer" and states(box) == {"BK-2026-000001": "closed"}
    told, notice = to(mails, ANNA), to(mails, EVA)
    assert "BK-2026-000001" in told.text
    assert next(letter for letter in box.decisions[-1].letters if letter.template == "agent_update").values["flags"] == ["closed_by_customer"]
    assert "BK-2026-000001" in notice.subject
    assert [event.detail["resolution"] for event in box.store.case("BK-2026-000001").events if event.after == "closed"] == ["by_customer"]

    box.clock.pass_by(days=2)
    assert box.answer(told, "Tack så mycket!") == [] and states(box) == {"BK-2026-000001": "closed"}
    mails = box.answer(told, "ÖPPNA IGEN")
    assert box.verdict == "reopened" and states(box) == {"BK-2026-000001": "in_progress"}
    assert to(mails, EVA) and to(mails, ANNA)


def test_close_with_more_to_say_is_for_a_person_to_read(open_box):
    box, ack, _ = bokis(open_box)
    mails = box.answer(ack, "Löst\nmen nu går det inte att spara")
    assert "spara" in to(mails, EVA).text and states(box) == {"BK-2026-000001": "open"}


def test_close_without_proof_is_text(open_box):
    box, ack, _ = bokis(open_box)
    mails = box.answer(ack, "STÄNG", verified=False)
    assert {mail.to for mail in mails} == {EVA} and states(box) == {"BK-2026-000001": "open"}
    assert {mail.to for mail in box.answer(ack, "STÄNG", sender="mallory@evil.example")} == {EVA} and states(box) == {"BK-2026-000001": "open"}


def test_a_colleague_in_cc_commands_nothing(open_box):
    """His word is text; but how the case stands he may ask."""
    from mailbot.desk.effects import AddParticipant, Decision

    box, ack, _ = bokis(open_box)
    assert box.store.book(None, Decision("colleague", (AddParticipant(1, "olle@firma.se"),)), (), (), box.clock())
    mails = box.answer(ack, "STÄNG", sender="olle@firma.se")
    assert {mail.to for mail in mails} == {EVA} and states(box) == {"BK-2026-000001": "open"}
    assert to(box.answer(ack, "STATUS", sender="olle@firma.se"), "olle@firma.se").subject.startswith("[BK-2026-000001]")


def test_a_right_code_of_another_account_closes_nothing(open_box):
    """A customer's own code in a mail with a forged From gives him no case of that address."""
    box, ack, _ = bokis(open_box)
    confirmation = paid(box, "mallory@evil.example", 400, "2026-11-23")
    number, code = re.search(r"(\d{6}-\d)", confirmation.text)[1], re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", confirmation.text)[1]
    box.answer(ack, "STÄNG", subject=f"{number} {code}", verified=False)
    assert box.decisions[-1].trail[0].rule == "trust: ID number and unlock code are right"
    assert states(box)["BK-2026-000001"] == "open"


def test_close_without_saying_which_asks(open_box):
    box, _, _ = bokis(open_box)
    to(box.write(ANNA, "AVSLUTA"), ANNA)
    (letter,) = box.decisions[-1].letters
    assert (letter.template, letter.values["which"]) == ("status_list", "close") and states(box) == {"BK-2026-000001": "open"}
    to(box.write(ANNA, "AVSLUTA BK-2026-000001"), ANNA)
    assert states(box) == {"BK-2026-000001": "closed"}


def test_a_bare_reopen_after_the_window_opens_nothing(open_box):
    box, ack, _ = bokis(open_box)
    told = to(box.answer(ack, "STÄNG"), ANNA)
    box.clock.turn_to(local("2026-11-23 10:05") + timedelta(days=20))
    to(box.answer(told, "ÖPPNA IGEN"), ANNA)
    (letter,) = box.decisions[-1].letters
    assert (letter.template, letter.values["which"]) == ("status_list", "reopen") and states(box) == {"BK-2026-000001": "closed"}


def test_reopen_of_what_is_open_and_close_of_what_is_closed_tell_the_status(open_box):
    box, ack, _ = bokis(open_box)
    box.answer(ack, "ÖPPNA IGEN")
    assert box.verdict == "status_told"
    box.answer(ack, "STÄNG")
    box.answer(ack, "STÄNG BK-2026-000001")
    assert box.verdict == "status_told" and states(box) == {"BK-2026-000001": "closed"}


@pytest.mark.parametrize(("vendor", "language", "tier", "close", "reopen", "number"), [
    ("fakturax", "de", "wartung", "Erledigt.", "Wiederöffnen", "FX-2026-000001"),
    ("softadvice", "nl", "onderhoud", "OPGELOST", "heropenen", "SA-2026-000001"),
    ("softone", "en", "service_kvalitet", "Solved!", "Reopen", "SO-2026-000001"),
])  # fmt: skip
def test_close_and_reopen_elsewhere(open_box, vendor, language, tier, close, reopen, number):
    box = entered(open_box, vendor, "kunde@firma.example", language, tier)
    ack = to(box.write("kunde@firma.example", "Es erscheint die Fehlermeldung \"Datei nicht gefunden\". Windows 11.", subject="Fehler 7"), "kunde@firma.example")
    told = to(box.answer(ack, close), "kunde@firma.example")
    assert states(box) == {number: "closed"} and told.header("Content-Language") == language
    box.answer(told, reopen)
    assert states(box) == {number: "in_progress"}


# ---- LANGUAGE ---------------------------------------------------------------------------------------------------
def test_another_language_from_now_on(open_box):
    box = entered(open_box, "softone", "kund@firma.se", "sv", "service_kvalitet")
    ack = to(box.write("kund@firma.se", "Var hittar jag rapporten?", subject="Fråga"), "kund@firma.se")
    assert ack.header("Content-Language") == "sv"
    told = to(box.answer(ack, "SPRÅK engelska"), "kund@firma.se")
    assert (box.verdict, told.header("Content-Language")) == ("language_set", "en")
    assert to(box.answer(ack, "STATUS"), "kund@firma.se").header("Content-Language") == "en"
    later = to(box.write("kund@firma.se", "Hur gör jag en ny rapport i programmet?", subject="En till"), "kund@firma.se")
    assert later.header("Content-Language") == "en"


def test_a_language_and_a_question_in_one_mail(open_box):
    box = entered(open_box, "softadvice", "klant@firma.example", "nl", "onderhoud")
    mails = box.write("klant@firma.example", "Language: English\n\nWhere do I find the report?", subject="Question")
    assert {mail.header("Content-Language") for mail in mails if mail.to == "klant@firma.example"} == {"en"}
    assert {"ack", "language_set"} <= set(templates_sent(box))


def test_a_language_that_we_do_not_write(open_box):
    box, ack, _ = bokis(open_box)
    told = to(box.answer(ack, "LANGUAGE German"), ANNA)
    (letter,) = box.decisions[-1].letters
    assert (box.verdict, letter.values["spoken"], told.header("Content-Language")) == ("language_not_spoken", False, "sv")


def test_a_stranger_who_names_a_language_is_helped_in_it(open_box):
    box = open_box("softone", "2026-11-23 10:00")
    told = to(box.write("someone@example.org", "Språk engelska", verified=False), "someone@example.org")
    assert (box.verdict, told.header("Content-Language")) == ("help_sent", "en")


def test_nobody_chooses_anothers_language(open_box):
    box = entered(open_box, "softone", "kund@firma.se", "sv", "service_kvalitet")
    ack = to(box.write("kund@firma.se", "Var hittar jag rapporten?", subject="Fråga"), "kund@firma.se")
    for sender, verified in (("kund@firma.se", False), ("mallory@evil.example", True)):
        box.answer(ack, "LANGUAGE en", sender=sender, verified=verified)
        assert box.verdict in ("joined", "joined_unverified")
    assert to(box.answer(ack, "STATUS"), "kund@firma.se").header("Content-Language") == "sv"
