"""What commands take: one reader for each kind of argument, none of which ever guesses; the whole list stands at the end."""

from __future__ import annotations

import re
from decimal import Decimal

from mailbot.desk.commands import times
from mailbot.desk.commands.pieces import Piece, Taken, Words, Wrong
from mailbot.mail import address

_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{2})?$")
_UNIT = re.compile(r"(€)?(-?[\d.,]+)(kr\.?|:-|€|[A-Za-z]{3})?$", re.IGNORECASE)
_MEANT = {"kr": "SEK", "kr.": "SEK", ":-": "SEK", "€": "EUR"}  # a currency as people write it
_PAYABLE = {"block": "block", "blok": "block", "payment": "payment", "betalning": "payment", "zahlung": "payment", "betaling": "payment"}
_QUOTES = "\"“”„»«"
_CURRENCY = re.compile(r"[A-Za-z]{3}$")


def _address(words: Words) -> Taken | Wrong | None:
    """A plain address; "Bo Ek <bo@kund.example>" and "mailto:" as mail programs write them are read too."""
    if not words:
        return None
    for count, word in enumerate(words[:6], 1):
        plain = plain_address(word)
        if plain is not None and (count == 1 or word.startswith("<")):
            return Taken({"addresses": (plain,), "words": " ".join(words[: count - 1]).strip('"')} if count > 1 else {"addresses": (plain,)}, count)
    return Wrong("address", words[0], "name@example.com")


def plain_address(word: str) -> str | None:
    """The address that a word is, out of <...>, mailto: and a comma behind it; None when it is none."""
    bare = word.strip("<>,;\"'").removeprefix("mailto:").removesuffix(".")
    bare = bare.partition("<")[0] if "<mailto:" in bare else bare
    try:
        address.key(bare)
    except ValueError:
        return None
    return bare if "@" in bare else None


def _addresses(words: Words) -> Taken | Wrong | None:
    """One address or more, to the end of the line."""
    if not words:
        return None
    found = [plain_address(word) for word in words]
    wrong = next((word for word, plain in zip(words, found, strict=True) if plain is None), None)
    if wrong is not None:
        return Wrong("address", wrong, "name@example.com")
    return Taken({"addresses": tuple(dict.fromkeys(plain for plain in found if plain))}, len(words))


def _person(words: Words) -> Taken | None:
    return Taken({"person": words[0].removeprefix("@").casefold()}, 1) if words else None


def _number(words: Words) -> Taken | Wrong | None:
    """A case number, with or without brackets; whether there is such a case is asked later."""
    if not words:
        return None
    bare = words[0].strip("[]#.,").upper()
    return Taken({"number": bare}, 1) if any(c.isdigit() for c in bare) and not plain_address(words[0]) else Wrong("case_number", words[0])


def _item(words: Words) -> Taken | Wrong | None:
    bare = words[0].lstrip("#") if words else ""
    if not words:
        return None
    return Taken({"item": int(bare)}, 1) if re.fullmatch(r"\d{1,9}", bare) else Wrong("item", words[0], "17")


def _amount(words: Words) -> Taken | Wrong | None:
    """300, 62.50 or 62,50; then perhaps the currency, as a word of three letters, as "kr" or "€", beside the number or behind it."""
    if not words:
        return None
    number, currency = without_unit(words[0])
    if not _AMOUNT.match(number) or not Decimal(number.replace(",", ".")):
        return Wrong("amount", words[0], "300")
    behind = "" if currency or len(words) < 2 else _MEANT.get(words[1].casefold(), words[1].upper() if _CURRENCY.match(words[1]) else "")
    minor = int(Decimal(number.replace(",", ".")) * 100)
    return Taken({"amount_minor": minor, "currency": currency or behind}, 2 if behind else 1)


def without_unit(text: str) -> tuple[str, str]:
    """The number of "300kr", "€300" or "300SEK", and its currency; empty where none is named."""
    found = _UNIT.match(text)
    if found is None:
        return text, ""
    unit = (found[1] or found[3] or "").casefold()
    return (found[2], _MEANT.get(unit, unit.upper())) if unit and not (found[1] and found[3]) else (text, "")


def _module(words: Words) -> Taken | None:
    """One word, or several between quotation marks."""
    if not words:
        return None
    if words[0][0] in _QUOTES and (ends := next((n for n, word in enumerate(words, 1) if word[-1] in _QUOTES and (n > 1 or len(word) > 1)), 0)):
        return Taken({"module": " ".join(words[:ends]).strip(_QUOTES)}, ends)
    return Taken({"module": words[0]}, 1)


def _two_addresses(words: Words) -> Taken | Wrong | None:
    """One address, then perhaps another."""
    first = _address(words)
    if not isinstance(first, Taken) or len(words) == first.used:
        return first
    second = _address(words[first.used:])
    if not isinstance(second, Taken):
        return second
    return Taken({**first.fields, "addresses": (*first.fields["addresses"], *second.fields["addresses"])}, first.used + second.used)


def _whose(words: Words) -> Taken | Wrong | None:
    """Whose a payment is: an address, a case number, or the word that it was paid back or is none."""
    if not words:
        return None
    word = words[0].casefold()
    if word in ("refund", "ignore"):
        return Taken({"choice": word}, 1)
    return _address(words) if plain_address(words[0]) else _number(words)


def _paid_back(words: Words) -> Taken | Wrong | None:
    """What is paid back: a block by its number, "payment 55", or that of a customer's address. A number with a currency is an amount."""
    if not words:
        return None
    if kind := _PAYABLE.get(words[0].casefold()):
        found = _item(words[1:])
        return Taken({"choice": kind, **found.fields}, found.used + 1) if isinstance(found, Taken) else found or Wrong("missing", words[0], f"{kind} 17")
    if plain_address(words[0]):
        return _address(words)
    money = _amount(words)
    if isinstance(money, Taken) and (money.fields["currency"] or not words[0].isdigit()):
        return None
    return _item(words)


def _rest(words: Words) -> Taken | None:
    return Taken({"words": " ".join(words)}, len(words)) if words else None


def _address_or_number(words: Words) -> Taken | Wrong | None:
    return _address(words) if words and "@" in words[0] else _number(words)


def choice(*offered: str, **others: str) -> Piece:
    """One of these words; `others`: further spellings, and which of them they mean."""
    known = {word: word for word in offered} | others

    def read(words: Words) -> Taken | Wrong | None:
        if not words:
            return None
        found = known.get(words[0].casefold())
        return Taken({"choice": found}, 1) if found else Wrong("choice", words[0], offered[0], ", ".join(offered))

    return Piece(read, offered[0], missing="choice", offers=offered)


def words(place: str) -> Piece:
    """The rest of the line."""
    return Piece(_rest, f"{{{place}}}")


duration = Piece(lambda words: times.duration(words, negative=False), "10m", missing="duration")
signed_duration = Piece(lambda words: times.duration(words, negative=True), "10m", missing="duration")
day = Piece(times.day, "{yesterday}")
until = Piece(times.until, "{friday}")
module = Piece(_module, "{module}")
person_and_customer = Piece(_two_addresses, "name@example.com")
an_address = Piece(_address, "name@example.com")
addresses = Piece(_addresses, "name@example.com")
agent = Piece(_person, "{agent}")
person = Piece(_person, "{tier}")
number = Piece(_number, "{number}")
whose = Piece(_whose, "name@example.com")
item = Piece(_item, "17")
paid_back = Piece(_paid_back, "17")
amount = Piece(_amount, "{price}")
address_or_number = Piece(_address_or_number, "name@example.com")
text = Piece(_rest, "{text}")
