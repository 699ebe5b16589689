"""The last look at a letter: what is internal is found in whatever dress, and nothing else is."""

import time
import zipfile
from io import BytesIO

import pytest

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Config
from mailbot.desk.canary import ALIKE, ALIKE_BARE, Secrets, published, reasons_to_hold
from mailbot.desk.effects import UNLOCK_CODE, Draft, Letter
from mailbot.mail.message import Attachment
from mailbot.render import VARIABLES
from mailbot.render.samples import samples

NOTE = "Kunden har tre obetalda fakturor och hotar alltid med advokat."
TOKEN = "a.3f.anna.1.1xk.abcdefgh23456777"


def looked_at(words="", *, html="", subject="", names=(), notes=(NOTE,), public=(), addresses=("lisa@bokis.info",), code="", own_html="", text=None, files=()):
    files = (*files, *(Attachment(name, "text/plain", 0) for name in names))
    letter = Letter("agent_reply", "sv", "anna@firma.se", {"text": words, "quote": ""}, "k", attachments=files, html=own_html)
    draft = Draft(letter, subject, text if text is not None else words, html)
    return one(reasons_to_hold(draft, subject, draft.text, html, Secrets(notes, lambda: public, addresses, lambda word: word == code)))


def one(reasons):
    """The one reason there is; None when there is none."""
    assert len(reasons) <= 1, reasons
    return next(iter(reasons), None)


@pytest.mark.parametrize("words", [NOTE, NOTE.upper(), NOTE.replace(" ", "\n  "), NOTE.replace(" ", "\u00a0"), f"Hej! {NOTE[:ALIKE]} hej", NOTE.replace("obetalda", "obe\u00adtalda")])
def test_a_note_is_found_however_it_is_written(words):
    assert looked_at(words) == "note"


def test_a_note_is_found_in_formatting_subject_and_names_of_files():
    assert looked_at(own_html="<p>" + NOTE.replace("tre", "<b>tre</b>") + "</p>") == "note"
    assert looked_at(subject=NOTE) == "note"
    assert looked_at(names=(f"{NOTE[:-1]}.txt",)) == "note"


@pytest.mark.parametrize("words", [NOTE[: ALIKE_BARE + 5 - 1], "Uppdatera till version 7.4, så försvinner felet helt och hållet.", ""])
def test_what_is_no_note_goes(words):
    assert looked_at(words) is None


@pytest.mark.parametrize("words", [
    NOTE.replace("obetalda", "obe*tal*da"), NOTE.replace("tre", "_tre_"), NOTE.replace(" ", ", "), NOTE.replace("a", "\u0430"), NOTE.replace("o", "\u03bf"),
    NOTE.replace("obetalda", "o\u0336b\u0336etalda"), "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in NOTE), NOTE.replace(" ", ""),
    "\n".join(f"> {word}" for word in NOTE.split()), NOTE.replace("obetalda", "obe\u200btalda"), NOTE.replace(" ", "&nbsp;").replace("a", "&#97;"),
], ids=range(11))
def test_a_note_is_found_in_disguise(words):
    """Emphasis, commas, letters of other scripts, marks through letters, wide letters, no spaces, a quote, what cannot be seen, entities."""
    assert looked_at(own_html=words) == "note"
    assert "&" in words or looked_at(words) == "note"


@pytest.mark.parametrize("html", [
    f"<p>Hej <del>{NOTE}</del></p>", f'<p>Hej <span style="display:none">{NOTE}</span></p>', f'<p><img src="cid:x" alt="{NOTE}"></p>', f'<p><a href="https://x.se/" title="{NOTE}">Hej</a></p>',
    f"<p>{NOTE.replace('obe', '<b>obe</b>')}</p>", f'<a href="https://x.se/?q={NOTE.replace(" ", "%20")}">Hej</a>',
])
def test_a_note_is_found_where_pages_hide_it(html):
    assert looked_at(own_html=html) == "note"


def paper(content, name="logg.txt", kind="text/plain"):
    return Attachment(name, kind, len(content), content)


def word_file(text):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{text[:20]}</w:t></w:p><w:p><w:t>{text[20:]}</w:t></w:p>")
    return made.getvalue()


@pytest.mark.parametrize("content", [
    NOTE.encode(), NOTE.encode("utf-16"), NOTE.encode("utf-16-le"), NOTE.encode("utf-16-be"), f"<html><p>{NOTE.replace('tre', '<b>tre</b>')}</p>".encode(), word_file(NOTE),
], ids=["plain", "utf-16", "little", "big", "page", "document"])
def test_a_note_is_found_in_files(content):
    assert looked_at(files=(paper(content),)) == "note"
    assert looked_at(files=(paper(content),), notes=()) is None


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04broken", b"\xff\xfe\0", b"\0" * 100])
def test_what_cannot_be_read_has_no_words(content):
    assert looked_at(files=(paper(content),)) is None


def test_an_address_and_a_token_are_found_in_files():
    assert looked_at(files=(paper(f"se {TOKEN}".encode("utf-16")),)) == "token"
    assert looked_at(files=(paper("lisa@bokis.info".encode("utf-16")),)) == "address"


LINK = "https://v.example/faq/printing#balance-report-on-paper"
MENU = "Arkiv > Inställningar > Utskrift > Rapporter > Balansrapport"


@pytest.mark.parametrize("public", [LINK, MENU])
def test_what_stands_in_public_places_is_no_secret(public):
    """A link of the FAQ, a way through menus that the customer wrote: the words around it may be alike, too, as long as they give nothing away."""
    note = f"Se {public} om det."
    assert looked_at(f"Hej! Se {public} om det händer igen.", notes=(note,), public=(f"Gå till {public}",)) is None
    assert looked_at(f"Hej! {public}", notes=(note,)) == "note"
    assert looked_at(f"{public} {NOTE}", notes=(f"{public} {NOTE}",), public=(public,)) == "note"


