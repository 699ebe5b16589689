"""Nothing that a person said is taken for a quote or a signature, and what programs and firms add is not taken for his words."""

from __future__ import annotations

import pytest

from mailbot.desk.own_words import own_lines, said_in
from mailbot.mail.marks import reply_mark
from mailbot.mail.quotes import split
from tests.mail.samples import CONFIG, QUESTIONS, mail, read

MARK = reply_mark("de")
HEADER = "Von: Example Support <support@us.example>\nGesendet: Montag, 23. November 2026 10:12\nAn: Karl <karl@firma.example>\nBetreff: Fehler\n"
LETTER = f"{MARK}\n\nGuten Tag,\n\nwir haben eine Frage.\n\nMit freundlichen Grüßen\nExample\n\nVorgang EX-2026-000123 · Example\n"


def answer(text: str) -> str:
    """What is new in an answer to us."""
    return split(text, "AW: Fehler", QUESTIONS, vendor="Example").new


def first(text: str) -> str:
    """What is new in a mail that answers nothing."""
    return split(text, "Fehler", QUESTIONS, answers_us=False, vendor="Example").new


# ---- below a mark, or below a quote without marks --------------------------------------------------------
@pytest.mark.parametrize("above", ["", "\n\n", HEADER, f"-------- Ursprüngliche Nachricht --------\n{HEADER}\n"])
def test_an_answer_below_our_whole_letter_is_found_by_its_last_line(above: str) -> None:
    assert answer(f"{above}{LETTER}\nEs geht wieder nicht.\n\nKarl") == "Es geht wieder nicht.\n\nKarl"


@pytest.mark.parametrize("above", ["", HEADER])
def test_our_letter_without_an_answer_says_nothing(above: str) -> None:
    assert answer(above + LETTER) == ""


def test_the_last_line_of_our_letter_may_be_broken_and_bold() -> None:
    assert answer(f"{MARK}\nGuten Tag,\nVorgang EX-2026-000123\n*Example · https://us.example*\n\nJa, gerne.") == "Ja, gerne."


def test_below_our_mark_alone_all_is_new() -> None:
    assert answer(f"{MARK}\n\nIch habe Windows 11.\nKarl\n") == "Ich habe Windows 11.\nKarl"


def test_the_mark_of_another_desk_takes_nothing_from_its_letter() -> None:
    text = "##- Please type your reply above this line -##\n\nYour request (5512) has been received.\n\nReply to add a comment."
    assert first(text) == "Your request (5512) has been received.\n\nReply to add a comment."
    assert first(f"Please have a look at this.\n\n{text}") == "Please have a look at this."


@pytest.mark.parametrize("head", [HEADER, f"-------- Ursprüngliche Nachricht --------\n{HEADER}", "-----Original Message-----\n"])
def test_an_unmarked_quote_on_top_hides_no_answer(head: str) -> None:
    """Where the old text ends nobody can tell: all of it stays."""
    assert answer(f"{head}\nALT Guten Tag\n\nEs geht wieder nicht.\n-- \nKarl") == "ALT Guten Tag\n\nEs geht wieder nicht."


def test_older_mails_below_an_unmarked_quote_stay_quoted() -> None:
    assert answer(f"{HEADER}\nALT\n\n{HEADER}\nURALT") == "ALT"


@pytest.mark.parametrize("text", ["> Guten Tag\n> Welches System?", f"> {MARK}\n> Guten Tag", "Am 23.11.2026 um 10:00 schrieb Anna:\n> Hallo", f"Von meinem iPhone gesendet\n\n{HEADER}\nALT"])
def test_what_is_marked_or_stands_below_the_answer_is_quoted_all_the_same(text: str) -> None:
    assert answer(text) == ""


def test_a_mail_passed_on_is_not_said_by_who_passes_it_on() -> None:
    assert split(f"{HEADER}\nProgramm startet nicht.", "WG: Fehler", vendor="Example").new == ""


