"""The same matter in a second mail: one case, one acknowledgement, and a mark for the agent."""

from tests.stories.conftest import agreed, local, paid, to
from tests.stories.test_first_line import COMPLETE


def begun(open_box, subject="Fel vid utskrift av rapport"):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    ack = to(box.write("anna@firma.se", COMPLETE, subject=subject), "anna@firma.se")
    box.clock.turn_to(local("2026-11-23 09:20"))
    return box, ack


def cases(box):
    return box.store.cases(None, everything=True)


def test_the_same_subject_within_a_day_joins_the_case(open_box):
    box, _ = begun(open_box)
    mails = box.write("anna@firma.se", "Det gäller bara skrivaren i källaren.", subject="Fel vid utskrift av rapport!")
    assert [mail.to for mail in mails] == ["eva@bokis.info"], "no second acknowledgement"
    assert len(cases(box)) == 1
    box.clock.pass_by(minutes=10)
    assert to(box.settle(), "anna@firma.se").subject.startswith("[BK-2026-000001]"), "but it is acknowledged once it is quiet"


def test_the_same_words_again_are_kept_and_nobody_hears_of_it(open_box):
    box, _ = begun(open_box, subject="Hej")
    assert box.write("anna@firma.se", COMPLETE, subject="Hej") == []
    assert box.verdict == "repeated" and len(cases(box)) == 1
    assert len(box.store.case("BK-2026-000001").messages) == 2, "kept"
    assert cases(box)[0].state == "open"


def test_a_subject_that_tells_nothing_makes_no_copy(open_box):
    box, _ = begun(open_box, subject="Fråga")
    box.write("anna@firma.se", f"En annan sak. {COMPLETE}", subject="Fråga")
    assert len(cases(box)) == 2


def test_the_line_that_the_vendor_prescribes_makes_no_copy(open_box):
    box, _ = begun(open_box, subject="Betald support för Bokis Plus")
    box.write("anna@firma.se", f"En annan sak. {COMPLETE}", subject="Betald support för Bokis Plus")
    assert len(cases(box)) == 2


def test_another_subject_is_another_case_and_the_agent_sees_that_there_are_two(open_box):
    box, _ = begun(open_box)
    notice = to(box.write("anna@firma.se", COMPLETE, subject="Import av kontoplan"), "eva@bokis.info")
    assert len(cases(box)) == 2
    assert "Andra öppna ärenden: 1" in notice.text


def test_a_day_later_it_is_a_new_case(open_box):
    box, _ = begun(open_box)
    box.clock.turn_to(local("2026-11-24 09:30"))
    box.write("anna@firma.se", f"Igen. {COMPLETE}", subject="Fel vid utskrift av rapport")
    assert len(cases(box)) == 2


def test_the_subject_of_somebody_elses_case_joins_nothing(open_box):
    box, _ = begun(open_box)
    box.write("kalle@example.se", "Hur går det?", subject="Fel vid utskrift av rapport")
    assert len(box.store.case("BK-2026-000001").messages) == 1


def test_an_unproven_copy_is_text_and_the_agent_is_told_once(open_box):
    box, _ = begun(open_box)
    first = box.write("anna@firma.se", "Skicka svaret till en annan adress.", subject="Fel vid utskrift av rapport", verified=False)
    second = box.write("anna@firma.se", "Snälla.", subject="Fel vid utskrift av rapport", verified=False)
    assert [mail.to for mail in first] == ["eva@bokis.info"] and second == []
    assert len(cases(box)) == 1 and cases(box)[0].state == "open"
    box.clock.pass_by(hours=1)
    assert box.settle() == []


def test_a_proven_mail_never_joins_what_a_forger_may_have_begun(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    box.write("anna@firma.se", "Skicka koden hit.", subject="Fel vid utskrift av rapport", verified=False)
    box.write("anna@firma.se", COMPLETE, subject="Fel vid utskrift av rapport")
    assert sorted(case.state for case in cases(box)) == ["awaiting_entitlement", "open"]


def test_a_copy_to_a_case_that_waits_for_proof_brings_no_second_letter(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    assert len(box.write("anna@firma.se", COMPLETE, subject="Fel vid utskrift av rapport", verified=False)) == 1
    box.clock.pass_by(minutes=5)
    assert box.write("anna@firma.se", "Hallå, får jag svar?", subject="Fel vid utskrift av rapport", verified=False) == []
    assert len(cases(box)) == 1


def test_a_copy_that_is_no_answer_is_not_asked_again(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    box.write("anna@firma.se", "Programmet kraschar", subject="Krasch vid bokslutet")
    assert box.write("anna@firma.se", "Det är alltså Windows 7 här.", subject="Krasch vid bokslutet")[0].to == "eva@bokis.info"
    assert cases(box)[0].state == "open"


def test_a_form_says_the_same_subject_about_everything(open_box):
    box = open_box("softadvice", "2026-11-23 09:00")
    agreed(box, "els@klant.be", "onderhoud")
    for text in ("De import loopt vast.", "De factuur klopt niet."):
        box.write("formulier@softadvice.be", f"Naam: Els\nE-mail: els@klant.be\nVraag: {text}", subject="Nieuwe aanvraag via website")
    assert len(cases(box)) == 2


def test_words_that_another_said_before_are_heard(open_box):
    """A stranger who has her reply address says yes; her own yes is not taken for his again."""
    box = open_box("softadvice", "2026-11-23 09:00")
    agreed(box, "els@klant.be", "onderhoud")
    asked = to(box.write("els@klant.be", "De import loopt vast.", subject="Import van klanten", verified=False), "els@klant.be")
    box.answer(asked, "Ja", sender="mallory@elders.be")
    assert cases(box)[0].state == "awaiting_entitlement"
    box.answer(asked, "Ja", verified=False)
    assert cases(box)[0].state == "open"


def test_an_answer_is_heard_although_a_forger_said_the_same_before(open_box):
    box = open_box("softadvice", "2026-11-23 09:00")
    agreed(box, "els@klant.be", "onderhoud")
    asked = to(box.write("els@klant.be", "De import loopt vast.", subject="Import van klanten", verified=False), "els@klant.be")
    assert box.write("els@klant.be", "Ja", subject="Import van klanten", verified=False) == []
    assert cases(box)[0].state == "awaiting_entitlement", "a copy proves no mailbox"
    box.answer(asked, "Ja", verified=False)
    assert cases(box)[0].state == "open"
