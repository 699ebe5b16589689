"""Commands in a customer's mail: STATUS, HELP, BALANCE, CODE, CLOSE, REOPEN, LANGUAGE, CONTACTS, in every language we write (commands.md 5.5).
Read only where nothing else can be meant, the whole subject or a first line of its own; everything else is text, and never an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Config
from mailbot.desk import credentials
from mailbot.desk.facts import CredentialClaim
from mailbot.desk.language_names import NAMES
from mailbot.desk.short_answers import says_no_more
from mailbot.mail import address
from mailbot.mail.message import Message, TokenKind
from mailbot.mail.threading import case_numbers, clean_subject

COMMANDS = ("status", "help", "balance", "code", "close", "reopen", "language", "contacts")
QUESTIONS = ("status", "help", "balance", "contacts")  # "Status?" asks for it; "Close?" asks a person
LONGEST, MOST_WORDS = 100, 6  # a longer line says more than a command
TAGS = 4  # words of a subject that are no words of the command: Re: and case numbers
SUBJECT_LONGEST = 200  # with tags and Re:
LIST_LONGEST, MOST_NAMED = 2000, 50  # of CONTACTS with its addresses
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")  # nothing that a person attached

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u00a0 \t"
_AROUND = _INVISIBLE + "\"'“”„«»‘’*_/／:=!.?…[]()"
_FRAME = _INVISIBLE + "\"'“”„«»‘’*_"  # copied with the quotes of our own letters; bold in HTML


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, understood. `more`: what the mail says besides it, greetings, thanks and signatures left out."""

    name: str  # status | help | balance | code | close | reopen | language | contacts
    where: Literal["line", "subject", "address"]
    spoken: tuple[str, ...] = ()  # the languages in which the word means this: what somebody unknown is answered in
    language: str = ""  # which one LANGUAGE asks for
    numbers: tuple[str, ...] = ()  # case numbers beside the command
    addresses: tuple[str, ...] = ()  # that CONTACTS names, each once, as they are written
    more: str = ""


def read(message: Message, config: Config, rules: RuleSet, claim: CredentialClaim | None = None) -> Asked | None:
    """The command of a mail, or None. The first line counts before the subject; any mail to a status address asks for the status.
    Lines that give the ID number and code of `claim` are neither a command nor something more."""
    phrases = phrases_of(rules)
    text = message.new_text if claim is None else credentials.said_besides(message.new_text, claim)
    line, rest = _first_line(text)
    if (listed := _contacts(line, rest, phrases)) is not None:
        return _asked(listed[0], "line", listed[1], message)
    if found := _command(line, phrases, config):
        return _asked(found, "line", rest, message)
    if (listed := _contacts(clean_subject(message.subject, config.cases.number_format), text, phrases)) is not None:
        return _asked(listed[0], "subject", listed[1], message)
    if found := _of_subject(message.subject, phrases, config):
        return _asked(found, "subject", text, message)
    if any(token.kind is TokenKind.STATUS for token in message.tokens):
        return _asked(Asked("status", "address"), "address", text, message)
    return None


def _of_subject(subject: str, phrases: Phrases, config: Config) -> Asked | None:
    if len(subject) > SUBJECT_LONGEST or not _hints(subject, phrases):
        return None
    return _command(clean_subject(subject, config.cases.number_format), phrases, config)


def _asked(found: Asked, where: Literal["line", "subject", "address"], rest: str, message: Message) -> Asked:
    attached = any(not file.inline and file.type not in SIGNATURES for file in message.attachments)
    names = frozenset(message.sender_name.casefold().split())
    more = "" if says_no_more(rest, names) and not attached else rest.strip() or message.subject
    return Asked(found.name, where, found.spoken, found.language, found.numbers, found.addresses, more)


def _first_line(text: str) -> tuple[str, str]:
    """The first line that is not empty, and what follows it."""
    head, _, rest = text.lstrip("\n" + _INVISIBLE).partition("\n")
    return head, rest


# ---- words --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of rules/commands.toml, folded."""

    meaning: Mapping[str, tuple[str, tuple[str, ...]]]  # "stang" -> ("close", ("sv",))
    beginnings: frozenset[str]  # the first word of each


def phrases_of(rules: RuleSet) -> Phrases:
    """What customers may write, of all languages at once: a Dutch customer of a Swedish vendor is understood too."""
    known = _FOLDED.get(id(rules.commands))
    if known is None:
        if len(_FOLDED) >= MOST_RULE_SETS:
            _FOLDED.clear()
        known = _FOLDED[id(rules.commands)] = (rules.commands, _phrases(rules.commands))
    return known[1]


MOST_RULE_SETS = 8
_FOLDED: dict[int, tuple[tuple[Rule, ...], Phrases]] = {}  # by identity, as rules have no hash; the rules are held, so that no id comes twice