def test_an_agent_who_says_nothing_says_nothing() -> None:
    """What he answers holds a customer's words, which may look like commands; an agent's words go out."""
    raw = mail("From: Anna <agent@us.example>", "Subject: AW: Fehler", "In-Reply-To: <x@us.example>", text=f"{HEADER}\n/close\nALT")
    assert read(raw).new_text == ""
    assert "/close" in read(raw.replace(b"agent@us.example", b"karl@firma.example")).new_text


# ---- the matter of a first mail --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Hej, kollegan skrev:\n> Programmet kraschar\nVad gör vi?",
        "Hej,\n\nkollegan skrev så här:\n\n> Programmet kraschar\n\nVad gör vi?",
        "Hallo, mein Kollege schrieb:\n\n> Programm stürzt ab\n\nWas tun?",
        "Hoi,\n\nJan de Vries schreef:\n> Het loopt vast\n\nWat nu?",
        "Hej!\n\nDen 3 november skrev Anna Berg:\n> Programmet kraschar\n\nVad gör vi?",
        "Kollegan skrev den 3 november 2026:\n> Programmet kraschar\n\nVad gör vi?",
        "Guten Tag,\n\nim Protokoll steht:\n\nVon: C:\\Daten\nAn: D:\\Sicherung\nDatum: 23.11.2026\nBetreff: Export\n\nWas tun?",
        "Hej,\n\nmitt formulär\n\nFrån: Anna\nTill: Bo\nDatum: 2026-11-23\nÄmne: Test\n\nkraschar.",
        "Hej,\n\ni loggen finns det här:\n\nFrån: import@us.example\nTill: export@us.example\nDatum: 2026-11-23 10:12\nÄmne: Kvitto\n\nVarför?",
        "Hallo,\n\nIhr Programm schreibt immer\n\n-----Ursprüngliche Nachricht-----\n\nin die Mail. Wie stelle ich das ab?",
        "Hej!\n\nProgrammet visar:\n\n-----Original Message-----\nTom fil\n\nVad är fel?",
        "Hej,\n\nvidarebefordrar kundens fråga:\n\nFrån: Bo <bo@us.example>\nSkickat: den 23 november 2026 10:00\nTill: Anna\nÄmne: fel\n\nProgrammet kraschar.",
        "Loggen:\n____________________\n2026-11-23 10:00 ERROR disk full\n____________________\n\nVad ska jag göra?",
    ],
)
def test_what_a_first_mail_shows_is_its_matter(text: str) -> None:
    assert first(text) == text


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Anna Berg skrev:\n> Programmet kraschar", "Ja tack"),
        ("Anna Berg <anna@us.example> skrev:\n> Programmet kraschar\n\nMvh", "Ja tack\n\nMvh"),
        ("Den 2026-11-23 kl. 10:00, skrev Anna:\n> Programmet kraschar\n\nMvh", "Ja tack\n\nMvh"),
        ("Från: Anna Berg\nSkickat: den 23 november 2026 10:12\nTill: Bo Ek\nÄmne: x\n\nProgrammet kraschar", "Ja tack"),
        ("Från: Anna Berg <anna@us.example>\nTill: Bo Ek\nÄmne: x\n\nProgrammet kraschar", "Ja tack"),
        ("-----Original Message-----\n\nProgrammet kraschar", "Ja tack"),
        ("Mvh\nAnna\n\n-----Original Message-----\n\nhej, programmet kraschar", "Ja tack\n\nMvh\nAnna"),
        (f"Originalmeddelande:\n\nFrån: Example <s@us.example>\nSkickat: i dag\nTill: Bo\nÄmne: x\n\n{reply_mark('sv')}\n\nHej", "Ja tack\n\nOriginalmeddelande:"),
    ],
)
def test_what_a_program_quotes_in_a_first_mail_is_quoted(quote: str, words: str) -> None:
    """Answers lose their threads on the way, and look like first mails."""
    assert first(f"Ja tack\n\n{quote}") == words


