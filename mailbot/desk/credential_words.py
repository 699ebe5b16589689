"""What people call an ID number and an unlock code, and what they call other numbers and codes (BK-21).
Careful: "felkod", "QR-Code" and "Windows-nyckel" name a code that opens no case, whatever ID number stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import regex

_I = regex.IGNORECASE
WORDS = 1_000  # places that are looked at for one
BEFORE = 80  # characters before a candidate in which a word tells what it is
DASH = r"[-–—‑−]"
# A dash that somebody says instead of typing it.
SAID_DASH = r"[ \t]?\b(?:dash|hyphen|minus|bindestreck|streck|bindestrich|strich|streepje|koppelteken)\b[ \t]?"
SAID = regex.compile(SAID_DASH, _I)
_IS = r"(?:[\s:;=,.|>*_()\[\]/\"'„“”»«-]|[–—]|\b(?:är|ist|is|lautet|luidt|lyder|nr|nummer|no|number)\b){0,14}"
_OURS = (r"(?:upplåsnings?|upplåsn\.?|support|aktiverings|freischalt(?:ungs)?|entsperr|aktivierungs|ontgrendel(?:ings)?|activatie|unlock(?:ing)?|access|activation|"
         r"zugangs|åtkomst|toegangs|id|identifi(?:kations|catie|cation)|kunden?|klant|lösen|säkerhets|sicherheits|beveiligings)")
_CODE = r"(?:kode?n?|codes?|key)"

ID_WORD = regex.compile(
    rf"\b(?:identifi(?:k|c)ati(?:ons|e|on)?[ -]?(?:nummer|nr|number|no)?\w{{0,2}}|ident[ .-]?(?:nummer|nr)|id[ .-]{{0,2}}(?:nummer|number|nr|no|num)|kund-?id|id){_IS}", _I)
# "Mein Nummer ist", "Kundnummer": such a number may be anything, until a word for a code says that it is ours.
NUMBER_WORD = regex.compile(rf"\b(?:(?:kund(?:en?)?|customer|klant(?:en)?)[ -]?)?(?:nummer|numret|nr|number|no)\b{_IS}", _I)
_STEMS = ("kod", "code", "key")  # one of them is in every word for a code
_STEM = re.compile("|".join(_STEMS))
# Where the code may stand behind such a word: at once; behind a colon; "koden ni skickade i går är …"; run together, KODK7QF-29MX.
_CODE_FOLLOWS = tuple(regex.compile(pattern, _I) for pattern in (
    rf"{_CODE}\b{_IS}",
    rf"{_CODE}\b[^:=\n]{{0,70}}[:=][\s*|\"'„“”»«]{{0,4}}",
    rf"{_CODE}\b[^:=.!?\n]{{1,60}}?\b(?:är|ist|is|lautet|luidt|lyder)[ \t\"'„“”»«*]{{1,4}}(?=.{{0,8}}[0-9]|(?-i:[A-Z]{{4}}))",
    r"(?:kod(?:en)?|code)(?=(?=[a-z]{0,3}[0-9])[0-9a-z]{4}[ \t]?[-–—‑−_]?[ \t]?[0-9a-z]{4}(?![^\W_]))",
))
_PART_OF_OURS = regex.compile(rf"(?<!\w){_OURS}[ -]?$", _I)
_IN_A_LINE = regex.compile(rf"\b(?:{_OURS}[ -]?)?{_CODE}\b{_IS}", _I)

# Kinds of codes that are named by a word of their own: "error code", "QR kod", "door code". What is not here may be a product's name.
_KINDS = (
    r"(?:error|err|exit|return|stop|status|source|bar|zip|discount|promo(?:tion)?|coupon|voucher|gift|invitation|door|gate|lock|alarm|pin|puk|sms|api|ssh|http|wifi|wi-fi|wlan|wpa|windows|office|"
    r"microsoft|product|licen[cs]e|serial|device|post(?:al)?|country|language|currency|swift|bic|bank|tracking|booking|reservation|payment|reference|colou?r|rgb|hex|area|dialling|sort|tax|vat|"
    r"article|item|cost|two-factor|verification|qr|ean|isbn|sni|"
    r"fel|felet|stopp|käll|streck|rabatt|kampanj|present(?:kort)?|inbjudning|dörr|port|lås|larm|licens|produkt|serie|enhet|land|riktnummer|språk|valuta|bok(?:ning)?|betalning|referens|färg|moms|"
    r"skatte?|konto|artikel|kostnad|verifiering|transaktion|biljett|paket|kolli|"
    r"fehler|quell|strich|gutschein|geschenk|einladung|haustür|tür|tor|schloss|lizenz|serien|geräte?|postleit|länder|landes|sprach|währung|buchung|zahlung|referenz|farb|steuer|kosten|bestätigung|"
    r"fout|bron|streepjes|korting|cadeau|uitnodiging|deur|poort|slot|licentie|apparaat|taal|boeking|reservering|betaal|referentie|kleur|btw|kosten|verificatie)(?:e?s|ar|en)?")
_OF_ANOTHER_KIND = regex.compile(rf"(?<!\w){_KINDS}[ \t-]$", _I)
# What such a code opens, or tells of: "koden till porten".
_THINGS = (r"(?:låset|dörren|porten|grinden|larmet|kortet|nätet|wifi|wi-fi|wlan|telefonen|felet|felmeddelandet|tür|haustür|tor|schloss|alarmanlage|fehler\w*|deur|poort|slot|"
           r"alarm|foutmelding|door|gate|lock|error|network|parcel|package|paket\w*|pakket|erbjudandet|rabatten|discount)")
_OF_A_THING = regex.compile(rf"\b{_CODE}\b[^:=\n]{{0,20}}\b{_THINGS}\b", _I)
# Straight before a candidate, up to its first group: a word for another kind of code, for an error, a make.
_INTRODUCES_ANOTHER = regex.compile(
    rf"(?:(?<!\w){_KINDS}[ \t-]?(?:{_CODE}|nyckeln?|schlüssel|schluessel|sleutel|zahl|nummer|nr)"
    rf"|\b{_CODE}\b[^:=\n]{{1,20}}\b{_THINGS}"
    r"|\b(?:fel|felet|felmeddelandet?|felkod|fehler\w*|fout\w*|error|err|exception|meldung|melding|stop|pin|puk|tan|bic|swift|imei|s/n|sn|serial|plz|zip|postnr|"
    r"hp|canon|epson|brother|lexmark|xerox|dell|lenovo|thinkpad|kyocera|samsung|asus|acer|modell?|typ|type|reg(?:nr|\.nr)?|kennzeichen|kenteken|bokning|booking|buchung|boeking|kolli\w*|paket\w*|sändning\w*|"
    r"sendung\w*|tracking|track|wifi|wi-fi|wlan|rum|raum|room|kamer))"
    rf"(?![^\W\d_]){_IS}(?-i:(?:[0-9A-Z]{{4,5}}[ \t.·/–—-]){{0,5}})$", _I)
# What a number is called when it is something else.
_OTHER_NUMBER = regex.compile(
    r"\b(?:tel\w*|mobil\w*|fax|phone|faktur\w*|invoice\w*|rechnung\w*|factuur\w*|ocr\w*|org\w*|moms\w*|vat|ust\w*|steuer\w*|kvk|btw|bsn|"
    r"plusgiro\w*|postgiro\w*|pg|bankgiro\w*|bg|iban|konto\w*|account|rekening\w*|person\w*|pnr|ärende\w*|vorgang\w*|dossier\w*|case|order\w*|best\w*|auftrag\w*|"
    r"ref\w*|art\w*|serie\w*|licens\w*|lizenz\w*|licentie\w*|version\w*|verifikat\w*|ver|postnr|plz|postcode|ticket\w*|zaak\w*|anställnings\w*|medlems\w*|mitglieds\w*|lid)"
    r"\b[ .:#-]{0,3}(?:nr|nummer|no|number)?(?:[ .:#=]|\b(?:är|ist|is)\b){0,6}$", _I)
_CUSTOMERS = regex.compile(r"\b(?:(?:kund(?:e|en)?-?n\w*|kundnr|customer|klant\w*)[ .:#-]{0,3}(?:nr|nummer|no|number)?|nummer|numret|nr|number)(?:[ .:#=]|\b(?:är|ist|is)\b){0,6}$", _I)


def is_another_number(text: str, start: int) -> bool:
    """Does the word before a number call it a telephone's, an invoice's, an account's …?"""
    return _OTHER_NUMBER.search(_line_before(text, start)) is not None


