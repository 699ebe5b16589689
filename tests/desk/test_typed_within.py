"""Words typed among the unmarked lines of a letter of ours are found by comparing with it, and nothing that a program, a gateway or a rewrapping does is taken for words."""

import resource
import textwrap

import pytest

from mailbot.desk.typed_within import typed_within

MARK = "##- Skriv ditt svar ovanför den här raden -##"
LETTER = f"""{MARK}

Nytt ärende SO-2026-000001 · tekniskt fel
Kund: Łukasz Nowak <anna@k.se>
Operativsystem: Windows 11
Steg för steg:
1. Öppnar Rapporter
2. Klickar Skriv ut

Kunden skriver:

Hej! Det går inte att skriva ut "balansrapporten" sedan den nya versionen kom – felet visas varje gång.
Guiden: https://v.example/guide
https://v.example/faq#print
Ja

Har ni något förslag?

Ett vanligt svar på det här mejlet går till kunden.
Ref: SO-2026-000001 notice=new-case kind=technical priority=1"""
HEAD = "Från: V <support@v.example<mailto:support@v.example>>\nSkickat: den 24 november 2026 10:00\nTill: lisa@v.example\nÄmne: Fel: Det går inte att skriva ut\n\n"
OLD = HEAD + LETTER
SAFE = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fv.example%2Ffaq%23print&data=05%7C02"
BANNER = "[Extern avsändare] Klicka inte på länkar i detta mejl om du inte litar på avsändaren."
DISCLAIMER = "Detta mejl är konfidentiellt och får inte spridas vidare."


def among(line, *typed):
    """The old part with something typed below a line of it."""
    assert f"{line}\n" in OLD
    return OLD.replace(f"{line}\n", "\n".join((line, "", *typed, "", "")), 1)


def rewrapped(width):
    return "\n".join(each for line in OLD.split("\n") for each in (textwrap.wrap(line, width, break_on_hyphens=False) or [""]))


@pytest.mark.parametrize("old", [
    OLD, LETTER, rewrapped(46), rewrapped(72), OLD.replace(" ", "\xa0"), OLD.replace('"', "”").replace("–", "-"), OLD.replace("\n", "\n\n"), OLD.replace("\n1. ", "\n").replace("\n2. ", "\n"),
    OLD.replace("1. ", "  1.  ").replace("2. ", "  *   "), OLD.replace("https://v.example/guide", "https://v.example/guide<https://v.example/guide>"), OLD.replace("https://v.example/guide", "här<https://v.example/guide>").replace("här<", "<"),
    OLD.replace("https://v.example/faq#print", SAFE), OLD.replace("https://v.example/faq#print", f"https://v.example/faq#print<{SAFE}>"), OLD.replace("anna@k.se", "anna@k.se<mailto:anna@k.se>"),
    OLD.replace(MARK, f"{BANNER}\n\n{MARK}"), f"{OLD}\n\n{DISCLAIMER}\n", f"{OLD}\n\n{DISCLAIMER}\nEtt vanligt svar på det här mejlet är olagligt.\nKunden får inte skriva ut det.", f"{OLD.split('Har ni')[0]}\nDetta mejl har skickats\ntill fel kund, eller ni\ntill oss i förslag.\n", OLD.encode("cp1252", "replace").decode("cp1252"), OLD.replace("Nytt", "*Nytt").replace("fel\n", "fel*\n"), f"[cid:image001.png@01DB]\n{OLD}\n[cid:image002.png@01DB]",
    OLD.split("Har ni")[0], MARK + OLD.split("Steg för steg")[1], HEAD + LETTER.split("\n\n", 1)[1], "\n".join(OLD.split("\n")[:12] + OLD.split("\n")[16:]), f"{OLD}\n\n{HEAD}{MARK}\n\nEtt äldre brev.\n\nKunden skriver:\n\nNågot annat.\n\nEtt vanligt svar på det här mejlet går till kunden.",
    f"{OLD}\n\nFrån: V <support@v.example>\nSkickat: den 20 november 2026 10:00\nTill: lisa@v.example\nÄmne: Fel\n\nHej, vi återkommer.\n\nEtt vanligt svar på det här mejlet går till kunden.", "> " + OLD.replace("\n", "\n> "), "> " + among("Kunden skriver:", "Mitt svar").replace("\n", "\n> "), "", "\n",
    f"{HEAD}Ett helt annat brev.\nSom vi inte har skrivit.",
])  # fmt: skip
def test_a_letter_of_ours_holds_no_words_of_anybody_else(old):
    assert typed_within(old, (LETTER,)) == ()


@pytest.mark.parametrize("typed", [
    ("Starta om datorn.",), ("Nej",), ("11",), ("👍",), ("Ja, det går att skriva ut.",), ("Uppdatera först.", "Skriv sedan ut igen."), ("https://annan.example/svar",), ("Det är fel på skrivaren i Windows 11, byt drivrutin och försök igen nästa vecka.",),
])  # fmt: skip
@pytest.mark.parametrize("line", ["Operativsystem: Windows 11", "2. Klickar Skriv ut", "Kunden skriver:", "Har ni något förslag?", "https://v.example/faq#print"])
def test_words_between_its_lines_are_found(line, typed):
    assert typed_within(among(line, *typed), (LETTER,)) == typed
    assert typed_within("\n".join(each for one in among(line, *typed).split("\n") for each in (textwrap.wrap(one, 200) or [""])), ("Ett annat brev.", LETTER)) == typed


def test_an_answer_behind_a_question_is_found_with_its_line():
    assert typed_within(OLD.replace("förslag?", "förslag? Nej"), (LETTER,)) == ("Har ni något förslag? Nej",)


def test_words_are_found_where_the_mark_and_the_head_were_deleted():
    assert typed_within(among("Kunden skriver:", "Starta om.").partition(MARK)[2], (LETTER,)) == ("Starta om.",)


def test_of_a_text_and_its_page_that_counts_of_which_the_old_part_has_most():
    page = LETTER.replace("Operativsystem: Windows 11", "Operativsystem\nWindows 11 Home").replace("Har ni", "Kanske har ni")
    assert typed_within(HEAD + page, (LETTER, page)) == () != typed_within(HEAD + page, (LETTER,))


@pytest.mark.parametrize("line", ["a ", "a b ", "a? ", "?a", "<https://a", "https://a.b ", "Från: a\n", "ja nej\n", "kunden skriver "])
def test_any_text_is_compared_in_linear_time(line):
    old = (MARK + "\n" + line * 400_000)[:400_000]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    typed_within(old, (LETTER, old, (line + "x ") * 20_000, LETTER * 100))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 2
