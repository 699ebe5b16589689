"""Every way in which mail programs introduce what they quote, in the languages that customers' programs speak."""

from __future__ import annotations

import pytest

from mailbot.mail.quote_words import LABELS
from mailbot.mail.quotes import split

# Programs that mark the quoted lines. One line each, as the program writes it.
MARKED = """
On Mon, Nov 23, 2026 at 10:00 AM Anna <anna@us.example> wrote:
On Mon, Nov 23, 2026 at 10:00:00AM +0100, Anna wrote:
On Mon, 23 Nov 2026, 10:00 Anna, <anna@us.example> wrote:
On Monday, November 23rd, 2026 at 10:00 AM, Anna <anna@us.example> wrote:
On Mon, 23 Nov 2026, at 10:00 AM, Anna wrote:
On Mon, 2026-11-23 at 10:00 +0100, Anna wrote:
On Monday 23 November 2026 10:00:00 Anna wrote:
On 23 November 2026 10:00:00 CET, Anna <anna@us.example> wrote:
On 11/23/2026 10:00 AM CET Anna <anna@us.example> wrote:
On 2026-11-23 10:00, Anna wrote:
On Mon, 23 Nov 2026, Anna wrote:
On November 23, 2026, Anna <anna@us.example> wrote:
Nov 23, 2026, 10:00 by anna@us.example:
Anna <anna@us.example> writes:
Quoting Anna <anna@us.example>:
At 2026-11-23 10:00:00, "Anna" <anna@us.example> wrote:
Den mån 23 nov. 2026 kl 10:00 skrev Anna <anna@us.example>:
Den 23 november 2026 10:00 skrev Anna <anna@us.example>:
Den 2026-11-23 kl. 10:00, skrev Anna:
Den 2026-11-23 10:00, skrev Anna:
Den 23 november 2026 10:00:00 CET skrev Anna <anna@us.example>:
Anna skrev den 2026-11-23 10:00:
23 nov. 2026 kl. 10:00 skrev Anna <anna@us.example>:
mån 2026-11-23 klockan 10:00 +0100 skrev Anna:
måndag 23 november 2026 kl. 10:00:00 CET skrev Anna:
måndag 23 november 2026 kl. 10:00, skrev Anna <anna@us.example>:
På mån, 23 nov 2026 10:00 skrev Anna <anna@us.example>:
Citerar Anna <anna@us.example>:
Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Anna <anna@us.example>:
Am 23. November 2026 um 10:00 schrieb Anna <anna@us.example>:
Am 23.11.26 um 10:00 schrieb Anna:
Am 23.11.2026 um 10:00 schrieb Anna <anna@us.example>:
Am 2026-11-23 10:00, schrieb Anna:
Am Montag, dem 23.11.2026 um 10:00 +0100 schrieb Anna:
Am Montag, 23. November 2026, 10:00:00 CET schrieb Anna:
Am 23. November 2026 10:00:00 MEZ schrieb Anna <anna@us.example>:
Anna <anna@us.example> schrieb am Montag, 23. November 2026 um 10:00:
Anna <anna@us.example> schrieb am 23.11.2026 10:00 CET:
Anna schrieb am 23.11.26 um 10:00:
23. Nov. 2026, 10:00 von anna@us.example:
Zitat von Anna <anna@us.example>:
Op ma 23 nov 2026 om 10:00 schreef Anna <anna@us.example>:
Op 23 november 2026 10:00 schreef Anna <anna@us.example>:
Op 23-11-2026 om 10:00 schreef Anna:
Op 23 nov. 2026, om 10:00 heeft Anna <anna@us.example> het volgende geschreven:
Op 2026-11-23 10:00 schreef Anna:
Op ma, 2026-11-23 om 10:00 +0100 schreef Anna:
Op maandag 23-11-2026 om 10:00 uur [tijdzone +0100], schreef Anna:
Op 23 november 2026 10:00:00 CET schreef Anna <anna@us.example>:
Anna schreef op 23-11-2026 om 10:00:
Anna <anna@us.example> schreef op ma 23 nov. 2026 om 10:00:
Citeren Anna <anna@us.example>:
Den man. 23. nov. 2026 kl. 10.00 skrev Anna <anna@us.example>:
Den 23.11.2026 kl. 10.00 skrev Anna:
Den 23. nov. 2026 kl. 10.00 skrev Anna <anna@us.example>:
man. 23. nov. 2026 kl. 10:00 skrev Anna <anna@us.example>:
Den 23.11.2026 10:00, skrev Anna:
Sitat Anna <anna@us.example>:
ma 23. marrask. 2026 klo 10.00 Anna (anna@us.example) kirjoitti:
Anna kirjoitti 23.11.2026 klo 10.00:
Anna <anna@us.example> kirjoitti 23.11.2026 kello 10.00:
Lainaus Anna <anna@us.example>:
Le lun. 23 nov. 2026 à 10:00, Anna <anna@us.example> a écrit :
Le 23/11/2026 à 10:00, Anna a écrit :
Le 23 nov. 2026 à 10:00, Anna <anna@us.example> a écrit :
Anna <anna@us.example> a écrit :
El lun, 23 nov 2026 a las 10:00, Anna (<anna@us.example>) escribió:
El 23/11/2026 a las 10:00, Anna escribió:
El 23 nov 2026, a las 10:00, Anna <anna@us.example> escribió:
Il giorno lun 23 nov 2026 alle ore 10:00 Anna <anna@us.example> ha scritto:
Il 23/11/2026 10:00, Anna ha scritto:
Il giorno 23 nov 2026, alle ore 10:00, Anna <anna@us.example> ha scritto:
pon., 23 lis 2026 o 10:00 Anna <anna@us.example> napisał(a):
W dniu 23.11.2026 o 10:00, Anna pisze:
Wiadomość napisana przez Anna <anna@us.example> w dniu 23.11.2026, o godz. 10:00:
W dniu 2026-11-23 10:00:00 użytkownik Anna <anna@us.example> napisał:
Dnia 23 listopada 2026 10:00 Anna <anna@us.example> napisał(a):
Em seg., 23 de nov. de 2026 às 10:00, Anna <anna@us.example> escreveu:
Anna <anna@us.example> escreveu (segunda, 23/11/2026 à(s) 10:00):
Em 23/11/2026 10:00, Anna escreveu:
No dia 23/11/2026, às 10:00, Anna <anna@us.example> escreveu:
Às 10:00 de 23/11/2026, Anna escreveu:
po 23. 11. 2026 v 10:00 odesílatel Anna <anna@us.example> napsal:
Anna <anna@us.example> ezt írta (időpont: 2026. nov. 23., H, 10:00):
Anna <anna@us.example>, 23 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:
пн, 23 нояб. 2026 г. в 10:00, Anna <anna@us.example>:
23.11.2026, 10:00, "Anna" <anna@us.example>:
Понедельник, 23 ноября 2026, 10:00 +03:00 от Anna <anna@us.example>:
пн, 23 лист. 2026 р. о 10:00 Anna <anna@us.example> пише:
Στις Δευ 23 Νοε 2026 στις 10:00 π.μ., ο/η Anna <anna@us.example> έγραψε:
În lun., 23 nov. 2026 la 10:00, Anna <anna@us.example> a scris:
mán., 23. nóv. 2026 kl. 10:00 skrifaði Anna <anna@us.example>:
Kontakt Anna (<anna@us.example>) kirjutas kuupäeval E, 23. november 2026 kell 10:00:
Anna <anna@us.example> 于2026年11月23日周一 10:00写道：
2026年11月23日(月) 10:00 Anna <anna@us.example>:
2026년 11월 23일 (월) 오전 10:00, Anna <anna@us.example>님이 작성:
Vào Th 2, 23 thg 11, 2026 vào lúc 10:00 Anna <anna@us.example> đã viết:
On 23 Nov 2026, at 10:00, Anna <anna@us.example> wrote
Op 23 nov 2026 om 10:00 schreef Anna
-------- Original Message --------
‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐
""".strip().splitlines()  # fmt: skip

