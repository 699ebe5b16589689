"""Which operating system a person names as his: the one the program runs on, not a telephone's, not the one he left."""

from __future__ import annotations

import time

import pytest

from mailbot.desk.operating_systems import operating_system
from mailbot.desk.own_words import own_lines

NAMED = (
    ("Ich sitze am Fenster und nutze keine Windows. Mein Handy ist ein Android 14, aber das Programm läuft auf dem Mac (Sonoma).", "macOS Sonoma"),
    ("Jag har en iPhone med iOS 17 och en dator med Windows 11", "Windows 11"),
    ("Appen körs på Android 14", "Android 14"),
    ("Programmet kraschar på min telefon med Android 14", "Android 14"),
    ("Jag skriver från mobilen, Android 14. Programmet körs på Windows 11", "Windows 11"),
    ("På telefonen (Android 14) går det bra, på datorn (Windows 11) kraschar det", "Windows 11"),
    ("Het programma draait op een iMac, mijn telefoon heeft Android 13", "macOS"),
    ("The program runs on my laptop (Windows 10). I read this on my phone (Android 14).", "Windows 10"),
    ("Programmet körs på Windows 11, men hemma har jag Mac.", "Windows 11"),
    ("Hemma har jag Mac men programmet kör jag på Windows 11", "Windows 11"),
    ("Programmet körs på Windows 10 och Windows 11", "Windows 10, Windows 11"),
    ("Programmet kraschar på Windows 11 men på Windows 10 går det bra", "Windows 11, Windows 10"),
    ("Både på Windows 10 och Mac", "Windows 10, macOS"),
    ("iPad med iPadOS 17", "iPadOS 17"),
    ("Mac med Sonoma 14.2", "macOS Sonoma 14.2"),
    ("MacBook Pro M2 med Ventura", "macOS Ventura"),
    ("Mac, macOS 14.2", "macOS 14.2"),
    ("Windows 10, närmare bestämt Windows 10 Pro", "Windows 10 Pro"),
    ("Jag har nyligen gått från Windows 10 till 11", "Windows 11"),
    ("Ich habe Windows 10 auf 11 aktualisiert", "Windows 11"),
    ("Ich benutze kein Windows 10, sondern 11", "Windows 11"),
    ("Ik heb geen Windows 11 maar Windows 10", "Windows 10"),
    ("I do not use Windows 7 any more, it is Windows 11 now", "Windows 11"),
    ("Windows-Version: 11", "Windows 11"),
    ("windows elva", "Windows 11"),
    ("Vi har inte Windows 11 ännu utan Windows 10.", "Windows 10"),
    ("Wir haben noch kein Windows 11, auf allen Rechnern läuft Windows 10", "Windows 10"),
    ("Programmet startar inte på Windows 11", "Windows 11"),
    ("The program does not run on Windows 11", "Windows 11"),
    ("vi kör Server 2019", "Windows Server 2019"),
    ("Das läuft auf einem Server 2016 R2", "Windows Server 2016 R2"),
    ("Windows Server 2022 med SQL Server 2019", "Windows Server 2022"),
    ("Microsoft Windows [Version 10.0.19045.3693]", "Windows 10"),
    ("Microsoft Windows [Version 10.0.22631.1]", "Windows 11"),
)


@pytest.mark.parametrize(("text", "system"), NAMED)
def test_the_system_is_the_one_the_program_runs_on(text: str, system: str) -> None:
    assert operating_system(own_lines(f"Fråga\n{text}")) == system


@pytest.mark.parametrize("text", [
    "Mein Handy hat Android 14", "Skickar detta från mobilen, Android 14.", "Kör ni på Mac?", "Skickat från Outlook för Android", "Jag vet inte vilket Windows",
    "Anna\nSänt från min Samsung Android 14", "Win tio biljetter", "The MAC address of the server is 00:11:22:33:44:55", "Mac-adressen är 00:11:22:33:44:55", "We do not use Windows 11 yet.", "Vi har inte Windows 11.",
    "Wir verwenden kein Windows 10", "Wij gebruiken nog geen Windows 11", "Databasen är SQL Server 2019", "Vår Exchange Server 2016", "Serverns namn är server-2019-12", "Mijn telefoon: iOS 17",
])
def test_a_telephones_system_and_a_question_are_no_answer(text: str) -> None:
    assert operating_system(own_lines(f"Fråga\n{text}")) is None


@pytest.mark.parametrize("seed", ["Windows 11 ", "Android 14, ", "programmet kör ", "telefon Android 14 ", "Windows 10 till 11 ", "Mac med ", "men "])
def test_a_long_line_of_anything_is_read_at_once(seed: str) -> None:
    lines = own_lines("\n".join([(seed * 2_000)[:2_000]] * 30))
    began = time.process_time()
    operating_system(lines)

    assert time.process_time() - began < 0.5
