"""What stands in an agent's text by the time it is read: links to pages, ready-made blocks, and words that a command brings along.
Everything comes from the vendor's own rules; a page or a block that nobody knows refuses the mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mailbot.config.rules import Rule
from mailbot.desk.agents.choosing import chosen, near, plain
from mailbot.desk.commands import Command, Fault, Reading
from mailbot.desk.commands.reading import mark_of
from mailbot.desk.commands.values import fault_of
from mailbot.desk.hearing import Hearing

_PAGE = re.compile(r"https?://[^\s<>\"]{3,500}$")


def put_in(reading: Reading, hearing: Hearing, language: str, *, private: bool) -> Reading:
    """The reading with everything in its place, in the customer's language."""
    text, faults = reading.text, list(reading.faults)
    for command in reading.commands:
        if command.name in ("faq", "wiki", "template"):
            found = _block(command, hearing, language) if command.name == "template" else _page(command, hearing, language)
            if isinstance(found, Fault):
                faults.append(found)
            text = text.replace(mark_of(command), found if isinstance(found, str) else "")
    bringing = () if private else reading.named("decline") or (() if text else reading.named("workaround"))
    brought = tuple((command.line, command.words) for command in bringing if command.words)
    return replace(reading, text="\n\n".join(part for part in (text, *(words for _, words in brought)) if part), faults=tuple(faults), brought=brought)


def _page(command: Command, hearing: Hearing, language: str) -> str | Fault:
    """A whole address, or what one rule of rules/faq.toml is called by."""
    if _PAGE.match(command.words):
        return command.words
    pages: dict[str, Rule] = {}
    for rule in hearing.rules.faq:
        for name in (rule.name, *(str(label) for label in (rule.then.get("label") or {}).values())):
            pages.setdefault(plain(name), rule)
    found = chosen(command.words, {name: name for name in pages}) or _only_with(command.words, pages)
    if found is not None:
        rule = pages[plain(found)]
        label = (rule.then.get("label") or {}).get(language, "")
        return f"{label}: {rule.then['link']}" if label else str(rule.then["link"])
    offered = tuple(dict.fromkeys(rule.name for rule in hearing.rules.faq))
    meant = near(command.words, offered)
    return fault_of(command, "page", command.words, f"/{command.name} {meant}" if meant else "", offered=", ".join(offered) or "–")


def _only_with(words: str, pages: Mapping[str, Rule]) -> str | None:
    """The page whose name holds all of these words, where there is only one."""
    wanted = set(plain(words).split())
    found = {id(rule): name for name, rule in pages.items() if wanted <= set(name.split())}
    return next(iter(found.values())) if len(found) == 1 else None


def _block(command: Command, hearing: Hearing, language: str) -> str | Fault:
    """A text block of rules/blocks.toml: in the customer's language, else in the vendor's own."""
    blocks = {str(rule.then["block"]): rule for rule in reversed(hearing.rules.blocks)}
    found = chosen(command.words, {name: name for name in blocks})
    texts = blocks[found].then["text"] if found is not None else {}
    text = texts.get(language) or texts.get(hearing.config.vendor.default_language)
    if text:
        return str(text).strip()
    if found is not None:
        return fault_of(command, "block_language", found, offered=", ".join(sorted(texts)))
    meant = near(command.words, blocks)
    return fault_of(command, "block", command.words, f"/template {meant}" if meant else "", offered=", ".join(blocks) or "–")
