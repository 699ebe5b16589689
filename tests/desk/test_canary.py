"""The last look at a letter: what is internal is found in whatever dress, and nothing else is."""

import time

import pytest

from mailbot.config.settings import Config
from mailbot.desk.canary import ALIKE, Secrets, reason_to_hold
from mailbot.desk.effects import UNLOCK_CODE, Draft, Letter
from mailbot.mail.message import Attachment
from mailbot.render import VARIABLES
from mailbot.render.samples import samples

NOTE = "Kunden har tre obetalda fakturor och hotar alltid med advokat."
TOKEN = "a.3f.anna.1.1xk.abcdefgh23456777"


def looked_at(words="", *, html="", subject="", names=(), notes=(NOTE,), public=(), addresses=("lisa@bokis.info",), code="", own_html="", text=None):
    files = tuple(Attachment(name, "text/plain", 0) for name in names)
    letter = Letter("agent_reply", "sv", "anna@firma.se", {"text": words, "quote": ""}, "k", attachments=files, html=own_html)
    draft = Draft(letter, subject, text if text is not None else words, html)
    return reason_to_hold(draft, subject, draft.text, html, Secrets(notes, lambda: public, addresses, lambda word: word == code))


@pytest.mark.parametrize("words", [NOTE, NOTE.upper(), NOTE.replace(" ", "\n  "), NOTE.replace(" ", "\u00a0"), f"Hej! {NOTE[:ALIKE]} hej", NOTE.replace("obetalda", "obe\u00adtalda")])
def test_a_note_is_found_however_it_is_written(words):
    assert looked_at(words) == "note"


def test_a_note_is_found_in_formatting_subject_and_names_of_files():
    assert looked_at(own_html="<p>" + NOTE.replace("tre", "<b>tre</b>") + "</p>") == "note"
    assert looked_at(subject=NOTE) == "note"
    assert looked_at(names=(f"{NOTE[:-1]}.txt",)) == "note"


@pytest.mark.parametrize("words", [NOTE[: ALIKE - 1], "Uppdatera till version 7.4, så försvinner felet helt och hållet.", ""])
def test_what_is_no_note_goes(words):
    assert looked_at(words) is None


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
    assert reason_to_hold(Draft(letter, "", words), "", words, "", secrets) == "code"


def test_the_letter_that_brings_a_code_may_hold_it():
    assert looked_at(code="k7qf-29mx", text=f"Din kod: {UNLOCK_CODE}") is None


@pytest.mark.parametrize("template", [name for name, kind in VARIABLES.items() if kind.audience in ("customer", "stranger")])
def test_a_note_in_any_value_of_any_letter_is_found(template):
    values = samples(template, "sv", Config())
    for name, value in values.items():
        if isinstance(value, str):
            letter = Letter(template, "sv", "anna@firma.se", {**values, name: f"x {NOTE} y"}, "k")
            assert reason_to_hold(Draft(letter, "", ""), "", "", "", Secrets((NOTE,))) == "note", name


@pytest.mark.parametrize("piece", ["a", "ab ", "<", "a.1.", "@", "1234 ", "lisa@bokis.info.x "])
def test_time_is_linear(piece):
    long = piece * (300_000 // len(piece))
    begun = time.process_time()
    looked_at(long, html=long, notes=(long,), public=(long,))
    assert time.process_time() - begun < 5
