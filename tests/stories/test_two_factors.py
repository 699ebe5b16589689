"""Two factors: what one of them alone brings about, at the real doors (reliability.md 46, 53, 67, 70)."""

from dataclasses import replace

from mailbot.desk.facts import Wanted
from mailbot.invitations import send_invitations
from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE
from tests.stories.test_s28_robots import with_case

LISA = '\n[[agent]]\nid = "lisa"\nname = "Lisa"\nemail = ["lisa@bokis.info"]\nrole = "agent"\n'
EVA_S = 'role = "admin"\n'


def two_agents(open_box):
    box = open_box("bokis", "2026-11-23 09:00", instead=((EVA_S, EVA_S + LISA),))
    paid(box, "anna@firma.se", 300, "2026-11-23")
    mails = box.write("anna@firma.se", COMPLETE, subject="Fel vid utskrift")
    return box, to(mails, "eva@bokis.info"), to(mails, "lisa@bokis.info"), to(mails, "anna@firma.se")


def invited(box):
    send_invitations(box.desk, box.clock())
    return {mail.to: mail for mail in box.settle()}


def set_reply_is(box, what):
    """The admin changes `[agents] reply_is`, and starts the desk again."""
    config = box.desk.loaded.config
    changed = config.model_copy(update={"agent_mail": config.agent_mail.model_copy(update={"reply_is": what})})
    box.desk = replace(box.desk, loaded=replace(box.desk.loaded, config=changed))


def test_what_a_notice_says_of_a_plain_reply_outlives_the_setting(open_box):
    """An old note never becomes a public answer (Deskpro), nor an old answer a note."""
    box, _, notice = with_case(open_box)
    assert "Ett vanligt svar på det här mejlet går till kunden." in notice.text
    set_reply_is(box, "note")
    assert to(box.answer(notice, "Uppdatera programmet."), "anna@firma.se"), "as the notice said"
    ack = to(box.write("anna@firma.se", COMPLETE.replace("3021", "3022"), subject="Ett annat fel"), "anna@firma.se")
    noted = to(box.answer(ack, "Det gäller version 7.", sender="anna@firma.se"), "eva@bokis.info")
    assert "stannar internt" in noted.text
    set_reply_is(box, "public")
    assert [mail.to for mail in box.answer(noted, "Kunden är sur.")] == [] and box.verdict == "agent_noted"


def test_the_letter_that_refuses_a_note_keeps_the_corrected_one_inside(open_box):
    box, _, notice = with_case(open_box)
    note = next(word for word in notice.text.split() if word.startswith("support+n."))
    (refused,) = box.write("eva@bokis.info", "/spned 10m\nKunden är sur.", subject=f"Re: {notice.subject}", to=note)
    assert "stannar internt" in refused.text
    mails = box.answer(refused, "/spend 10m\nKunden är sur.")
    assert box.verdict == "agent_noted" and "anna@firma.se" not in {mail.to for mail in mails}


def test_another_agents_address_is_no_address_of_his(open_box):
    box, eva_s, _, _ = two_agents(open_box)
    (told,) = box.answer(eva_s, "/close\nUppdatera programmet.", sender="lisa@bokis.info")
    assert (box.verdict, told.to) == ("agent_unlinked", "lisa@bokis.info")
    assert "en annan handläggare" in told.text and "Uppdatera programmet." in told.text
    assert box.store.cases(None, everything=True)[0].state == "open"
    assert to(box.answer(told, "Uppdatera programmet."), "anna@firma.se"), "the fresh address works"


def test_an_expired_address_acts_no_more(open_box):
    box, _, notice = with_case(open_box)
    box.clock.pass_by(days=91)
    (told,) = box.answer(notice, "/close\nUppdatera programmet.")
    assert box.verdict == "agent_unlinked" and "gått ut" in told.text


def test_revoke_voids_every_address_and_sends_a_new_one(open_box):
    box, _, notice = with_case(open_box)
    desk = invited(box)["eva@bokis.info"]
    receipt, again = box.answer(desk, "/revoke")
    assert "återkallade" in receipt.text and "återkallade" in again.text
    for old in (notice, desk):
        mails = box.answer(old, "/help")
        assert box.verdict == "agent_unlinked" and "återkallad" in mails[0].text
    for new in (receipt, again):
        assert box.answer(new, "/help") and box.verdict == "agent_help"
    assert invited(box) == {}, "the books know that he was invited anew"