def is_a_customers(text: str, start: int) -> bool:
    """A customer number may be our ID number or the bookkeeping's: what stands beside it tells."""
    return _CUSTOMERS.search(_line_before(text, start)) is not None


def code_ends(text: str, lower: str) -> Iterator[tuple[int, ...]]:
    """For each word for an unlock code, the places behind it where the code may stand. Not for those that are only the end of a word
    for another kind: "QR-Code", "error code", "koden till porten:". `lower` is the text in lower case."""
    if len(lower) != len(text):  # a capital that grows, such as a dotted I: every character must stay in its place
        lower = "".join(c.lower()[:1] for c in text)
    for stem in islice(_STEM.finditer(lower), WORDS) if any(one in lower for one in _STEMS) else ():
        start = stem.start()
        before = text[max(0, start - BEFORE) : start]
        ours = _PART_OF_OURS.search(before) is not None
        if not ours and (before[-1:].isalnum() or before[-1:] == "_" or _OF_ANOTHER_KIND.search(before)):
            continue
        words = (pattern.match(text, start) for pattern in _CODE_FOLLOWS)
        yield tuple(word.end() for word in words if word is not None and (ours or _OF_A_THING.match(word[0]) is None))


def is_another_code(text: str, start: int) -> bool:
    """Does the word before a candidate call it an error's, a door's, a licence's … code?"""
    before = _line_before(text, start)
    return _INTRODUCES_ANOTHER.search(before) is not None or _OTHER_NUMBER.search(before) is not None


def without_words(line: str) -> str:
    """A line without the words for an ID number and for a code."""
    return str(NUMBER_WORD.sub(" ", _IN_A_LINE.sub(" ", ID_WORD.sub(" ", line))))


def _line_before(text: str, start: int) -> str:
    return text[max(0, start - BEFORE) : start].rpartition("\n")[2]
