"""A thank-you reopens nothing; a yes is a yes only when nothing else is said."""

import pytest

from mailbot.desk.short_answers import confirms, is_thanks, is_yes, says_no_more


@pytest.mark.parametrize("text", ["Tack för hjälpen!", "Tack så mycket, nu fungerar det!", "Vielen Dank für die schnelle Hilfe!", "Hartelijk dank!",
                                  "Bedankt voor het snelle antwoord", "Thanks, works now.", "Tack!\n\nMvh Anna", "Tack Eva!", "Tack!\nAnna Berg"])
def test_thanks(text):
    assert is_thanks(text, frozenset(), frozenset({"eva"}))


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


SIGNED = "\n\nMed vänlig hälsning\nAnna Svensson\nKund AB\nStorgatan 1\n046-12 34 56"
CARD = "\n\nBo Ek\nKund AB\nStorgatan 1\n046-12 34 56\nSkickat från min iPhone"
BO = frozenset({"bo", "ek"})


@pytest.mark.parametrize("text", [
    "Danke, hat geklappt!", "Vielen Dank, jetzt geht es wieder.", "Danke schön", "Herzlichen Dank, das Problem ist gelöst.", "Danke, alles läuft wieder",
    "Bedankt, het is opgelost!", "Dank u wel, het werkt nu.", "Top, bedankt", "Dank je wel, gelukt!", "Thank you, it is solved now", "Great, thanks a lot",
    "Ok, tack", "Tack, nu går det igen", "Tack, felet är borta", "👍", "👍🏻", "Tack 😊", "Tack! /Anna\n\nSkickat från min iPhone", "Tack!\n/Anna",
    "Tack för hjälpen" + SIGNED, "Tack för hjälpen" + CARD,
    "Danke!\n\nMit freundlichen Grüßen\nKarl Kunz\nKunz GmbH\nHauptstr. 5\n\nVon meinem iPhone gesendet",
    "Bedankt!\n\nVerstuurd vanaf mijn iPhone", "Thanks\n\nBest regards,\nAnn\nSent from my Galaxy"])
def test_thanks_as_people_write_them(text):
    assert is_thanks(text, BO)


@pytest.mark.parametrize("text", [
    "Danke, geht nicht", "Danke, geht aber nicht", "Tack 👎", "👎", "😡", "Thanks\nStill Broken", "Tack\nFungerar Inte", "Tack! /Avvakta", "Tack\n\nBo Ek\nnu hände det igen",
    "Tack\n\nBo Ek\nFel 3021", "Tack, problemet", "Danke, der Fehler ist wieder da", "Tack" + SIGNED + "\nMen det fungerar inte", "Tack\n\nSkickat från min iPhone, som inte fungerar",
    "Bedankt, werkt nog niet", "Thanks, it is not solved"])
def test_what_says_more_than_thanks(text):
    assert not is_thanks(text, BO)


@pytest.mark.parametrize("text", [
    "Ja, det var jag", "Jadå", "Ja det stämmer", "Stämmer", "Ja", "JA", "Ja tack", "Hej!\nJa, det var jag.\n/Bo", "Ja, das war ich", "Richtig", "Das war ich.", "Ja, genau",
    "Guten Tag,\nja, das stimmt.\nMit freundlichen Grüßen\nBo Ek", "Ja hoor", "Ja, dat was ik", "Ja dat klopt", "Inderdaad", "Yes, that was me", "Yes it was me", "Correct",
    "JA" + CARD, "Ja, det var jag. Felet kommer nu också i fakturor, fel 3021.", "Ja!\nOch så undrar jag hur man skriver ut?", "Ja, det var jag, och nu hände det igen"])
def test_it_was_me(text):
    assert confirms(text, BO)


@pytest.mark.parametrize("text", [
    "Nej", "Nein, das war ich nicht", "Ja, das war ich nicht", "inte jag", "Det var inte jag", "niet", "Nee, dat was ik niet", "No", "Not me", "It wasn't me", "", "Bo Ek",
    "Ja. Nej, det var inte jag.", "Vem är ni?", "Ja, vem frågar?", "Felet finns kvar", "Jag har inte skrivit till er", "Kanske", "Ja, men högst 500 kr", "Tack", "Hej", "👍",
    "Ich habe Ihnen nicht geschrieben", "Ja\nNej"])
def test_not_a_word_of_me(text):
    assert not confirms(text, BO)


@pytest.mark.parametrize("text", ["Ja" + CARD, "Ja tack" + SIGNED, "Ok\n\nVerstuurd vanaf mijn iPhone", "Ja /Bo"])
def test_a_yes_about_money_may_be_signed(text):
    assert is_yes(text, BO)


@pytest.mark.parametrize("text", ["Ja, det var jag", "Ja\nMvh Bo\nVänta till fredag", "Ja\n\nBo Ek\nHögst 500 kr", "Ja\n\nBo Ek\nAvvakta", "Ja /Avvakta", "Ja. Felet är 3021"])
def test_a_yes_about_money_is_nothing_else(text):
    assert not is_yes(text, BO)


def test_a_card_below_says_no_more():
    assert says_no_more(CARD.strip(), BO) and says_no_more("Tack" + CARD, BO)
    assert not says_no_more("Tack\n\nBo Ek\nSkriv till mig", BO)
