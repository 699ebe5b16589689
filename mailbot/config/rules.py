"""The rule files: read, checked word by word, and laid over the shipped ones.
Every rule can say why it decided as it did, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mailbot.config.declare import LANGUAGES
from mailbot.config.errors import Problem, did_you_mean, nearest, one_of, seen
from mailbot.config.lines import Key, line_of, lines_of
from mailbot.config.patterns import compiled, fault_of
from mailbot.config.syntax import read_toml
from mailbot.config.values import parse_span
from mailbot.config.vocabulary import CONDITIONS, FILES, RuleFile, Word

__all__ = ["Rule", "RuleSet", "compiled", "load_rules"]

SHIPPED_RULES = "shipped/rules"  # how the shipped rules are named as the source of a rule
_KEYS = ("name", "when", "then", "because")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when all of its conditions are true, this follows, because."""

    name: str
    when: Mapping[str, Any]  # lists are tuples, also where one text was written; spans are Span; see vocabulary.py
    then: Mapping[str, Any]
    because: str
    source: str  # "rules/entitlement.toml:12"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules, in the order in which they are tried: the vendor's new ones before the shipped ones."""

    entitlement: tuple[Rule, ...] = ()
    intake_kinds: tuple[Rule, ...] = ()
    intake_details: tuple[Rule, ...] = ()
    priority: tuple[Rule, ...] = ()
    scope: tuple[Rule, ...] = ()
    autoreply: tuple[Rule, ...] = ()
    commands: tuple[Rule, ...] = ()
    faq: tuple[Rule, ...] = ()
    blocks: tuple[Rule, ...] = ()
    questions: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the sentences that ask for details, in every language

    def __post_init__(self) -> None:
        asked = (str(sentence) for rule in self.intake_details for sentence in (rule.then.get("ask") or {}).values())
        object.__setattr__(self, "questions", tuple(asked))

    @property
    def details(self) -> tuple[str, ...]:
        """Names of the details that some rule recognises."""
        return tuple(dict.fromkeys(str(rule.then["detail"]) for rule in self.intake_details))


def load_rules(shipped: Path | None, own: Path | None) -> tuple[RuleSet, tuple[Problem, ...]]:
    """Read the shipped rules and the vendor's own over them. All problems of all files come back together."""
    problems: list[Problem] = []
    by_file: dict[str, tuple[Rule, ...]] = {}
    for name in FILES:
        ours = _read(shipped, name, SHIPPED_RULES, problems) if shipped else ()
        theirs = _read(own, name, own.name, problems) if own else ()
        by_file[name] = overlay(ours, theirs)
    if own is not None:
        problems += _strangers(own)
    kinds = tuple(rule for rule in by_file["intake"] if "kind" in rule.then)
    details = tuple(rule for rule in by_file["intake"] if "detail" in rule.then)
    rest = {name: rules for name, rules in by_file.items() if name != "intake"}
    return RuleSet(intake_kinds=kinds, intake_details=details, **rest), tuple(problems)


