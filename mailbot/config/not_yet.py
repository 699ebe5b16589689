"""What is declared and checked but not yet obeyed: one table, so that nothing an administrator sets is silently ignored.
Whoever makes a key work takes its line away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from mailbot.config.errors import seen
from mailbot.config.lines import Key, line_of
from mailbot.config.rules import SHIPPED_RULES, RuleSet

# "section", "section.key", "section.*.key", or "section.key=value" for one value of a key. Numbers of tables are left out.
NOT_YET = (
    "vendor.phone",
    "cases.remind_after", "cases.close_after", "cases.resolved_closes_after", "cases.estimate",
    "tier.needs_quote", "tier.not_covered",
    "scope.not_covered_action=ask_customer", "scope.not_covered_action=refer",
    "terms.version", "terms.valid_from",
    "priority.after_hours",
    "billing.approval_above", "billing.approval_valid_for",
    "billing.approval_topics", "billing.approval_always_for", "billing.after_hours_rate", "billing.after_hours_needs_yes",
    "billing.off_topic_needs_yes", "billing.troubleshooting_needs_order", "billing.customer_caused_is_billed",
    "appointments.enabled", "appointments.for_kinds", "appointments.remote_link_before", "appointments.remote_must_run_first",
    "appointments.close_other_teamviewer", "appointments.remind_before", "appointments.free_cancel_until", "appointments.no_show_fee",
    "appointments.late_cancel_fee", "appointments.attach_calendar_file", "survey",
    "lines.*.skills", "teams.*.skills",
    "escalation",
    "agents.require_signed", "agent.skills", "agent.duties",
    "privacy.keep_closed_cases", "privacy.keep_ledger",
)  # fmt: skip
_WITH_ANY_NAME = tuple(entry for entry in NOT_YET if "*" in entry)
ONLY_WITH_A_SERVER = ("mailbox.user", "mailbox.password_from")  # idle too while nothing logs in anywhere
ACTS_BY_ITSELF = ("refer", "quote", "handover")  # what a rule of scope.toml that is sure may want to happen: so far it marks the case

SAYS = "read and checked, not yet in use"


def not_yet(given: Mapping[str, Any], file: str, lines: Mapping[Key, int]) -> tuple[str, ...]:
    """What the file sets that is not yet obeyed, one line for each section."""
    outgoing = given.get("outgoing", {})
    logs_in = outgoing.get("via") == "smtp" or given.get("mailbox", {}).get("imap_server")
    table = frozenset(NOT_YET if logs_in else NOT_YET + ONLY_WITH_A_SERVER)
    every: dict[str, set[str]] = {}
    idle: dict[str, dict[str, int | None]] = {}
    for path, value in _leaves(given, ()):
        header, key = _header(path)
        every.setdefault(header, set()).add(key)
        if values := _idle(path, value, table):
            idle.setdefault(header, {}).setdefault(key if values == ("",) else f"{key} = {', '.join(values)}", line_of(lines, path))
    return tuple(_line(header, keys, every[header], file, lines) for header, keys in idle.items())


def rules_not_yet(rules: RuleSet) -> tuple[str, ...]:
    """The vendor's own rules that ask for more than is done so far."""
    return tuple(
        f"{rule.source}: {seen(rule.name)}: action = {seen(rule.then['action'])}: {SAYS}; the rule marks the case for the agents"
        for rule in rules.scope
        if not rule.source.startswith(SHIPPED_RULES) and rule.then.get("certainty") == "sure" and rule.then.get("action") in ACTS_BY_ITSELF
    )


def _line(header: str, keys: Mapping[str, int | None], every: set[str], file: str, lines: Mapping[Key, int]) -> str:
    if set(keys) == every:
        parts = header.strip("[]").split(".")
        line = line_of(lines, (parts[0], 0, *parts[1:])) if header.startswith("[[") else line_of(lines, tuple(parts))
        return f"{header} ({file}:{line}): {SAYS}"
    places = ", ".join(str(line) for line in sorted({line for line in keys.values() if line is not None}))
    return f"{header} {', '.join(keys)} ({file}:{places}): {SAYS}"


def _leaves(table: Any, path: Key) -> Iterator[tuple[Key, Any]]:
    """Every key that holds a value, with its path; an empty section is a leaf too."""
    if isinstance(table, Mapping) and (table or not path):
        for name, value in table.items():
            yield from _leaves(value, (*path, name))
    elif isinstance(table, list) and table and all(isinstance(item, Mapping) for item in table):
        for index, item in enumerate(table):
            yield from _leaves(item, (*path, index))
    else:
        yield path, table


def _header(path: Key) -> tuple[str, str]:
    """The header above a key and the key itself, as they are written."""
    numbered = any(isinstance(part, int) for part in path[:2])
    depth = 1 if len(path) < 3 or numbered or path[0] not in ("hours", "lines", "teams") else 2
    names = [str(part) for part in path if not isinstance(part, int)]
    header = ".".join(names[:depth])
    return (f"[[{header}]]" if numbered else f"[{header}]"), names[depth] if len(names) > depth else ""


def _idle(path: Key, value: Any, table: frozenset[str]) -> tuple[str, ...]:
    """The values of this key that are not yet obeyed; ("",): whatever its value."""
    names = [str(part) for part in path if not isinstance(part, int)]
    begun = [".".join(names[:length]) for length in range(1, len(names) + 1)]
    if not table.isdisjoint(begun) or any(fnmatchcase(name, entry) for entry in _WITH_ANY_NAME for name in begun):
        return ("",)
    values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(str(each) for each in values if f"{begun[-1]}={each}" in table)
