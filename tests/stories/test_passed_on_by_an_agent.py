"""An agent passes a customer's mail on to the desk: after his yes it is a case of that customer, as if it had come from him, unproven."""

import pytest

from tests.stories.conftest import paid, to
from tests.stories.test_attacks import code_of

EVA, KALLE, SUPPORT = "eva@bokis.info", "kalle@firma.se", "support@bokis.info"
INNER = "Hej Eva!\n\nNär jag skriver ut balansrapporten står det Fel 3021. Jag har Windows 11.\n\nHälsningar Kalle"
FORWARD = f"""Kan någon ta den här?

---------- Forwarded message ---------
Från: Kalle Ek <{KALLE}>
Date: mån 23 nov. 2026 kl 08:00
Subject: Fel vid utskrift
To: Eva <{EVA}>


{INNER}
"""


@pytest.fixture
def box(open_box):
    return open_box("bokis", "2026-11-23 09:00")


def passed_on(box, to_address=SUPPORT, text=FORWARD, **headers):
    return box.write(EVA, text, subject="Fwd: Fel vid utskrift", to=to_address, **headers)


def test_the_agent_is_asked_first_and_nobody_else_hears_of_it(box):
    (question,) = passed_on(box)
    assert (question.to, box.verdict) == (EVA, "forward_offered")
    assert KALLE in question.text and "Fel vid utskrift" in question.text
    assert box.store.cases(None, everything=True) == ()


def test_yes_opens_the_case_of_the_inner_sender_unproven(box):
    """He has prepaid support, but only his From says that it is he: he is asked to prove it, and the case waits."""
    paid(box, KALLE, 300, "2026-11-23")
    (question,) = passed_on(box)
    mails = box.answer(question, "JA")
    (case,) = box.store.cases(None, everything=True)
    assert (case.requester, case.subject, case.state) == (KALLE, "Fel vid utskrift", "awaiting_entitlement")
    letter, receipt = to(mails, KALLE), to(mails, EVA)
    assert case.number in receipt.text and "Kan någon ta" not in letter.raw.decode() and EVA not in letter.raw.decode()
    said = next(said for said in box.store.case(case.number).messages if said.direction == "in")
    assert (said.author, said.verified) == (KALLE, False) and said.text.startswith("Hej Eva!") and "Forwarded" not in said.text


def test_his_own_answer_releases_it_and_names_no_mail_of_the_agents(box):
    paid(box, KALLE, 300, "2026-11-23")
    (question,) = passed_on(box)
    letter = to(box.answer(question, "Ja tack"), KALLE)
    mails = box.answer(letter, "Ja, det var jag. Steg: jag väljer Rapporter, sedan Skriv ut. Felet: \"Fel 3021\".")
    notice = to(mails, EVA)
    assert box.store.cases(None, everything=True)[0].state in ("open", "awaiting_details") and "Fel 3021" in notice.text
    answer = to(box.answer(notice, "Uppdatera till 7.4."), KALLE)
    assert letter.header("Message-ID") in answer.header("References")
    assert "<d." not in answer.raw.decode() and EVA not in answer.raw.decode()


def test_a_stranger_gets_the_letter_that_strangers_get(box):
    (question,) = passed_on(box)
    mails = box.answer(question, "ja")
    assert box.store.cases(None, everything=True) == () and "Fel 3021" not in to(mails, KALLE).raw.decode()
    assert KALLE in to(mails, EVA).text, "the agent hears that no case came of it"


def test_yes_counts_once(box):
    paid(box, KALLE, 300, "2026-11-23")
    (question,) = passed_on(box)
    box.answer(question, "JA")
    box.answer(question, "JA!")
    assert len(box.store.cases(None, everything=True)) == 1


@pytest.mark.parametrize(("text", "verdict"), [("NEJ", "forward_declined"), ("Nej tack", "forward_declined"), ("Ja, men vänta till i morgon", "agent_help")])
def test_anything_but_a_yes_opens_nothing(box, text, verdict):
    paid(box, KALLE, 300, "2026-11-23")
    (question,) = passed_on(box)
    assert all(mail.to == EVA for mail in box.answer(question, text))
    assert box.verdict == verdict and box.store.cases(None, everything=True) == ()


def test_an_unproven_agent_is_offered_nothing(box):
    (alarm,) = passed_on(box, verified=False)
    assert box.verdict == "agent_unproven" and KALLE not in alarm.text


def test_somebody_elses_yes_is_no_yes(box):
    paid(box, KALLE, 300, "2026-11-23")
    (question,) = passed_on(box)
    box.answer(question, "JA", sender="mallory@evil.example")
    box.answer(question, "JA", verified=False)
    assert box.store.cases(None, everything=True) == ()


def test_a_colleagues_mail_and_a_mail_of_the_desk_are_nobodys_matter(box):
    passed_on(box, text=FORWARD.replace(KALLE, SUPPORT))
    assert box.verdict == "agent_unlinked"


def test_a_code_in_the_inner_mail_is_not_kept_in_clear(box):
    code = code_of(paid(box, KALLE, 300, "2026-11-23"))
    (question,) = passed_on(box, text=FORWARD.replace("Windows 11.", f"Windows 11. Kod: {code}"))
    assert code not in question.text
    box.answer(question, "JA")
    assert all(code not in said.text for said in box.store.case("BK-2026-000001").messages)
