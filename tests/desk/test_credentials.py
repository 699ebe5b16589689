"""ID numbers and unlock codes: found in fifteen ways of typing and more, never invented, never kept in clear."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config.tiers import Entitlement
from mailbot.desk import credentials
from mailbot.desk.facts import CredentialClaim
from mailbot.mail.tokens import Keys

OURS = Entitlement()
EARLIER = Entitlement.model_validate({"id_pattern": r"\b\d{5}\b", "code_pattern": r"\b[A-Z]{4}-[A-Z]{4}\b"})
KEYS = Keys(b"k" * 32, (b"old" * 10,))

TYPED = (
    "Id-nr 204817-1, kod k7qf 29mx",
    "Id 204817-1 kod k7qf29mx",
    "Identifikationsnummer: 204817-1\nUpplåsningskod: K7QF-29MX",
    "ID-Nummer 204817-1, Freischaltcode K7QF-29MX",
    "identificatienummer 204817-1, ontgrendelingscode K7QF-29MX",
    "ID number 204817–1, unlock code K7QF–29MX",
    "Identifikationsnummer | 204817-1\nUpplåsningskod | K7QF-29MX",
    "Id-nr    Kod\n204817-1    k7qf29mx",
    "204817-1\nK7QF-29MX",
    "204817-1 / K7QF-29MX",
    "mitt id nr är 204817-1 och koden är K7QF-29MX",
    "Meine Identifikationsnummer lautet 204817-1, der Freischaltcode lautet k7qf-29mx.",
    "ID: 2048171 Kod: K7QF29MX",
    "id 204 817-1, kod K7QF 29MX",
    "Id-nr och kod: 204817-1, k7qf 29mx",
    "Upplåsningskod: K7QF-29MX\nIdentifikationsnummer: 204817-1",
    "id-nummer:\n204817-1\n\nupplåsningskod:\nk7 qf 29 mx",
    "Upplåsningskoden från bekräftelsen: K7QF-29MX. Id: 204817-1",
    "*Id-nr:* 204817-1\n*Kod:* *K7QF-29MX*",
    "Id-nr 2O48l7-I, kod k7qf29mx",
    "ring 08-123 45 67. Id 204817-1 kod k7qf29mx. Organisationsnummer 556123-4567",
    "Id 204817-1 kod K7QF-29MX. Windows 11, hur gör jag? Hittar inte i handboken, sökte på moms.",
)


TYPED_ODDLY = (
    "Id-nr 2 0 4 8 1 7 - 1, kod k 7 q f 2 9 m x",
    "ID: 204.817-1\nCode: K7QF_29MX",
    "Mijn nummer is 2o48l7-1 en de code K7QF—29MX.",
    "Mitt nummer är 2O48I7-l, upplåsningskod K7QF-29MX",
    "id２０４８１７－１ kod Ｋ７ＱＦ－２９ＭＸ",
    "Ｉｄ－ｎｒ：　２０４８１７－１　ｋｏｄ　ｋ７ｑｆ２９ｍｘ",
    "204817-1K7QF-29MX",
    "ID204817-1 KODK7QF-29MX",
    "Id nummer204817-1 kodK7QF29MX",
    "My ID number is 204817 dash 1, unlock code K7QF dash 29MX",
    "Mitt id är 204817 streck 1 och koden k7qf streck 29mx",
    "Kundnummer 204817-1, upplåsningskod K7QF-29MX",
    "Kundennummer: 204817-1, Freischalt-Code: K7QF-29MX",
    "Klantnummer 204817-1, ontgrendelcode K7QF-29MX",
    "Id-nr: _204817-1_\nKod: _K7QF-29MX_",
    "Koden är K7QF-\n29MX och numret 204817-1",
    "id-nr 204817-1, kod K7QF-2 9MX",
    "ID: <204817-1> Code: <K7QF-29MX>",
    "Id 204817-1\nK7qf 29mx",  # a telephone begins the line with a capital
    "Jag får felkod 80004005 och Fehlercode E404-1234. Id 204817-1, kod K7QF-29MX",
    "Zugangscode „K7QF-29MX“, ID 204817-1",
    "İİİİİİ, id 204817-1, kod K7QF-29MX",  # capitals that grow in small letters
    "Kundid 204817-1, lösenkod K7QF29MX",
    "Bokis-kod K7QF-29MX, id 204817-1",  # a product's name is no other kind
    "Id 204817-1. Upplåsningskoden ni gav mig den 12 november 2026 är K7QF-29MX",
    "Id 204817-1, den Code, den wir bei der letzten Zahlung bekommen haben: K7QF-29MX",
    "Id 204817-1 kod K7QF-29MX. Felmeddelandet: Disk full, porten: 8080",
    "kod K7QF-29MX, id: 204817-1",
    "Id-nr 204817-1 och koden står nedan\nK7QF-29MX",
    "Kod till programmet: K7QF-29MX, id 204817-1",
    "Användarnamn: 204817-1 Lösenord: K7QF-29MX",
)
OTHER_CODES = (
    "felkod ABCD-1234", "Fehlercode E404-1234 erscheint", "Fehler-Code: E404-1234", "error code E404-1234", "foutcode E404-1234", "Error E404-1234",
    "QR-Code 4F5G-77AB ist kaputt", "Windows-nyckel: VK7J-G4NP-HMWR-29MX", "Windows-nyckel VK7J G4NP HMWR 29MX", "Product key K7QF-29MX",
    "licensnyckel ABCD-1234", "Lizenzschlüssel: AB12-CD34-EF56", "Rabattkod ABCD1234", "gutscheincode ABCD-1234", "kortingscode ABCD1234",
    "portkod 1234 ABCD om ni vill in", "koden till låset 12AB-34CD", "koden till porten: 12AB-34CD", "der Code der Haustür ist K7QF-29MX",
    "PIN 1234 ABCD", "BIC DEUTDE3B", "postcode 1234 AB12", "wifi-kod abcd1234", "Stop code 0x0000007B", "HTTP code 404A 500B", "RGB-koden FF00AA11",
    "streckkod 7350-AB12", "serienummer: ABCD-1234", "Artikel AB12-CD34", "version 2024-AB12", "kontonr 1234-AB12", "bokning ABCD1234", "tracking 1Z99-AA10",
    "Lenovo T14s Gen2", "skrivare HP M428 FDWE", "använder office16 eller Windows7", "iPhone14 eller Galaxy21", "på dator med 16GB DDR4",
    "seit Juni-2026", "koden fick 2024 en ändring", "KODERNA 2024 stämmer inte", "datum 23-nov-2026", "moms SE55 6677",
)


NO_CREDENTIALS = (
    "Faktura 204817-1 förfaller 2026-11-30, belopp 1 250,00 kr, OCR 2048171123",
    "Betalat 300 kr den 23/11, referens 2048171, plusgiro 70 43 46-6",
    "Org.nr 556677-8899, momsnr SE556677889901, bankgiro 5050-1055",
    "Ring 070-123 45 67 eller 08-204817-1 efter kl 15",
    "Ordernr 2048171 skickad med PostNord, kolli-id 00373500489A12BC",
    "Serienummer: 204817-1, modell AB12-CD34",
    "Mitt personnummer 850101-1234 och adress 123 45 Umeå",
    "Verifikat 204817-1 konto 1930 belopp 4711",
    "Ärendenummer 204817-1, ni svarade med K7QF-29MX som exempel",
    "Jag har 204817 poster och 1 fel, kod 17",
    "Id-nr saknas, men koden till wifi är abcd1234",
    "Bestellung 204817-1, Kundennummer 4711, Rechnungsbetrag 99,90 EUR",
    "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF",
    "Tel. 0049 30 204817-1, Fax -2, USt-IdNr. DE123456789",
    "Steuernummer 204817-1, Finanzamt 1234 AB12",
    "Seriennummer 2048171 Lizenz AB12-CD34",
    "Auftrag 204817-1: Gutscheincode WEIH-NA24",
    "Meine PLZ ist 10115, Hausnummer 204817",
    "Postadresse 1234 AB Amsterdam, KvK 20481712, btw NL001234567B01",
    "Factuurnummer 204817-1, betaalcode 1234-AB56",
    "Bestelling 2048171, track & trace 3SABCD1234567",
    "IBAN NL91ABNA0417164300, kenmerk 204817-1",
    "Mijn tel 06-12345678, klantnummer 204817-1",
    "Dossier 204817-1, foutcode 0x80070005",
    "Invoice 204817-1 due 2026-11-30, PO 4500ABCD",
    "Call 0204 817-1 ext 1234",
    "Case 204817-1 closed, ticket AB12-CD34",
    "Order 204817-1, gift code ABCD-1234",
    "My zip is 12345-6789 and account 204817-1",
    "Version 4.2.204817-1, build AB12CD34",
    "ISBN 978-91-204817-1, sida 12",
    "Felkod 0x80070005 vid rad 204817-1",
    "Kontonummer 204817-1, clearing 8327",
    "Registreringsnummer ABC 123, körkort 204817-1",
    "Beställningsnr 204817-1, kampanjkod HOST2026",
    "Protokoll 204817-1 vom 23.11.2026, Raum A123 B456",
    "Mein Passwort ist Geheim12 und die Rechnung 204817-1",
)


def found(text: str, settings_: Entitlement = OURS, subject: str = "") -> tuple[str, str] | None:
    claim = credentials.find(subject, text, settings_)
    return (claim.id_number, claim.code) if claim else None


@pytest.mark.parametrize("text", TYPED)
def test_a_number_and_a_code_are_found_however_typed(text: str) -> None:
    assert found(text) == found("", subject=text) == ("204817-1", "K7QF29MX")


@pytest.mark.parametrize("text", TYPED)
def test_what_is_found_is_blanked_in_the_very_spelling(text: str) -> None:
    kept = credentials.blank(text, credentials.find("", text, OURS), "sv")

    assert "[dold]" in kept
    assert "k7qf29mx" not in "".join(c for c in kept.lower() if c.isalnum())
    assert "204817" in "".join(c for c in kept if c.isalnum()).translate(str.maketrans("OlI", "011"))


@pytest.mark.parametrize("text", TYPED_ODDLY)
def test_odd_ways_of_typing_are_read_and_blanked_in_their_very_places(text: str) -> None:
    claim = credentials.find("", f"Hej\n\n{text}\n\nMvh Anna", OURS)
    assert claim is not None
    assert (claim.id_number, claim.code) == ("204817-1", "K7QF29MX")

    kept = unicodedata.normalize("NFKC", credentials.blank(text, claim, "sv", OURS)).lower()
    assert not any(part in "".join(c for c in kept if c.isalnum()) for part in ("k7q", "7qf", "29m", "9mx", "29mx"))


@pytest.mark.parametrize("said", OTHER_CODES)
def test_a_code_that_is_called_another_kind_of_code_opens_no_case(said: str) -> None:
    text = f"Hej\n\nId 204817-1, {said}\n\nMvh Anna"

    assert found(text) is None
    assert credentials.blank(text, None, "sv", OURS) == text


@pytest.mark.parametrize("text", [
    "Kundnummer 204817-1, order K7QF-29MX", "Kundnr 204817-1. Felkod 0x80070005 visas.", "Fakturanummer 204817-1, kod K7QF-29MX",
    "Mitt telefonnummer är 2048171 och koden K7QF-29MX", "Ring mig på 070-2048171, portkod 1234 ABCD", "Personnummer 850101-1234 kod 0000-1111",
    "Mijn bsn is 204817123, postcode 1234 AB, tel 0612345678", "Bestellnummer 204817-1, Fehlercode E404-1234",
])
def test_a_number_that_is_called_another_kind_of_number_opens_no_case(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize("text", NO_CREDENTIALS)
def test_the_numbers_of_daily_business_open_no_case(text: str) -> None:
    assert found(f"Hej, jag har köpt id och kod.\n\n{text}\n\nMvh Anna") is None
    assert credentials.blank(text, None, "sv", OURS) == text


def test_lookalikes_are_one_letter() -> None:
    assert found("id 204817-1 kod 1O0I-LK7Q") == ("204817-1", "1001 1K7Q".replace(" ", ""))


@pytest.mark.parametrize("text", [
    "Organisationsnummer 556123-4567, kod handboken",
    "Ring 08-123456-7 eller 070-123 45 67",
    "OCR 2048171, faktura 204817-1, belopp 1234 5678",
    "Plusgiro 704346-6 kod K7QF-29MX",  # a right check digit, and an account all the same
    "PG 704346-6, K7QF-29MX",
    "Faktura 204817-1 K7QF-29MX",
    "Id 204817-1 men koden fungerar inte",  # eight letters that are a word
    "Id 204817-1, koden är felaktig",
    "id 204817-1 kod saknades i brevet",
    "id 204817-1 kod: borttappad",
    "id 204817-1, fick felkod 80004005",
    "Id 204817-1 2024 hade jag en annan",
    "kod K7QF-29MX",
    "204817-1",
    "BK-2026-000123 id 5",
    "anna204817-1@x.se K7QF-29MX",
    "Mitt id 204817-1. Jag bor på Storgatan 12, 123 45 Umeå",
])
def test_nothing_is_invented(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(("text", "expected"), [
    ("ID 12345 kod ABCD-EFGH", ("12345", "ABCDEFGH")),
    ("12345, ABCD-EFGH", ("12345", "ABCDEFGH")),
    ("Id-nr 12345\nUpplåsningskod abcd-efgh", ("12345", "ABCDEFGH")),
    ("kod WXYZ QRST, identifikationsnummer 12345", ("12345", "WXYZQRST")),
    ("kod ABCD-EFGH, mitt nummer 12345", ("12345", "ABCDEFGH")),
    ("Id 204817-1 kod k7qf29mx", ("204817-1", "K7QF29MX")),  # our own form still counts
    ("Faktura 12345, kod ABCD-EFGH", None),
    ("jag bor i 12345 Umeå", None),
    ("12345 / abcd-efgh", None),
    ("tel 12345, se ABCD-EFGH", None),
])
def test_codes_of_an_earlier_system_are_known_by_the_vendors_patterns(text: str, expected: tuple[str, str] | None) -> None:
    assert found(text, EARLIER) == expected


def test_the_first_pair_that_is_named_wins_over_a_bare_one() -> None:
    assert found("204825-4 ABCD-2345\nId-nr 204817-1, kod K7QF-29MX") == ("204817-1", "K7QF29MX")


def test_a_mistyped_number_is_a_claim_that_can_be_told_from_a_right_one() -> None:
    """S05: who types 204817-2 is told of the slip."""
    claim = credentials.find("", "Id 204817-2 kod k7qf29mx", OURS)

    assert claim is not None
    assert not credentials.check_digit_ok(claim.id_number)
    assert credentials.check_digit_ok("204817-1")


@pytest.mark.parametrize("text", ["204817", "204817-", "204817-11", "a04817-1", "20481²-1", ""])
def test_what_is_no_number_has_no_right_check_digit(text: str) -> None:
    assert not credentials.check_digit_ok(text)


@given(st.integers(1, 900_000), st.integers(0, 6), st.integers(1, 9))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_one_wrong_digit_is_always_noticed(sequence: int, place: int, by: int) -> None:
    number = credentials.new_id_number(sequence)
    digits = list(number.replace("-", ""))
    digits[place] = str((int(digits[place]) + by) % 10)

    assert credentials.check_digit_ok(number)
    assert not credentials.check_digit_ok(f"{''.join(digits[:-1])}-{digits[-1]}")


def test_the_first_number_is_the_one_of_the_handbook_and_none_comes_twice() -> None:
    numbers = [credentials.new_id_number(n) for n in range(1, 2000)]

    assert numbers[0] == "204817-1"
    assert len(set(numbers)) == len(numbers)
    assert found(f"id {credentials.new_id_number(900_000)} kod K7QF-29MX") == (credentials.new_id_number(900_000), "K7QF29MX")


@given(st.binary(min_size=5, max_size=5))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_fresh_code_is_recognised_in_lower_case_and_with_a_space(chance: bytes) -> None:
    draws = iter((chance, b"\x12\x34\x56\x78\x9a"))
    code = credentials.new_code(lambda _: next(draws))
    typed = code.lower().replace("-", " ")

    assert found(f"id 204817-1 kod {typed}") == ("204817-1", credentials.normal_code(code))


def test_a_code_that_reads_as_a_word_or_a_number_is_drawn_again() -> None:
    draws = iter((b"\x00" * 5, b"\x52\x94\xa5\x29\x4a", b"\x12\x34\x56\x78\x9a"))
    code = credentials.new_code(lambda _: next(draws))

    assert any(c.isdigit() for c in code)
    assert any(c.isalpha() for c in code)
    assert credentials.new_code(lambda n: b"\x00" * n) == "0000-0000"  # chance that does not change ends the drawing


def test_a_code_is_kept_as_a_keyed_hash_that_older_keys_still_open() -> None:
    kept = credentials.hash_code("k7qf-29mx", KEYS)

    assert len(kept) == 64
    assert "K7QF" not in kept
    assert kept != credentials.hash_code("k7qf-29mx", Keys(b"x" * 32))
    assert credentials.matches("K7QF 29MX", kept, KEYS)
    assert credentials.matches("K7QF29MX", credentials.hash_code("K7QF29MX", Keys(KEYS.previous[0])), KEYS)
    assert not credentials.matches("K7QF29MZ", kept, KEYS)


def test_the_claim_hides_its_code() -> None:
    assert "K7QF" not in repr(CredentialClaim("204817-1", "K7QF29MX"))


@pytest.mark.parametrize(("language", "hidden"), [("sv", "[dold]"), ("de", "[verborgen]"), ("nl", "[verborgen]"), ("en", "[hidden]"), ("fi", "[hidden]")])
def test_blanking_speaks_the_customers_language(language: str, hidden: str) -> None:
    assert credentials.blank("kod K7QF-29MX", CredentialClaim("204817-1", "K7QF29MX"), language) == f"kod {hidden}"


def test_quotes_and_second_tries_are_blanked_too() -> None:
    """reliability.md 64: a canary code is nowhere in what is kept, not even broken over a quoted line."""
    claim = CredentialClaim("204817-1", "K7QF29MX")
    text = "Id 204817-1 kod k7qf29mx, eller var det kod ABCD-2345?\n\n> Upplåsningskod: K7QF-\n> 29MX\n> koden K 7 Q F 2 9 M X"
    kept = credentials.blank(text, claim, "sv", OURS)

    assert kept == "Id 204817-1 kod [dold], eller var det kod [dold]?\n\n> Upplåsningskod: [dold]\n> koden [dold]"


def test_a_code_without_its_number_is_blanked_too() -> None:
    assert credentials.blank("min kod är K7QF-29MX", None, "sv", OURS) == "min kod är [dold]"
    assert credentials.blank("felkoden är 80004005 och koden fungerar inte", None, "sv", OURS) == "felkoden är 80004005 och koden fungerar inte"


@pytest.mark.parametrize("seed", ["id ", "kod ", "204817-1 ", "k7qf-29mx ", "1 ", "12345 ", "id 204817-1 kod k7qf29mx ", "a", "1", "kod:", "- "])
def test_a_million_characters_of_anything_are_searched_in_half_a_second(seed: str) -> None:
    text = (seed * 1_000_000)[:1_000_000]
    began = time.process_time()
    claim = credentials.find("", text, EARLIER)
    credentials.blank(text, claim, "sv", EARLIER)

    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("text", ["Telefon 08-204817-1, kundnr 204817-1", "Tel 08-204817-1, kod K7QF-29MX"])
def test_a_telephone_or_a_customer_number_is_no_id_number(text: str) -> None:
    assert credentials.find("", text, OURS) is None
