"""What a stranger, a replay or a slip may not do: rights pay for their owners' cases, tokens name cases, codes stay hidden."""

from __future__ import annotations

import re

import pytest

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE, balance
from tests.stories.test_s28_robots import BOUNCE, with_case

PLAIN = re.compile(r".*<(.*)>.*")


def code_of(confirmation):
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", confirmation.text)[0]


def test_nobody_else_pays_for_a_strangers_case(open_box):
    """Mallory's waiting case; Anna's own proven mail reaches its address: her text joins, her minutes do not."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 300, "2026-11-23")
    asked = to(box.write("mallory@evil.example", "Id-nr 999999-9 kod AAAA-1111. Windows 11, programmet kraschar.", verified=False), "mallory@evil.example")
    box.write("anna@firma.se", "Lunch?", to=PLAIN.sub(r"\1", asked.reply_to))
    states = {case.requester: (case.state, case.account_id) for case in box.store.cases(None, everything=True)}
    assert states["mallory@evil.example"][0] == "awaiting_entitlement"
    assert balance(box, "anna@firma.se") == 15


def test_a_mail_signed_for_somebody_else_proves_nothing_here(open_box):
    """A replayed mail of Anna's: DMARC holds, but it was written to another."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 300, "2026-11-23")
    from mailbot.testing import compose_mail

    raw = compose_mail("anna@firma.se", "mallory@evil.example", "Lunch?", COMPLETE, box.clock(), authserv="mx.bokis.info")
    box.post(raw, mail_from="anna@firma.se", to="support@bokis.info")
    box.settle()
    assert box.verdict == "ask_for_code"


def test_an_agents_mail_sent_again_runs_once(open_box):
    """An unsigned header makes another mail of it for the intake, not for the ledger nor for the customer."""
    box, _, notice = with_case(open_box)
    first = box.answer(notice, "/spend 4m\nProva detta.", X_Note="1", Message_ID="<1@bokis.info>")
    again = box.answer(notice, "/spend 4m\nProva detta.", Sensitivity="private", MIME_Version_Note="x", Message_ID="<1@bokis.info>")
    assert to(first, "anna@firma.se")
    assert "anna@firma.se" not in {mail.to for mail in again}
    assert balance(box, "anna@firma.se") == 11


def test_an_unlock_code_is_shown_nowhere(open_box):
    """Answering the confirmation quotes the code: neither the books nor the agent read it, nor an attached copy."""
    box = open_box("bokis", "2026-11-23 09:00")
    confirmation = paid(box, "anna@firma.se", 300, "2026-11-23")
    code = code_of(confirmation)
    mails = box.answer(confirmation, f"{COMPLETE}\nMin kod är {code}.", attachments=(("kvitto.txt", confirmation.text.encode()),))
    notice = to(mails, "eva@bokis.info")
    (case,) = box.store.cases(None, everything=True)
    story = box.store.case(case.number)
    seen = notice.raw.decode() + notice.text + "".join(m.text for m in story.messages) + "".join(d.value for d in story.details)
    assert code not in seen and code.replace("-", "") not in seen
    assert code not in "".join(str(part.get_content()) for part in notice.message.iter_attachments() if part.get_content_maintype() == "text")


def test_an_agents_token_does_not_leave_in_an_attachment(open_box):
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "Se bilagan.", attachments=(("original.bin", notice.raw), ("rutin.txt", b"Steg 1")))
    answer, receipt = to(mails, "anna@firma.se"), to(mails, "eva@bokis.info")
    assert [part.get_filename() for part in answer.message.iter_attachments()] == ["rutin.txt"]
    assert "original.bin" in receipt.text


def test_a_file_alone_is_an_answer_and_nothing_at_all_is_told(open_box):
    box, _, notice = with_case(open_box)
    assert to(box.answer(notice, "", attachments=(("rutin.pdf", b"%PDF"),)), "anna@firma.se")
    box.clock.pass_by(minutes=1)
    (refused,) = box.answer(notice, "")
    assert box.verdict == "agent_refused" and refused.to == "eva@bokis.info"