# Programs that leave the quoted lines without marks.
BARE = """
-----Original Message-----
-----Ursprungligt meddelande-----
-----Ursprüngliche Nachricht-----
-----Original-Nachricht-----
-----Oorspronkelijk bericht-----
-----Oprindelig meddelelse-----
-----Opprinnelig melding-----
-----Alkuperäinen viesti-----
-----Message d'origine-----
-----Mensaje original-----
-----Messaggio originale-----
-----Wiadomość oryginalna-----
-----Mensagem original-----
-----Ursprunglig avtalad tid-----
-----Ursprünglicher Termin-----
-----Oorspronkelijke afspraak-----
-------- Originalmeddelande --------
-------- Ursprüngliche Nachricht --------
-------- Oorspronkelijk bericht --------
-------- Original message --------
------ Originalnachricht ------
------ Origineel bericht ------
------ Ursprungligt meddelande ------
------- Original Message -------
------------------ Original ------------------
---- On Mon, 23 Nov 2026 10:00:00 +0100 Anna <anna@us.example> wrote ----
---- På mån, 23 nov. 2026 10:00:00 +0100 Anna <anna@us.example> skrev ----
On Monday, 23 November 2026 at 10:00:00 CET, Anna <anna@us.example> wrote:
Den måndag 23 november 2026 10:00:00 CET, Anna <anna@us.example> skrev:
Am Montag, 23. November 2026 um 10:00:00 MEZ hat Anna <anna@us.example> Folgendes geschrieben:
Op maandag 23 november 2026 10:00:00 CET schreef Anna <anna@us.example>:
Le lundi 23 novembre 2026 à 10:00:00 UTC+1, Anna <anna@us.example> a écrit :
El lunes, 23 de noviembre de 2026, 10:00:00 CET, Anna <anna@us.example> escribió:
Il lunedì 23 novembre 2026 alle ore 10:00:00 CET, Anna <anna@us.example> ha scritto:
""".strip().splitlines()