def test_an_answer_too_may_show_a_form_that_it_announces() -> None:
    text = "Mitt formulär ser ut så här:\n\nFrån: Anna\nTill: Bo\nDatum: 2026-11-23\nÄmne: Test\n\nSedan kraschar det."
    assert answer(text) == text
    assert answer(f"Mitt svar:\n\n{HEADER}\nALT") == "Mitt svar:", "an address or the minute is a program's"
    assert answer(f"Mitt svar:\n\nVon: Example\nAn: Karl\nBetreff: x\n\n{LETTER}") == "Mitt svar:", "and our letter is ours"


def test_what_a_kept_mail_shows_is_told_to_the_agents_as_well() -> None:
    """Of a kept mail nobody knows what it answered."""
    text = "Hej, kollegan skrev:\n> Programmet kraschar\nVad gör vi?"
    assert said_in(text, CONFIG) == text
    assert said_in(f"Ja tack\n\n{HEADER}\nALT", CONFIG) == "Ja tack"
    assert said_in(f"{LETTER}\nJa, gerne.", CONFIG) == "Ja, gerne."


def test_answers_between_the_lines_below_a_bare_name_are_answers() -> None:
    assert first("Anna Berg wrote:\n> Does it print?\n\nYes.\n\n> Version?\n\n3.2") == "Yes.\n\n3.2"


def test_a_folder_is_no_sender_in_an_answer_either() -> None:
    text = "Von: C:\\Daten\nAn: D:\\Sicherung\nBetreff: Export\n\nWas tun?"
    assert answer(f"Das steht da:\n\n{text}") == f"Das steht da:\n\n{text}"


# ---- below two dashes ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "below",
    [
        "--\nMen nu får jag ett annat fel när jag skriver ut: Skrivaren svarar inte.\nVad gör jag?",
        "--\nZweite Frage: wie importiere ich die Datei?\n\nGruß Karl",
        "--\nDessutom visas http://us.example/fel när jag skriver ut.",
        "--\nnu kommer det bara en tom sida ut ur skrivaren hela tiden",
        "-- \nPS: Det gäller båda datorerna.",
        "-- \nHur gör jag nu då?",
        "Jag kör:\n--\nWindows 11\n--\nmen det kraschar.",
        "Loggen:\n--\nERROR 12 disk full\n--\nVad gör jag?",
        "Stegen\n--\n2. Klicka\n--\n3. Spara",
    ],
)
def test_a_text_below_dashes_is_said(below: str) -> None:
    view = split(f"Hej,\n\nförsta felet är löst.\n{below}")
    assert (view.new, view.signature) == (f"Hej,\n\nförsta felet är löst.\n{below}", "")
    assert "\n".join(own_lines(view.new)) == "\n".join(line.rstrip() for line in view.new.split("\n"))


