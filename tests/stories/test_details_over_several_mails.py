"""Details over several mails: inline under our questions, from a colleague, in a case that runs already; the agent reads all of it."""

import re

from mailbot.testing import compose_mail
from tests.stories.conftest import agreed, local, paid, to


def inline(box, ack, answers, sender, *, marks=True):
    """An answer with the whole letter quoted, and each answer under the question that is numbered so."""
    lines = []
    for line in ack.text.splitlines():
        lines.append(f"> {line}" if marks else line)
        if (number := re.match(r"(\d)\.", line)) and int(number[1]) in answers:
            lines.append(answers[int(number[1])])
    body = "Hej, svaren står nedan.\n\nOn Mon, 23 Nov 2026 at 09:00, Support wrote:\n" + "\n".join(lines)
    raw = compose_mail(sender, re.sub(r".*<(.*)>.*", r"\1", ack.reply_to), f"Re: {ack.subject}", body, box.clock(), authserv=box._authserv(True),
                       headers={"In-Reply-To": ack.header("Message-ID")})
    box.post(raw, mail_from=sender, to=re.sub(r".*<(.*)>.*", r"\1", ack.reply_to))
    return box.settle()


def told(box):
    (case,) = box.store.cases(None, everything=True)
    return case, {detail.name: detail.value for detail in box.store.case(case.number).details if detail.state == "found"}


def asked(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    return box, to(box.write("anna@firma.se", "Jag får ett konstigt felmeddelande", subject="Hjälp!"), "anna@firma.se")


def test_answers_under_the_quoted_questions(open_box):
    box, ack = asked(open_box)
    notice = to(inline(box, ack, {1: "Windows 10", 2: "Jag tryckte på knappen", 3: "Det stod: ogiltigt konto"}, "anna@firma.se"), "eva@bokis.info")
    case, found = told(box)
    assert case.state == "open"
    assert (found["operating_system"], found["steps"]) == ("Windows 10", "Jag tryckte på knappen")
    assert "ogiltigt konto" in found["exact_error_text"] and "ogiltigt konto" in notice.text
    assert "konstigt felmeddelande" in notice.text, "and what she wrote first"


def test_answers_in_a_letter_quoted_without_marks(open_box):
    box, ack = asked(open_box)
    notice = to(inline(box, ack, {1: "Windows 10", 3: "Ogiltigt konto 1930"}, "anna@firma.se", marks=False), "eva@bokis.info")
    case, found = told(box)
    assert case.state == "open" and found["operating_system"] == "Windows 10"
    assert "Ogiltigt konto 1930" in notice.text


def test_three_mails_and_the_agent_reads_all_of_them(open_box):
    box, ack = asked(open_box)
    again = to(box.answer(ack, "Det händer när jag trycker på bocken."), "anna@firma.se")
    notice = to(box.answer(again, "Windows 11"), "eva@bokis.info")
    for words in ("konstigt felmeddelande", "trycker på bocken", "Windows 11"):
        assert words in notice.text, words


def test_complete_is_acknowledged_once_it_is_quiet(open_box):
    box, ack = asked(open_box)
    box.clock.turn_to(local("2026-11-23 10:00"))
    box.answer(ack, "Windows 11")
    box.clock.turn_to(local("2026-11-23 10:10"))
    letter = to(box.settle(), "anna@firma.se")
    assert "26 november" in letter.text, "it says when we answer"


def test_a_colleague_completes_and_is_sent_nothing(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    ack = to(box.write("anna@firma.se", "Jag får ett konstigt felmeddelande", subject="Hjälp!", Cc="bo@firma.se"), "anna@firma.se")
    hers = ack.header("In-Reply-To")
    assert box.write("bo@firma.se", "Jag har sett det också.", subject="Re: Hjälp!", In_Reply_To=hers) == [], "he was not asked"
    mails = box.write("bo@firma.se", "Vi har Windows 11.", subject="Re: Hjälp!", In_Reply_To=hers)
    assert [mail.to for mail in mails] == ["eva@bokis.info"]
    assert told(box)[0].state == "open"


def test_a_colleague_proves_no_right(open_box):
    """Anna's fee has run out; her colleague's own right does not pay for her case."""
    box = open_box("bokis", "2025-03-01 09:00")
    paid(box, "anna@firma.se", 400, "2025-03-01")
    box.clock.turn_to(local("2026-11-23 09:00"))
    paid(box, "bo@firma.se", 400, "2026-11-23")
    refused = to(box.write("anna@firma.se", "Programmet kraschar", subject="Krasch", Cc="bo@firma.se"), "anna@firma.se")
    box.write("bo@firma.se", "Windows 11", subject="Re: Krasch", In_Reply_To=refused.header("In-Reply-To"))
    (case,) = box.store.cases(None, everything=True)
    assert case.state == "awaiting_entitlement"


def test_wished_details_are_noted_in_a_running_case(open_box):
    box = open_box("softadvice", "2026-11-23 09:00")
    agreed(box, "els@klant.be", "onderhoud")
    ack = to(box.write("els@klant.be", "Ik krijg een foutmelding.", subject="Foutmelding bij import"), "els@klant.be")
    case, found = told(box)
    assert case.state == "open" and "steps" not in found
    box.answer(ack, "1. Eerst open ik Klanten en daarna klik ik op Importeren\n2. Er staat: ongeldige kolom in regel 4")
    case, found = told(box)
    assert case.state == "open" and "Importeren" in found["steps"] and "ongeldige kolom" in found["exact_error_text"]
