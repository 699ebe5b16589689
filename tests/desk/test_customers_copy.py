"""What of an agent's mail a customer reads, in text and in HTML, whatever program the agent writes with (docs/field-notes.md)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

import pytest

from mailbot import agents_manual as manual
from mailbot.config.load import Loaded, load
from mailbot.config.people import AgentMail
from mailbot.desk.agents.formatting import formatted
from mailbot.desk.agents.sending import turn_of
from mailbot.desk.facts import Case, Facts, Participant
from mailbot.desk.hearing import Hearing
from mailbot.desk.trust import Row
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys
from mailbot.render.markdown import fragment

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTICE = ["##- Skriv ditt svar ovanför den här raden -##", "Ärende: BK-2026-000001", "anna@firma.se skriver:", "Det står Fel 3021 när jag skriver ut.", "Intern anteckning: börja med /note"]
PNG = b"\x89PNG" + b"x" * 30_000


@cache
def loaded() -> Loaded:
    return load(Path(__file__).parent.parent / "vendors" / "bokis.toml", {})


def mail(text: str | None, html: str | None = None, pictures: tuple[tuple[str, str, bytes], ...] = (), flowed: bool = False) -> bytes:
    """An agent's mail; `pictures`: Content-ID, name, bytes."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Eva <eva@bokis.info>", "support@bokis.info", "Re: [BK-2026-000001] Fel"
    made["Message-ID"], made["In-Reply-To"], made["Date"] = "<a1@pc.bokis.info>", "<n1@bokis.info>", "Mon, 23 Nov 2026 10:00:00 +0100"
    if text is not None:
        made.set_content(text)
        if flowed:
            made.set_param("format", "flowed")
    if html is not None and text is None:
        made.set_content(html, subtype="html")
    elif html is not None:
        made.add_alternative(html, subtype="html")
        for cid, name, content in pictures:
            made.get_payload()[1].add_related(content, "image", "png", cid=f"<{cid}>", filename=name)  # type: ignore[union-attr]
    return made.as_bytes()


def copy_of(raw: bytes, strip: tuple[str, ...] = ("commands", "quoted_text", "signature", "notes"), name: str = "Eva") -> tuple[str, str, tuple[str, ...], list[str]]:
    """The customer's text and HTML, the names of his files, and the commands that were read."""
    eva, *others = loaded().config.agents
    config = loaded().config.model_copy(update={"agent_mail": AgentMail(strip=strip), "agents": (eva.model_copy(update={"name": name}), *others)})  # type: ignore[arg-type]
    envelope = Envelope("eva@bokis.info", ("support@bokis.info",), "127.0.0.1", Door.SMTP, NOW)
    message = parse(raw, envelope, config, Keys(b"k" * 32))
    hearing = Hearing(message, Facts(NOW, NOW), config, loaded().rules, ROW, None)
    turn = turn_of(hearing, config.agents[0], CASE, Token(TokenKind.AGENT, 1, "eva", 1, 1))
    html, files = formatted(turn)
    return turn.text, html, tuple(file.name for file in files), [command.name for command in turn.reading.commands]


ROW: Row = None  # type: ignore[assignment]  # who is believed is judged before
ANNA = Participant(1, "anna@firma.se", "requester")
CASE = Case(1, 1, "BK-2026-000001", "Fel", "sv", "open", "technical", "2", None, ANNA, (ANNA,), (), None, None, NOW, None, None, None, None, 0, None, ())


def said(html: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("&nbsp;", " ")).split())


# ---- as programs write them ------------------------------------------------------------------------
def quoted(lines: list[str]) -> str:
    return "\n".join(f"> {line}" for line in lines)


OUTLOOK_HEAD = "Från: Bokis <support@bokis.info>\nSkickat: den 23 november 2026 10:05\nTill: eva@bokis.info\nÄmne: [BK-2026-000001] Fel\n\n" + "\n".join(NOTICE)
OUTLOOK_QUOTE = (
    "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Från:</b> Bokis &lt;support@bokis.info&gt;<br>"
    "<b>Skickat:</b> den 23 november 2026 10:05<br><b>Till:</b> eva@bokis.info<br><b>Ämne:</b> [BK-2026-000001] Fel<o:p></o:p></p></div></div>"
    + "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>" for line in NOTICE)
)


