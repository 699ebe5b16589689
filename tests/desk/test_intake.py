"""What a mail tells: its kind, its details in four languages, and what is still asked for."""

from __future__ import annotations

import time

import pytest

from mailbot.config.intake import KINDS, Intake
from mailbot.config.paths import shipped
from mailbot.config.rules import Rule, RuleSet, load_rules
from mailbot.desk.facts import Detail
from mailbot.desk.intake import answers_by_number, asked_for, blocks_clock, find_details, kind_of, missing, question
from mailbot.mail.message import Attachment

RULES, PROBLEMS = load_rules(shipped("rules"), None)
BOKIS = Intake.model_validate({
    "required": ["operating_system"], "handling": ["unclear_passage_or_how_searched"], "technical": ["steps", "exact_error_text"],
    "wished_blocks_clock": False,
})
FAKTURAX = Intake.model_validate({
    "required": [], "function_question": ["wiki_searched"], "configuration_wish": ["wish_in_detail"], "skip_for_priority": ["kritisch"],
    "fault": ["error_copy_or_photo", "function_and_conditions", "restart_module", "restart_application", "restart_os"],
    "wished_blocks_clock": True,
})
S02 = "Windows 11\n\n1. Öppnar Rapporter 2. Klickar Skriv ut\n\n«Fel 3021: Ingen aktuell post»\n"


def photo(name: str = "screenshot.png", media: str = "image/png", size: int = 90_000, *, inline: bool = False) -> Attachment:
    return Attachment(name, media, size, inline=inline)


def details(text: str, settings: Intake = BOKIS, files: tuple[Attachment, ...] = (), subject: str = "", kind: str | None = None) -> dict[str, str]:
    return {d.name: d.value for d in find_details(subject, text, files, RULES, settings, kind) if d.state == "found"}


def lacking(text: str, kind: str, settings: Intake, files: tuple[Attachment, ...] = (), known: tuple[Detail, ...] = ()) -> tuple[str, ...]:
    required, wished = asked_for(kind, settings)
    return missing((*known, *find_details("", text, files, RULES, settings, kind)), required + wished)


def test_the_shipped_rules_load_without_a_word() -> None:
    assert PROBLEMS == ()


