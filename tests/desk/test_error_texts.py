"""What messages say, word for word: whole sentences around a code, log lines, copied windows, and what stands in the next line."""

from __future__ import annotations

import time

import pytest

from mailbot.desk.error_texts import error_text
from mailbot.desk.own_words import own_lines

TOLD = (
    ("beim Starten erscheint die Meldung: The application was unable to start correctly (0xc000007b). Click OK to close.",
     "The application was unable to start correctly (0xc000007b). Click OK to close."),
    ("Hej, det står Programmet kunde inte starta (0xc000007b). Klicka på OK.", "Programmet kunde inte starta (0xc000007b). Klicka på OK."),
    ("ich bekomme beim Starten:\n\nThe application was unable to start correctly (0xc000007b). Click OK.\n\nDanke",
     "The application was unable to start correctly (0xc000007b). Click OK."),
    ("Felmeddelande: Kunde inte öppna databasen (fel 3021). Kontakta support.", "Kunde inte öppna databasen (fel 3021). Kontakta support."),
    ("Det dyker upp en ruta: Oväntat fel inträffade. Kod: 0x80004005", "Oväntat fel inträffade. Kod: 0x80004005"),
    ("Då visas: Skrivaren svarar inte (kod 17)", "Skrivaren svarar inte (kod 17)"),
    ("Jag får 0x80070005 när jag sparar", "0x80070005"),
    ("Jag får fel 3021 när jag skriver ut", "fel 3021"),
    ("Programmet ger upp när jag sparar filen (0x80070005) och startar om", "0x80070005"),
    ("Här är loggen:\n\n2026-11-23 10:00 ERROR disk full\n\nVad ska jag göra?", "2026-11-23 10:00 ERROR disk full"),
    ("ERROR disk full", "ERROR disk full"),
    ("[ERROR] Could not connect to database", "[ERROR] Could not connect to database"),
    ("10:00:01.250 [main] FATAL: files are incompatible with server", "10:00:01.250 [main] FATAL: files are incompatible with server"),
    ("Jag får detta:\nUnable to open the file because it is in use.\nVad gör jag?", "Unable to open the file because it is in use."),
    ("Ik krijg dit:\nKan het bestand niet openen.\nGroet", "Kan het bestand niet openen."),
    ("Ich bekomme Folgendes:\nDie Datei konnte nicht gefunden werden.", "Die Datei konnte nicht gefunden werden."),
    ("Run-time error '3021':\n\nNo current record.\n", "Run-time error '3021': No current record."),
    ("Rutan:\n---------------------------\nProgram\n---------------------------\nKan inte ansluta\ntill servern.\n---------------------------\nOK   \n---------------------------",
     "Kan inte ansluta till servern."),
    ("[Window Title]\nProgram\n\n[Content]\nDisk is full.\n\n[OK]", "Disk is full."),
    ("Es kommt die Meldung: Die Verbindung zur Datenbank wurde unerwartet\nunterbrochen, bitte neu starten.",
     "Die Verbindung zur Datenbank wurde unerwartet\nunterbrochen, bitte neu starten.".replace("\n", " ")),
    ("Fehler beim Speichern: Datei schreibgeschützt", "Datei schreibgeschützt"),
    ("Fel vid utskrift: Skrivaren svarar inte", "Skrivaren svarar inte"),
    ("Foutmelding 1603 bij installeren", "Foutmelding 1603"),
    ("Felmeddelandet: Vi kunde inte hitta filen.", "Vi kunde inte hitta filen."),
    ("Får upp rutan Kan inte spara filen", "Kan inte spara filen"),
    ("Ich erhalte die Fehlermeldung Datei ist schreibgeschützt", "Datei ist schreibgeschützt"),
)


@pytest.mark.parametrize(("text", "message"), TOLD)
def test_a_message_is_told_whole(text: str, message: str) -> None:
    assert error_text(own_lines(f"Fråga\nHej,\n\n{text}")) == message


@pytest.mark.parametrize("text", [
    "Kollegan skrev: jag förstår inte vad jag ska göra", "Jag har en fråga: hur gör jag moms?", "Jag får detta: ingenting", "Jag får inte fakturan: hur gör jag?",
    "Vi får hjälp av en konsult:\nAnna Berg", "ERROR HANDLING is great in your program", "Die Fehlermeldung Ihrer Software kann ich nicht lesen",
    "Fel: jag kan inte logga in", "I called Anna at support; she said \"try again\".", "Hon sa \"prova igen i morgon\" när jag ringde.", "Ich bekomme morgen Besuch: können wir verschieben?", "----------\nAnna\n----------", "Programmet säger att filen saknas.",
    "Felet visas varje dag kl 10:34 och sedan startar datorn om", "The original message was received at 10:34:45 from here",
])
def test_what_people_say_of_themselves_is_no_message(text: str) -> None:
    assert error_text(own_lines(f"Fråga\n{text}")) is None


@pytest.mark.parametrize("seed", ["får jag det ", "Jag får detta: ", "ERROR ", "fel 3021 ", "(0x80070005 ", "felet A", "----------\na\n", "[Content]\na\n", "kan a b c ", "x" * 61 + "\n", "Fehler 12':\n"])
def test_sixty_thousand_characters_of_anything_are_read_at_once(seed: str) -> None:
    lines = own_lines((seed * 60_000)[:60_000])
    began = time.process_time()
    error_text(lines)

    assert time.process_time() - began < 0.3
