"""Whom a report means: failed addresses from the words of Exim, qmail, Postfix, sendmail, Exchange, Domino and their like.
Line shapes only, bounded and linear; addresses that a report names for other reasons are never among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from mailbot.mail.bounces import DAEMONS

ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\U0010ffff-]{1,64}@[A-Za-z0-9\x80-\U0010ffff](?:[A-Za-z0-9.\x80-\U0010ffff-]{0,250}[A-Za-z0-9\x80-\U0010ffff])?")
_MOST = 20_000  # characters of the report that are read
_MOST_ADDRESSES = 100

_LEADING = re.compile(r"^[ \t]{0,12}(?:<([^<>\s]{3,320})>|'([^'\s]{3,320})'|\(([^()\s]{3,320})\)|([^\s<>:;,()\"']{1,64}@[^\s<>:;,()\"']{3,255}))[ \t]{0,3}(:|\.\.\.|$|[ \t])", re.MULTILINE)
_INTRODUCED = re.compile(
    r"(?:following|these)[ \n](?:\w{1,12} )?(?:recipient|address|e-?mail address|mailbox|user)(?:\(s\)|\(es\)|e?s)?\b"
    r"|(?:följande|folgenden?|volgende|følgende)[ \n](?:\w{1,12} )?(?:mottagare|adress|empfänger|adresse|e-mail-adresse|ontvanger|modtager|mottaker)\w{0,3}\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^[ \t]{0,12}(?:failed |final )?recipient(?:'s)? address:[ \t]{0,8}<?([^\s<>:;,()\"']{1,64}@[^\s<>:;,()\"']{3,255})>?[ \t]{0,12}$", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(r"^[ \t]{0,12}[45][0-9]{2}[ -][^\n@]{0,120}?\bfor <?([^\s<>()@]{1,64}@[^\s<>()@]{3,253})>?[ \t]{0,12}$", re.MULTILINE)
_NAMED = re.compile(
    r"\b(?:user|recipient|recipients|address|to|rcpt to|smtp|addressed|mailbox|failed recipient|unknown|user unknown|for|forward to|delivery to|deliver to|envoy à|an|till|à)(?:[ \t]{0,3}[:=,][ \t]{0,4}|[ \t]{1,4}|(?=[<'\"(]))[<'\"(]?"
    r"([A-Za-z0-9!#$%&*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{3,253})",
    re.IGNORECASE,
)
_VERP = re.compile(r"[a-z][a-z0-9._-]{0,40}?[+-]([^\s=@]{1,64})=([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})@", re.IGNORECASE)


def named_in(value: str) -> tuple[str, ...]:
    """The addresses of a header such as X-Failed-Recipients."""
    return tuple(dict.fromkeys(ADDRESS.findall(value[:4000])))[:_MOST_ADDRESSES]


def recipients_in(text: str, own: frozenset[str]) -> tuple[str, ...]:
    """The failed addresses of a report's words: those at the start of a line, else the first one named and the one that the refusing
    server names. Never one of `own`. What stands below the last "the following recipients" that any address follows counts before anything else."""
    text = text[:_MOST]
    for introduced in reversed(list(islice(_INTRODUCED.finditer(text), 8))):
        if found := _below(text[introduced.end() :], own):
            return found
    return _below(text, own)


def _below(text: str, own: frozenset[str]) -> tuple[str, ...]:
    if listed := _others(_LISTED.findall(text), own):
        return listed
    leading = _others((match[1] or match[2] or match[3] or match[4] for match in _LEADING.finditer(text)), own)
    if leading:
        return leading
    named = _others(_NAMED.findall(text), own)
    if named:
        return tuple(dict.fromkeys((*named[:1], *_others(_ANSWERED.findall(text), own))))
    return _others(ADDRESS.findall(text), own)[:1]


def verp_in(address: str) -> str:
    """The recipient that a return path of the shape "prefix+user=domain@ours" carries; empty when it has another shape (VERP)."""
    match = _VERP.match(address[:320])
    return f"{match[1]}@{match[2]}" if match else ""


def is_elided(address: str) -> bool:
    """Whether an archive has shortened the address ("anna...@example.com"), so that it is none."""
    return address.partition("@")[0].endswith("...")


def _others(found: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for address in found:
        match = ADDRESS.fullmatch(address.strip(".,;:<>'\"").removeprefix("mailto:"))
        if match and match[0].lower() not in own and match[0].partition("@")[0].lower() not in DAEMONS and not is_elided(match[0]):
            kept.setdefault(match[0].lower(), match[0])
        if len(kept) >= _MOST_ADDRESSES:
            break
    return tuple(kept.values())