# ---- kinds ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "subject", "text"), [
    ("technical", "SV: \"Betald support för bokis plus\"", S02),
    ("technical", "Hjälp!", "Jag får ett konstigt felmeddelande"),
    ("technical", "", "Das Programm stürzt ab, sobald ich drucke."),
    ("technical", "", "De rapport werkt niet meer sinds gisteren."),
    ("technical", "", "The program crashes when I print."),
    ("technical", "", "Hur gör jag nu? Bokis startar inte."),
    ("technical", "", "Error 3021"),
    ("technical", "", "Hallo, hier mal wieder ich."),  # nothing tells
    ("handling", "", "Hur skriver jag ut en balansrapport?"),
    ("handling", "", "Windows 11, hur gör jag momsrapporten? Hittar inte i handboken, sökte på moms"),
    ("handling", "", "Jag har bokfört på fel konto. Hur rättar jag det?"),
    ("handling", "", "Vilket konto ska jag använda för leasingbil?"),
    ("handling", "", "Wie kann ich das Logo auf der Rechnung ändern?"),
    ("handling", "", "Hoe moet ik een factuur boeken?"),
    ("function_question", "", "Gibt es eine Funktion für Sammelrechnungen?"),
    ("fault", "Störung beim Drucken", "Foto anbei."),
    ("fault", "", "Er is een storing bij het printen"),
    ("feedback", "", "Synpunkt: lägg till mörkt läge"),
    ("feedback", "Verbesserungsvorschlag", "Mehr Farben, bitte."),
    ("feedback", "", "Nach dem Neustart war die Störung weg."),
    ("fault", "", "Auch nach dem Neustart ist die Störung nicht weg."),
    ("feedback", "", "Na het herstarten is het probleem verdwenen, dank u"),
    ("technical", "", "Har du något förslag? Bokis kraschar vid utskrift."),
    ("bug_report", "Programfel: rapporten visar fel summa", ""),
    ("access_request", "", "Vi behöver inloggning till FAQ och nedladdningar."),
    ("technical", "", "Fehlermeldung: Zugriff auf die Datenbank verweigert"),
    ("agreement_question", "", "Vi vill teckna supportavtal, vad kostar det?"),
    ("configuration_wish", "Konfigurationswunsch", "Rechnungen sollen künftig zwei Logos haben."),
    ("handling", "", "Jag undrar hur man lägger till ett konto"),
    ("handling", "", "Jag hittar inte hur man ändrar räkenskapsår"),
    ("handling", "", "jag vet inte hur jag ska göra en kreditfaktura"),
    ("handling", "", "undrar hur man skapar en ny användare"),
    ("handling", "", "Ich weiß nicht, wie man eine Gutschrift erstellt"),
    ("handling", "", "Ich möchte wissen wie ich einen Kunden anlege"),
    ("handling", "", "Ik weet niet hoe ik een factuur crediteer"),
    ("handling", "", "Graag uitleg hoe u een creditnota maakt"),
    ("handling", "", "I wonder how you add an account"),
    ("handling", "", "I do not know how I add an account"),
    ("technical", "", "Programmet hänger och det kommer upp en ruta med text. Kan inte jobba. Vad gör jag?"),
    ("technical", "", "Det kommer en konstig ruta när jag startar. Vad ska jag göra?"),
    ("technical", "", "Hallo, seit heute spinnt das Programm beim Drucken, kommt immer so eine Meldung. Könnt ihr mal schauen?"),
    ("technical", "", "Er komt steeds een rare melding, wat nu?"),
    ("technical", "", "A strange box pops up, what do I do?"),
    ("access_request", "", "Vill ha inlogg till kundcentret för att ladda ner filer"),
    ("access_request", "", "Graag een nieuwe versie van het programma downloaden"),
    ("handling", "", "Hur hänger moms och bokslut ihop?"),
    ("handling", "", "I vilken ruta fyller jag i momsen?"),
    ("handling", "", "In welche Meldung gehört die Umsatzsteuer?"),
    ("handling", "", "Hur fyller jag i ruta 05?"),
    ("handling", "", "Wie erstelle ich die Umsatzsteuermeldung?"),
    ("handling", "", "Was muss ich bei der Meldung an das Finanzamt angeben?"),
    ("technical", "", "Jag kan inte ladda ner den senaste versionen"),
    ("access_request", "", "Ich möchte die neue Programmversion herunterladen"),
    ("technical", "", "Jag förstår inte hur jag ska få bort felet"),
])
def test_the_kind_of_question(kind: str, subject: str, text: str) -> None:
    assert kind_of(subject, text, RULES)[0] == kind


def test_the_kind_comes_with_the_rule_that_told_it() -> None:
    _, trail = kind_of("", "Synpunkt: mörkt läge", RULES)
    assert [(s.rule, s.hit) for s in trail] == [("views, marked as such", True)]
    assert kind_of("", "Hej", RULES)[1][0].because == "no word of the mail tells the kind of question"


# ---- the stories ---------------------------------------------------------------------------------
def test_s02_a_complete_mail_lacks_nothing() -> None:
    assert details(S02) == {
        "operating_system": "Windows 11", "steps": "Öppnar Rapporter\nKlickar Skriv ut", "exact_error_text": "Fel 3021: Ingen aktuell post",
    }
    assert lacking(S02, "technical", BOKIS) == ()


def test_s03_an_incomplete_mail_is_asked_for_three_things_and_its_clock_waits() -> None:
    wanting = lacking("Jag får ett konstigt felmeddelande", "technical", BOKIS)

    assert wanting == ("operating_system", "steps", "exact_error_text")
    assert blocks_clock(wanting, "technical", "normal", BOKIS)
    assert not blocks_clock(wanting[1:], "technical", "normal", BOKIS)  # what is only wished for never stops it


@pytest.mark.parametrize("text", [
    "Windows 10\n\nFörst öppnar jag Rapporter, sedan klickar jag på Skriv ut.",
    "windows 10. Först startade jag programmet och sedan tryckte jag på Rapporter.",
])
def test_s03_the_reply_completes_it(text: str) -> None:
    """The picture stands for the error text."""
    assert lacking(text, "technical", BOKIS, (photo(),)) == ()
    assert details(text, BOKIS, (photo(),))["exact_error_text"] == "screenshot.png"


