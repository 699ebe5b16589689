"""Commands in a customer's mail: every word of every language is understood, and nothing else is (commands.md 5.5)."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.config.rules import load_rules
from mailbot.config.settings import Config
from mailbot.desk.customer_commands import read
from mailbot.desk.short_answers import says_no_more
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Attachment, Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys, find_in, reply_address
from mailbot.testing import compose_mail

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONFIG = Config.model_validate({
    "vendor": {"name": "Bokis", "languages": ["sv", "en"]}, "mailbox": {"address": "support@bokis.info"},
    "cases": {"number_format": "BK-{year}-{number:06}"},
})
KEYS = Keys(b"0" * 32)
RULES, _ = load_rules(Path(__file__).parents[2] / "rules", None)

WORDS = {
    "status": "STATUS",
    "help": "HELP HJÄLP HILFE HULP",
    "balance": "BALANCE SALDO GUTHABEN TEGOED",
    "close": "CLOSE SOLVED STÄNG AVSLUTA LÖST SCHLIESSEN ERLEDIGT SLUITEN OPGELOST",
    "reopen": "REOPEN ÖPPNA_IGEN WIEDERÖFFNEN WIEDERERÖFFNEN HEROPENEN",
    "contacts": "CONTACTS CONTACT_PERSONS KONTAKTER KONTAKTPERSONER KONTAKTE ANSPRECHPARTNER CONTACTEN CONTACTPERSONEN",
}
EVERY = [(name, word.replace("_", " ")) for name, words in WORDS.items() for word in words.split()]


def mail(text, subject="Fel vid utskrift", to="support@bokis.info", html=False, **more):
    raw = compose_mail("anna@firma.se", to, subject, text, AT, **more)
    raw = raw.replace(b"Content-Type: text/plain", b"Content-Type: text/html", 1) if html else raw
    return parse(raw, Envelope("anna@firma.se", (to,), "local", Door.DELIVER, AT), CONFIG, KEYS)


def asked(text, subject="Fel vid utskrift", **more):
    return read(mail(text, subject, **more), CONFIG, RULES)


@pytest.mark.parametrize(("name", "word"), EVERY)
def test_every_word_of_every_language_is_a_command_as_first_line_and_as_subject(name, word):
    by_line, by_subject = asked(f"{word}\n"), asked("\n", word)
    assert (by_line.name, by_line.where, by_line.more) == (name, "line", "")
    assert (by_subject.name, by_subject.where, by_subject.more) == (name, "subject", "")


@pytest.mark.parametrize("written", [
    "stäng", "Stang", "STAENG", "/stäng", "／STÄNG", "/ stäng", "Stäng!", "stäng.", "  stäng  ", "\ufeffStäng", "\u00a0Stäng\u00a0", "*STÄNG*", "”Stäng”",
    "»stäng«", "sta\u0308ng", "Stäng BK-2026-000123", "BK-2026-000123 stäng", "stäng [BK-2026-000123]!",
])
def test_case_accents_slash_quotes_and_a_number_do_not_matter(written):
    found = asked(written)
    assert (found.name, found.numbers) == ("close", ("BK-2026-000123",) if "BK" in written else ())


@pytest.mark.parametrize("written", ["Schließen", "schliessen", "SCHLIESSEN", "WIEDEROEFFNEN", "wiederöffnen", "Oeppna igen", "oppna  igen", "loest", "LÖST", "HJAELP"])
def test_ss_ae_oe_ue_are_read_as_they_are_meant(written):
    assert asked(written) is not None


@pytest.mark.parametrize("subject", ["Re: STATUS", "Sv: [BK-2026-000123] Status", "AW: Antw: status!", "[BK-2026-000123] STATUS", "STATUS BK-2026-000123"])
def test_a_subject_counts_after_re_and_tags(subject):
    assert asked("\n", subject).name == "status"


@pytest.mark.parametrize("text", [
    "Status: fungerar inte", "Close the window does not work", "Stäng av datorn hjälper inte", "Löst papper i skrivaren", "Hjälp mig med utskriften",
    "Hej,\nSTATUS", "Statusraden", "Stäng?", "Schließen?", "Saldo i balansrapporten stämmer inte", "saldon", "Open", "ÖPPNA", "Språk fungerar inte",
    "Sprache der Rechnung", "Taal van de factuur", "Language pack missing", "LANGUAGE klingon", "/etc/hosts", "/spend 10m", "/note", "STATUS 12 av 14",
    "Status:", "stäng stäng", "", "?", "/", "***", "STATUS " * 30, "x" * 5000,
    "> STATUS", "Hej!\n\n> STÄNG",
])  # fmt: skip
def test_everything_else_is_text(text):
    assert asked(text) is None


@pytest.mark.parametrize("subject", ["Status: fungerar inte", "Hjälp, det går inte att skriva ut", "Saldo fel", "Re: Löst fel", "closed"])
def test_a_subject_that_says_more_is_no_command(subject):
    assert asked("Det går inte.", subject) is None


def test_a_quoted_command_is_nobodys():
    quoted = "Tack, det ser bra ut.\n\nOn Mon, 23 Nov 2026 at 10:00, support@bokis.info wrote:\n> STÄNG\n> STATUS\n"
    assert asked(quoted) is None


@pytest.mark.parametrize("html", ["<p>STATUS</p>", "<div>&nbsp;</div><div><b>Status</b></div>", "<html><body><span>status</span><br><br></body></html>"])
def test_mails_in_html_are_read_as_they_are_seen(html):
    found = asked(html, html=True)
    assert (found.name, found.more) == ("status", "")


@pytest.mark.parametrize(("written", "code"), [
    ("LANGUAGE en", "en"), ("Språk: engelska", "en"), ("SPRÅK svenska", "sv"), ("sprache Deutsch", "de"), ("Sprache Niederländisch", "nl"), ("SPRACHE Niederlaendisch", "nl"),
    ("TAAL nederlands", "nl"), ("taal = Duits", "de"), ("language GERMAN!", "de"), ("/language sv", "sv"), ("Language (English)", "en"), ("language français", "fr"),
    ("SPRÅK", ""), ("språk danska", "da"),
])
def test_the_language_is_named_in_any_language(written, code):
    found = asked(written)
    assert (found.name, found.language) == ("language", code)


@pytest.mark.parametrize("rest", [
    "", "Tack!", "Mvh\nAnna Svensson\nFirma AB\n08-123 45 67", "Anna", "Anna Svensson", "Tack så mycket!\nAnna",
    "Mit freundlichen Grüßen\nKarl Müller\nMüller GmbH", "Met vriendelijke groet,\nJan de Vries", "Best regards\nJohn", "-- \nAnna\nFirma AB", "Skickat från min iPhone",
])
def test_courtesies_and_signatures_add_nothing(rest):
    assert asked(f"STATUS\n\n{rest}").more == ""


@pytest.mark.parametrize("rest", [
    "Det går fortfarande inte att skriva ut.", "Tack, men skrivaren är borta", "När kommer ni?", "BK-2026-000124", "Mvh Anna\nPS: kan ni ringa?", "skrivaren",
])
def test_what_else_is_said_is_not_lost(rest):
    assert asked(f"STATUS\n\n{rest}").more == rest


def test_an_attached_file_says_more_but_a_logo_and_a_seal_do_not():
    logo, seal = Attachment("logo.png", "image/png", 1, b"x", inline=True), Attachment("smime.p7s", "application/pkcs7-signature", 1, b"x")
    assert read(replace(mail("STÄNG"), attachments=(logo, seal)), CONFIG, RULES).more == ""
    assert asked("STÄNG", attachments=(("bild.png", b"x"),)).more


def test_the_first_line_counts_before_the_subject():
    found = asked("SALDO\n", "STATUS")
    assert (found.name, found.where) == ("balance", "line")


def test_the_languages_of_a_word_are_known():
    assert asked("HILFE").spoken == ("de",)
    assert asked("help").spoken == ("nl", "en")


def test_any_mail_to_a_status_address_asks_for_the_status():
    to = reply_address(Token(TokenKind.STATUS, 17, "p3", 1, 2500), CONFIG.mailbox, KEYS)
    assert [(t.kind, t.case_id) for t in find_in((to,), CONFIG.mailbox, KEYS)] == [(TokenKind.STATUS, 17)]
    empty, text = asked("\n", "", to=to), asked("Hur går det med mitt ärende?", "Fråga", to=to)
    assert (empty.name, empty.where, empty.more) == ("status", "address", "")
    assert (text.name, text.where, text.more) == ("status", "address", "Hur går det med mitt ärende?")
    assert asked("STÄNG", to=to).name == "close"


def test_a_status_address_survives_an_address_pattern():
    """Providers without plus-addressing: reply-{token}@."""
    config = CONFIG.model_copy(update={"mailbox": CONFIG.mailbox.model_copy(update={"reply_address": "reply-{token}@bokis.info"})})
    token = Token(TokenKind.STATUS, 17, "p3", 1, 2500)
    to = reply_address(token, config.mailbox, KEYS)
    assert to.startswith("reply-s.h.p3.") and find_in((to,), config.mailbox, KEYS) == (token,)


def test_a_vendors_own_word_is_understood(tmp_path):
    (tmp_path / "commands.toml").write_text('[[rule]]\nname = "ours"\nwhen = {}\nthen = { command = "close", words = ["KLART SLUT"], customer = true }\nbecause = "so they say"\n')
    rules, problems = load_rules(Path(__file__).parents[2] / "rules", tmp_path)
    assert not problems
    assert read(mail("Klart slut!"), CONFIG, rules).name == "close"


def test_an_agents_command_is_no_customers():
    """/tid and /spend are words of agents; rules that give a customer one of them give him nothing."""
    assert asked("/tid 10m") is None and asked("TID") is None


def test_saying_no_more_is_courtesy_alone():
    assert says_no_more("") and says_no_more("Tack för hjälpen!") and says_no_more("Hej!\nTack")
    assert not says_no_more("Grüße werden in der neuen Version leider nicht mehr gedruckt") and not says_no_more("Tack 2")


@pytest.mark.parametrize(("text", "subject", "named", "more"), [
    ("KONTAKTER a@k.se c@k.se", "Re: Fråga", ("a@k.se", "c@k.se"), ""),
    ("Kontaktpersoner: a@k.se, c@k.se", "Re: Fråga", ("a@k.se", "c@k.se"), ""),
    ("/kontakter a@k.se och c@k.se", "Re: Fråga", ("a@k.se", "c@k.se"), ""),
    ("KONTAKTE a@k.se und\nc@k.se", "Re: Frage", ("a@k.se", "c@k.se"), ""),
    ("CONTACTEN\n\n- a@k.se\n- <c@k.se>\n\nMet vriendelijke groet\nBo", "Re: Vraag", ("a@k.se", "c@k.se"), ""),
    ("CONTACT PERSONS a@k.se<mailto:a@k.se> and c@k.se", "Re: Question", ("a@k.se", "c@k.se"), ""),
    ("KONTAKTER a@k.se A@K.SE c@k.se", "Re: Fråga", ("a@k.se", "c@k.se"), ""),
    ("\n", "KONTAKTER a@k.se c@k.se", ("a@k.se", "c@k.se"), ""),
    ("KONTAKTER a@k.se\n\nbo@k.se", "Re: Fråga", ("a@k.se",), "bo@k.se"),  # a signature, not a third contact
    ("KONTAKTER a@k.se\nCia har slutat hos oss.", "Re: Fråga", ("a@k.se",), "Cia har slutat hos oss."),
])
def test_contacts_are_named_on_the_line_and_below_it(text, subject, named, more):
    found = asked(text, subject)
    assert (found.name, found.addresses, found.more) == ("contacts", named, more)


@pytest.mark.parametrize("text", [
    "Kontakter saknas hos a@k.se", "Mina kontakter a@k.se", "Kontakta a@k.se", "KONTAKTER a@k.se tack för hjälpen", "Kontakter", "KONTAKTER a@b@c",
])
def test_a_sentence_with_an_address_changes_nobody(text):
    found = asked(text + "\nHur gör jag för att få in dem i programmet igen?")
    assert found is None or not found.addresses
