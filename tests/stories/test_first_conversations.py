"""Each of the five vendors, from a customer's first mail to the answer in his language: one conversation on the vendor's own configuration."""

import re

from tests.stories.conftest import local, paid, to
from tests.stories.registers import case_of, customer
from tests.stories.test_attacks import code_of

QUESTIONS = {
    "sv": ("Var hittar jag rapporten?", "Hej!\nVar hittar jag rapporten över öppna poster? Jag har sökt i handboken.\nJag kör Windows 11.\n/Anna"),
    "de": ("Störung beim Drucken", "Guten Tag,\nbeim Drucken von Rechnungen erscheint die Fehlermeldung \"Datei nicht gefunden\". Das passiert immer bei Lieferscheinen.\n"
           "1. Modul geschlossen und neu geöffnet: ja, tritt wieder auf\n2. Anwendung geschlossen: ja, wieder\n3. Rechner neu gestartet: ja, wieder\n"
           "Ich habe im Wiki gesucht.\nMit freundlichen Grüßen"),
    "nl": ("Vraag over facturen", "Goedendag,\nik kan de factuur niet afdrukken. Hoe moet ik dat doen?\nMet vriendelijke groeten"),
}


RATE = re.compile(r"110[^.]*kwartier")  # an hour, and the step that it is charged in


def conversation(box, sender, language, agent, answer):
    """A first mail, the acknowledgement, the agent's notice, his answer; the acknowledgement, and the answer as the customer reads it."""
    subject, text = QUESTIONS[language]
    mails = box.write(sender, text, subject=subject)
    ack, notice = to(mails, sender), to(mails, agent)
    assert ack.header("Content-Language") == language and case_of(box).number in ack.subject
    assert sender in notice.text and text.splitlines()[1] in " ".join(notice.text.split())
    answered = to(box.answer(notice, answer), sender)
    assert answered.header("Content-Language") == language and answer in answered.text
    assert agent not in answered.raw.decode() and not answered.header("Auto-Submitted")
    return ack, answered


def test_bokis_a_paid_address(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, "anna@firma.example", 400, "2026-11-23")
    conversation(box, "anna@firma.example", "sv", "eva@bokis.info", "Den står under Rapporter.")
    assert case_of(box).tier == "plus"


def test_bokis_another_address_with_number_and_code(open_box):
    """S04: the code opens the case for the address that wrote; the paid one hears of it; no code stands anywhere."""
    box = open_box("bokis", "2026-11-25 11:00")
    confirmation = paid(box, "anna@firma.example", 400, "2026-11-25")
    code = code_of(confirmation)
    text = f"Id 204817-1 kod {code.lower().replace('-', '')}. Windows 11, hur gör jag en momsrapport? Jag hittar inte i handboken, sökte på moms."
    mails = box.write("anna.privat@gmail.com", text, subject="Moms", verified=False)
    ack, notice, warning = to(mails, "anna.privat@gmail.com"), to(mails, "eva@bokis.info"), to(mails, "anna@firma.example")
    case = case_of(box)
    assert (case.state, case.tier, case.requester) == ("open", "plus", "anna.privat@gmail.com")
    assert case.number in ack.subject and case.answer_due_at == local("2026-11-30 17:00")
    assert "kod [dold]" in notice.text and "anna.privat@gmail.com" in warning.text
    assert to(box.answer(notice, "Under Rapporter, Moms."), "anna.privat@gmail.com").header("Content-Language") == "sv"


def test_softone_sunday_evening(open_box):
    """S13: a contact writes when all is closed: the clock begins on Monday at eight, and the letter says so."""
    box = open_box("softone", "2026-11-22 20:00")
    customer(box, "anna@kund.example", "service_kvalitet", domains=("kund.example",))
    box.clock.turn_to(local("2026-11-22 21:00"))
    ack, _ = conversation(box, "anna@kund.example", "sv", "lisa@softone.se", "Den står under Rapporter.")
    case = case_of(box)
    assert (case.priority, case.tier, case.start_due_at) == ("5", "service_kvalitet", local("2026-12-01 15:00"))
    assert re.search(r"måndag 23 november kl\. 0?8\.00", ack.text), ack.text