def test_the_vendor_publishes_his_links_blocks_and_hints():
    config = Config.model_validate({"vendor": {"name": "V", "faq_url": LINK}, "agent": [{"id": "lisa", "email": ["lisa@bokis.info"]}]})
    rules = RuleSet(faq=(Rule("printing", {}, {"link": "https://v.example/faq#print"}, "", "rules/faq.toml:1"),), blocks=(Rule("menu", {}, {"text": {"sv": MENU}}, "", "b:1"),))
    told = published(config, rules)
    assert {LINK, "https://v.example/faq#print", MENU} <= set(told) and not any("lisa" in said for said in told)


@pytest.mark.parametrize("words", [
    "lisa+x@bokis.info", "lisa＠bokis.info", "lisa%40bokis.info", "lisa (at) bokis.info", "lisa[at]bokis[dot]info", "lisa at bokis dot info", "lisa@\nbokis.info", "lis\n> a@bokis.info",
    "li\u200bsa@bokis.info", "lis\u0430@bokis.info", "l*i*sa@bokis.info", "lisa&#64;bokis.info", "LISA @ BOKIS . INFO", "<lisa snabel-a bokis punkt info>",
])
def test_an_address_is_found_in_disguise(words):
    assert looked_at(f"Skriv till {words} i morgon", html=f"<p>Skriv till {words} i morgon</p>") == "address"


@pytest.mark.parametrize("words", ["eva-lisa@bokis.info", "lisa atbokis.info", "Lisa är på bokis.info", "lisa at bokis"])
def test_what_is_no_address_of_an_agent_goes(words):
    assert looked_at(words) is None


@pytest.mark.parametrize("words", [TOKEN[:20] + "\n" + TOKEN[20:], TOKEN[:25] + "=\n> " + TOKEN[25:] + "\nhej", TOKEN.replace("a", "\u200ba"), TOKEN.replace(".", "&#46;")])
def test_a_token_is_found_broken_and_hidden(words):
    assert looked_at(f"se support+{words}\nhälsningar") == "token"


def test_every_reason_is_told():
    assert reasons_to_hold(Draft(Letter("agent_reply", "sv", "a@k.se", {"text": NOTE}, "k"), "", f"{NOTE} lisa@bokis.info"), "", f"{NOTE} lisa@bokis.info", "",
                           Secrets((NOTE,), addresses=("lisa@bokis.info",))) == ("address", "note")


def test_what_was_said_to_the_customer_or_by_him_is_no_secret():
    assert looked_at(NOTE, public=(f"Hej! {NOTE}",)) is None


@pytest.mark.parametrize("place", ["words", "html", "subject", "names"])
@pytest.mark.parametrize(("secret", "why"), [(TOKEN, "token"), (TOKEN.upper(), "token"), ("Lisa@Bokis.info", "address"), ("lisa@bokis.info", "address")])
def test_tokens_and_addresses_are_found_everywhere(place, secret, why):
    said = {"words": f"se support+{secret}@x" if why == "token" else f"se <{secret}>.", "html": f'<a href="mailto:{secret}">x</a>', "subject": f"Re: {secret}", "names": (f"{secret}.txt",)}[place]
    if place == "names" and why == "address":
        said = (f"till {secret}",)
    assert looked_at(**{place: said}) == why


@pytest.mark.parametrize("words", ["c.3f.p7.1.1xk.abcdefgh23456777", "evalisa@bokis.info", "lisa@bokis.info.se", "lisa@bokis.infos"])
def test_what_only_looks_like_it_goes(words):
    assert looked_at(words) is None


def test_an_address_that_the_customer_named_may_be_quoted():
    assert looked_at("Du skrev: jag har frågat lisa@bokis.info", public=("Jag har frågat Lisa@bokis.info",)) is None


@pytest.mark.parametrize("words", ["koden är K7QF-29MX", "k7qf 29mx", "K7QF29MX!"])
def test_an_unlock_code_is_found_in_its_spellings(words):
    from mailbot.desk.credentials import normal_code

    letter = Letter("agent_reply", "sv", "anna@firma.se", {"text": words}, "k")
    secrets = Secrets(is_code=lambda word: normal_code(word) == normal_code("K7QF-29MX"))
    assert reasons_to_hold(Draft(letter, "", words), "", words, "", secrets) == ("code",)


def test_the_letter_that_brings_a_code_may_hold_it():
    assert looked_at(code="k7qf-29mx", text=f"Din kod: {UNLOCK_CODE}") is None


@pytest.mark.parametrize("template", [name for name, kind in VARIABLES.items() if kind.audience in ("customer", "stranger")])
def test_a_note_in_any_value_of_any_letter_is_found(template):
    values = samples(template, "sv", Config())
    for name, value in values.items():
        if isinstance(value, str):
            letter = Letter(template, "sv", "anna@firma.se", {**values, name: f"x {NOTE} y"}, "k")
            assert reasons_to_hold(Draft(letter, "", ""), "", "", "", Secrets((NOTE,))) == ("note",), name


@pytest.mark.parametrize("piece", ["a", "ab ", "<", "a.1.", "@", "1234 ", "lisa@bokis.info.x ", "lisa (at) ", "l \n> i", "ꭓé\u0336 ", "%40&#64;", '="x" '])
def test_time_is_linear(piece):
    long = piece * (100_000 // len(piece))
    begun = time.process_time()
    looked_at(long, html=long, notes=(long,), public=(long,))
    assert time.process_time() - begun < 2