@pytest.mark.parametrize(
    "said",
    [
        "PS: Kan ni skicka en faktura?", "P.S. Det gäller båda datorerna.", "ps det gäller båda datorerna", "PPS: En sak till", "Obs! Bara på den nya datorn", "P.S.: Drucker auch",
        "Wie geht es nun weiter?", "Finns det en ny version? I så fall vill jag ha den.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("dashes", ["-- ", "--"])
def test_a_postscript_or_a_question_below_a_signature_is_said(said: str, dashes: str) -> None:
    view = split(f"Tack.\n\n{dashes}\nAnna Berg\nKund AB\n\n{said}\n")
    assert (view.new, view.signature) == (f"Tack.\n\n{said}", f"{dashes}\nAnna Berg\nKund AB")


@pytest.mark.parametrize(
    "signature",
    [
        "--\nAnna Berg\nKund AB\nStorgatan 5\n08-123 45 67",
        "--\nHälsningar från Anna",
        "--\nAnna Berg, Kund AB, anna@firma.example\nVi hjälper dig att hålla ordning på papperen.",
        "--\nPS Auktioner AB",
        "-- \nAnna\nFrågor? Ring 08-123 45 67\n\nDetta mejl är avsett för mottagaren och ingen annan.",
        "-- \nDen som väntar på något gott väntar aldrig för länge.",
        "-- \nAnna\n\nHar du sett vår nya sida? https://firma.example",
        "--\nDiese E-Mail wurde von einem Programm auf Viren geprüft.",
        "--\nDetta meddelande är konfidentiellt och endast avsett\nför den som det är ställt till. Har du fått det av misstag?",
        "--\n***\n####\n=====",
    ],
)
def test_names_firms_and_mottoes_below_dashes_sign(signature: str) -> None:
    view = split(f"Hej, det går nu.\n\n{signature}")
    assert (view.new, view.signature) == ("Hej, det går nu.", signature)


def test_an_answer_below_the_signature_that_a_program_put_on_top_is_said() -> None:
    assert split("-- \nAnna Berg\nKund AB\n\nHej, det fungerar inte på den nya datorn.").new == "Hej, det fungerar inte på den nya datorn."


# ---- what programs add -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    ["Sent with Proton Mail secure email.", "Sent with [Proton Mail](https://proton.me/) secure email.", "Skickades med Proton Mail säker e-post.", "Skickat med Proton Mail säker e-post.",
     "Gesendet mit Proton Mail sichere E-Mail.", "Versendet mit Proton Mail.", "Verzonden met Proton Mail beveiligde e-mail."],
)  # fmt: skip
def test_what_proton_adds_is_signature(line: str) -> None:
    view = split(f"Nej.\n\n{line}\n\nDen 23 november 2026 kl. 10:12 skrev Anna <anna@us.example>:\n\n> ALT")
    assert (view.new, view.signature) == ("Nej.", line)


@pytest.mark.parametrize("line", ["Verzonden vanaf mijn Galaxy", "Skickat från min Galaxy", "Von meinem Samsung Galaxy Smartphone gesendet.", "Sent from my Galaxy"])
@pytest.mark.parametrize("said", ["Ja, met Windows 10.", "Ja", "Wat nu?"])
def test_what_samsung_glues_to_the_last_word_is_signature(said: str, line: str) -> None:
    view = split(f"{said}{line}\n-------- Oorspronkelijk bericht --------Van: Example <s@us.example> Datum: 23-11-2026 10:12 Aan: x@us.example Onderwerp: x \nOUD")
    assert (view.new, view.signature) == (said, line)


def test_samsung_may_glue_all_of_it_together() -> None:
    view = split("Ja.Skickat från min Galaxy-------- Originalmeddelande --------Från: Example <s@us.example> Datum: 2026-11-23 10:12 Till: x Ämne: x Hej")
    assert (view.new, view.signature) == ("Ja.", "Skickat från min Galaxy")


def test_a_telephone_that_is_the_matter_is_no_signature() -> None:
    text = "Min Samsung visar inte bilden.\nSkickar ni den till Galaxy S9 (Sent from Galaxy Store) också?"
    assert split(text).new == text


# ---- the language of a mail that is passed on ------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{HEADER}\nProgramm startet nicht.", "de"),
        ("Van: Jan <jan@firma.example>\nVerzonden: maandag 23 november 2026 10:12\nAan: Piet\nOnderwerp: x\n\nFout 12", "nl"),
        ("From: Bo <bo@firma.example>\nSent: Monday\nTo: Ann\nSubject: x\n\nHej, jag kan inte skriva ut och det står ingenting.", "sv"),
        ("From: Bo <bo@firma.example>\nSent: Monday\nTo: Ann\nSubject: x\n\n4711", None),
    ],
)
def test_a_mail_passed_on_without_a_word_tells_the_language(text: str, language: str | None) -> None:
    assert read(mail("Subject: Fwd: x", text=text)).language == language
