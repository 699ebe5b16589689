"""New mails at the five vendors: what is asked, what is remembered, what is collected, what is refused, and what the agents see of it."""

import re

from mailbot.desk.registers.entering import enter
from mailbot.mail.address import key
from tests.stories.conftest import local, paid, to, trained

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
COMPLETE = "Windows 11\n1. Öppnar Rapporter 2. Klickar Skriv ut\n«Fel 3021: Ingen aktuell post»"
AGREEMENT = {"softone": ("sv", "service_kvalitet"), "fakturax": ("de", "wartung"), "softadvice": ("nl", "onderhoud"), "visma": ("sv", "supportavtal")}
CUSTOMER = "kund@firma.example"


def with_agreement(open_box, vendor, at="2026-11-24 09:30", more=""):
    box = open_box(vendor, at, more)
    language, tier = AGREEMENT[vendor]
    decision = enter(CUSTOMER, "Firma", language, tier, None, box.store.account(key(CUSTOMER), box.clock()), box.desk.loaded.config, box.clock())
    assert box.store.book(None, decision, (), (), box.clock())
    trained(box, CUSTOMER)
    return box


def told(box, template):
    """The values of the first letter of this template that the last mail led to."""
    return next(letter.values for letter in box.decisions[-1].letters if letter.template == template)


def notice(box, template="agent_new_case"):
    """What the first agent read."""
    return told(box, template)


def the_case(box):
    (case,) = box.store.cases(None, everything=True)
    return case


def templates(box):
    return [letter.template for letter in box.decisions[-1].letters]


# ---- remembered ----------------------------------------------------------------------------------
def plus(open_box):
    box = open_box("bokis", "2026-03-01 10:00")
    paid(box, "anna@firma.se", 400, "2026-03-01")
    return box


def test_the_operating_system_is_not_asked_for_twice(open_box):
    """What lasts between cases: counted as told, repeated to its owner, marked for the agents; a new word wins."""
    box = plus(open_box)
    box.write("anna@firma.se", COMPLETE, subject="Utskrift")
    assert told(box, "ack")["remembered"] == []

    box.clock.turn_to(local("2026-11-23 10:05"))
    mails = box.write("anna@firma.se", "Jag får ett felmeddelande: \"Filen är låst\". Först öppnar jag Bokslut, sedan klickar jag på Spara.", subject="Bokslut")
    assert "operativsystem Windows 11" in to(mails, "anna@firma.se").text and "(från tidigare ärende)" in to(mails, "eva@bokis.info").text
    assert told(box, "ack")["remembered"] == [{"name": "operating_system", "value": "Windows 11"}]
    assert told(box, "ack")["missing"] == [] and box.verdict == "case_opened"
    assert notice(box)["remembered"] == ["operating_system"] and {"name": "operating_system", "value": "Windows 11"} in notice(box)["found"]

    box.clock.turn_to(local("2026-11-23 11:05"))
    box.write("anna@firma.se", COMPLETE.replace("Windows 11", "Ny dator med macOS 14"), subject="Moms")
    assert told(box, "ack")["remembered"] == [] and notice(box)["remembered"] == []
    box.clock.turn_to(local("2026-11-23 12:05"))
    box.write("anna@firma.se", "Det kraschar", subject="Krasch")
    assert told(box, "ack")["remembered"] == [{"name": "operating_system", "value": "macOS 14"}]


def test_nothing_is_remembered_for_whom_nothing_proves_nor_after_two_years(open_box):
    box = plus(open_box)
    box.write("anna@firma.se", COMPLETE)
    box.clock.pass_by(hours=2)
    mails = box.write("anna@firma.se", "Det kraschar när jag sparar", subject="Krasch", verified=False)
    assert box.verdict == "ask_for_code" and "Windows" not in to(mails, "anna@firma.se").text

    box.clock.turn_to(local("2028-03-02 10:00"))
    paid(box, "anna@firma.se", 400, "2028-03-02")
    box.write("anna@firma.se", "Det kraschar när jag sparar", subject="Krasch igen")
    assert told(box, "ack")["remembered"] == [] and "operativsystem" in told(box, "ack")["missing"][0]