def test_wrong_codes_are_counted_wherever_they_are_tried(open_box):
    """S05 and beyond: also on a case that waits, also on one that is closed."""
    box = open_box("bokis", "2026-11-23 09:00")
    code = code_of(paid(box, "anna@firma.se", 300, "2026-11-23"))
    for number in range(6):
        box.clock.pass_by(hours=1)
        box.write("gissare@evil.example", f"Id-nr 204817-1 kod ZZZZ-100{number}", verified=False)
        assert box.verdict == "code_wrong"
    box.clock.pass_by(hours=1)
    box.write("gissare@evil.example", f"Id-nr 204817-1 kod {code}. Windows 11, fel i programmet", verified=False)
    assert box.verdict == "code_wrong", "locked: the right code is answered like a wrong one"


def test_a_flood_of_wrong_codes_opens_few_cases(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 300, "2026-11-23")
    for number in range(12):
        box.write("gissare@evil.example", f"Id-nr 204817-1 kod ZZZZ-10{number:02}", verified=False, subject=f"Ärende {number}")
    assert len(box.store.cases(None, everything=True)) <= 4


def test_a_message_id_alone_joins_nothing(open_box):
    """Without token and without proof, knowing a Message-ID is no right."""
    box, ack, _ = with_case(open_box)
    box.write("anna@firma.se", "Skicka svaret hit också", verified=False, In_Reply_To=ack.header("In-Reply-To"))
    assert box.verdict == "ask_for_code"
    assert len(box.store.case("BK-2026-000001").messages) == 1


@pytest.mark.parametrize("sender", ["a@x.example, b@x.example", ""])
def test_a_mail_from_nobody_opens_no_case(open_box, sender):
    box = open_box("bokis", "2026-11-23 09:00")
    code = code_of(paid(box, "anna@firma.se", 300, "2026-11-23"))
    raw = f"From: {sender}\r\nTo: support@bokis.info\r\nSubject: Hej\r\n\r\nId-nr 204817-1 kod {code}\r\n".encode()
    box.post(raw, mail_from="x@x.example", to="support@bokis.info")
    assert box.settle() == []
    assert box.verdict == "no_sender" and box.store.cases(None, everything=True) == ()


def test_the_same_bounce_is_told_once(open_box):
    box, _, notice = with_case(open_box)
    answer = to(box.answer(notice, "Uppdatera programmet."), "anna@firma.se")
    told = 0
    for number in range(3):
        report = BOUNCE.replace("{id}", answer.header("Message-ID")).replace("could not be delivered", f"could not be delivered ({number})")
        box.post(report.replace("\n", "\r\n").encode(), mail_from="", to="support@bokis.info")
        told += len(box.settle())
    assert told == 1


def test_another_agents_address_is_not_mine(open_box):
    """Proven, with a token of his own in the thread, but written to a colleague's address: nothing goes out."""
    box = open_box("softadvice", "2026-11-23 09:00")
    from mailbot.desk.registers.entering import enter
    from mailbot.mail.address import key

    account = box.store.account(key("klant@bedrijf.example"), box.clock())
    decision = enter("klant@bedrijf.example", "", "nl", "onderhoud", None, account, box.desk.loaded.config, box.clock())
    assert box.store.book(None, decision, (), (), box.clock())
    mails = box.write("klant@bedrijf.example", "Er is een foutmelding \"Bestand niet gevonden\". Windows 11.", subject="Fout")
    to_piet, to_an = to(mails, "piet@softadvice.be"), to(mails, "an@softadvice.be")
    box.answer(to_piet, "Beste, probeer dit.", sender="an@softadvice.be", References=to_an.header("Message-ID"))
    assert box.verdict == "agent_unlinked"