def outlook(*paragraphs: str) -> str:
    body = "".join(f"<p class=MsoNormal>{each or '<o:p>&nbsp;</o:p>'}<o:p></o:p></p>" for each in paragraphs)
    return f'<html xmlns:o="urn:x"><head><style>p.MsoNormal{{margin:0cm}}</style></head><body lang=SV><div class=WordSection1>{body}{OUTLOOK_QUOTE}</div></body></html>'


GMAIL_QUOTE = ('<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Den mån 23 nov. 2026 kl 10:05 skrev Bokis &lt;<a href="mailto:support@bokis.info">support@bokis.info</a>&gt;:<br></div>'
               '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">' + "<br>".join(NOTICE) + "</blockquote></div>")
GMAIL_HEAD = "Den mån 23 nov. 2026 kl 10:05 skrev Bokis <support@bokis.info>:\n\n" + quoted(NOTICE)
APPLE_QUOTE = '<div><br><blockquote type="cite"><div>23 nov. 2026 kl. 10:05 skrev Bokis &lt;support@bokis.info&gt;:</div><br><div>' + "<br>".join(NOTICE) + "</div></blockquote></div>"
APPLE_HEAD = "23 nov. 2026 kl. 10:05 skrev Bokis <support@bokis.info>:\n\n" + quoted(NOTICE)
BIRD_HEAD = "Den 2026-11-23 kl. 10:05, skrev Bokis:\n" + quoted(NOTICE)
BIRD_QUOTE = '<div class="moz-cite-prefix">Den 2026-11-23 kl. 10:05, skrev Bokis:<br></div><blockquote type="cite">' + "<br>".join(NOTICE) + "</blockquote>"

