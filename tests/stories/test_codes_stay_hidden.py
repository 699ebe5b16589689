"""The canary: distinctive codes through everything that a customer, a thief and an agent do with them. They stand in the confirmation
that tells them and in the raw mail as it came, and nowhere else: no letter, no log, no list, no export, no column."""

from __future__ import annotations

import email
import email.policy
import logging

from sqlalchemy import select

from mailbot.desk.registers.export import written
from mailbot.explaining import Explainer
from mailbot.importing import compared, imported
from mailbot.mail.envelope import Door, Envelope
from mailbot.store import tables as t
from mailbot.testing import compose_mail
from tests.stories.conftest import local, paid, to

IMPORTED, WRONG = "QUAR-TZZZ", "W3RX-55TT"
RAW = {t.intake_bytes.name}  # as it came, until retention takes it
TELLS = ("payment_confirmation", "code_renewed")  # the letters that are there to tell a code
EARLIER = "[entitlement]\nid_pattern = '\\d{5}'\ncode_pattern = '[A-Z]{4}-[A-Z]{4}'"


def code_in(mail):
    words = (word.strip(".") for word in mail.text.split())
    return next(word for word in words if len(word) == 9 and word[4] == "-" and any(c.isdigit() for c in word))


def spellings(code):
    plain = code.replace("-", "")
    return {each.casefold() for each in (code, plain, " ".join(plain), f"{plain[:4]} {plain[4:]}")}


def readable(raw):
    """Everything that a mail shows: its source, its header and every part of it, decoded."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join((raw.decode(errors="replace"), str(mail["Subject"]), *map(str, parts)))


def everything_kept(box):
    """Every column of every table but the raw mail as it came, and the frozen letters that tell a code."""
    with box.store._database.read() as connection:
        told = set(connection.execute(select(t.outbox.c.id).where(t.outbox.c.template.in_(TELLS))).scalars())
        for table in t.metadata.sorted_tables:
            for row in connection.execute(select(table)) if table.name not in RAW else ():
                values = dict(row._mapping)
                if table is t.outbox_bytes and (values.get("outbox_id") or values.get("id")) in told:
                    continue
                yield table.name, "\n".join(readable(value) if isinstance(value, bytes) else str(value) for value in values.values())


def test_codes_stand_nowhere_but_where_they_are_told(open_box, caplog):
    caplog.set_level(logging.DEBUG)
    box = open_box("bokis", "2026-11-25 09:00", EARLIER)
    raw = f"address;name;tier;id_number;unlock_code\nkarl@gammal.se;Karl;plus;54321;{IMPORTED}\n".encode()
    found = compared(raw, box.desk, box.clock())
    assert found.errors == () and imported(found, box.desk, box.clock(), lambda: None)
    confirmation = paid(box, "anna@firma.se", 400, "2026-11-25")
    code, mails = code_in(confirmation), []
    box.clock.turn_to(local("2026-11-25 11:20"))

    # the right ones, in every place
    spoken = f"Id 204817-1 kod {code}\nWindows 11. Hur gör jag momsrapporten? Sökte på moms. Jag upprepar: {code.replace('-', '').lower()}"
    files = (("kod.txt", f"koden är {code}".encode()), (f"204817-1 {code}.png", b"\x89PNG"))
    mails += box.write(f'"Anna {code}" <hemma@gmail.com>', spoken, subject=f"Moms, min kod är {code}", attachments=files)
    notice = to(mails, "eva@bokis.info")
    mails += box.answer(to(mails, "hemma@gmail.com"), "JA")
    mails += box.answer(confirmation, "Windows 11. Var ställer jag in kontoplanen? Sökte på konto i handboken.")
    mails += box.write("karl@hem.se", f"ID-nummer 54321, upplåsningskod {IMPORTED}. Windows 11. Hur skriver jag ut? Sökte på utskrift.", subject="Utskrift")
    assert box.verdict == "case_opened"
    # wrong ones, until the door is locked
    for number in range(7):
        mails += box.write("tjuv@evil.example", f"Id 204817-1 kod {WRONG}. Windows 11, fel {number}", subject=f"Fel {'abcdefg'[number] * 5}", verified=False)
    assert box.store.code_locks(box.clock())
    box.clock.turn_to(local("2026-11-26 08:30"))
    mails += (daily := box.settle())
    assert "204817-1: 5 felaktiga koder" in to(daily, "eva@bokis.info").text
    # an agent who quotes, and has a new one sent
    mails += box.answer(notice, "/note\nHan skrev från en annan adress.")
    mails += box.answer(notice, "/resend-confirmation anna@firma.se force\nJag har skickat en ny kod.")
    renewed = next(mail for mail in mails if mail.to == "anna@firma.se" and mail.subject == "Din nya upplåsningskod")
    new = code_in(renewed)
    assert new != code

    canaries = {spelled for each in (code, new, IMPORTED, WRONG) for spelled in spellings(each)} | {box.desk.keys.current.hex()}

    def holds_none(where, text):
        found = sorted(each for each in canaries if each in text.casefold())
        assert not found, f"{where}: {found}"

    assert any(each in readable(renewed.raw).casefold() for each in spellings(new)), "the canary can be seen where it stands"
    for mail in mails:
        if mail is not renewed:
            holds_none(f"letter {mail.subject!r} to {mail.to}", readable(mail.raw))
    for name, text in everything_kept(box):
        holds_none(f"table {name}", text)
    for decision in box.decisions:
        holds_none(f"decision {decision.verdict}", repr(decision))
    holds_none("the log", caplog.text)
    holds_none("the export", written(box.store.registered()))
    holds_none("the import", repr(found))
    desk = box.desk
    explainer = Explainer(desk.loaded, desk.templates, desk.keys, box.store, False)
    asked = compose_mail("hemma@jobbet.se", "support@bokis.info", f"kod {code}", spoken, box.clock())
    told = explainer.explain("mail.eml", asked, Envelope("x@y.se", ("support@bokis.info",), "127.0.0.1", Door.LMTP, box.clock(), vouched=True))
    assert told["ok"]
    holds_none("explain", repr(told))