def test_s18_a_photo_and_three_short_answers_complete_a_fault() -> None:
    heic = (Attachment("IMG_2041.HEIC", "application/octet-stream", 2_000_000),)
    wanting = lacking("Störung beim Drucken", "fault", FAKTURAX, heic)
    reply = "1 ja, 2 ja, 3 ja - immer bei Lieferschein"
    by_number = answers_by_number(reply, wanting, RULES, FAKTURAX)

    assert wanting == ("restart_module", "restart_application", "restart_os")
    assert [d.name for d in by_number] == ["restart_module", "restart_application", "restart_os"]
    assert missing((*by_number, *find_details("", reply, (), RULES, FAKTURAX, "fault")), wanting) == ()


def test_yes_and_no_answer_the_checks_among_other_questions() -> None:
    asked = ("function_and_conditions", "restart_module", "restart_application", "restart_os")
    told = answers_by_number("1 ja\n2 ja\n3 nein", asked, RULES, FAKTURAX)

    assert [(d.name, d.value) for d in told] == [("restart_module", "ja"), ("restart_application", "ja"), ("restart_os", "nein")]


@pytest.mark.parametrize(("text", "names"), [
    ("1. win 11\n2. vet inte\n3. Fel 3021", ["operating_system", "exact_error_text"]),  # not knowing answers nothing
    ("1. ja\n2. ja", []),  # a yes names no operating system
    ("1. Starta\n2. Klicka", []),  # steps
    ("1) Windows 10, 2) först öppnar jag och sedan klickar jag, 3) inget", ["operating_system", "steps", "exact_error_text"]),
])
def test_an_answer_must_fit_what_it_answers(text: str, names: list[str]) -> None:
    asked = ("operating_system", "steps", "exact_error_text")
    assert [d.name for d in answers_by_number(text, asked, RULES, BOKIS)] == names


# ---- operating systems ---------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "system"), [
    ("win 11", "Windows 11"), ("Jag har win11.", "Windows 11"), ("W10", "Windows 10"), ("windows 8.1.", "Windows 8.1"), ("Windows: 11", "Windows 11"),
    ("Windows XP", "Windows XP"), ("Windows 10 Pro 22H2", "Windows 10 Pro 22H2"), ("Windows11pro", "Windows 11 Pro"),
    ("Win Server 2012R2", "Windows Server 2012 R2"), ("macOS 14.2", "macOS 14.2"), ("Mac OS X 10.15", "macOS 10.15"), ("macOS 14.5 (Sonoma)", "macOS Sonoma 14.5"),
    ("jag har en Mac", "macOS"), ("Ubuntu 22.04 LTS", "Ubuntu 22.04"), ("Linux", "Linux"), ("Android 14", "Android 14"), ("Chromebook", "ChromeOS"),
    ("Betriebssystem: eComStation 2", "eComStation 2"), ("på Windows 10 och Windows 11", "Windows 10, Windows 11"),
    ("inte Windows 10 utan Windows 11", "Windows 11"), ("Ich habe von Windows 10 auf Windows 11 gewechselt", "Windows 11"),
    ("Tidigare hade jag Windows 7. Nu Windows 11.", "Windows 11"), ("Programmet startar inte på Windows 11", "Windows 11"),
    ("Varför fungerar inte utskriften i Windows 11?", "Windows 11"),
])  # fmt: skip
def test_an_operating_system_is_known_however_typed(text: str, system: str) -> None:
    assert details(text).get("operating_system") == system


@pytest.mark.parametrize("text", [
    "Skickat från min Android 14", "Von meinem iPhone gesendet", "Sent from Mail for Windows 10", "Verzonden vanaf mijn iPad met iOS 17",
    "X-Mailer: Windows Mail 10", "User-Agent: K-9 Mail for Android 12", "Hej\n-- \nAnna, Windows 11-experten", "min mac-adress är 00:11", "Windows",
    "Fungerar Bokis på Windows 11?", "Operativsystem: vet inte", "you win 10 000 kr", "vecka v10", "Programmet kräver Windows 10 eller senare",
])
def test_what_is_no_answer_about_the_operating_system(text: str) -> None:
    assert "operating_system" not in details(text)


def test_the_subject_may_name_the_system() -> None:
    assert details("Hjälp!", subject="Bokis på Windows 11")["operating_system"] == "Windows 11"