PROGRAMS = {
    "Outlook, HTML": (
        mail("/spend 10m\n\nHej Anna,\n\nUppdatera till 7.4, se guiden<https://bokis.info/g>.\n\n-- \nEva Ek\n\n" + OUTLOOK_HEAD,
             outlook("/spend 10m", "", "Hej <b>Anna</b>,", "", 'Uppdatera till 7.4, se <a href="https://bokis.info/g">guiden</a>.', "", "-- ", "Eva Ek")),
        "Hej Anna,\n\nUppdatera till 7.4, se guiden<https://bokis.info/g>.", "Hej Anna , Uppdatera till 7.4, se guiden .", ["spend"], ("<b>Anna</b>", 'href="https://bokis.info/g"'),
    ),
    "Outlook, plain": (mail("/spend 10m\nHej Anna,\n\nUppdatera till 7.4.\n\n" + OUTLOOK_HEAD), "Hej Anna,\n\nUppdatera till 7.4.", None, ["spend"], ()),
    "Gmail web": (
        mail("/spend 10m\nHej *Anna*!\n\n   - ett\n   - två\n\n" + GMAIL_HEAD,
             f'<div dir="ltr"><div>/spend 10m</div><div>Hej <b>Anna</b>!</div><div><ul><li>ett</li><li>två</li></ul></div></div>{GMAIL_QUOTE}'),
        "Hej *Anna*!\n\n   - ett\n   - två", "Hej Anna ! ett två", ["spend"], ("<b>Anna</b>", "<li "),
    ),
    "Apple Mail on a Mac": (
        mail("/close\nHej Anna!\n\nKlart nu.\n\n" + APPLE_HEAD,
             f'<html><body style="overflow-wrap: break-word;">/close<div>Hej Anna!</div><div><br></div><div>Klart <i>nu</i>.</div>{APPLE_QUOTE}</body></html>'),
        "Hej Anna!\n\nKlart nu.", "Hej Anna! Klart nu .", ["close"], ("<i>nu</i>",),
    ),
    "Apple Mail on an iPhone": (
        mail("Hej Anna!\n\nSkickat från min iPhone\n\n" + quoted(["23 nov. 2026 kl. 10:05 skrev Bokis <support@bokis.info>:", "", *NOTICE])),
        "Hej Anna!", None, [], (),
    ),
    "Thunderbird": (
        mail("/spend 10m\nHej Anna!\n\nKlart nu.\n\n-- \nEva Ek\n\n" + BIRD_HEAD,
             f'<html><body><p>/spend 10m</p><p>Hej Anna!</p><p>Klart <b>nu</b>.</p><pre class="moz-signature">-- \nEva Ek</pre>{BIRD_QUOTE}</body></html>'),
        "Hej Anna!\n\nKlart nu.", "Hej Anna! Klart nu .", ["spend"], ("<b>nu</b>",),
    ),
    "Thunderbird, bottom-posted": (
        mail(BIRD_HEAD + "\n\nHej Anna!\n/close\n", f"<html><body>{BIRD_QUOTE}<p>Hej <b>Anna</b>!</p><p>/close</p></body></html>"),
        "Hej Anna!", "Hej Anna !", ["close"], ("<b>Anna</b>",),
    ),
    "Thunderbird, inline": (
        mail("Den 2026-11-23 kl. 10:05, skrev Bokis:\n> Det står Fel 3021.\n\nUppdatera.\n\n> Intern anteckning: börja med /note\n\nHör av dig.\n"),
        "Uppdatera.\n\nHör av dig.", None, [], (),
    ),
    "format=flowed": (mail("/spend 10m\n\nEn lång rad som ett program \nhar brutit.\n\n-- \nEva\n", flowed=True), "En lång rad som ett program har brutit.", None, ["spend"], ()),
    "HTML alone": (
        mail(None, f"<div>/spend&nbsp;10m</div><div>Hej <b>Anna</b>!</div><div>// tredje i veckan</div><div>Klart.</div>{GMAIL_QUOTE}"),
        "Hej Anna!\nKlart.", "Hej Anna ! Klart.", ["spend"], ("<b>Anna</b>",),
    ),
    "smart quotes and no-break spaces": (
        mail("\u00a0/spend\u00a010m \u201cfelsökning\u201d\n\u00a0\nSkriv \u201cJa\u201d.\u00a0\n\n" + GMAIL_HEAD,
             f"<div>&nbsp;/spend&nbsp;10m \u201cfelsökning\u201d</div><div>&nbsp;</div><div>Skriv \u201cJa\u201d.&nbsp;</div>{GMAIL_QUOTE}"),
        "Skriv \u201cJa\u201d.", "Skriv \u201cJa\u201d.", ["spend"], (),
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_customer_reads_the_words_alone(program):
    raw, text, html, commands, marks = PROGRAMS[program]
    got, page, _, read = copy_of(raw)
    assert (got, read) == (text, commands)
    assert said(page) == (html or "")
    assert all(mark in page for mark in marks)


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_of_the_notice_or_of_the_agent_goes_out(program):
    text, page, _, _ = copy_of(PROGRAMS[program][0])
    for out in (text, page or fragment(text)):
        assert not any(inner in out for inner in ("Fel 3021", "##-", "eva@bokis.info", "Eva Ek", "Skickat", "10m", "tredje i veckan", "iPhone"))


def test_an_html_that_says_more_than_the_text_is_not_used():
    text, page, _, _ = copy_of(mail("Hej Anna!\n", "<p>Hej Anna!</p><p>Och en sak till.</p>"))
    assert (text, page) == ("Hej Anna!", "")


def test_the_agents_own_address_is_the_desks():
    text, page, _, _ = copy_of(mail("Skriv till eva@bokis.info\n", '<p>Skriv till <a href="mailto:Eva@bokis.info">eva@bokis.info</a></p>'))
    assert text == "Skriv till support@bokis.info" and "eva@" not in page.lower() and "mailto:support@bokis.info" in page


@pytest.mark.parametrize(("link", "kept"), [("mailto:anna@firma.se", False), ("mailto:Anna@Firma.se?subject=x", False), ("mailto:bank@annan.se", True), ("https://firma.se/anna@firma.se", True)])
def test_no_link_leads_the_customer_to_himself(link, kept):
    text, page, _, _ = copy_of(mail("Vi skrev till dig.\n", f'<p>Vi skrev till <a href="{link}">dig</a>.</p>'))
    assert text == "Vi skrev till dig." and (link in page, "dig" in page) == (kept, True)


def test_a_picture_in_the_text_stays_and_the_logo_of_the_signature_goes():
    raw = mail("Så här:\n\n[cid:skarm@1]\n\n-- \nEva [cid:logo@1]\n", '<p>Så här:</p><p><img src="cid:skarm@1"></p><p>-- <br></p><p>Eva <img src="cid:logo@1"></p>',
               (("skarm@1", "skarm.png", PNG), ("logo@1", "image002.png", PNG)))
    text, page, files, _ = copy_of(raw)
    assert text == "Så här:\n\n[skarm.png]" and files == ("skarm.png",)
    assert re.search(r'<img src="cid:[0-9a-f]{24}@bokis.info"', page) and "skarm@1" not in page


@pytest.mark.parametrize(("strip", "expected"), [
    (("quoted_text", "signature", "notes"), "/spend 10m\nHej!"),
    (("commands", "quoted_text", "signature"), "// internt\nHej!"),
    (("commands", "quoted_text", "notes"), "Hej!\n\n-- \nEva"),
    (("commands", "signature", "notes"), "Hej!\n\nAnna skrev:\n> det gick inte"),
])
def test_strip_is_obeyed(strip, expected):
    text, _, _, commands = copy_of(mail("/spend 10m\n// internt\nHej!\n\n-- \nEva\n\nDen 23 nov 2026 kl 10:05 skrev Anna <anna@firma.se>:\n> det gick inte\n"), strip)
    assert text.replace("Den 23 nov 2026 kl 10:05 skrev Anna <anna@firma.se>:", "Anna skrev:") == expected and commands == ["spend"]


# ---- signatures without dashes -----------------------------------------------------------------------
CARD = "Eva Ek\nRedovisningsstöd\nBokis AB\nTel 08-123 45 67"
WEB = ('<div class="elementToProof">/spend 10m</div><div class="elementToProof">Hej <b>Anna</b>!</div><div class="elementToProof"><br></div><div>/close</div><div><br></div>'
       '<div id="{id}" class="elementToProof"><p><img src="cid:logo@1"></p><p>Eva Ek</p><p>Redovisningsstöd</p><p>Bokis AB</p><p>Tel <a href="tel:+468">08-123 45 67</a></p></div>'
       '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Från:</b> Bokis &lt;support@bokis.info&gt;<br><b>Skickat:</b> den 23 november 2026 10:05<br>'
       '<b>Till:</b> eva@bokis.info<br><b>Ämne:</b> [BK-2026-000001] Fel</div><div>' + "<br>".join(NOTICE) + "</div>")
WINDOWS = outlook("/spend 10m", "Hej <b>Anna</b>!", "", "/close", "", '<a name="_MailAutoSig"><span>Eva Ek</span></a>',
                  *(f"<span style='mso-bookmark:_MailAutoSig'>{line}</span>" for line in CARD.split("\n")[1:]))
WRITTEN = f"/spend 10m\nHej Anna!\n\n/close\n\n{CARD}\n\n{OUTLOOK_HEAD}"


@pytest.mark.parametrize("name", ["Eva Ek", "Eva Maria Ek", "Ingen"])  # as she is configured: a mark of the program needs no name
@pytest.mark.parametrize("raw", [
    mail(WRITTEN, WEB.format(id="Signature")), mail(WRITTEN, WEB.format(id="x_Signature")), mail(WRITTEN, WEB.format(id="ms-outlook-mobile-signature")),
    mail(None, WEB.format(id="Signature")), mail(WRITTEN, WINDOWS), mail(None, WINDOWS), mail(WRITTEN, WEB.format(id="s").replace("<div id=", '<div class="a_signature" id=', 1)),
])  # fmt: skip
def test_what_a_program_marks_as_signature_is_cut_and_the_command_above_it_runs(raw, name):
    text, page, files, commands = copy_of(raw, name=name)
    assert (text, said(page), files, commands) == ("Hej Anna!", "Hej Anna !", (), ["spend", "close"])
    assert "<b>Anna</b>" in page and "img" not in page


@pytest.mark.parametrize("name", ["Eva Ek", "eva maria ek"])
@pytest.mark.parametrize("raw", [mail(WRITTEN), mail(WRITTEN, outlook("/spend 10m", "Hej <b>Anna</b>!", "", "/close", "", *CARD.split("\n")))])
def test_a_block_below_the_agents_name_is_his_signature(raw, name):
    text, page, _, commands = copy_of(raw, name=name)
    assert (text, commands) == ("Hej Anna!", ["spend", "close"]) and said(page) in ("", "Hej Anna !")


def test_the_example_of_the_agents_manual_runs():
    example = next(text for name, _, text in manual.PROGRAMS if name.startswith("Outlook"))
    text, _, _, commands = copy_of(mail(example), name="Anna Berg")
    assert text == "Hello Kim,\n\nplease update to version 7.4, and the error will be gone." and commands == ["spend", "close"]


@pytest.mark.parametrize(("written", "kept", "read"), [
    (f"Hej!\n\n{CARD}\n\n/close", "Hej!", ["close"]),  # a command below it counts
    (f"Hej!\n\n{CARD}\n\nPS: Starta om först.", "Hej!\n\n\nPS: Starta om först.", []),
    (f"Ring till:\n\n{CARD}", f"Ring till:\n\n{CARD}", []),
    (CARD, CARD, []), ("Hej!\nEva Ek\nBokis", "Hej!\nEva Ek\nBokis", []), ("Hej!\n\nEva Ek ringer dig.", "Hej!\n\nEva Ek ringer dig.", []),
    ("Hej!\n\nEva Ek\n" + "Rad\n" * 8, "Hej!\n\nEva Ek\n" + "\n".join(["Rad"] * 8), []), (f"Hej!\n\nEva Ek\n{'x' * 101}", f"Hej!\n\nEva Ek\n{'x' * 101}", []),
    (f"Skriv:\n\n{CARD}\n\nKan du göra det?", f"Skriv:\n\n{CARD}\n\nKan du göra det?", []),
])  # fmt: skip
def test_what_an_agent_says_around_his_name_stays(written, kept, read):
    text, _, _, commands = copy_of(mail(written + "\n"), name="Eva Ek")
    assert re.sub(r"\n+", "\n", text) == re.sub(r"\n+", "\n", kept) and commands == read


def test_words_within_the_marked_signature_are_not_lost():
    """Some type below or within it."""
    text, page, _, _ = copy_of(mail(None, '<div id="Signature"><p>Hej <b>Anna</b>!</p><p>Kan du starta om?</p></div>'), name="Eva Ek")
    assert text == "Hej Anna!\n\nKan du starta om?" and "<b>Anna</b>" in page


# ---- what a machine might have written --------------------------------------------------------------------
@pytest.mark.parametrize(("text", "machine"), [("Hej!\n/away\n", False), ("/borta 2026-12-01\n\nHej! Jag är på semester.\n", False), ("Hej!\nJag är på semester till måndag.\n", True)])
def test_a_short_mail_of_an_agent_with_a_command_is_no_notice_of_absence(text, machine):
    envelope = Envelope("eva@bokis.info", ("support@bokis.info",), "127.0.0.1", Door.SMTP, NOW)
    assert (parse(mail(text), envelope, loaded().config, Keys(b"k" * 32)).automatic is not None) is machine


def test_a_customers_slash_proves_no_person():
    envelope = Envelope("anna@firma.se", ("support@bokis.info",), "127.0.0.1", Door.SMTP, NOW)
    raw = mail("Hej!\n/away\nJag är på semester till måndag.\n").replace(b"Eva <eva@bokis.info>", b"Anna <anna@firma.se>")
    assert parse(raw, envelope, loaded().config, Keys(b"k" * 32)).automatic is not None
