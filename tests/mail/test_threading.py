"""Subjects: whose tag is taken away, and what is left alone because it is what the mail is about."""

import pytest

from mailbot.mail.threading import clean_subject, subject_key

OURS = "BK-{year}-{number:06}"


@pytest.mark.parametrize("subject", [
    "Fel", "Re: [BK-2026-000001] Fel", "[bk 2026 1] Fel", "SV: [BK2026000001] Fel", "Fel (BK–2026–000001)", "Re: [#1234] Fel",
    "[Ticket#2026112310000123] Re: Fel", "AW: [ABC-123] Re: Fel", "Fel (Case 0012345)", "Re: [Ärende #12] Fel", "[SupportID: 12-33] Fel",
    "[Vorgang 4711] AW: [Case 13] Fel", "Antw: [Ticket ID: 4711] Fel",
])
def test_tags_of_help_desks_are_taken_away(subject):
    assert clean_subject(subject, OURS) == "Fel"


@pytest.mark.parametrize("subject", [
    "[Viktigt] Fel", "Fel (2026)", "[ISO 9001] Fel", "Fråga (fall 2)", "Bokslut [2026]", "Version [7.4]", "Fel #3021", "Fel (v7.4)", "[Fel] i bokslut",
    "Fel i rapport ABC-123", "Rapport [rad 12]", "Konto [1930]",
])
def test_what_the_mail_is_about_stays(subject):
    assert clean_subject(subject, OURS) == subject


def test_numbers_of_another_form_of_ours():
    assert clean_subject("Re: [4711] Fel", "{number}") == "Fel"


def test_two_writings_of_one_subject():
    assert subject_key("Fel vid utskrift!") == subject_key("FEL  vid – utskrift")
    assert subject_key("–") == subject_key("") == ""


def test_a_subject_of_brackets_is_read_at_once():
    assert clean_subject("[" * 100_000, OURS)
    assert clean_subject("[ticket " * 100_000, OURS)
