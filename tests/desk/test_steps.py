"""What somebody did, step by step, in the ways people list and tell it; and lists that are no steps."""

from __future__ import annotations

import pytest

from mailbot.desk.own_words import own_lines
from mailbot.desk.steps import steps

TOLD = (
    ("Steg 1: Öppna filen\nSteg 2: Tryck på Spara", 2),
    ("Stap 1 - programma openen\nStap 2 - klik op Opslaan", 2),
    ("a) öppnar filen\nb) klickar på spara", 2),
    ("1 Öppna programmet\n2 Klicka på Spara\n3 Programmet stängs", 3),
    ("Ik heb het programma geopend, op Klanten geklikt en een factuur gemaakt.", 3),
    ("När jag startar programmet och klickar på Bokför kraschar det.", 2),
    ("Wenn ich das Programm starte und auf Drucken klicke, stürzt es ab.", 2),
    ("Als ik het programma start en op Afdrukken klik, crasht het.", 2),
    ("When I start the program and click Print, it crashes.", 2),
    ("Så här gjorde jag: öppnade filen, ändrade datum, sparade.", 3),
    ("So habe ich es gemacht: Datei geöffnet, Datum geändert, gespeichert.", 3),
    ("Zo deed ik het: bestand geopend, datum gewijzigd, opgeslagen.", 3),
    ("Ich öffne zuerst die Datei, dann klicke ich auf Drucken. Danach stürzt es ab.", 3),
    ("Jag öppnar först filen, sedan klickar jag på Spara.", 2),
    ("To print you need to:\n1. open the file\n2. click Print", 2),
    ("Jag vill ha hjälp med det här:\n1. öppnar filen\n2. klickar på Spara", 2),
    ("Steps: open file, change date, save.", 3),
)


@pytest.mark.parametrize(("text", "count"), TOLD)
def test_steps_are_found_in_the_ways_people_tell_them(text: str, count: int) -> None:
    assert len(steps(own_lines(f"Fråga\n{text}")) or ()) == count


@pytest.mark.parametrize("text", [
    "Hur gör jag när jag startar programmet och klickar på Spara?", "1 ja\n2 nej", "1 Windows 11\n2 version 4.2", "a) Anna Berg\nb) Bo Ek", "Ich wünsche mir: mehr Farben, bessere Berichte",
    "När jag ringde fick jag inget svar.", "Den 1 december\n2 personer kommer", "Steg: tre", "I want to buy:\n1. Example\n2. Example Plus", "Vi vill beställa:\n1. Licens för tre\n2. En handbok", "Wir benötigen: 1. Beispiel 2. Beispiel Plus",
])
def test_what_is_no_way_of_doing_something_is_no_steps(text: str) -> None:
    assert steps(own_lines(f"Fråga\n{text}")) is None