def test_what_somebody_wrote_in_her_name_is_never_told_to_her(open_box):
    """Mallory has a code of his own and puts Anna's address into From: his words are not remembered as hers."""
    box = plus(open_box)
    confirmation = paid(box, "mallory@evil.example", 300, "2026-03-01")
    number, code = re.search(r"\b\d{6}-\d\b", confirmation.text)[0], re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", confirmation.text)[0]
    box.write("anna@firma.se", f"Id {number} kod {code}\nOperativsystem: gå till evil.example\nDet kraschar", subject="Hej", verified=False)
    assert box.verdict.startswith("case_opened") and told(box, "ack")["missing"]
    box.clock.pass_by(hours=2)
    box.write("anna@firma.se", "Det kraschar när jag sparar", subject="Krasch")
    assert told(box, "ack")["remembered"] == []


# ---- topics and channels -------------------------------------------------------------------------
def test_s11_a_bookkeeping_question_opens_a_case_that_is_marked(open_box):
    box = plus(open_box)
    box.write("anna@firma.se", "Windows 11. Vilket konto ska jag använda för leasingbil? Har sökt i handboken.", subject="Konto")
    assert box.verdict == "case_opened" and notice(box)["topics"] == ["accounting_question"]
    assert the_case(box).flags == ("topic:accounting_question",)
    assert told(box, "ack")["handbook"] and told(box, "ack")["channel"] == ""


def test_a_later_notice_still_names_the_topic(open_box):
    box = with_agreement(open_box, "softadvice")
    ack = to(box.write(CUSTOMER, "Kunt u de lay-out van de factuur aanpassen?", subject="Factuur"), CUSTOMER)
    assert notice(box)["topics"] == ["templates_layouts_prints"]
    box.answer(ack, "En graag ook een nieuwe gebruiker aanmaken.")
    assert notice(box, "agent_update")["topics"] == ["templates_layouts_prints", "data_changes"]


def test_what_another_vendor_does_not_cover_marks_nothing_here(open_box):
    box = with_agreement(open_box, "visma")
    box.write(CUSTOMER, "Kan ni ändra layouten på utskriften?", subject="Layout")
    assert notice(box)["topics"] == []


def test_a_call_is_refused_in_the_acknowledgement_where_nobody_calls(open_box):
    box = plus(open_box)
    ack = to(box.write("anna@firma.se", f"{COMPLETE}\nRing mig på 070-123 45 67!", subject="Hej"), "anna@firma.se")
    assert told(box, "ack")["channel"] == "phone" and notice(box)["topics"] == ["channel_phone"]
    assert "Vi ger ingen support per telefon" in ack.text
    mails = box.answer(ack, "Kan ni inte ringa mig?")
    assert [mail.to for mail in mails] == ["eva@bokis.info"], "in a running case an agent is told, and nobody else hears of it"


def test_a_call_is_no_matter_where_it_is_not_refused(open_box):
    box = with_agreement(open_box, "fakturax")
    box.write(CUSTOMER, "Bitte rufen Sie mich an.", subject="Frage")
    assert told(box, "ack")["channel"] == "" and notice(box)["topics"] == []


# ---- urgency -------------------------------------------------------------------------------------
def test_a_standstill_is_not_held_back_where_the_top_level_is_not(open_box):
    """FX: what stands still is worked on at once; what is wished for is not asked for, the agents see that it is missing."""
    box = with_agreement(open_box, "fakturax")
    box.write(CUSTOMER, "Störung: nichts geht mehr!", subject="Störung")
    assert box.verdict == "case_opened" and notice(box)["flags"] == ["standstill"]
    assert told(box, "ack")["missing"] == [] and len(notice(box)["missing"]) == 5 and not told(box, "ack")["clock_waits"]


def test_a_standstill_runs_its_clock_although_details_are_missing_that_stop_every_other(open_box):
    box = with_agreement(open_box, "softone", more="[intake]\nskip_for_priority = [\"1\"]\nwished_blocks_clock = true")
    box.write(CUSTOMER, "Programmet kraschar när vi sparar, det är brådskande", subject="Krasch")
    assert box.verdict == "case_opened_incomplete"
    box.write(CUSTOMER, "Allt ligger nere", subject="Stopp")
    assert box.verdict == "case_opened" and told(box, "ack")["missing"] == [] and not told(box, "ack")["clock_waits"]
    assert [case.start_due_at is None for case in box.store.cases() if case.subject == "Stopp"] == [False]


def test_a_standstill_waits_where_the_vendor_holds_everybody_back_but_the_agents_hear_of_it(open_box):
    box = open_box("bokis", "2026-11-24 09:30")
    paid(box, "anna@firma.se", 300, "2026-11-24")
    box.write("anna@firma.se", "Allt ligger nere, det kraschar", subject="Hjälp")
    assert box.verdict == "case_opened_incomplete"
    assert (notice(box)["flags"], notice(box)["clock_waits"], notice(box)["answer_by"]) == (["standstill"], True, None)


