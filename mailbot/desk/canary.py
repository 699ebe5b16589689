"""The last look at a letter to anybody outside: nothing internal goes out, whatever brought it into the letter (reliability.md 67).
Forty characters of an internal note, an agent's token, an agent's own address, an unlock code: then a person must look first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mailbot.config.settings import Config
from mailbot.desk.effects import UNLOCK_CODE, Draft
from mailbot.mail import address

KIND = "held"  # of due time: the agents are told
ALIKE = 40  # characters in a row, spaces and case aside
MOST = 500_000  # characters that are looked at, of either side

# Why a letter is held back. The key is the sentence for people: see held_* in [say] of templates/*/words.toml.
REASONS: Final[Mapping[str, str]] = {
    "note": "it repeats an internal note of the case",
    "token": "it holds an answer address that is an agent's",
    "address": "it holds an agent's own address",
    "code": "it holds an unlock code",
}

# As mail/tokens.py writes them; those of customers may go to customers.
_TOKEN = re.compile(r"(?<![0-9a-z])[adn]\.[0-9a-z]{1,8}\.[a-z0-9-]{1,16}\.[0-9a-z]{1,4}\.[0-9a-z]{1,4}\.[a-z2-7]{16}(?![0-9a-z])")
_CODE = re.compile(r"(?<!\w)[0-9a-z]{4}[\s-]?[0-9a-z]{4}(?!\w)")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not leave, about one letter."""

    notes: tuple[str, ...] = ()  # internal notes of its case
    public: Callable[[], Sequence[str]] = field(default=lambda: (), repr=False)  # what both sides have said: asked for when a note is found
    addresses: tuple[str, ...] = ()  # of agents
    is_code: Callable[[str], bool] = field(default=lambda _: False, repr=False)


def own_addresses(config: Config) -> tuple[str, ...]:
    """The agents' own addresses, without those at which the desk itself is written to."""
    desk = {address.key(each) for each in (config.mailbox.address, *config.mailbox.other_addresses)}
    return tuple(each for agent in config.agents for each in agent.email if address.key(each) not in desk)


def is_inside(to: str, config: Config) -> bool:
    """Whether a letter stays with us: it goes to an agent."""
    return config.agent_at(to) is not None


def reason_to_hold(draft: Draft, subject: str, text: str, html: str, secrets: Secrets) -> str | None:
    """Key of the reason why a letter may not go; None when it may. Time is linear in what is looked at."""
    names = " ".join(file.name for file in draft.letter.attachments)
    shown = plain("\n".join((subject, text, _TAG.sub(" ", html), names, draft.letter.speaks)))
    whole = f"{shown} {plain(html)}"  # links too
    if _TOKEN.search(whole):
        return "token"
    if (found := _agents_address(whole, secrets.addresses)) and not any(found in plain(said) for said in secrets.public()):
        return "address"
    if UNLOCK_CODE not in draft.text and any(secrets.is_code(each) for each in dict.fromkeys(_CODE.findall(shown))):
        return "code"
    if secrets.notes and _repeats(_told(draft, subject, names), secrets):
        return "note"
    return None


def plain(text: str) -> str:
    """A text for comparing: one space between words, no letter case, nothing that cannot be seen."""
    return " ".join(text[:MOST].translate(_UNSEEN).casefold().split())


def _agents_address(text: str, addresses: Sequence[str]) -> str | None:
    for each in addresses:
        low = each.casefold()
        if low in text and re.search(rf"(?<![\w.+-]){re.escape(low)}(?![\w-]|\.\w)", text):
            return low
    return None


def _told(draft: Draft, subject: str, names: str) -> str:
    """All that a letter says besides the template's own words: these every letter has, and a note may quote them."""
    words = _TAG.sub(" ", draft.letter.html)
    return plain("\n".join((subject, names, *_strings(draft.letter.values), words)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


def _repeats(told: str, secrets: Secrets) -> bool:
    """Whether a run of a note stands in what is told that neither side has said to the other before."""
    pieces = _pieces(told)
    found = [piece for note in secrets.notes for piece in _pieces(plain(note)) if piece in pieces]
    if not found:
        return False
    known = {piece for said in secrets.public() for piece in _pieces(plain(said))}
    return any(piece not in known for piece in found)


def _pieces(text: str) -> set[str]:
    """Every run of so many characters that neither begins nor ends between words."""
    return {text[at : at + ALIKE] for at in range(len(text) - ALIKE + 1) if text[at] != " " != text[at + ALIKE - 1]}
