"""The first letter to a customer at each of the five vendors: nothing in it is empty, and a standstill is answered as one."""

import pytest

from mailbot.desk.effects import OpenCase
from tests.stories.conftest import paid, to
from tests.stories.registers import case_of, customer

KUND = "kund@firma.example"
FAULT = {
    "softone": ("service_kvalitet", "Det blir fel: Fel 3021 när vi bokar"), "visma": ("supportavtal", "Det blir fel: Fel 3021 när vi bokar"),
    "fakturax": ("wartung", "Es gibt einen Fehler: Fehler 3021"), "softadvice": ("onderhoud", "Er is een foutmelding: Fout 3021"),
    "bokis": ("", "Windows 11. Det blir fel: Fel 3021 när vi bokar"),
}


def desk_of(open_box, vendor):
    """A vendor's desk, and a customer of his."""
    box = open_box(vendor, "2026-11-24 09:30")
    if tier := FAULT[vendor][0]:
        customer(box, KUND, tier)
    else:
        paid(box, KUND, 400, "2026-11-24")
    return box


def told(box, template):
    return next(letter.values for letter in box.decisions[-1].letters if letter.template == template)


@pytest.mark.parametrize("vendor", FAULT)
def test_nothing_in_the_first_letter_is_empty(open_box, vendor):
    """Also its level is named where it is spoken of: no label without its value."""
    box = desk_of(open_box, vendor)
    ack = to(box.write(KUND, FAULT[vendor][1], subject="Utskrift av huvudbok"), KUND)
    for hole in (": .", ":  ", "()", " .", "None", "\n-\n", "\n- \n"):
        assert hole not in ack.text, ack.text
    case = told(box, "ack")["case"]
    assert case["priority"] and case["kind"] and case["state"] in ("open", "awaiting_details")


@pytest.mark.parametrize(("vendor", "label"), [("softone", "Tills vidare: "), ("visma", "Prioritering tills vidare: ")])
def test_a_level_that_is_spoken_of_is_named(open_box, vendor, label):
    box = desk_of(open_box, vendor)
    ack = to(box.write(KUND, FAULT[vendor][1], subject="Utskrift av huvudbok"), KUND)
    after = " ".join(ack.text.split()).partition(label)[2]
    assert after.partition(".")[0].strip() in [level.label["sv"] for level in box.desk.loaded.config.priorities], ack.text


# ---- a standstill ----------------------------------------------------------------------------------
STOPPED = {"softone": "Allt ligger nere, inget händer när vi bokar", "visma": "Allt ligger nere, inget händer när vi bokar",
           "fakturax": "Störung: nichts geht mehr!", "softadvice": "Alles ligt plat, het programma start niet meer"}


@pytest.mark.parametrize("vendor", STOPPED)
def test_a_standstill_gets_no_questionnaire_and_no_date_of_lesser_matters(open_box, vendor):
    """Nothing that is merely wished for, no time of the default level; the times of the books stay as they are."""
    box = desk_of(open_box, vendor)
    calm = to(box.write(KUND, FAULT[vendor][1], subject="Utskrift av huvudbok"), KUND)
    usual = box.store.cases(None, everything=True)[0]
    ack = to(box.write(KUND, STOPPED[vendor], subject="Stopp i butiken"), KUND)
    values = told(box, "ack")
    assert (values["missing"], values["start_by"], values["answer_by"], values["standstill"]) == ([], None, None, True)
    words = " ".join(ack.text.split())
    assert any(said in words for said in ("som stillestånd och genast", "als Stillstand vermerkt", "als stilstand gemarkeerd")), ack.text
    assert not any(said in " ".join(calm.text.split()) for said in ("stillestånd och genast", "Stillstand vermerkt", "stilstand gemarkeerd"))
    (stopped,) = [case for case in box.store.cases(None, everything=True) if case.number != usual.number]
    assert (stopped.start_due_at is None, stopped.answer_due_at is None) == (usual.start_due_at is None, usual.answer_due_at is None)


def test_a_till_that_stands_still_on_a_saturday_finds_us_open(open_box):
    """Tills have hours of their own at the levels of faults (FX-21); the standstill is not told to wait for Monday."""
    box = open_box("fakturax", "2026-11-21 11:00")
    customer(box, KUND, "wartung")
    ack = to(box.write(KUND, "Die Kasse druckt keine Bons mehr, Fehlermeldung: TSE nicht erreichbar. Wir können nicht kassieren!",
                       subject="Kassensystem Störung"), KUND)
    (opened,) = [effect for effect in box.decisions[-1].effects if isinstance(effect, OpenCase)]
    assert set(opened.flags) == {"standstill", "hours:pos"}
    assert told(box, "ack")["is_open_now"] and "nicht besetzt" not in " ".join(ack.text.split()) and "Montag" not in ack.text


# ---- without a subject -------------------------------------------------------------------------------
def test_a_proven_mail_without_a_subject_is_called_by_its_first_sentence(open_box):
    box = desk_of(open_box, "visma")
    ack = to(box.write(KUND, "Hej!\n\nDet går inte att skriva ut huvudboken. Vi har provat två skrivare.", subject=""), KUND)
    assert case_of(box).subject == "Det går inte att skriva ut huvudboken."
    assert ack.subject.endswith("] Det går inte att skriva ut huvudboken.")


def test_a_long_sentence_is_cut_between_words(open_box):
    box = desk_of(open_box, "visma")
    box.write(KUND, "Det går inte att skriva ut huvudboken för förra räkenskapsåret på den nya skrivaren", subject="")
    assert case_of(box).subject == "Det går inte att skriva ut huvudboken för förra …"


def test_what_nobody_proved_is_repeated_in_no_subject(open_box):
    box = desk_of(open_box, "visma")
    box.write(KUND, "Det går inte att skriva ut.", subject="", verified=False)
    assert case_of(box).subject == ""


def test_nothing_said_at_all_is_worded_by_the_letter(open_box):
    box = desk_of(open_box, "visma")
    ack = to(box.write(KUND, "Hej!", subject=""), KUND)
    assert case_of(box).subject == "" and ack.subject.endswith("] (inget ämne)")
