"""Web forms: the visitor is answered at the address he typed, which proves nothing; what he wrote becomes the case (BK-05, SA-12)."""

from tests.stories.conftest import paid, to
from tests.stories.registers import case_of, customer, filled_in
from tests.stories.test_attacks import code_of

FILLED = "Namn: Anna Lind\nE-post: {address}\nÄmne: Utskrift\nMeddelande: Windows 11. Hur skriver jag ut balansrapporten? Jag har sökt i handboken.\n"
INGEVULD = "Naam: Piet\nE-mail: {address}\nOnderwerp: Factuur\nBericht: Goedendag, ik kan de factuur niet afdrukken. Hoe moet ik dat doen?\n"


def test_a_paid_address_is_asked_for_its_code(open_box):
    """Whoever types a paid address gets nothing of it; its owner proves himself, and the form's words are his case."""
    box = open_box("bokis", "2026-11-23 09:00")
    confirmation = paid(box, "anna@firma.example", 300, "2026-11-23")
    mails = filled_in(box, FILLED.format(address="anna@firma.example"))
    asked = to(mails, "anna@firma.example")
    assert box.verdict == "ask_for_code" and len(mails) == 1 and "balansrapporten" not in asked.text
    assert (case_of(box).state, case_of(box).subject) == ("awaiting_entitlement", "Utskrift")
    mails = box.answer(asked, f"Id-nr 204817-1, kod {code_of(confirmation)}")
    assert "balansrapporten" in to(mails, "eva@bokis.info").text and case_of(box).state == "open"


def test_number_and_code_in_the_form_open_the_case(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    code = code_of(paid(box, "anna@firma.example", 300, "2026-11-23"))
    mails = filled_in(box, FILLED.format(address="anna@firma.example") + f"Id-nr: 204817-1\nKod: {code}\n")
    assert box.verdict == "case_opened" and code not in to(mails, "eva@bokis.info").raw.decode()
    assert "Anna Lind" in to(mails, "eva@bokis.info").text


def test_an_unknown_visitor_gets_the_fixed_help_once(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    letter = to(filled_in(box, FILLED.format(address="kalle@example.org")), "kalle@example.org")
    assert box.verdict == "free_help" and "balansrapporten" not in letter.raw.decode() and "Lind" not in letter.raw.decode()
    box.clock.pass_by(hours=1)
    assert filled_in(box, FILLED.format(address="kalle@example.org") + "Igen!\n") == []


def test_a_form_without_an_address_waits_for_a_person(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    assert filled_in(box, FILLED.format(address="anna på firma punkt example")) == []
    (held,) = box.store.quarantined()
    assert box.verdict == "form_without_address" and "form_address_field" in held.because


def test_a_mail_that_only_bears_the_forms_address_is_not_believed(open_box):
    """Nothing proves the form: its field is not read, and neither the form nor the visitor gets a letter."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.example", 300, "2026-11-23")
    assert filled_in(box, FILLED.format(address="anna@firma.example"), verified=False) == []
    (held,) = box.store.quarantined()
    assert "nothing proves" in held.because


def test_a_visitor_cannot_speak_for_an_agent_or_for_us(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    assert [mail.to for mail in filled_in(box, FILLED.format(address="eva@bokis.info"))] == ["eva@bokis.info"]
    assert box.verdict == "agent_unproven"
    assert filled_in(box, FILLED.format(address="support@bokis.info")) == [] and box.verdict == "form_without_address"


def test_a_customers_visitor_confirms_by_a_yes(open_box):
    """SoftAdvice: a plain yes to our letter, from the mailbox that was typed in."""
    box = open_box("softadvice", "2026-11-24 09:12")
    customer(box, "chef@klant.example", "onderhoud", domains=("klant.example",))
    asked = to(filled_in(box, INGEVULD.format(address="piet@klant.example")), "piet@klant.example")
    assert box.verdict == "confirm_by_reply" and asked.header("Content-Language") == "nl" and "factuur" not in asked.text
    mails = box.answer(asked, "Ja")
    assert "factuur" in to(mails, "an@softadvice.be").text
    assert (case_of(box).state, case_of(box).tier, case_of(box).subject) == ("open", "onderhoud", "Factuur")


def test_an_unknown_visitor_confirms_before_anything_is_charged(open_box):
    box = open_box("softadvice", "2026-11-24 09:12")
    asked = to(filled_in(box, INGEVULD.format(address="vreemd@bedrijf.example")), "vreemd@bedrijf.example")
    assert box.verdict == "will_be_billed" and "rekenen dan" in " ".join(asked.text.split()) and case_of(box).state == "awaiting_entitlement"
    box.answer(asked, "Ja")
    assert (case_of(box).state, case_of(box).tier) == ("open", "nacalculatie")