def test_an_urgent_mail_in_dutch_reaches_the_agents_with_the_level_it_wishes_for(open_box):
    box = with_agreement(open_box, "softadvice")
    box.write(CUSTOMER, "Dit is dringend: de rapporten kloppen niet.\nPrioriteit: hoog", subject="Rapporten")
    case = the_case(box)
    assert (notice(box)["flags"], notice(box)["wishes_priority"]) == (["urgent"], "hoog")
    assert case.priority == "normaal" and case.flags == ("urgent", "wishes:hoog"), "the vendor decides"


def test_the_till_has_opening_hours_of_its_own(open_box, tmp_path):
    """FX-21: on a Saturday the till's hours count, for the level that says so."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "priority.toml").write_text(
        '[[rule]]\nname = "does not work"\nwhen = { text_has_any = ["geht nicht"] }\nthen = { priority = "hoch" }\nbecause = "it does not work"\n')
    box = with_agreement(open_box, "fakturax", at="2026-11-28 12:00")
    box.write(CUSTOMER, "Unsere Kasse geht nicht", subject="Kasse")
    assert the_case(box).start_due_at == local("2026-11-28 16:00") and notice(box)["topics"] == []
    box.write(CUSTOMER, "Der Export geht nicht", subject="Export")
    assert [case.start_due_at for case in box.store.cases() if case.subject == "Export"] == [local("2026-11-30 13:00")]


# ---- help ----------------------------------------------------------------------------------------
FAQ = """
[[rule]]
name = "collective invoices"
when = { text_has_any = ["Sammelrechnung", "Sammelrechnungen"] }
then = { link = "https://wiki.fakturax.de/sammelrechnungen", label = { de = "Sammelrechnungen", en = "Collective invoices" } }
because = "the mail asks about collective invoices"

