"""S04: ID number and code from another address are enough for a case; the address is linked after a plain yes, and the paid address hears of both."""

import pytest

from tests.stories.conftest import local, paid, to

HOME = "anna.privat@gmail.com"
BODY = "Id 204817-1 kod {code}\n\nWindows 11, hur gör jag momsrapporten? Hittar inte i handboken, sökte på moms."


def opened(open_box, more=""):
    box = open_box("bokis", "2026-11-25 09:00", more)
    confirmation = paid(box, "anna@firma.se", 400, "2026-11-25")
    code = next(word for line in confirmation.text.splitlines() for word in line.split() if len(word.strip(".")) == 9 and word[4] == "-").strip(".")
    box.clock.turn_to(local("2026-11-25 11:20"))
    return box, code


def account(box, address):
    return box.store.account(address, box.clock())


def test_the_case_the_question_the_yes_and_the_notices(open_box):
    box, code = opened(open_box)
    mails = box.write(HOME, BODY.format(code=code.replace("-", "").lower()))

    ack, notice = to(mails, HOME), to(mails, "eva@bokis.info")
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("open", local("2026-11-30 17:00"))
    assert "kod [dold]" in notice.text and "kod [dold]" in box.store.case(case.number).messages[0].text
    assert "bara ordet JA" in ack.text
    assert HOME in to(mails, "anna@firma.se").text, "the theft warning"

    box.clock.pass_by(minutes=30)
    told = box.answer(ack, "JA")
    assert box.verdict == "address_linked"
    assert {mail.to for mail in told} == {HOME, "anna@firma.se"} and "är nu kopplad" in to(told, "anna@firma.se").text
    assert account(box, HOME).id == account(box, "anna@firma.se").id
    assert [change.kind for change in box.store.changes(account(box, HOME).id)] == ["address_linked"]
    assert box.store.cases(None, everything=True)[0].state == "open"

    box.write(HOME, "Windows 11. En annan sak: var ställer jag in kontoplanen? Sökte på konto i handboken.", subject="Kontoplan")
    assert box.verdict == "case_opened", "no code is needed any more"


@pytest.mark.parametrize(("text", "verified"), [("Ja, men bara i veckan", True), ("JA", False), ("Nej tack", True)])
def test_anything_but_a_proven_plain_yes_links_nothing(open_box, text, verified):
    box, code = opened(open_box)
    ack = to(box.write(HOME, BODY.format(code=code)), HOME)
    box.answer(ack, text, verified=verified)

    assert box.verdict != "address_linked" and account(box, HOME) is None


def test_who_answers_with_the_code_later_is_asked_too_and_its_owner_warned(open_box):
    box, code = opened(open_box)
    asked = to(box.write(HOME, "Id 204817-1 kod WRNG-CDE1\nWindows 11, hur gör jag momsrapporten?"), HOME)
    mails = box.answer(asked, f"Id 204817-1 kod {code}")

    assert box.verdict == "entitlement_proven"
    assert "bara ordet JA" in to(mails, HOME).text and HOME in to(mails, "anna@firma.se").text
    box.answer(to(mails, HOME), "Ja tack!")
    assert box.verdict == "address_linked"