def test_only_a_lead_revokes_for_another(open_box):
    box, eva_s, lisa_s, _ = two_agents(open_box)
    desks = invited(box)
    (refused,) = box.answer(desks["lisa@bokis.info"], "/revoke eva")
    assert box.verdict == "agent_refused" and refused.to == "lisa@bokis.info"
    assert {mail.to for mail in box.answer(desks["eva@bokis.info"], "/revoke lisa")} == {"eva@bokis.info", "lisa@bokis.info"}
    box.answer(lisa_s, "Uppdatera.")
    assert box.verdict == "agent_unlinked"
    assert to(box.answer(eva_s, "Uppdatera."), "anna@firma.se"), "her own are as they were"


def test_who_else_writes_to_an_agents_address_is_told_to_the_agent_once_an_hour(open_box):
    """Complaint 16: the address seen, the address expected, what to do; also when it is his own that nobody entered."""
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "/close", sender="eva.privat@example.net")
    told = to(mails, "eva@bokis.info")
    assert "eva.privat@example.net" in told.text and "/revoke" in told.text and "BK-2026-000001" in told.text
    assert "eva@bokis.info" not in {mail.to for mail in box.answer(notice, "/close igen", sender="eva.privat@example.net")}
    assert box.answer(told, "/revoke") and box.verdict == "agent_commanded", "the alarm is answered at her desk"
    box.clock.pass_by(hours=2)
    assert "eva@bokis.info" not in {mail.to for mail in box.answer(notice, "/close", sender="eva.privat@example.net")}, "a void address alarms nobody"


def test_an_agent_is_invited_once_and_again_before_his_address_expires(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    first = invited(box)["eva@bokis.info"]
    assert invited(box) == {}
    box.clock.pass_by(days=75)
    assert invited(box) == {}
    box.clock.pass_by(days=1)
    assert "två veckor" in invited(box)["eva@bokis.info"].text and invited(box) == {}
    assert box.answer(first, "/help") and box.verdict == "agent_help", "the first one works to its end"
    assert box.store.fetch(Wanted(agents=True), box.clock()).agents[0].spoke_at == box.clock()


def test_one_conversation_for_each_case_and_agent(open_box):
    """Same root of References, same subject, whatever a letter is about; and no token in the root."""
    box, eva_s, lisa_s, ack = two_agents(open_box)
    more = box.answer(ack, "Det gäller version 7.")
    refused = to(box.answer(eva_s, "/spned 10m"), "eva@bokis.info")
    hers = [eva_s, to(more, "eva@bokis.info"), refused]
    assert {mail.header("References").split()[0] for mail in hers} == {"<bk-2026-000001.eva@bokis.info>"}
    assert {mail.subject for mail in hers} == {"[BK-2026-000001] Fel vid utskrift"}
    assert lisa_s.header("References").split()[0] == "<bk-2026-000001.lisa@bokis.info>"
    assert "bk-2026-000001.eva" not in ack.header("References")


def test_notices_carry_what_mail_programs_sort_by_and_nothing_secret(open_box):
    _, ack, notice = with_case(open_box)
    sorted_by = {name: value for name, value in notice.message.items() if name.startswith("X-Mailbot-")}
    assert sorted_by == {"X-Mailbot-Case": "BK-2026-000001", "X-Mailbot-Notice": "new-case", "X-Mailbot-Kind": "technical",
                         "X-Mailbot-Priority": "normal", "X-Mailbot-Tier": "block", "X-Mailbot-Customer": "1"}
    assert "\nRef: BK-2026-000001 notice=new-case kind=technical priority=normal" in notice.text
    assert not [name for name in ack.message if name.startswith("X-Mailbot-")], "a customer's letter has none"


def test_files_that_are_not_passed_on_are_named(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 300, "2026-11-23")
    files = (("skärm.png", b"\x89PNG"), ("faktura.pdf.exe", b"MZ\x90"), ("lista.docx", b"PK"))
    notice = to(box.write("anna@firma.se", COMPLETE, subject="Fel", attachments=files), "eva@bokis.info")
    assert [part.get_filename() for part in notice.message.iter_attachments()] == ["skärm.png"]
    assert "faktura.pdf.exe (1 kB) – inte skickad vidare: kan köras" in " ".join(notice.text.split())
    assert "lista.docx (1 kB) – inte skickad vidare: filtypen" in " ".join(notice.text.split())


def test_a_reader_answers_nobody(open_box):
    box = open_box("bokis", "2026-11-23 09:00", instead=((EVA_S, EVA_S + LISA.replace('"agent"', '"reader"')),))
    paid(box, "anna@firma.se", 300, "2026-11-23")
    ack = to(box.write("anna@firma.se", COMPLETE, subject="Fel vid utskrift"), "anna@firma.se")
    (told,) = box.answer(ack, "Uppdatera.", sender="lisa@bokis.info")
    (refused,) = box.answer(told, "Uppdatera.")
    assert (box.verdict, refused.to) == ("agent_refused", "lisa@bokis.info")
