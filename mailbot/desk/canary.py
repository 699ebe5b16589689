"""The last look at a letter to anybody outside: nothing internal goes out, whatever brought it into the letter (reliability.md 67).
Forty characters of an internal note, an agent's token, an agent's own address, an unlock code: then a person must look first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from mailbot.config.declare import Table
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk.commands.table import Role
from mailbot.desk.effects import UNLOCK_CODE, Draft
from mailbot.desk.folding import bare, fold, plain, unwrapped
from mailbot.desk.papers import words_of
from mailbot.mail import address

KIND = "held"  # of due time: the agents are told
ALIKE = 40  # characters in a row, one space between words
ALIKE_BARE = 32  # letters and digits in a row, whatever stands between them: about as many
MOST = 500_000  # characters that are looked at, of either side

# Why a letter is held back. The key is the sentence for people: see held_* in [say] of templates/*/words.toml.
REASONS: Final[Mapping[str, str]] = {
    "token": "it holds an answer address that is an agent's",
    "address": "it holds an agent's own address",
    "code": "it holds an unlock code",
    "note": "it repeats an internal note of the case",
}
# Who may let it go all the same, once he was told. An agent may have meant his words; nobody means to give away a token or a code.
LET_GO_BY: Final[Mapping[str, Role]] = {"note": "agent", "address": "agent", "token": "lead", "code": "lead"}

# As mail/tokens.py writes them; those of customers may go to customers.
_TOKEN = re.compile(r"(?<![0-9a-z])[adn]\.[0-9a-z]{1,8}\.[a-z0-9-]{1,16}\.[0-9a-z]{1,4}\.[0-9a-z]{1,4}\.[a-z2-7]{16}")
_TOKEN_ENDS = re.compile(r"(?![0-9a-z])")
_BROKEN = re.compile(r"[ \t]*=?\n[> \t]*")
_CODE = re.compile(r"(?<!\w)[0-9a-z]{4}[\s-]?[0-9a-z]{4}(?!\w)")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ATTRIBUTE = re.compile(r'="([^"<>]{4,2000})"')


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not leave, about one letter."""

    notes: tuple[str, ...] = ()  # internal notes of its case
    public: Callable[[], Sequence[str]] = field(default=lambda: (), repr=False)  # what is no secret, whoever writes it: asked for when something is found
    addresses: tuple[str, ...] = ()  # of agents
    is_code: Callable[[str], bool] = field(default=lambda _: False, repr=False)


def own_addresses(config: Config) -> tuple[str, ...]:
    """The agents' own addresses, without those at which the desk itself is written to."""
    desk = {address.key(each) for each in (config.mailbox.address, *config.mailbox.other_addresses)}
    return tuple(each for agent in config.agents for each in agent.email if address.key(each) not in desk)


def is_inside(to: str, config: Config) -> bool:
    """Whether a letter stays with us: it goes to an agent."""
    return config.agent_at(to) is not None


def published(config: Config, rules: RuleSet) -> tuple[str, ...]:
    """What the vendor tells everybody: his settings without the people and places in them, links and blocks of text."""
    settings = (config.vendor, config.scope, config.cases, config.tiers, config.intake, config.priorities, config.terms, config.feedback)
    return (*_strings(settings), *(said for rule in (*rules.faq, *rules.blocks) for said in (rule.name, *_strings(rule.then))))


def reasons_to_hold(draft: Draft, subject: str, text: str, html: str, secrets: Secrets) -> tuple[str, ...]:
    """Keys of the reasons why a letter may not go; none when it may. Time is linear in what is looked at."""
    names = " ".join(file.name for file in draft.letter.attachments)
    files = "\n".join(words_of(file, MOST) for file in draft.letter.attachments)[:MOST]
    shown = "\n".join((subject, text, _TAG.sub(" ", html), names, draft.letter.speaks))[:MOST]
    whole = unwrapped(f"{shown}\n{html[:MOST]}\n{files}")  # links too
    found = {
        "token": _has_token(fold(whole)),
        "address": _names_an_agent(fold(whole), secrets),
        "code": UNLOCK_CODE not in draft.text and any(secrets.is_code(each) for each in dict.fromkeys(_CODE.findall(plain(shown)))),
        "note": bool(secrets.notes) and repeats(_told(draft, subject, names, files), secrets),
    }
    return tuple(reason for reason in REASONS if found[reason])