def _phrases(rules: tuple[Rule, ...]) -> Phrases:
    meaning: dict[str, tuple[str, tuple[str, ...]]] = {}
    for rule in rules:
        name, languages = str(rule.then["command"]), _many(rule.when.get("language", ()))
        words = rule.then["words"] if rule.then.get("customer") and name in COMMANDS else ()
        for spelling in (spelling for word in words for spelling in spellings(word.lstrip("/"))):
            known, spoken = meaning.get(spelling, (name, ()))
            if known == name:  # of two rules that claim a word, the first has it
                meaning[spelling] = (name, tuple(dict.fromkeys((*spoken, *languages))))
    return Phrases(meaning, frozenset(spelling.partition(" ")[0] for spelling in meaning))


def _many(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def folded(text: str) -> str:
    """Letter case, accents and spaces aside: "Öppna  igen" is "oppna igen", "Schließen" is "schliessen"."""
    low = " ".join(text.casefold().split())
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


_WITH_E = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def spellings(word: str) -> tuple[str, ...]:
    """A word as people type it: with its dots left out, and with "ae", "oe", "ue" for them."""
    low = unicodedata.normalize("NFC", word.casefold())
    return tuple(dict.fromkeys((folded(low), folded(low.translate(_WITH_E)))))


_LANGUAGES: Mapping[str, str] = {
    spelling: code for code, names in NAMES.items() for name in names.split() for spelling in spellings(name)
}


# ---- one line -----------------------------------------------------------------------------------------
def _hints(text: str, phrases: Phrases) -> bool:
    """Whether some word of a subject begins a command: most subjects are put aside here."""
    words = text.split()
    return len(words) <= MOST_WORDS + TAGS and any(folded(word.strip(_AROUND)) in phrases.beginnings for word in words)


def _command(line: str, phrases: Phrases, config: Config) -> Asked | None:
    """The command that this line is, and nothing else."""
    if not line or len(line) > LONGEST or not _hints(line, phrases):
        return None
    numbers = case_numbers(line, config.cases.number_format)
    bare = clean_subject(line, config.cases.number_format) if numbers else line
    bare = bare.strip(_FRAME)
    asks = bare.endswith("?")
    bare = bare.rstrip("?!.… " + _FRAME).lstrip("/／ " + _FRAME)
    words = folded(bare).split()
    if not words or len(words) > MOST_WORDS:
        return None
    found = phrases.meaning.get(" ".join(words))
    if found is None:
        return _language(words, phrases, numbers) if not asks else None
    name, spoken = found
    return Asked(name, "line", spoken, numbers=numbers) if not asks or name in QUESTIONS else None


# ---- CONTACTS with the addresses behind it --------------------------------------------------------------
_LINKED = re.compile(r"<?mailto:[^>\s]*>?", re.IGNORECASE)  # "a@k.example<mailto:a@k.example>": HTML, made text
_BETWEEN = frozenset(("och", "und", "en", "and", "&", "samt", "sowie", "+", "-", "*", "•"))


def _contacts(line: str, rest: str, phrases: Phrases) -> tuple[Asked, str] | None:
    """CONTACTS and what it names, on its line and on those below that hold nothing but addresses; with what stands below these."""
    if len(line) > LIST_LONGEST or not _hints(line[:LONGEST].partition("@")[0].rpartition(" ")[0] or line, phrases):
        return None
    words = line.strip(_FRAME).lstrip("/／").split()
    for count in (1, 2):
        name, spoken = phrases.meaning.get(folded(" ".join(words[:count]).rstrip(":=")), ("", ()))
        if name == "contacts":
            break
    else:
        return None
    found = _addresses(" ".join(words[count:]))
    if found is None:
        return None
    lines = rest.split("\n")
    while lines and (more := _addresses(lines[0])) is not None and (more or not found) and len(found) <= MOST_NAMED:
        found, lines = (*found, *more), lines[1:]  # an empty line ends the list: below it may stand his own address, as a signature
    if not found:
        return None
    return Asked("contacts", "line", spoken, addresses=tuple({address.key(each): each for each in reversed(found)}.values())[::-1]), "\n".join(lines)


def _addresses(line: str) -> tuple[str, ...] | None:
    """The addresses of a line that holds nothing else; None when it says more."""
    if len(line) > LIST_LONGEST:
        return None
    pieces = (piece.strip(_FRAME + "<>,;:.()[]") for piece in re.split(r"[\s,;]+", _LINKED.sub(" ", line)))
    said = [piece for piece in pieces if piece and piece.casefold() not in _BETWEEN]
    found = tuple(plain for piece in said if (plain := address.plain(piece)) is not None)
    return found if len(found) == len(said) else None


def _language(words: list[str], phrases: Phrases, numbers: tuple[str, ...]) -> Asked | None:
    """LANGUAGE with the name of a language; with any other word it is text ("Språk fungerar inte")."""
    for count in range(1, len(words)):
        name, spoken = phrases.meaning.get(" ".join(words[:count]).rstrip(":= "), ("", ()))
        code = _LANGUAGES.get(" ".join(words[count:]).strip(_FRAME + ":=()"))
        if name == "language" and code is not None:
            return Asked(name, "line", spoken, code, numbers)
    return None
