"""What commands take: one reader for each kind of argument, none of which ever guesses.
A reader looks at the words that are left, and says what it takes, what is wrong with it, or that it is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from mailbot.config.values import Unit, parse_span
from mailbot.desk.commands import days
from mailbot.mail import address

_PLAIN_MINUTES = re.compile(r"\d{1,5}$")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4})$")  # 10.12.2026, 10-12-2026
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{0,4})?$")
_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{2})?$")
_UNIT = re.compile(r"(€)?(-?[\d.,]+)(kr\.?|:-|€|[A-Za-z]{3})?$", re.IGNORECASE)
_MEANT = {"kr": "SEK", "kr.": "SEK", ":-": "SEK", "€": "EUR"}  # a currency as people write it
_PAYABLE = {"block": "block", "blok": "block", "payment": "payment", "betalning": "payment", "zahlung": "payment", "betaling": "payment"}
_QUOTES = "\"“”„»«"
_CURRENCY = re.compile(r"[A-Za-z]{3}$")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader found, by field of Command, and how many words it took."""

    fields: Mapping[str, Any]
    used: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a reader could not read: problem and suggestion as in Fault; the suggestion without the command's name."""

    problem: str
    seen: str
    suggestion: str = ""
    offered: str = ""  # what there is to choose from


Words = Sequence[str]
Reader = Callable[[Words], Taken | Wrong | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """One argument of a command. `example` is suggested where it is missing; what stands in braces there is filled in by
    desk/agents/examples.py from what the vendor has, else by [example] of templates/*/words.toml."""

    read: Reader
    example: str
    needed: bool = True
    missing: str = "missing"  # the problem, where a needed one is not there
    offers: tuple[str, ...] = ()  # the words to choose from


def maybe(piece: Piece) -> Piece:
    """The same argument, which may be left out."""
    return replace(piece, needed=False)


def shown_as(piece: Piece, example: str) -> Piece:
    """The same argument with another example."""
    return replace(piece, example=example)


# ---- time ---------------------------------------------------------------------------------------------
def _duration(words: Words, *, negative: bool) -> Taken | Wrong | None:
    """"10m", "1h30m", "1h 30m", "90" (minutes). "1h30" is refused: 90 or 31 minutes? So is "1.5": hours or minutes?"""
    if not words:
        return None
    sign = -1 if negative and words[0].startswith(("-", "−", "–")) else 1
    first = words[0].lstrip("-−–") if sign < 0 else words[0]
    for count in (2, 1):
        piece = "".join((first, *words[1:count]))
        if count == 2 and not (len(words) > 1 and re.fullmatch(r"\d+h", first) and re.fullmatch(r"\d+m", words[1])):
            continue
        if minutes := _minutes(piece):
            return Taken({"minutes": sign * minutes}, count)
    return Wrong("duration", words[0], ("-" if sign < 0 else "") + _clearer(first))


def read_minutes(text: str) -> int:
    """"10m", "1h30m", "90"; 0 for anything else."""
    return _minutes(text)


def _minutes(piece: str) -> int:
    if _PLAIN_MINUTES.match(piece):
        return int(piece)
    try:
        span = parse_span(piece)
    except ValueError:
        return 0
    return span.amount if span.unit is Unit.MINUTES and not span.seconds else 0


def _clearer(seen: str) -> str:
    """What was probably meant by a duration that reads two ways."""
    if match := re.fullmatch(r"(\d+)h(\d+)", seen):
        return f"{match[1]}h{match[2]}m"
    if match := re.fullmatch(r"(\d+)[.,](\d)", seen):
        return f"{int(match[1]) * 60 + int(match[2]) * 6}m"
    return "10m"


def _day(words: Words) -> Taken | Wrong | None:
    """2026-12-01, and 10.12.2026 or 10-12-2026, which read only one way; 1/12 is refused."""
    if not words or not _NUMERIC_DATE.match(words[0]):
        return None
    seen = words[0]
    if iso := _ISO_DATE.match(seen):
        year, month, day = (int(part) for part in iso.groups())
    elif first := _DAY_FIRST.match(seen):
        year, month, day = int(first[4]), int(first[3]), int(first[1])
    else:
        return Wrong("date", seen, "{yesterday}")
    try:
        return Taken({"on": date(year, month, day)}, 1)
    except ValueError:
        return Wrong("date", seen, "{yesterday}")


def _until(words: Words) -> Taken | Wrong | None:
    """A day to come, to the end of the line: as a date, or in words."""
    if not words:
        return None
    left = days.without_lead(words)
    numeric = _day(left)
    if isinstance(numeric, Taken) and len(left) == 1:
        return Taken(numeric.fields, len(words))
    said = days.read(words) if numeric is None else None
    return Taken({"to_come": said}, len(words)) if said is not None else Wrong("until", " ".join(words), "{friday}")


def read_day(text: str) -> date | None:
    """A day that reads only one way; None for anything else."""
    found = _day((text,))
    return found.fields["on"] if isinstance(found, Taken) else None


# ---- who and what -------------------------------------------------------------------------------------
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


duration = Piece(lambda words: _duration(words, negative=False), "10m", missing="duration")
signed_duration = Piece(lambda words: _duration(words, negative=True), "10m", missing="duration")
day = Piece(_day, "{yesterday}")
until = Piece(_until, "{friday}")
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