BLOCKS = {
    "en": "From|Sent|To|Subject", "en mac": "From|Date|To|Subject", "sv": "Från|Skickat|Till|Ämne", "sv mac": "Från|Datum|Till|Ämne", "sv notes": "Från|Till|Datum|Ärende",
    "de": "Von|Gesendet|An|Betreff", "de mac": "Von|Datum|An|Betreff", "de gmx": "Gesendet|Von|An|Betreff", "de t-online": "Betreff|Datum|Von|An", "de notes": "Von|An|Datum|Thema",
    "nl": "Van|Verzonden|Aan|Onderwerp", "nl mac": "Van|Datum|Aan|Onderwerp", "nl zimbra": "Van|Aan|Verzonden|Onderwerp", "da": "Fra|Sendt|Til|Emne", "no": "Fra|Dato|Til|Emne",
    "fi": "Lähettäjä|Lähetetty|Vastaanottaja|Aihe", "fr": "De|Envoyé|À|Objet", "es": "De|Enviado el|Para|Asunto", "it": "Da|Inviato|A|Oggetto", "pl": "Od|Wysłano|Do|Temat",
    "pt": "De|Enviada em|Para|Assunto", "cs": "Od|Odesláno|Komu|Předmět", "hu": "Feladó|Elküldve|Címzett|Tárgy", "tr": "Kimden|Gönderildi|Kime|Konu", "ru": "От|Отправлено|Кому|Тема",
    "ro": "De la|Trimis|Către|Subiect", "zh": "发件人|发送时间|收件人|主题", "ja": "差出人|送信日時|宛先|件名",
}  # fmt: skip
VALUES = {"from": "Anna <anna@us.example>", "date": "2026-11-23 10:00", "to": "Kund <kund@firma.example>", "subject": "Fråga"}


@pytest.mark.parametrize("line", MARKED)
def test_above_marked_lines(line: str) -> None:
    view = split(f"Svar\n\n{line}\n\n> Hej\n>\n> Vilket system?\n")
    assert (view.new, view.quoted.split("\n")[0]) == ("Svar", line)


@pytest.mark.parametrize("line", [line for line in MARKED if len(line) > 55])
def test_above_marked_lines_folded_by_the_program(line: str) -> None:
    """As format=flowed and old programs fold, at the last space before column 60, and before the last word."""
    for at in (line.rfind(" ", 0, 60), line.rfind(" ")):
        assert split(f"Svar\n\n{line[:at]}\n{line[at + 1 :]}\n> Hej\n").new == "Svar"


@pytest.mark.parametrize("line", BARE)
def test_above_lines_without_marks(line: str) -> None:
    view = split(f"Svar\n\n{line}\n\nHej\n\nVilket system?\n")
    assert (view.new, view.quoted.split("\n")[0]) == ("Svar", line)


@pytest.mark.parametrize("style", ["{}: {}", "{} : {}", "*{}:* {}", "**{}:** {}", "{}:        {}"])
@pytest.mark.parametrize("block", BLOCKS)
def test_header_blocks_without_marks(block: str, style: str) -> None:
    """Outlook of every generation, Apple's and Samsung's programs, webmail: plain, bold, with and without a space before the colon."""
    lines = [style.format(label, VALUES[LABELS[label.lower()]]) for label in BLOCKS[block].split("|")]
    for gap in ("\n", "\n\n"):
        assert split(f"Svar\n\n{gap.join(lines)}\n\nHej\n\nVilket system?").new == "Svar"


def test_a_header_block_with_a_long_list_of_recipients() -> None:
    people = ";\n ".join(f"Kund {n} <kund{n}@firma.example>" for n in range(7))
    assert split(f"Svar\n\nFrån: Anna\nTill: {people}\nÄmne: Fråga\n\nHej").new == "Svar"


def test_a_header_block_on_one_line() -> None:
    assert split("Svar\n\nFrån: Anna <a@us.example> Skickat: den 23 november 2026 Till: Kund Ämne: Fråga\n\nHej").new == "Svar"


