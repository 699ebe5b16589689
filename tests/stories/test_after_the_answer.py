"""What is promised, acknowledged and listed once there is little left to promise: a spent block, thanks, no cases."""

from tests.stories.conftest import paid, to
from tests.stories.registers import case_of, customer

ANNA, KUND = "anna@firma.se", "kund@firma.example"


def test_a_block_that_is_used_up_reopens_with_no_promise(open_box):
    """S07: the mail joins and the agents read it; the letter says what more minutes cost."""
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, ANNA, 300, "2026-11-23")
    mails = box.write(ANNA, "Windows 11. Felet: «Fel 3021: Ingen aktuell post» när jag skriver ut", subject="Utskrift")
    answer = to(box.answer(to(mails, "eva@bokis.info"), "Starta om.\n/spend 15m\n/close"), ANNA)
    box.clock.pass_by(hours=5)
    mails = box.answer(answer, "Det hjälpte tyvärr inte.")
    assert box.verdict == "block_empty" and case_of(box).state == "closed"
    assert "senast" not in to(mails, ANNA).text
    assert to(mails, ANNA).subject.endswith("Dina supportminuter är slut")
    assert "hjälpte tyvärr inte" in to(mails, "eva@bokis.info").text


def test_a_block_with_minutes_left_reopens_as_ever(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, ANNA, 300, "2026-11-23")
    mails = box.write(ANNA, "Windows 11. Felet: «Fel 3021: Ingen aktuell post» när jag skriver ut", subject="Utskrift")
    answer = to(box.answer(to(mails, "eva@bokis.info"), "Starta om.\n/spend 10m\n/close"), ANNA)
    box.answer(answer, "Det hjälpte tyvärr inte.")
    assert box.verdict == "reopened" and case_of(box).state == "in_progress"


def test_a_notice_names_no_time_that_an_answer_has_met(open_box):
    box = open_box("visma", "2026-11-24 09:30")
    customer(box, KUND, "supportavtal")
    mails = box.write(KUND, "Det blir fel: Fel 17 vid start", subject="Startar fel vid huvudbok")
    agent = next(mail for mail in mails if mail.to != KUND)
    answer = to(box.answer(agent, "Prova version 7.4."), KUND)
    box.answer(answer, "Vem vet detta?", sender="okand@elsewhere.example", verified=False)
    told = next(letter.values for letter in box.decisions[-1].letters if letter.template == "agent_update")
    assert (told["answer_by"], told["start_by"]) == (None, None)


def test_thanks_are_not_acknowledged(open_box):
    box = open_box("bokis", "2026-11-23 10:00", "[cases]\nfollowup_ack = \"digest\"")
    paid(box, ANNA, 300, "2026-11-23")
    ack = to(box.write(ANNA, "Windows 11. Felet: «Fel 3021: Ingen aktuell post» när jag skriver ut", subject="Utskrift"), ANNA)
    box.answer(ack, "Tack så mycket!")
    assert not [effect for effect in box.decisions[-1].effects if type(effect).__name__ == "Schedule"]
    box.answer(ack, "Det händer även på den andra skrivaren.")
    assert [effect for effect in box.decisions[-1].effects if type(effect).__name__ == "Schedule"]


def test_a_proven_address_without_cases_is_told_that_it_has_none(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    box.write("ny@firma.example", "STATUS", subject="Status")
    assert box.verdict == "status_listed"
    box.write("ny2@firma.example", "STATUS", subject="Status", verified=False)
    assert box.verdict == "help_sent"
