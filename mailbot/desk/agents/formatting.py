"""How an agent's words look: the formatting of his HTML, kept where it says exactly what the customer may read, and the pictures within.
Where his program says more or less in HTML than in plain text, the plain words count and their Markdown makes the HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from html import unescape

from mailbot.desk import commands
from mailbot.desk.agents.turn import Turn
from mailbot.desk.detail_readers import LOGO_BYTES, is_named_like_a_logo
from mailbot.mail import address, rich
from mailbot.mail.message import Attachment
from mailbot.mail.own_signature import signed_by
from mailbot.mail.quotes import split

# What one alternative says and the other does not: link targets, marks of pictures, numbers and bullets of lists.
_ASIDE = re.compile(r"<[^<>\s]{1,2000}>|\[(?:cid|image|bild|afbeelding|image:)[^\[\]\n]{0,300}\]|^\s{0,20}\d{1,3}[.)]\s", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_TO_SOMEBODY = re.compile(r'<a href="mailto:([^"?]{1,320})[^"]{0,2000}">((?:(?!</?a\b)[\s\S]){0,2000})</a>', re.IGNORECASE)


def formatted(turn: Turn) -> tuple[str, tuple[Attachment, ...]]:
    """His words in HTML, empty where their plain text is all there is; and the files that go with them."""
    names = {file.content_id: _name(file, turn) for file in turn.files if file.inline and file.content_id}
    html = _kept(turn, names) if turn.hearing.message.html else None
    if html is None:
        return "", tuple(file for file in map(_apart, turn.files) if not _is_logo(file, turn.text))
    shown = {own for own, new in names.items() if f'"cid:{new}"' in html}
    within = tuple(replace(file, content_id=names[file.content_id]) for file in turn.files if file.content_id in shown)
    return html, (*within, *(_apart(file) for file in turn.files if file.content_id not in names))


def _kept(turn: Turn, names: Mapping[str, str]) -> str | None:
    """His HTML, cut down to the words that the plain text says; None when the two differ."""
    message, config = turn.hearing.message, turn.hearing.config
    page = rich.read(message.html, 1024 * config.limits.text_kb)
    if page is None:
        return None
    new = signed_by(split(page.text, message.subject), (turn.agent.name, message.sender_name), rich.signatures(page)).new
    kept = commands.read(new, commands.aliases(turn.hearing.rules)).text
    if not kept or _words(kept) != _words(turn.shown):
        return None
    html = rich.written(page, kept.split("\n"), names, turn.without_own_addresses)
    return html and _without_readers(html, turn)


def _without_readers(html: str, turn: Turn) -> str:
    """What his program made links of to those who read the answer is words again: nobody writes to himself."""
    readers = {address.key(person.address) for person in turn.about.participants if person.role in ("requester", "cc")}
    return _TO_SOMEBODY.sub(lambda found: found[2] if (plain := address.plain(unescape(found[1]))) and address.key(plain) in readers else found[0], html)


def _words(text: str) -> list[str]:
    return _WORD.findall(_ASIDE.sub(" ", text).casefold())


def _name(file: Attachment, turn: Turn) -> str:
    """A Content-ID of ours: his own would tell of his program and his machine."""
    return f"{sha256(file.content_id.encode() + file.content).hexdigest()[:24]}@{turn.hearing.config.mailbox.address.rpartition('@')[2]}"


def _apart(file: Attachment) -> Attachment:
    """The file as an attachment of its own."""
    return replace(file, content_id="")


def _is_logo(file: Attachment, text: str) -> bool:
    """Whether a picture is of his signature, where no HTML says in which place it stood."""
    if not file.inline or not file.type.startswith("image/") or file.name.lower() in text.lower():
        return False
    return file.size < LOGO_BYTES or is_named_like_a_logo(file.name)