# ---- error texts ---------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "message"), [
    ("«Fel 3021: Ingen aktuell post»", "Fel 3021: Ingen aktuell post"),
    ("Då står det ”Post saknas i registret”.", "Post saknas i registret"),
    ("Då står det \"Post saknas i registret\".", "Post saknas i registret"),
    ("'Ingen aktuell post' står det i rutan", "Ingen aktuell post"),
    ("Es erscheint: „Die Verbindung wurde getrennt“", "Die Verbindung wurde getrennt"),
    ("Ich bekomme die Meldung ‚Zugriff verweigert‘", "Zugriff verweigert"),
    ("Beim Speichern kommt »Datensatz gesperrt«.", "Datensatz gesperrt"),
    ("Er staat ‘Bestand niet gevonden’.", "Bestand niet gevonden"),
    ("I get the error “Printer is offline”", "Printer is offline"),
    ("Fel 3021: Ingen aktuell post", "Fel 3021: Ingen aktuell post"),
    ("Run-time error '3021': No current record", "Run-time error '3021': No current record"),
    ("Laufzeitfehler 3021", "Laufzeitfehler 3021"), ("felkod 42", "felkod 42"), ("error 0x80070005", "error 0x80070005"),
    ("ORA-00942: table or view does not exist", "ORA-00942: table or view does not exist"),
    ("System.NullReferenceException: Object reference not set", "System.NullReferenceException: Object reference not set"),
    ("felmeddelandet är: Kunde inte hitta filen", "Kunde inte hitta filen"),
    ("Felmeddelandet lyder Ingen aktuell post", "Ingen aktuell post"),
    ("Felmeddelande:\n\nKan inte ansluta till databasen\n\nMvh Anna", "Kan inte ansluta till databasen"),
    ("Fehlermeldung: Datei nicht gefunden", "Datei nicht gefunden"),
    ("Foutmelding: Kan het bestand niet openen", "Kan het bestand niet openen"),
    ("Dan verschijnt: Toegang geweigerd", "Toegang geweigerd"),
    ("då kommer det upp en ruta där det står\n\n   Rapportmallen kunde inte läsas in (kod 17)\n\noch sedan stängs det", "Rapportmallen kunde inte läsas in (kod 17)"),
    ("Jag klickar på Skriv ut\n«Fel 17»", "Fel 17"),
    ("När jag sparar får jag:\nThe operation could not be completed", "The operation could not be completed"),  # in another language
])  # fmt: skip
def test_an_error_message_is_found_word_for_word(text: str, message: str) -> None:
    assert details(text).get("exact_error_text") == message


@pytest.mark.parametrize("text", [
    "Jag får ett konstigt felmeddelande", "felmeddelandet är konstigt", "Jag klickar på \"Skriv ut faktura\" och inget händer",
    "Vi vill att fakturan heter \"Faktura nr 1\"", "fel konto 1930", "det drogs fel 300 kr", "fel 2024", "Fel på faktura 12345",
    "ring mig på 08-123 45 67", "Don't know what it's about, isn't it", "Fehlermeldung: keine", "Felmeddelande: se bild",
    "Organisationsnummer 556123-4567", "OCR 123456789", "Zitat \"alles gut\" vom Chef",
])
def test_no_error_message_is_invented(text: str) -> None:
    assert "exact_error_text" not in details(text)


@pytest.mark.parametrize("text", ["Det kommer inget felmeddelande.", "Es kommt keine Fehlermeldung", "Er komt geen foutmelding", "There is no error message"])
def test_who_sees_no_message_is_not_asked_for_its_text(text: str) -> None:
    states = {d.name: d.state for d in find_details("", text, (), RULES, BOKIS)}

    assert states["exact_error_text"] == "waived"
    assert "exact_error_text" not in lacking(text, "technical", BOKIS)


@pytest.mark.parametrize(("file", "counts"), [
    (photo(), True), (photo("image001.png", size=150_000, inline=True), True), (photo("IMG_1.HEIC", "application/octet-stream"), True),
    (photo("image001.png", size=4_000, inline=True), False), (photo("Logo.png"), False), (photo("faktura.pdf", "application/pdf"), False),
])
def test_a_picture_counts_as_error_text_and_a_logo_does_not(file: Attachment, counts: bool) -> None:
    assert ("exact_error_text" in details("Se bild", BOKIS, (file,))) is counts
    assert "exact_error_text" not in details("Se bild", BOKIS.model_copy(update={"photo_counts_as_error_text": False}), (file,))


