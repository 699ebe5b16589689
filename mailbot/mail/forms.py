"""Web-form mails: who typed what into which field, as the relays of websites write it (BK-05, SA-12).
A form proves who runs it, never who filled it in; a field that is not plainly there is not guessed at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail import address as addresses
from mailbot.mail.charsets import clean_line

LINES_AT_MOST = 500
LINE_LIMIT = 500
LABEL_LIMIT = 60
NAME_LIMIT = 60
SUBJECT_LIMIT = 200

# Labels as forms in our languages have them, letters alone: "E-post (obligatoriskt)" begins with "epost".
ADDRESS = ("epost", "epostadress", "dinepost", "dinepostadress", "mejl", "mejladress", "mailadress", "email", "emailadress", "youremail", "emailaddress",
           "youremailaddress", "emailadresse", "ihreemail", "ihreemailadresse", "emailadres", "uwemail", "uwemailadres", "mail")
NAME = ("namn", "dittnamn", "förochefternamn", "kontaktperson", "name", "ihrname", "vorundnachname", "vorname", "ansprechpartner", "naam", "uwnaam",
        "voorennaam", "voorenachternaam", "contactpersoon", "yourname", "fullname", "från", "von", "van", "from")
SUBJECT = ("ämne", "ärende", "rubrik", "gäller", "betreff", "thema", "onderwerp", "betreft", "subject", "topic", "yoursubject")
PRODUCT = ("produkt", "program", "programvara", "programm", "software", "product", "programma")

_SEPARATOR = re.compile(r"[:|\t=]| {3,}")
_REQUIRED = re.compile(r"\([^()]{0,40}\)|\[[^][]{0,40}\]")  # "(obligatoriskt)", "[required]"
_AROUND = " \t*_|:=-–•>·"


@dataclass(frozen=True, slots=True)
class Form:
    """What the visitor typed, as far as the fields are known by their labels."""

    address: str | None  # None: no such field, or no single plain address in it
    name: str
    subject: str
    said: str  # his words without the labels: what his language is told from


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a form: the label that it begins with, and what stands behind it."""

    text: str
    label: str  # its letters alone
    value: str
    alone: bool  # no separator: a label whose value stands on the next line, or plain text


def read_form(text: str, address_field: str) -> Form:
    """The form in the text of a mail. The vendor's own label of the address counts; where the form has no such line, the usual ones."""
    lines = tuple(_read(line) for line in text.split("\n")[:LINES_AT_MOST] if line.strip())
    own = (_letters(address_field),)
    return Form(
        address=_only_address(_value(lines, own if any(line.label in own for line in lines) else ADDRESS)),
        name=" ".join(word for word in clean_line(_value(lines, NAME), SUBJECT_LIMIT).split() if "@" not in word)[:NAME_LIMIT],
        subject=clean_line(_value(lines, SUBJECT) or _value(lines, PRODUCT), SUBJECT_LIMIT),
        said="\n".join(line.text if line.alone else line.value for line in lines if line.label not in (*own, *ADDRESS, *NAME)),
    )


def _read(raw: str) -> _Line:
    line = raw[:LINE_LIMIT].strip()
    mark = _SEPARATOR.search(line[:LABEL_LIMIT])
    if mark is None and "@" in line:  # "E-post anna@firma.example"
        label, _, value = line.rpartition(" ")
        return _Line(line, _letters(label[:LABEL_LIMIT]), value, alone=not label)
    if mark is None:
        return _Line(line, _letters(line) if len(line) <= LABEL_LIMIT else "", "", alone=True)
    return _Line(line, _letters(line[: mark.start()]), line[mark.end() :].strip(_AROUND), alone=False)


def _value(lines: tuple[_Line, ...], labels: tuple[str, ...]) -> str:
    """What stands behind the first of these labels: beside it, or on the next line when that is no field of its own."""
    at = next((at for at, line in enumerate(lines) if line.label in labels), None)
    if at is None:
        return ""
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at].value or (below.text if below is not None and _is_value(below) else "")


def _is_value(line: _Line) -> bool:
    """Not a field: no separator, or none before an address ("anna@firma.example <mailto:anna@firma.example>")."""
    mark = _SEPARATOR.search(line.text)
    return mark is None or -1 < line.text.find("@") < mark.start()


def _letters(label: str) -> str:
    """A label as it is compared: its letters alone, lower case, without a remark such as "(required)"."""
    return "".join(char for char in _REQUIRED.sub("", label).casefold() if char.isalpha())


def _only_address(value: str) -> str | None:
    """The one address in a value: "Anna <anna@firma.example>", "anna@firma.example <mailto:anna@firma.example>"."""
    words = re.split(r"[\s<>()\[\],;|\"']+", value.replace("mailto:", " "))
    found = {addresses.key(word): word for word in words if addresses.plain(word)}
    return next(iter(found.values())) if len(found) == 1 else None