def overlay(shipped: Sequence[Rule], own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The vendor's rules over the shipped ones: the same name takes the old one's place, a new name stands before them all."""
    replaced = {rule.name: rule for rule in own}
    known = {rule.name for rule in shipped}
    return (*(rule for rule in own if rule.name not in known), *(replaced.get(rule.name, rule) for rule in shipped))


def _strangers(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in FILES:
            hint = did_you_mean(path.stem, FILES).replace('"?', '.toml"?')
            yield Problem(f"{folder.name}/{path.name}", None, "", f"no rules are read from a file of this name{hint}")


def _read(folder: Path, name: str, shown: str, problems: list[Problem]) -> tuple[Rule, ...]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        return ()
    rules, found = _rules_in(path.read_bytes(), name, f"{shown}/{path.name}")
    problems += found
    return rules


@lru_cache(maxsize=64)
def _rules_in(content: bytes, name: str, file: str) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of one file and what is wrong with it. The shipped files are the same at every reading, and read once."""
    problems: list[Problem] = []
    text, table, faults = read_toml(content, file)
    if faults:
        return (), tuple(faults)
    reader = _Reader(file, FILES[name], lines_of(text), problems)
    rules = tuple(rule for index, entry in enumerate(_entries(table, reader)) if (rule := reader.rule(index, entry)) is not None)
    reader.twice(rules)
    return rules, tuple(problems)


def _entries(table: Mapping[str, Any], reader: _Reader) -> list[Any]:
    for key in table:
        if key != "rule":
            reader.wrong((key,), "unknown here; a rule file holds [[rule]] tables with name, when, then and because")
    entries = table.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        reader.wrong(("rule",), "expected [[rule]] with two brackets before every rule")
        return []
    return entries


@dataclass(slots=True)
class _Reader:
    """Reads the rules of one file and notes what is wrong with them."""

    file: str
    spec: RuleFile
    lines: Mapping[Key, int]
    problems: list[Problem]

    def wrong(self, key: Key, text: str) -> None:
        shown = ".".join(str(part) for part in key if part != "rule" and not isinstance(part, int))
        self.problems.append(Problem(self.file, line_of(self.lines, key), shown or "rule", text))

    def rule(self, index: int, entry: Mapping[str, Any]) -> Rule | None:
        """One rule, or None when something in it is wrong."""
        at: Key = ("rule", index)
        before = len(self.problems)
        misspelt = {nearest(key, _KEYS) for key in entry if key not in _KEYS}
        for key in entry:
            if key not in _KEYS:
                hint = did_you_mean(key, _KEYS) or "; a rule has name, when, then and because"
                self.wrong((*at, key), f"unknown key of a rule{hint}")
        for key in ("name", "because"):
            if key not in misspelt and (not isinstance(entry.get(key), str) or not entry[key].strip()):
                self.wrong((*at, key), "missing; expected a sentence between quotes that says "
                           + ("what the rule is for" if key == "name" else "why it is so, for whoever asks"))
        for key in ("when", "then"):
            if key not in misspelt and not isinstance(entry.get(key), dict):
                self.wrong((*at, key), "missing; expected a table such as " + (
                    'when = { text_has_any = ["..."] }' if key == "when" else f"then = {{ {self.spec.needs_one_of[0]} = ... }}"))
        if len(self.problems) > before:
            return None
        allowed = {name: CONDITIONS[name] for name in self.spec.when}
        when = self._words((*at, "when"), entry["when"], allowed, "condition")
        then = self._words((*at, "then"), entry["then"], self.spec.then, "outcome")
        if not any(name in then for name in self.spec.needs_one_of) and len(self.problems) == before:
            self.wrong((*at, "then"), f"says nothing that {self.file} decides; expected {one_of(self.spec.needs_one_of)}")
        self._whole(at, then, before)
        if len(self.problems) > before:
            return None
        source = f"{self.file}:{line_of(self.lines, at)}"
        return Rule(entry["name"].strip(), MappingProxyType(when), MappingProxyType(then), entry["because"].strip(), source)

    def _whole(self, at: Key, then: Mapping[str, Any], before: int) -> None:
        """Outcomes that belong together."""
        if len(self.problems) > before:
            return
        if "kind" in then and "detail" in then and self.spec.name == "intake":
            self.wrong((*at, "then"), "names a kind and a detail; make two rules of it")
        if "command" in then and not then.get("words"):
            self.wrong((*at, "then"), 'expected the words that mean the command, such as words = ["tid"]')

    def _words(self, at: Key, table: Mapping[str, Any], allowed: Mapping[str, Word], what: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, value in table.items():
            if name not in allowed:
                elsewhere = [file.name for file in FILES.values() if name in (file.when if what == "condition" else file.then)]
                hint = did_you_mean(name, allowed) or (f"; it belongs in rules/{elsewhere[0]}.toml" if elsewhere else "")
                self.wrong((*at, name), f"unknown {what}" + (hint or f"; expected one of {', '.join(allowed)}"))
                continue
            try:
                out[name] = _value(allowed[name], value)
            except ValueError as error:
                self.wrong((*at, name), str(error))
        return out

    def twice(self, rules: Sequence[Rule]) -> None:
        """Two rules of one name: which is meant when a vendor overrides it?"""
        first: dict[str, Rule] = {}
        for rule in rules:
            if rule.name in first:
                file, _, line = rule.source.rpartition(":")
                where = first[rule.name].source.rpartition(":")[2]
                self.problems.append(Problem(file, int(line), "name", f"{seen(rule.name)} is the name of the rule in line {where} too"))
            first.setdefault(rule.name, rule)


def _value(word: Word, value: Any) -> Any:
    """A condition's or outcome's value in the form the rules are evaluated in. Raises ValueError in the reader's words."""
    if word.form == "yes":
        return _typed(value, bool, "true or false, without quotes")
    if word.form == "number":
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"{seen(value)}, expected a whole number without quotes")
        return value
    if word.form == "span":
        return parse_span(_typed(value, str, 'a length of time between quotes, such as "30d"'))
    if word.form == "languages":
        return _languages(value)
    if word.form in ("name", "one"):
        text = _typed(value, str, "one text between quotes")
        _allowed(word, text)
        return text
    texts = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else None
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise ValueError(f'{seen(value)}, expected texts between quotes in square brackets, such as ["...", "..."]')
    for text in texts:
        _allowed(word, text)
        if word.form == "patterns" and (fault := fault_of(text)):
            raise ValueError(fault)
    return texts


def _typed(value: Any, kind: type, expected: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{seen(value)}, expected {expected}")
    return value


def _allowed(word: Word, text: str) -> None:
    if word.allowed and text not in word.allowed:
        raise ValueError(f"{seen(text)}, expected {one_of(word.allowed)}{did_you_mean(text, word.allowed)}")


def _languages(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or not value or not all(isinstance(text, str) and text.strip() for text in value.values()):
        raise ValueError(f'{seen(value)}, expected a text for each language, such as {{ sv = "...", en = "..." }}')
    for language in value:
        if language not in LANGUAGES:
            raise ValueError(f"{seen(language)} is no language we write, expected {one_of(LANGUAGES)}{did_you_mean(language, LANGUAGES)}")
    return MappingProxyType(dict(value))