# ---- steps ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "steps"), [
    ("1. Öppnar Rapporter 2. Klickar Skriv ut", "Öppnar Rapporter|Klickar Skriv ut"),
    ("Jag gör så här: 1) Öppnar Rapporter 2) Klickar Skriv ut. Då kommer felet.", "Öppnar Rapporter|Klickar Skriv ut"),
    ("1. Öppna\n2. Klicka\n   på knappen\n\n3. Vänta", "Öppna|Klicka på knappen|Vänta"),
    ("Steg 1: öppna\nSteg 2: spara", "öppna|spara"),
    ("- öppnar programmet\n- klickar på Skriv ut", "öppnar programmet|klickar på Skriv ut"),
    ("Först öppnar jag Rapporter, sedan klickar jag på Skriv ut.", "Först öppnar jag Rapporter|sedan klickar jag på Skriv ut"),
    ("Zuerst öffne ich die Rechnung und dann drücke ich auf Drucken.", "Zuerst öffne ich die Rechnung|dann drücke ich auf Drucken"),
    ("Eerst open ik het programma. Daarna klik ik op Rapporten.", "Eerst open ik het programma|Daarna klik ik op Rapporten"),
    ("First I opened reports, then I clicked Print", "First I opened reports|then I clicked Print"),
    ("I open the report and then I press print", "I open the report|then I press print"),
    ("Als ik eerst de factuur open en daarna op Crediteren klik", "Als ik eerst de factuur open|daarna op Crediteren klik"),
    ("Arkiv > Skriv ut > PDF", "Arkiv|Skriv ut|PDF"),
    ("Jag öppnar Rapporter, klickar på Skriv ut och väljer PDF.", "Jag öppnar Rapporter|klickar på Skriv ut|väljer PDF"),
])
def test_steps_are_found_in_lists_and_in_sentences(text: str, steps: str) -> None:
    assert details(text).get("steps") == steps.replace("|", "\n")


@pytest.mark.parametrize("text", [
    "- mörkt läge\n- större text", "Det fungerade först men sedan i går får jag fel", "1. Hur skriver jag ut?\n2. Hur byter jag konto?",
    "1. ja\n2. ja\n3. nein", "1. Windows 11\n2. Det kraschar\n3. Fel 17", "vom 1. Januar bis 2. Februar", "> citat > x > y", "Version 1.2 och 2.3", "Jag har väntat sedan igår och sedan dess inget",
])
def test_what_is_no_list_of_steps(text: str) -> None:
    assert "steps" not in details(text)


# ---- the other details ---------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "version"), [
    ("Bokis version 7.4", "7.4"), ("Versie: 2024.1", "2024.1"), ("Programmversion ist 12", "12"), ("v7.4.2", "7.4.2"), ("Windows version 10", None), ("Windows 10 Pro, Programmversion 7.4", "7.4"),
    ("macOS version 14.2", None), ("i version av rapporten", None),
])
def test_the_programs_version_is_not_that_of_the_system(text: str, version: str | None) -> None:
    assert details(text).get("program_version") == version


@pytest.mark.parametrize(("name", "text"), [
    ("restart_module", "Das Modul habe ich neu gestartet, ohne Erfolg."), ("restart_module", "Ik heb de module opnieuw geopend."),
    ("restart_application", "Das Programm habe ich schon neu gestartet."), ("restart_application", "Jag har startat om programmet."),
    ("restart_os", "Der Rechner wurde neu gestartet."), ("restart_os", "Jag har startat om datorn två gånger."),
    ("restart_os", "I rebooted the computer."), ("function_and_conditions", "Die Störung tritt auf, sobald ich drucke."),
])
def test_checks_that_were_made_are_recognised(name: str, text: str) -> None:
    assert details(text, FAKTURAX)[name] == text


@pytest.mark.parametrize("text", ["Den Rechner habe ich noch nicht neu gestartet.", "Jag har inte startat om datorn.", "Modul Lohn: wann kommt das neue Release?"])
def test_checks_that_were_not_made_are_not(text: str) -> None:
    assert not [name for name in details(text, FAKTURAX) if name.startswith("restart")]


