"""A thank-you reopens nothing; a yes is a yes only when nothing else is said."""

import pytest

from mailbot.desk.short_answers import is_thanks, is_yes


@pytest.mark.parametrize("text", ["Tack för hjälpen!", "Tack så mycket, nu fungerar det!", "Vielen Dank für die schnelle Hilfe!", "Hartelijk dank!",
                                  "Bedankt voor het snelle antwoord", "Thanks, works now.", "Tack!\n\nMvh Anna", "Tack Eva!", "Tack!\nAnna Berg"])
def test_thanks(text):
    assert is_thanks(text, frozenset({"eva"}))


@pytest.mark.parametrize("text", ["Tack, men det fungerar fortfarande inte alls på kontoret", "Det hände igen", "Tack! Hur gör jag sen?", "",
                                  "Tack, nu får jag fel 3021", "Danke, aber der Fehler tritt wieder auf", "Thanks but it still crashes", "Tack men det funkar inte", "Danke, geht aber nicht", "Tack. Nej.", "Danke, Fehler",
                                  "Vielen Dank, Absturz wieder", "TACK FUNGERAR INTE", "Thanks. Still Broken"])
def test_not_only_thanks(text):
    assert not is_thanks(text)


@pytest.mark.parametrize("text", ["JA", "Ja tack", "Hej, ja det går bra", "ja", "Akkoord", "Ok", "Yes please"])
def test_yes(text):
    assert is_yes(text)


@pytest.mark.parametrize("text", ["Ja, men högst 500 kr", "Nej", "", "Jag vet inte", "Kanske ja", "OK tack, men vänta", "Ja?", "Ja 500"])
def test_not_a_plain_yes(text):
    assert not is_yes(text)


@pytest.mark.parametrize("text", ["Ja\nAnna Berg", "Ja, tack!\n\nMed vänliga hälsningar\nAnna Berg\nFirma AB\n08-123 45 67", "Guten Tag,\nja\nMit freundlichen Grüßen\nA. Berg"])
def test_a_signed_yes(text):
    assert is_yes(text, frozenset({"anna", "berg"}))


@pytest.mark.parametrize("text", ["Ja\nNej", "Ja\nAvvakta", "Ja\nMvh Anna\nKan ni vänta till fredag?", "Nej\nMvh\nAnna Berg"])
def test_what_stands_below_a_yes_may_take_it_back(text):
    assert not is_yes(text, frozenset({"anna", "berg"}))