def test_softone_a_third_colleague_is_told_who_may_write(open_box):
    """S14: two contacts are named; the colleague is answered, and his case waits."""
    box = open_box("softone", "2026-11-23 09:00")
    customer(box, "anna@kund.example", "service_kvalitet", domains=("kund.example",), contacts=("bo@kund.example",))
    letter = to(box.write("cia@kund.example", QUESTIONS["sv"][1], subject="Fråga"), "cia@kund.example")
    assert box.verdict == "not_designated" and case_of(box).state == "awaiting_entitlement"
    assert "anna@kund.example" in letter.text and "bo@kund.example" in letter.text
    assert "rapporten över" not in letter.text
    to(box.write("bo@kund.example", QUESTIONS["sv"][1], subject="Annan fråga"), "bo@kund.example")
    assert box.verdict == "case_opened"


def test_softone_whoever_forges_a_colleague_learns_no_names(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    customer(box, "anna@kund.example", "service_kvalitet", domains=("kund.example",))
    letter = to(box.write("cia@kund.example", "Hej, en fråga", subject="Fråga", verified=False), "cia@kund.example")
    assert box.verdict == "not_designated" and "anna@kund.example" not in letter.raw.decode()


def test_softone_a_contact_releases_his_colleagues_case(open_box):
    """The colleague shows our letter to a contact, who answers it: his right, his word."""
    box = open_box("softone", "2026-11-23 09:00")
    customer(box, "anna@kund.example", "service_kvalitet", domains=("kund.example",))
    letter = to(box.write("cia@kund.example", QUESTIONS["sv"][1], subject="Fråga"), "cia@kund.example")
    box.answer(letter, "Hon får fråga, hjälp henne gärna.", sender="mallory@evil.example")
    assert case_of(box).state == "awaiting_entitlement"
    box.answer(letter, "Hon får fråga, hjälp henne gärna.", sender="anna@kund.example")
    assert case_of(box).state == "open"


def test_softone_never_lets_a_stranger_in(open_box):
    """Its tier for added services is for customers only."""
    box = open_box("softone", "2026-11-23 09:00")
    box.write("okand@annan.example", QUESTIONS["sv"][1], subject="Fråga")
    assert box.verdict == "free_help" and box.store.cases(None, everything=True) == ()


def test_fakturax_everybody_of_the_domain_has_the_agreement(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    customer(box, "chef@kunde.example", "wartung", domains=("kunde.example",))
    conversation(box, "lager@filiale.kunde.example", "de", "jana@fakturax.de", "Bitte installieren Sie das Update.")
    assert case_of(box).tier == "wartung"


def test_fakturax_warranty(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    customer(box, "neu@kunde.example", "gewaehrleistung", until="2027-06-30")
    conversation(box, "neu@kunde.example", "de", "jana@fakturax.de", "Das ist ein Fehler der neuen Version.")
    assert case_of(box).tier == "gewaehrleistung"


def test_fakturax_a_stranger_agrees_to_be_charged(open_box):
    """FX-28: no contract: told before anything begins; a plain yes begins it."""
    box = open_box("fakturax", "2026-11-23 10:00")
    mails = box.write("fremd@firma.example", QUESTIONS["de"][1], subject="Störung")
    offer = to(mails, "fremd@firma.example")
    assert box.verdict == "will_be_billed" and [mail.to for mail in mails] == ["fremd@firma.example"]
    assert case_of(box).state == "awaiting_entitlement" and "Datei nicht gefunden" not in offer.text and "120" in offer.text
    box.clock.pass_by(hours=2)
    mails = box.answer(offer, "JA")
    case = case_of(box)
    assert (case.state, case.tier, case.account_id) == ("open", "aufwand", None)
    assert "Datei nicht gefunden" in to(mails, "jana@fakturax.de").text
    answered = to(box.answer(to(mails, "jana@fakturax.de"), "/spend 20m\nBitte installieren Sie das Update."), "fremd@firma.example")
    assert "Bitte installieren Sie das Update." in answered.text
    (time,) = box.store.case(case.number).times
    assert (time.minutes, time.billing) == (20, "invoice")


def test_fakturax_one_letter_asks_an_unproven_stranger_both(open_box):
    """The yes comes from the mailbox the letter went to: it proves the mailbox, and agrees."""
    box = open_box("fakturax", "2026-11-23 10:00")
    offer = to(box.write("fremd@firma.example", QUESTIONS["de"][1], subject="Störung", verified=False), "fremd@firma.example")
    box.answer(offer, "Ja", sender="mallory@evil.example")
    box.answer(offer, "Ja", sender="kollege@firma.example")
    assert case_of(box).state == "awaiting_entitlement", "only the mailbox that was asked may agree"
    box.answer(offer, "Ja, einverstanden", verified=False)
    assert case_of(box).state == "open"


def test_fakturax_anything_more_than_a_yes_goes_to_a_person(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    offer = to(box.write("fremd@firma.example", QUESTIONS["de"][1], subject="Störung"), "fremd@firma.example")
    mails = box.answer(offer, "Ja, aber höchstens eine Stunde.")
    assert case_of(box).state == "awaiting_entitlement" and "höchstens eine Stunde" in to(mails, "jana@fakturax.de").text
    assert "fremd@firma.example" not in {mail.to for mail in mails}


def test_fakturax_whose_agreement_ended_is_asked(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    customer(box, "alt@kunde.example", "wartung", until="2026-12-31")
    box.clock.turn_to(local("2027-01-04 10:00"))
    box.write("alt@kunde.example", QUESTIONS["de"][1], subject="Störung")
    assert box.verdict == "will_be_billed" and case_of(box).account_id is not None


def test_softadvice_everybody_of_the_domain_has_the_agreement(open_box):
    """SA-06, SA-21: the number says that the mail was received; no time is promised."""
    box = open_box("softadvice", "2026-11-24 09:12")
    customer(box, "chef@klant.example", "onderhoud", domains=("klant.example",))
    ack, _ = conversation(box, "piet@klant.example", "nl", "an@softadvice.be", "U vindt het onder Bestand.")
    assert case_of(box).tier == "onderhoud" and case_of(box).answer_due_at is None
    assert case_of(box).number in ack.text and "november" not in ack.text and not RATE.search(ack.text)


def test_softadvice_without_agreement_is_charged_after_the_fact(open_box):
    """SA-16: no agreement: the case begins, and the acknowledgement names the rate."""
    box = open_box("softadvice", "2026-11-24 09:12")
    ack, _ = conversation(box, "vreemd@bedrijf.example", "nl", "an@softadvice.be", "U vindt het onder Bestand.")
    assert (case_of(box).tier, case_of(box).account_id) == ("nacalculatie", None)
    assert RATE.search(ack.text), ack.text


def test_softadvice_an_unproven_stranger_confirms_first(open_box):
    box = open_box("softadvice", "2026-11-24 09:12")
    asked = to(box.write("vreemd@bedrijf.example", QUESTIONS["nl"][1], subject="Vraag", verified=False), "vreemd@bedrijf.example")
    assert box.verdict == "will_be_billed" and "factuur" not in asked.text and RATE.search(asked.text), asked.text
    started = to(box.answer(asked, "Ja", verified=False), "vreemd@bedrijf.example")
    assert case_of(box).state == "open" and RATE.search(started.text), started.text
    assert "recht op ondersteuning" not in " ".join(started.text.split())  # he pays for it: nobody speaks of a right


def test_visma_agreement_by_domain(open_box):
    box = open_box("visma", "2026-11-24 09:12")
    customer(box, "chef@kund.example", "supportavtal", domains=("kund.example",))
    ack, _ = conversation(box, "anna@kund.example", "sv", "maria@visma.example", "Den står under Rapporter.")
    assert case_of(box).tier == "supportavtal" and "14.12" in ack.text


def test_visma_without_agreement_one_is_offered(open_box):
    box = open_box("visma", "2026-11-24 09:12")
    letter = to(box.write("anna@annan.example", QUESTIONS["sv"][1], subject="Fråga"), "anna@annan.example")
    assert box.verdict == "offer_agreement" and "linda.sablic@visma.com" in letter.text
    assert box.store.cases(None, everything=True) == ()
