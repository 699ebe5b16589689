"""What an agent typed below or within an old mail that nothing marks as old: it comes back to him, and what others put there does not stop him."""

from dataclasses import replace

import pytest

from mailbot.desk.decide import decide
from mailbot.desk.facts import Facts
from tests.desk.agents import ANNA, CASE, CONFIG, EARLIER, NOW, RULES, is_refused, letters, mail

HEAD = "Från: V <support@v.example>\nSkickat: den 24 november 2026 10:00\nTill: lisa@v.example\nÄmne: Fel\n\n##- Skriv ditt svar ovanför den här raden -##\n\n"
NOTICE = "Kunden skriver:\n\nDet går inte.\n\nKommandon, på egna rader: /spend 10m\n/note  /close\n/help\n\n{}"
REF = "Ref: SO-2026-000001 notice=new-case kind=technical priority=1\ntier=go"
OLD = HEAD + NOTICE.format(REF)


def decided(above, quoted, name="Lisa Berg", **facts):
    message = replace(mail(above), quoted=quoted, sender_name=name)
    return decide(message, Facts(NOW, EARLIER, by_token=((message.tokens[0], CASE),), **facts), CONFIG, RULES)


@pytest.mark.parametrize(("above", "quoted"), [
    ("Hej!", f"{OLD}\n\n/close"), ("/spend 10m\nHej!", f"{OLD}\n/stäng"), ("Hej!", f"{OLD}\n\xa0/close\xa0"), ("Hej!", HEAD + NOTICE.replace("Det går", "/close\nDet går").format(REF)),
    ("Lisa Berg\nTel 08-1", f"{OLD}\n\nStarta om."), ("", f"{OLD}\nStarta om."), ("Lisa B\nTel 08-1", f"{OLD}\n\nStarta om."),
])  # fmt: skip
def test_it_comes_back(above, quoted):
    decision = decided(above, quoted, "Lisa B")
    assert is_refused(decision)
    assert [step.because for step in decision.trail if step.because.startswith("below")]


@pytest.mark.parametrize("quoted", [
    OLD, f"{OLD}\n\nThis mail is confidential.", f"{OLD}\n\n/etc/hosts", OLD + "\n" + OLD.replace("\n", "\n> "), "> " + OLD.replace("\n", "\n> ") + "\n> /close",
    "Anna skrev:\n/close", OLD.replace("notice=new-case", "notice=help").replace("Det går inte", "/take"), f"{HEAD}Det går inte.\n/xyzzy\n/spend tio\n{REF}",
])  # fmt: skip
def test_what_others_put_there_stops_nobody(quoted):
    decision = decided("Hej! Starta om.", quoted)
    assert decision.verdict == "agent_replied" and letters(decision, ANNA.address)


LETTER = NOTICE.format(REF)


@pytest.mark.parametrize(("above", "quoted"), [
    ("Hej!", OLD.replace("Det går inte.", "Det går inte.\nStarta om datorn.")), ("Hej!", OLD.replace("Kunden skriver:", "Kunden skriver:\n\nNej")), ("", OLD.replace("/help", "/help\nStarta om.")),
    ("Hej!", f"{HEAD}Det går inte.\nStarta om.\nKommandon, på egna rader: /spend 10m"), ("/note\nHej!", OLD.replace("inte.", "inte. Starta om.")),
])  # fmt: skip
def test_plain_words_within_the_letter_that_he_answers_come_back(above, quoted):
    decision = decided(above, quoted, letters=("Ett annat brev.", LETTER))
    assert is_refused(decision) and not letters(decision, ANNA.address)
    (fault,) = letters(decision, "lisa@v.example")[0].values["faults"]
    assert fault["problem"] == "within" and ("Starta om" in fault["seen"] or fault["seen"] == "Nej")


@pytest.mark.parametrize("quoted", [OLD, f"{OLD}\n\nThis mail is confidential.", OLD.replace(" ", "\xa0"), OLD.replace("##-\n", "##-\n\n[Extern avsändare]\n"), "> " + OLD.replace("Det går", "Starta om.\nDet går").replace("\n", "\n> ")])
def test_what_programs_do_to_the_letter_that_he_answers_stops_nobody(quoted):
    assert decided("Hej! Starta om.", quoted, letters=(LETTER,)).verdict == "agent_replied"