# ---- tokens and addresses -----------------------------------------------------------------------------------
def _has_token(text: str) -> bool:
    """Whole, or broken over lines: then nobody can say where it ends."""
    return any(_TOKEN_ENDS.match(text, found.end()) for found in _TOKEN.finditer(text)) or _TOKEN.search(_BROKEN.sub("", text)) is not None


def _names_an_agent(text: str, secrets: Secrets) -> bool:
    """Does an agent's address stand there, in any of the spellings in which a person still knows it for one?"""
    letters = bare(text)
    written = [each for each in secrets.addresses if all(bare(part) in letters for part in _parts(each)) and _spelled(each).search(text)]
    if not written:
        return False
    public = tuple(fold(unwrapped(said[:MOST])) for said in secrets.public())
    return any(not any(_spelled(each).search(said) for said in public) for each in written)


def _parts(plain_address: str) -> tuple[str, str]:
    """What stands in every spelling of it."""
    local, _, domain = plain_address.partition("@")
    return local, domain.partition(".")[0]


# What may stand for a sign of an address, and between any two letters of it: line ends, emphasis, the marks of a quote.
_SIGNS = {
    "@": r"(?:\+[\w.+-]{0,64})?(?:@|[(\[{<]\s?(?:at|@|a|snabel-?a|apenstaartje|klammeraffe)\s?[)\]}>]|\s(?:at|snabel-?a)\s)",
    ".": r"(?:\.|[(\[{<]\s?(?:dot|punkt|punt|\.)\s?[)\]}>]|\s(?:dot|punkt|punt)\s)",
}
_GAP = r"[\s*>]{0,6}"


@lru_cache(maxsize=1024)
def _spelled(plain_address: str) -> re.Pattern[str]:
    """The address with a tag, with "(at)" and "dot", broken over lines."""
    letters = _GAP.join(_SIGNS.get(char, re.escape(char)) for char in fold(plain_address))
    return re.compile(rf"(?<![\w.+-]){letters}(?![\w-]|\.\w)")


# ---- notes ------------------------------------------------------------------------------------------------
def _told(draft: Draft, subject: str, names: str, files: str) -> str:
    """All that a letter says besides the template's own words: these every letter has, and a note may quote them."""
    html = draft.letter.html
    return "\n".join((subject, names, *_strings(draft.letter.values), unwrapped(_TAG.sub(" ", html)), *map(unwrapped, _ATTRIBUTE.findall(html)), files))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Mapping, Table)):
        for each in dict(value).values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


def repeats(told: str, secrets: Secrets) -> bool:
    """Whether a run of a note stands in what is told that is no public text: word for word, or letter for letter with anything in between."""
    views: tuple[tuple[Callable[[str], str], int], ...] = ((plain, ALIKE), (bare, ALIKE_BARE))
    return any(_runs(view(told[:MOST]), secrets, view, length) for view, length in views)


def _runs(told: str, secrets: Secrets, view: Callable[[str], str], length: int) -> bool:
    pieces = set(_pieces(told, length))
    found = {piece for note in secrets.notes for piece in _pieces(view(note[:MOST]), length) if piece in pieces}
    if not found:
        return False
    public = {piece for said in secrets.public() for piece in _pieces(view(said[:MOST]), length) if piece in found}
    return found != public and _longest(told, found, public, length) >= length // 2


def _longest(told: str, found: set[str], public: set[str], length: int) -> int:
    """How much of one run of a note, at most, is in no public text: a word before a link that everybody knows gives nothing away."""
    of_note = of_public = alone = most = 0
    for at in range(len(told)):
        piece = told[at : at + length]
        if piece in found:
            of_note = at + length
            if piece in public:
                of_public = at + length
        alone = 0 if at >= of_note else alone + (at >= of_public)
        most = max(most, alone)
    return most


def _pieces(text: str, length: int) -> Iterator[str]:
    """Every run of so many characters that neither begins nor ends between words."""
    return (text[at : at + length] for at in range(len(text) - length + 1) if text[at] != " " != text[at + length - 1])
