"""Letters: every one, in every language, for every vendor; and what happens when a template goes wrong."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import meta

from mailbot import render
from mailbot.config.settings import Config
from mailbot.desk.effects import CASE_NUMBER, STATUS_ADDRESS, Draft, Letter, fill
from mailbot.mail.compose import Parts, compose
from mailbot.mail.marks import is_mark
from mailbot.mail.wrap import COLUMNS, wrap
from mailbot.render.common import common
from mailbot.render.filters import Speech, guard, numbered
from mailbot.render.samples import CUSTOMER
from mailbot.render.words import Words

VENDORS = ("bokis", "softone", "fakturax", "softadvice", "visma")
OF_VENDORS = ("bokis", *(pytest.param(name, marks=pytest.mark.torture) for name in VENDORS if name != "bokis"))  # all letters in all scenes: seconds each
LANGUAGES = ("sv", "de", "nl", "en")
STRANGERS = [name for name, letter in render.VARIABLES.items() if letter.audience == "stranger"]


def vendor(name: str) -> Config:
    here = Path(__file__).parent
    path = here.parent / "config.toml" if name == "shipped" else here / "vendors" / f"{name}.toml"
    return Config.model_validate(tomllib.loads(path.read_text()))


@pytest.fixture(scope="module")
def bokis() -> Config:
    return vendor("bokis")


@pytest.fixture(scope="module")
def shipped(bokis: Config) -> render.Templates:
    return render.load((), bokis)


def write(name: str, language: str, templates: render.Templates, config: Config, **values: object) -> Draft:
    given = render.samples(name, language, config) | values
    (draft,) = render.render((Letter(name, language, "to@example.com", given, idem=name),), templates, config)
    return draft


def of(name: str, shipped: render.Templates) -> tuple[Config, render.Templates]:
    """A vendor with the shipped letters, which are compiled once for all vendors."""
    config = vendor(name)
    tongues = {language: replace(tongue, common=common(config, tongue.speech)) for language, tongue in shipped.tongues.items()}
    return config, render.Templates(tongues, config.vendor.default_language, ())


def in_words(templates: render.Templates, language: str) -> dict[str, set[str]]:
    sandbox = templates.tongues[language].plain
    return {name: meta.find_undeclared_variables(sandbox.parse(text)) for name, (text, _) in templates.tongues[language].built_in.items()}


# ---- the shipped letters -------------------------------------------------------------------------
def test_every_language_has_the_same_letters_with_the_same_variables(shipped: render.Templates) -> None:
    first, *others = (in_words(shipped, language) for language in LANGUAGES)

    assert set(first) >= set(render.VARIABLES)
    assert all(other == first for other in others)


def test_every_language_has_the_same_words(shipped: render.Templates) -> None:
    first, *others = ({s: set(w) for s, w in shipped.tongues[language].speech.words.sections.items()} for language in LANGUAGES)

    assert all(other == first for other in others)


HOSTILE = ("customer@example.com", "Kim", *(line for text in CUSTOMER.values() for part in text for line in part.split("\n") if len(line) > 12))
LEFT_OPEN = re.compile(r"None|Undefined|\{\{|\{%|True|False|\ue000|[ \t]\n|\n\n\n|\( *\)|, \.| ,| \.| :|\.\.(?!\.)")
ANNOUNCED_IN_VAIN = re.compile(r":\n\n(?:Vänliga|Mit freund|Met vriend|Kind regards)")


@pytest.mark.parametrize("name", ["shipped", *OF_VENDORS])
def test_every_letter_reads_well_for_every_vendor(name: str, shipped: render.Templates) -> None:
    """In every scene and language: nothing left open, nothing called None, no line beyond 72 columns that is not one link or address;
    and a stranger reads no word of his own."""
    config, templates = of(name, shipped)
    letters = [(kind, lang, scene) for kind in render.VARIABLES.values() for lang in LANGUAGES for scene in render.scenes(kind.name, lang, config)]
    for kind, language, scene in letters:
        (draft,) = render.render((Letter(kind.name, language, "to@example.com", scene.values, idem="x"),), templates, config)
        where, text = (kind.name, language, scene.name), wrap(draft.text)
        assert draft.fell_back is None, draft.fell_back
        assert draft.subject and text.endswith("\n") and not text.startswith("\n"), where
        assert not LEFT_OPEN.search(draft.subject + text), (where, LEFT_OPEN.search(draft.subject + text), text)
        assert all(len(line) <= COLUMNS or " " not in line.strip() for line in text.split("\n")), (where, text)
        assert not ANNOUNCED_IN_VAIN.search(text), where
        assert (draft.html is not None) == (kind.audience != "admin"), where
        if kind.audience == "stranger":  # arbitrary subjects were mailed to victims through help desks: not through ours (reliability.md 41)
            assert not any(line in draft.subject + draft.text + (draft.html or "") for line in HOSTILE), where


@pytest.mark.parametrize("name", (*VENDORS, "shipped"))
def test_an_empty_rate_is_never_printed_and_a_rate_says_its_vat_and_step(name: str, shipped: render.Templates) -> None:
    """SA-16, SO: what is quoted stands in no letter; what is configured stands whole."""
    config, templates = of(name, shipped)
    text = " ".join(write("will_be_billed", "en", templates, config).text.split())
    rate = {
        "fakturax": "The rate is €120.00 an hour plus 19% VAT, charged for every 15 minutes begun.",
        "softadvice": "The rate is €110.00 an hour plus 21% VAT, charged for every 15 minutes begun.",
    }.get(name)

    assert (rate in text) if rate else ("rate" not in text and "You will know what it costs before we begin." in text)


@pytest.mark.parametrize("name", OF_VENDORS)
def test_the_check_has_nothing_to_say_about_the_shipped_letters(name: str) -> None:
    config = vendor(name)

    assert render.problems(render.load((), config), config) == ()


@pytest.mark.parametrize("name", STRANGERS)
def test_a_letter_to_a_stranger_has_no_place_for_his_words(name: str) -> None:
    assert not any(var.kind in ("case", "str", "cases", "details", "links", "files") for var in render.VARIABLES[name].variables)


@pytest.mark.parametrize("name", [name for name, letter in render.VARIABLES.items() if letter.answerable])
def test_the_reply_mark_is_the_first_line_where_an_answer_is_welcome(name: str, shipped: render.Templates, bokis: Config) -> None:
    assert is_mark(write(name, "sv", shipped, bokis).text.split("\n")[0])


@pytest.mark.parametrize(("values", "said"), [
    ({"clock_waits": False}, "Du får normalt svar senast tisdag 24 november kl. 17.00."),
    ({"clock_waits": True}, "Så snart vi har fått uppgifterna börjar vi arbeta"),
    ({"clock_waits": False, "answer_by": None, "start_by": "2026-11-24T16:00:00+00:00"}, "Vi börjar arbeta med ärendet senast tisdag 24 november kl. 17.00."),
    ({"clock_waits": False, "answer_by": None, "at_once": True}, "Vi börjar arbeta med ditt ärende omgående."),
    ({"clock_waits": False, "answer_by": None}, "Vi hör av oss så snart vi kan."),
    ({"clock_waits": False, "is_open_now": False}, "Just nu har vi stängt. Vi öppnar igen tisdag 24 november kl. 08.00."),
])
def test_the_acknowledgement_promises_what_was_promised(values: dict[str, object], said: str, shipped: render.Templates, bokis: Config) -> None:
    assert said in write("ack", "sv", shipped, bokis, **values).text


def test_without_missing_details_nothing_is_asked(shipped: render.Templates, bokis: Config) -> None:
    draft = write("ack", "sv", shipped, bokis, missing=[], remembered=[], clock_waits=False, add_address=False, status_address="")

    assert "?" not in draft.text
    assert "Om du vill lägga till något räcker det att svara på det här mejlet." in draft.text


def test_the_payment_confirmation_says_what_the_vendor_promises(shipped: render.Templates, bokis: Config) -> None:
    """BK-22, in the words agreed upon."""
    text = write("payment_confirmation", "sv", shipped, bokis).text

    assert "Vi tog emot din betalning på 300,00 kr den 25 november 2026." in text
    assert "Du har nu 15 minuters personlig support via e-post." in text
    assert "Identifikationsnummer: 10000008\nUpplåsningskod: K7QM-2XWD-9RTF\n" in text


def test_a_number_agrees_with_its_noun(shipped: render.Templates, bokis: Config) -> None:
    """"1 minut", "2 mejl": in every language, one is one."""
    said = {language: [write("followup_ack", language, shipped, bokis, count=count).text for count in (1, 2)] for language in LANGUAGES}

    assert "Ditt mejl har lagts till" in said["sv"][0] and "Dina 2 mejl har lagts till" in said["sv"][1]
    assert "Ihre E-Mail ist zum" in said["de"][0] and "Ihre 2 E-Mails sind zum" in said["de"][1]
    assert "Uw e-mail is toegevoegd" in said["nl"][0] and "Uw 2 e-mails zijn toegevoegd" in said["nl"][1]
    assert "Your email has been" in said["en"][0] and "Your 2 emails have been" in said["en"][1]


@pytest.mark.parametrize(("name", "answerable"), [("ack", True), ("status", True), ("language_set", False), ("agent_new_case", False), ("help", False)])
def test_the_footer_of_a_customers_case_says_how_to_learn_its_state(name: str, answerable: bool, shipped: render.Templates, bokis: Config) -> None:
    assert ("svara STATUS" in write(name, "sv", shipped, bokis).text) is answerable


def test_a_click_on_the_status_address_begins_a_mail_about_it(shipped: render.Templates, bokis: Config) -> None:
    """Whether the address is known already or a placeholder that booking fills in."""
    for address in ("support+s.1@example.com", STATUS_ADDRESS):
        html = fill(write("ack", "sv", shipped, bokis, account_created=True, status_address=address).html or "", {"status_address": "support+s.1@example.com"})
        assert '<a href="mailto:support+s.1@example.com?subject=STATUS">support+s.1@example.com</a>' in html


@pytest.mark.parametrize(("language", "said"), [
    ("sv", "måndag–fredag 8.00–12.00 och 13.00–16.00, dag före röd dag 8.00–13.00. Röda dagar har vi stängt."),
    ("de", "Montag bis Freitag 8:00–12:00 und 13:00–16:00 Uhr, am Tag vor einem Feiertag 8:00–13:00 Uhr. An Feiertagen ist geschlossen."),
    ("nl", "maandag tot en met vrijdag 8.00–12.00 en 13.00–16.00 uur, op de dag vóór een feestdag 8.00–13.00 uur. Op feestdagen zijn wij gesloten."),
    ("en", "Monday to Friday 8:00–12:00 and 13:00–16:00, on the day before a public holiday 8:00–13:00. We are closed on public holidays."),
])
def test_help_tells_the_opening_hours_in_words(language: str, said: str, shipped: render.Templates) -> None:
    config, templates = of("softone", shipped)

    assert said in " ".join(write("help", language, templates, config).text.split())


def test_help_names_only_words_that_lead_somewhere(shipped: render.Templates, bokis: Config) -> None:
    """BALANCE where something can be counted, LANGUAGE where there is a choice."""
    visma, templates = of("visma", shipped)
    bought, agreed = write("help", "sv", shipped, bokis).text, write("help", "sv", templates, visma).text

    assert "- SALDO – " in bought and "SPRÅK" not in bought
    assert "SALDO" not in agreed and "- SPRÅK EN – " in agreed


def test_help_tells_what_the_levels_mean(shipped: render.Templates) -> None:
    """The meaning that the vendor gave; the times that he promises, and no other."""
    (softone, theirs), (softadvice, others) = of("softone", shipped), of("softadvice", shipped)
    told = " ".join(write("help", "sv", theirs, softone).text.split())

    assert "- Prioritet 1: Går ej att starta, hela eller väsentliga delar otillgängliga, går ej att kringgå. Vi börjar inom 2 timmar. - Prioritet 2: vi börjar inom 4 timmar." in told
    assert "rioriteit" not in write("help", "nl", others, softadvice).text


@pytest.mark.parametrize(("answers", "automatic", "field"), [
    ("mail@customer.example", True, b"Auto-Submitted: auto-replied"), (None, True, b"Auto-Submitted: auto-generated"), ("mail@customer.example", False, None),
])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_leaves_as_a_mail_that_says_what_it_is(
    answers: str | None, automatic: bool, field: bytes | None, language: str, shipped: render.Templates, bokis: Config
) -> None:
    """RFC 3834 section 5: machines can tell; plain text first, then HTML; the language is named."""
    draft = write("ack", language, shipped, bokis)
    raw = compose(Parts("Bokis", "support@bokis.info", "a@b.se", draft.subject, draft.text, "1@bokis.info", datetime(2026, 11, 23, tzinfo=UTC),
                        html=draft.html, in_reply_to=answers, automatic=automatic, language=language))  # fmt: skip
    head, _, body = raw.partition(b"\r\n\r\n")

    assert (field in head) if field else (b"Auto-Submitted" not in head)
    assert (b"X-Auto-Response-Suppress: All" in head) is automatic
    assert f"Content-Language: {language}".encode() in head and b"multipart/alternative" in head
    assert 0 < body.find(b"Content-Type: text/plain") < body.find(b"Content-Type: text/html")


def test_an_agent_reads_the_three_answers_in_one_line(shipped: render.Templates, bokis: Config) -> None:
    text = wrap(write("agent_new_case", "en", shipped, bokis).text)

    assert "\nTrust: verified (DMARC) · case new · may write, use minutes\n" in text


def test_a_customers_slash_is_no_command_in_an_agents_letter(shipped: render.Templates, bokis: Config) -> None:
    draft = write("agent_update", "sv", shipped, bokis, text="Hej\n/close\n  /note x\n##- svara -##")

    assert "\n> /close\n>   /note x\n> ##- svara -##\n" in draft.text


@pytest.mark.parametrize(("language", "steps"), [
    ("sv", "\nSteg för steg (från tidigare ärende):\n1. Jag öppnar Rapporter\n2. Jag väljer Balans\n3. Jag klickar på Skriv ut\n"),
    ("de", "\nVorgehen Schritt für Schritt (aus früherem Vorgang):\n1. Ich öffne Rechnungen\n2. Ich wähle Drucken\n3. Ich klicke auf OK\n"),
    ("nl", "\nStap voor stap (uit eerdere aanvraag):\n1. Ik open Rapporten\n2. Ik kies Balans\n3. Ik klik op Afdrukken\n"),
    ("en", "\nSteps (from an earlier case):\n1. I open Reports\n2. I choose Balance\n3. I click on Print\n"),
])
def test_a_customers_steps_keep_their_numbers_in_a_notice(language: str, steps: str, shipped: render.Templates, bokis: Config) -> None:
    """In plain text and in HTML; one step alone is no list."""
    draft = write("agent_new_case", language, shipped, bokis, remembered=["steps"])
    alone = write("agent_new_case", language, shipped, bokis, found=[{"name": "steps", "value": "Rapporter"}]).text

    assert steps in draft.text and '<ol start="1"' in (draft.html or "") and (draft.html or "").count("<li ") >= 3
    assert ": Rapporter\n" in alone and "1. Rapporter" not in alone


@pytest.mark.parametrize(("value", "shown"), [
    ("a\nb", "1. a\n2. b"), ("1. a\n2) b", "1. a\n2. b"), ("a\n\n  b", "1. a\n2. b"), ("x" * 101 + "\nb", f"1. {'x' * 99}…\n2. b"),
    ("\n".join("abcdefghijklm"), "\n".join(f"{n}. {letter}" for n, letter in enumerate("abcdefghijkl", 1)) + "\n[…]"),
])
def test_steps_get_numbers(value: str, shown: str) -> None:
    assert numbered(value) == shown


# ---- subjects and placeholders -------------------------------------------------------------------
def test_the_subject_carries_the_case_and_keeps_the_customers_words(shipped: render.Templates, bokis: Config) -> None:
    draft = write("ack", "sv", shipped, bokis, case={"number": CASE_NUMBER, "subject": "Hjälp!"})

    assert fill(draft.subject, {"case_number": "BK-2026-000123"}) == "[BK-2026-000123] Hjälp!"
    assert "ärendenummer BK-2026-000123." in fill(draft.text, {"case_number": "BK-2026-000123"})
    assert "BK-2026-000123" in fill(draft.html or "", {"case_number": "BK-2026-000123"})


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y", "a\u2028b", "\n\nHej\n\ndå"])
def test_a_subject_of_many_lines_stays_one(subject: str, shipped: render.Templates, bokis: Config) -> None:
    draft = write("ack", "sv", shipped, bokis, case={"number": "BK-1", "subject": subject})

    assert len(draft.subject.splitlines()) == 1
    assert "Hej!\n\nTack för ditt mejl." in draft.text


def test_a_case_without_subject_has_a_word_for_it(shipped: render.Templates, bokis: Config) -> None:
    assert write("ack", "nl", shipped, bokis, case={"number": "BK-1", "subject": ""}).subject == "[BK-1] (geen onderwerp)"


def test_the_letters_own_subject_wins(shipped: render.Templates, bokis: Config) -> None:
    letter = Letter("agent_reply", "sv", "a@b.se", render.samples("agent_reply", "sv", bokis), "x", subject="[BK-2026-000123] Eget")

    assert render.render((letter,), shipped, bokis)[0].subject == "[BK-2026-000123] Eget"


# ---- a vendor's own templates --------------------------------------------------------------------
@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "sv").mkdir()
    return tmp_path


def test_a_vendors_template_comes_before_the_shipped_one(own: Path, bokis: Config) -> None:
    (own / "sv" / "ack.txt.j2").write_text("Eget {{ case.subject }}\n\nHej från {{ vendor.name }}.\n\n{% include \"_sign\" %}")
    (own / "sv" / "words.toml").write_text('case = "Fall"\n')
    draft = write("ack", "sv", render.load((own,), bokis), bokis)

    assert draft.subject == "[BK-2026-000123] Eget Fel vid utskrift av balansrapport"
    assert "Hej från Bokis." in draft.text and "Fall BK-2026-000123 – svara STATUS" in draft.text


@pytest.mark.parametrize(("template", "because"), [
    ("S\n\n{{ tiir }}", "ack.txt.j2, line 3: 'tiir' is undefined"),
    ("S\n{% if %}", "ack.txt.j2, line 2: "),
    ("S\n{{ 'a' * 1000000000 }}", "line 2: "),
    ("S\n{{ 2 ** 999999999 }}", "line 2: "),
    ("S\n{% for i in range(10) %}x{% endfor %}", "'range' is undefined"),
    ("S\n{{ vendor.name.center(1000000000) }}", "line 2: "),
    ("S\n{{ case.__class__ }}", "line 2: "),
    ("S\n{{ ''.__class__.__mro__ }}", "line 2: "),
    ("S\n{{ case.items() }}", "line 2: "),
    ("S\n{{ '%1000000000d' % 1 }}", "line 2: "),
    ("S\n{{ case | attr('keys') }}", "line 2: "),
    ("S\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "recursion"),
    ("S\n{% set x = missing | join * 2 %}", "line 2: "),
    ("S\n" + "{% for a in missing %}{% for b in missing %}" * 8 + "x" * 200 + "{% endfor %}{% endfor %}" * 8, "longer than 400,000"),
    ("S\n{% include 'nothing' %}", "nothing"),
])
def test_a_broken_template_gives_way_and_says_why(template: str, because: str, own: Path, bokis: Config) -> None:
    """The customer still hears from us, the administrator hears why (reliability.md 84)."""
    (own / "sv" / "ack.txt.j2").write_text(template)
    draft = write("ack", "sv", render.load((own,), bokis), bokis, missing=["a" * 3] * 4)

    assert "Tack för ditt mejl." in draft.text
    assert draft.fell_back is not None and because in draft.fell_back
    assert draft.fell_back.endswith("The built-in text was sent instead.")


def test_the_check_names_file_line_and_remedy(own: Path, bokis: Config) -> None:
    (own / "sv" / "ack.txt.j2").write_text("S\n\n{{ minutes_lef }}\n{{ case.number | datum }}\n")
    (own / "sv" / "free_help.txt.j2").write_text("S\n\n{% if x %}\n")
    (own / "sv" / "balnce.txt.j2").write_text("S\n")
    (own / "sv" / "words.toml").write_text("case = 3\n")
    found = "\n".join(render.problems(render.load((own,), bokis), bokis))

    assert "ack.txt.j2, line 3: there is no variable 'minutes_lef' here; did you mean 'minutes_left'?" in found
    assert "ack.txt.j2, line 4: " in found and "there is no filter 'datum'; did you mean 'date'?" in found
    assert re.search(r"free_help\.txt\.j2, line \d: ", found)
    assert "there is no letter 'balnce'; did you mean 'balance'?" in found
    assert "words.toml: case: expected a text" in found


def test_a_language_without_letters_falls_back_to_the_default_language(shipped: render.Templates, bokis: Config) -> None:
    assert "Tack för ditt mejl." in write("ack", "fi", shipped, bokis).text


# ---- values --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("values", "complaint"), [
    ({"tiir": "x"}, "has no variable tiir"),
    ({"received_at": datetime(2026, 1, 1, tzinfo=UTC)}, "datetime is not plain data"),
    ({"minutes_left": 1.5}, "float is not plain data"),
])
def test_only_declared_plain_data_reaches_a_template(values: dict[str, object], complaint: str, shipped: render.Templates, bokis: Config) -> None:
    name = "confirm_by_reply" if "received_at" in values else "ack"
    with pytest.raises(render.NotWritten, match=complaint):
        write(name, "sv", shipped, bokis, **values)


def test_a_needed_value_is_missed(shipped: render.Templates, bokis: Config) -> None:
    with pytest.raises(render.NotWritten, match="needs used_from, used_at"):
        render.render((Letter("credential_used", "sv", "a@b.se", {}, "x"),), shipped, bokis)


@pytest.mark.parametrize(("language", "moment", "day", "money", "minutes"), [
    ("sv", "tisdag 24 november kl. 17.00", "24 november 2026", "300,00 kr", "1 minut"),
    ("de", "Dienstag, 24. November, 17:00 Uhr", "24. November 2026", "300,00 SEK", "1 Minute"),
    ("nl", "dinsdag 24 november om 17.00 uur", "24 november 2026", "SEK 300,00", "1 minuut"),
    ("en", "Tuesday 24 November at 17:00", "24 November 2026", "SEK 300.00", "1 minute"),
])
def test_dates_and_money_as_the_language_says_them(
    language: str, moment: str, day: str, money: str, minutes: str, shipped: render.Templates
) -> None:
    speech = shipped.tongues[language].speech
    instant = "2026-11-24T16:00:00+00:00"

    assert (speech.moment(instant), speech.date(instant), speech.date("2026-11-24")) == (moment, day, day)
    assert (speech.money(30000, "SEK"), speech.minutes(1)) == (money, minutes)


def test_summer_time_is_the_offices() -> None:
    assert Speech(Words("en", {}), "Europe/Stockholm").clock("2026-07-01T10:00:00+00:00") == "12:00"


def test_an_unknown_saying_is_shown_as_it_is() -> None:
    speech = Speech(Words("en", {"say": {"booked": "{minutes} min booked"}}), "UTC")

    assert speech.sentence({"say": "booked", "minutes": 10}) == "10 min booked"
    assert speech.sentence({"say": "some_thing", "minutes": 10}) == "some thing 10"


# ---- HTML ----------------------------------------------------------------------------------------
def test_html_says_what_the_text_says() -> None:
    page = render.html_of("Hej <b>du</b>!\nRad två\n\n- ett\n- två\n\n> citat\n> > djupare\n\nLäs https://x.se/a?b=1&c=2. Skriv till a.b@x.se.")

    assert "Hej &lt;b&gt;du&lt;/b&gt;!<br>\nRad två" in page
    assert page.count("<li") == 2 and page.count("<blockquote") == 2
    assert '<a href="https://x.se/a?b=1&amp;c=2">https://x.se/a?b=1&amp;c=2</a>. ' in page
    assert '<a href="mailto:a.b@x.se">a.b@x.se</a>.' in page


@pytest.mark.parametrize(("text", "numbers"), [
    ("1. a\n2. b", ["<ol start=\"1\"", "<li", "<li"]), ("1. a\n- x\n- y\n2. b", ["<ol start=\"1\"", "<li", "<ul", "<li", "<li", "<ol start=\"2\"", "<li"]),
    ("3) a\n5) b\n6) c", ["<ol start=\"3\"", "<li", "<li value=\"5\"", "<li"]), ("1. a\n   more\n2. b", ["<ol start=\"1\"", "<li", "<li"]),
    ("1. a\n\n2. b", ["<ol start=\"1\"", "<li", "<ol start=\"2\"", "<li"]), ("- a\n  - b", ["<ul", "<li", "<li"]),
])
def test_html_keeps_the_numbers_of_a_list(text: str, numbers: list[str]) -> None:
    assert re.findall(r"<ol start=\"\d+\"|<ul|<li(?: value=\"\d+\")?", render.html_of(text)) == numbers


@pytest.mark.parametrize("mean", [
    "<script>alert(1)</script>", "javascript:alert(1)", 'https://x.se/"onclick="alert(1)', "<img src=x onerror=alert(1)>",
    "https://x.se/<script>", "a@x.se\"onmouseover=\"x",
])
def test_html_lets_nothing_in(mean: str) -> None:
    body = render.html_of(mean).partition("<body>")[2]

    assert not re.search(r"<(?!/?(?:p|br|div|a|ul|ol|li|blockquote|body|html)\b)|<[^>]*\son\w+=|href=\"(?!https?://|mailto:)", body)


def test_html_keeps_a_case_number_on_one_line_and_lets_nothing_in_by_it() -> None:
    page = render.html_of("Ärende BK-2026-1 <x>, https://a.se/BK-2026-1", whole=("BK-2026-1",), subjects={"<s>@a.se": "STATUS & mer"})

    assert 'Ärende <span style="white-space:nowrap">BK-2026-1</span> &lt;x&gt;, <a href="https://a.se/BK-2026-1">https://a.se/BK-2026-1</a>' in page
    assert '<a href="mailto:&lt;s&gt;@a.se?subject=STATUS%20%26%20mer">&lt;s&gt;@a.se</a>' in render.html_of("<s>@a.se", subjects={"<s>@a.se": "STATUS & mer"})


def test_html_of_a_long_hostile_text_is_quick() -> None:
    """No pattern may need more than linear time: 60 kB each, in far less than the bound even on a busy machine."""
    for piece in ("https://", "www.a.", "a@", "a.", "- ", "> ", "http://!!!!", "x@y."):
        started = time.process_time()
        render.html_of(piece * (60_000 // len(piece)))
        assert time.process_time() - started < 2, piece


# ---- a customer's text in an agent's letter ---------------------------------------------------------
@pytest.mark.parametrize("unseen", [
    "", " ", "\t", "\u00a0", "\u2003", "\u3000", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202a", "\u2066", "\u00ad", "\u3164",
    "\ufe0f", "\U000e0041", " \u200b\u00a0\u2060 ",
])
@pytest.mark.parametrize("command", ["/spend 15m", "／spend 15m", "##- Skriv ditt svar", "Ref: SO-2026-000001 notice=refused"])
def test_a_command_behind_what_nobody_sees_is_shown_as_a_quote(unseen: str, command: str) -> None:
    assert guard(f"Hej\n{unseen}{command}\n1/2") == f"Hej\n> {unseen}{command}\n1/2"


# ---- what the desk says has words ----------------------------------------------------------------
def test_every_saying_and_fault_of_the_desk_has_its_sentence(shipped: render.Templates) -> None:
    """A key without a sentence would be shown bare to an agent."""
    desk = "\n".join(path.read_text() for path in sorted((Path(__file__).parent.parent / "mailbot" / "desk").rglob("*.py")))
    sayings = set(re.findall(r'"say": "(\w+)"', desk))
    faults = set(re.findall(r'(?:Fault\([\w.]+, [^"]+, |fault_of\(\w+, |Wrong\(|missing=)"(\w+)"', desk))
    words = shipped.tongues["en"].speech.words

    assert sayings and faults
    assert [key for key in sorted(sayings) if not words.has("say", key)] == []
    assert [key for key in sorted(faults) if not words.has("fault", key)] == []


@pytest.mark.parametrize("key", ["topic", "flag"])
def test_every_topic_and_mark_of_the_shipped_rules_has_its_word(key: str, shipped: render.Templates) -> None:
    """An agent reads "bokföringsfråga", not accounting_question."""
    folder = Path(__file__).parent.parent / "rules"
    named = {str(rule["then"][key]) for path in folder.glob("*.toml") for rule in tomllib.loads(path.read_text()).get("rule", ()) if key in rule["then"]}

    assert named
    assert [(language, name) for language in LANGUAGES for name in sorted(named) if not shipped.tongues[language].speech.words.has(key, name)] == []


def test_the_words_that_help_names_are_words_that_we_understand(shipped: render.Templates) -> None:
    """What a letter tells a customer to write is in rules/commands.toml, in the letter's language."""
    rules = tomllib.loads((Path(__file__).parent.parent / "rules" / "commands.toml").read_text())["rule"]
    understood = {(rule["when"]["language"], rule["then"]["command"]): rule["then"]["words"] for rule in rules if rule["then"].get("customer")}
    if not understood:
        pytest.skip("rules/commands.toml has no words of customers yet")
    told = {(language, name): word for language in LANGUAGES for name, word in shipped.tongues[language].speech.words.sections["customer_command"].items()}

    assert [told[key] for key in told if told[key] not in understood.get(key, ())] == []