def test_a_wish_is_in_detail_when_it_is_long_or_a_list_and_only_in_a_mail_that_wishes() -> None:
    wish = "Auf der Rechnung sollen stehen:\n- zwei Logos\n- unsere Kundennummer"
    assert "wish_in_detail" in details(wish, FAKTURAX, kind="configuration_wish")
    assert "wish_in_detail" not in details(wish, FAKTURAX, kind="fault")
    assert "wish_in_detail" not in details("Zwei Logos, bitte.", FAKTURAX, kind="configuration_wish")


def test_telephone_invoice_and_organisation_numbers_are_no_details() -> None:
    text = "Mvh\nAnna Berg, Firma AB\nTel 08-123 45 67, mobil 070-123 45 67\nOrg.nr 556123-4567, faktura 20231117, OCR 1234567897"
    assert details(text) == {}


def test_a_vendors_own_rule_adds_to_what_is_recognised() -> None:
    own = Rule("operating system", {"matches_any": (r"\bAS/400\b",)}, {"detail": "operating_system"}, "named", "rules/intake.toml:1")
    printer = Rule("printer", {"matches_any": (r"drucker (\w+)",)}, {"detail": "printer"}, "named", "rules/intake.toml:2")
    rules = RuleSet(intake_details=(own, printer))
    found = {d.name: d.value for d in find_details("", "Wir haben AS/400 und den Drucker Epson", (), rules, BOKIS)}

    assert found == {"operating_system": "Wir haben AS/400 und den Drucker Epson", "printer": "Epson"}


def test_what_is_shown_of_a_long_paragraph_is_the_sentence() -> None:
    text = "Seit heute druckt nichts. Wir haben das Programm neu gestartet und auch den PC neu gestartet, ohne Erfolg. Bitte um Rückruf."
    assert details(text, FAKTURAX)["restart_os"] == "Wir haben das Programm neu gestartet und auch den PC neu gestartet, ohne Erfolg."


# ---- what is asked -------------------------------------------------------------------------------
def test_what_is_required_comes_before_what_is_wished() -> None:
    assert asked_for("technical", BOKIS) == (("operating_system",), ("steps", "exact_error_text"))
    assert asked_for("handling", BOKIS) == (("operating_system",), ("unclear_passage_or_how_searched",))


def test_views_and_questions_on_agreements_are_asked_for_no_operating_system() -> None:
    assert [asked_for(kind, BOKIS) for kind in ("feedback", "access_request", "agreement_question")] == [((), ())] * 3


def test_a_vendor_who_keeps_one_list_means_it_for_both_kinds() -> None:
    assert asked_for("fault", BOKIS)[1] == ("steps", "exact_error_text")
    assert asked_for("technical", FAKTURAX)[1] == FAKTURAX.fault
    assert asked_for("fault", BOKIS.model_validate({"technical": ["steps"], "fault": []}))[1] == ()  # said so himself


def test_a_level_that_is_never_held_back_does_not_wait() -> None:
    assert blocks_clock(("restart_os",), "fault", "hoch", FAKTURAX)
    assert not blocks_clock(("restart_os",), "fault", "kritisch", FAKTURAX)


def test_every_detail_has_its_question_in_four_languages() -> None:
    names = {name for kind in KINDS for settings in (BOKIS, FAKTURAX) for name in sum(asked_for(kind, settings), ())} | set(RULES.details)
    for name in names:
        asked = {question(name, language, RULES) for language in ("sv", "de", "nl", "en")}
        assert len(asked) == 4, name
        assert all(text[-1] in "?." and text[0].isupper() for text in asked), name
    assert question("operating_system", "fi", RULES) == question("operating_system", "en", RULES)
    assert question("shoe_size", "sv", RULES) == "shoe size"


# ---- bounds --------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [
    "On ", "1. a ", "\"", "«", "fel ", "Fel 30 ", "a", "- x\n", "\n", "Windows ", "win 1", "först sedan ", "klickar ", "meddelandet är ", "modul neu ",
    "'a ", "> ", "HTTP ", "0x0", "A.Error", "från Windows 10 till ", "fel:\n", "jag öppnar, ",
])  # fmt: skip
def test_a_million_characters_are_read_in_half_a_second(seed: str) -> None:
    text = (seed * 1_000_000)[:1_000_000]
    began = time.process_time()
    kind_of("x", text, RULES)
    find_details("x", text, (), RULES, FAKTURAX, "configuration_wish")
    answers_by_number(text, ("operating_system", "steps"), RULES, BOKIS)

    assert time.process_time() - began < 0.5