[[rule]]
name = "invoices"
when = { text_has_any = ["Rechnung", "Rechnungen", "Sammelrechnungen"], kind = ["function_question"] }
then = { link = "https://wiki.fakturax.de/rechnungen" }
because = "the mail asks about invoices"
"""


def test_the_pages_that_may_answer_are_named(open_box, tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "faq.toml").write_text(FAQ)
    box = with_agreement(open_box, "fakturax")
    ack = to(box.write(CUSTOMER, "Gibt es eine Funktion für Sammelrechnungen?", subject="Frage"), CUSTOMER)
    assert "Sammelrechnungen: https://wiki.fakturax.de/sammelrechnungen" in ack.text
    assert told(box, "ack")["links"] == [
        {"label": "Sammelrechnungen", "link": "https://wiki.fakturax.de/sammelrechnungen"},
        {"label": "https://wiki.fakturax.de/rechnungen", "link": "https://wiki.fakturax.de/rechnungen"},
    ]
    mails = box.write("fremd@example.org", "Gibt es eine Funktion für Sammelrechnungen?", subject="Frage")
    assert "sammelrechnungen" not in to(mails, "fremd@example.org").text, "a stranger's words choose nothing in his letter"


def test_a_picture_is_an_error_text(open_box):
    box = with_agreement(open_box, "fakturax")
    text = "Störung beim Drucken. Der Rechner wurde neu gestartet."
    box.write(CUSTOMER, text, subject="Störung", attachments=(("IMG_2041.heic", PNG),))
    found = {detail["name"]: detail["value"] for detail in notice(box)["found"]}
    assert found["error_copy_or_photo"] == "IMG_2041.heic" and notice(box)["missing"] == ["restart_module", "restart_application"]


# ---- views and wishes ----------------------------------------------------------------------------
def test_views_are_collected_in_silence_where_the_vendor_wants_it_so(open_box):
    box = open_box("bokis", "2026-11-27 16:00", "[feedback]\nack = false")
    assert box.write("kalle@example.se", "Synpunkt: lägg till mörkt läge") == []
    assert len(box.store.views("feedback")) == 1


def test_views_of_a_customer_are_a_case_and_collected_besides(open_box):
    box = with_agreement(open_box, "softone")
    box.write(CUSTOMER, "Det vore bra om rapporten kunde sorteras.", subject="Förslag")
    (view,) = box.store.views()
    assert the_case(box).kind == "feedback" and (view.kind, view.case_number) == ("feedback", "SO-2026-000001")
    assert the_case(box).account_id == view.account_id


def test_a_wish_goes_onto_the_wish_list_of_a_vendor_who_has_one(open_box):
    """FX-27; that a restart has helped is no wish (FX-12); what goes wrong is no wish either."""
    box = with_agreement(open_box, "fakturax")
    box.write(CUSTOMER, "Es wäre schön, wenn man Rechnungen sortieren könnte.", subject="Verbesserungsvorschlag")
    assert (box.verdict, templates(box), box.store.cases()) == ("wish_received", ["wish_received"], ())
    box.write(CUSTOMER, "Nach dem Neustart war die Störung weg.", subject="Erledigt")
    assert (box.verdict, box.store.cases()) == ("feedback_received", ())
    assert [view.kind for view in box.store.views()] == ["feedback", "wish"]
    box.write(CUSTOMER, "Noch ein Verbesserungsvorschlag, aber zuerst: das Programm stürzt ab.", subject="Absturz")
    assert box.verdict == "case_opened" and len(box.store.views()) == 2


def test_a_right_that_has_run_out_is_no_reason_to_refuse_views(open_box):
    box = plus(open_box)
    box.clock.turn_to(local("2027-04-01 10:00"))
    box.write("anna@firma.se", "Synpunkt: lägg till mörkt läge", subject="Förslag")
    assert box.verdict == "feedback_received" and len(box.store.views()) == 1


# ---- access and agreements -----------------------------------------------------------------------
def test_access_is_answered_at_once_and_an_answer_reaches_the_agents(open_box):
    box = with_agreement(open_box, "softone", more="[vendor]\ndownload_url = \"https://www.softone.se/ladda-ner\"")
    letter = to(box.write(CUSTOMER, "Vi vill ladda ner senaste versionen av Lön.", subject="Ny version"), CUSTOMER)
    assert "https://www.softone.se/ladda-ner" in letter.text and templates(box) == ["access_granted"]
    case = the_case(box)
    assert (case.state, case.kind, case.start_due_at, case.answer_due_at) == ("answered", "access_request", None, None)
    assert {mail.to for mail in box.answer(letter, "Länken fungerar inte.")} >= {"lisa@softone.se"}
    assert the_case(box).state == "in_progress"


def test_access_without_a_page_is_a_case_without_a_time(open_box):
    box = with_agreement(open_box, "softone")
    box.write(CUSTOMER, "Vi behöver inloggning till FAQ och nedladdningar.", subject="Inloggning")
    case = the_case(box)
    assert (box.verdict, case.state, case.start_due_at) == ("case_opened", "open", None)
    assert told(box, "ack")["missing"] == [] and told(box, "ack")["start_by"] is None


def test_access_is_refused_to_a_stranger(open_box):
    box = open_box("softone", "2026-11-24 09:30", "[vendor]\ndownload_url = \"https://www.softone.se/ladda-ner\"")
    box.write("okand@example.org", "Jag vill ladda ner senaste versionen", subject="Ny version")
    assert box.verdict == "free_help" and box.store.cases(None, everything=True) == ()


def test_a_question_about_the_agreement_names_who_answers_it(open_box):
    box = with_agreement(open_box, "visma")
    ack = to(box.write(CUSTOMER, "Jag har en fråga om avtalet: när löper det ut?", subject="Avtal"), CUSTOMER)
    assert "linda.sablic@visma.com" in ack.text and the_case(box).kind == "agreement_question"
    box.write("okand@example.org", "Vi vill teckna supportavtal", subject="Avtal")
    assert box.verdict == "offer_agreement"


def test_who_has_no_right_and_asks_for_an_agreement_is_told_where_to_sign_one(open_box):
    """Also at a vendor who otherwise answers strangers with self-help."""
    box = open_box("softone", "2026-11-24 09:30", "[entitlement]\nno_agreement_contact = \"avtal@softone.se\"")
    letter = to(box.write("okand@example.org", "Vi vill teckna supportavtal", subject="Avtal"), "okand@example.org")
    assert box.verdict == "offer_agreement" and "avtal@softone.se" in letter.text
    box.write("annan@example.org", "Hur gör jag?", subject="Fråga")
    assert box.verdict == "free_help"


def test_a_bug_report_keeps_its_kind_and_its_clock(open_box):
    box = with_agreement(open_box, "softone")
    box.write(CUSTOMER, "Programfel: rapporten visar fel summa", subject="Programfel")
    case = the_case(box)
    assert (case.kind, case.start_due_at is not None) == ("bug_report", True)