@pytest.mark.parametrize(
    ("separator", "inner"),
    [
        ("---------- Forwarded message ---------", "From: Bo <bo@firma.example>\nDate: Mon, 23 Nov 2026\nSubject: x\nTo: Kund"),
        ("---------- Vidarebefordrat meddelande ---------", "Från: Bo <bo@firma.example>\nDate: mån 23 nov. 2026\nSubject: x\nTo: Kund"),
        ("Vidarebefordrat brev:", "Från: Bo <bo@firma.example>\nÄmne: x\nDatum: 23 november 2026\nTill: Kund"),
        ("---------- Weitergeleitete Nachricht ----------", "Von: Bo <bo@firma.example>\nDatum: 23.11.2026\nBetreff: x\nAn: Kund"),
        ("Anfang der weitergeleiteten Nachricht:", "Von: Bo <bo@firma.example>\nBetreff: x\nDatum: 23. November 2026\nAn: Kund"),
        ("-------- Weitergeleitete Nachricht --------", "Betreff: x\nDatum: 23.11.2026\nVon: Bo <bo@firma.example>\nAn: Kund"),
        ("---------- Doorgestuurd bericht ----------", "Van: Bo <bo@firma.example>\nDate: ma 23 nov 2026\nSubject: x\nTo: Kund"),
        ("Begin doorgestuurd bericht:", "Van: Bo <bo@firma.example>\nOnderwerp: x\nDatum: 23 november 2026\nAan: Kund"),
        ("---------- Videresendt meddelelse ---------", "Fra: Bo <bo@firma.example>\nDate: x\nSubject: x"),
        ("---------- Message transféré ---------", "De : Bo <bo@firma.example>\nDate: x\nSubject: x"),
        ("Begin forwarded message:", "> From: Bo <bo@firma.example>\n> Subject: x\n>\n> Hej"),
        ("-------- Forwarded Message --------", "Subject: x\nDate: y\nFrom: Bo [mailto:bo@firma.example]"),
    ],
)
def test_a_mail_passed_on_tells_its_sender(separator: str, inner: str) -> None:
    view = split(f"Se nedan.\n\n{separator}\n{inner}\n> Hej, det går inte att skriva ut.")
    assert (view.new, view.forwarded, view.inner_sender) == ("Se nedan.", True, "bo@firma.example")


@pytest.mark.parametrize("subject", ["VB: x", "WG: x", "FW: x", "Fwd: x", "Doorst: x", "TR: x"])
def test_outlook_marks_what_it_passes_on_in_the_subject_alone(subject: str) -> None:
    text = "FYI\n\nFrån: Bo <bo@firma.example>\nSkickat: den 23 november 2026\nTill: Kund\nÄmne: x\n\nHej"
    assert split(text, subject).inner_sender == "bo@firma.example"
    assert split(text, "Sv: x").inner_sender is None


@pytest.mark.parametrize(
    "text",
    [
        "Hej!\n\nI inställningarna står det:\nTill: skrivare 1\nÄmne: saknas\nVad är fel?",
        "Den 3 maj 2026 skrev du:\n\nNi kan ringa.",
        "Originalfakturan saknas\n**Originalfakturan är borta**\nVad gör jag?",
        "-- originalet ligger kvar --\nkan jag ta bort det?",
        "Am Montag habe ich Folgendes geschrieben:\n\nDer Druck geht nicht.",
        "Kunden anna@firma.example fick felet 2026-11-23:\nFel 4711",
        "Op het scherm staat:\nFout 12 bij afdrukken",
        "On your computer you can run:\n\nsetup.exe\n\nand it fails.",
        "Från: 2026-01-01\nTill: 2026-12-31\nger fel summa",
        "När: i går\nVar: i rapporten\nVad: fel summa",
    ],
)
def test_what_people_write_themselves_stays(text: str) -> None:
    assert split(text).new == text


def test_a_first_mail_may_quote_an_error_with_marks() -> None:
    """Nothing introduces it, so nobody else wrote it."""
    text = "Hej! Programmet säger:\n> Fel 4711: ingen aktuell post\nVad gör jag?"
    assert split(text, answers_us=False).new == text
    assert split("Programmet säger:\n> Fel 4711", answers_us=False).new.endswith("4711")
    assert split("Ja tack\n\n> Vill du?", answers_us=False).new == "Ja tack"
    assert "4711" not in split("Hej\n\nDen 2026-11-23 kl. 10:00, skrev Anna:\n> Fel 4711\n\nHej", answers_us=False).new


@pytest.mark.parametrize("line", ["Anna skriver:", "När jag skriver ut säger programmet:", "Das Programm schreibt:", "It says:"])
def test_what_a_person_says_of_a_program_introduces_no_mail(line: str) -> None:
    """In a first mail; in an answer the same line stands above our own words."""
    text = f"Hej!\n{line}\n> Fel 3021\nVad gör jag?"
    assert split(text, answers_us=False).new == text
    assert "3021" not in split(text).new
