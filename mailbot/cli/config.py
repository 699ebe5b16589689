"""`mailbot check` and `mailbot config`: is the configuration right, and what can be said in one.
Nothing is started, nothing is written; a faulty file ends with 1 and every mistake in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import AsJson, ConfigFile, complain, print_json

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.config.errors import Problem
    from mailbot.config.load import Loaded
    from mailbot.config.settings import Config, Tier


def register(app: typer.Typer) -> None:
    app.command("check")(check)
    app.command("config")(config)


def check(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Check config.toml, the rules and the letters: all mistakes at once, or a summary of what would run.

    Ends with 0 when the configuration can be used, with 1 when not. Warnings do not stop it.
    """
    from mailbot.assembly import find_config
    from mailbot.clock import now
    from mailbot.config.errors import ConfigError
    from mailbot.config.load import load

    path = find_config(config)
    try:
        loaded = load(path, os.environ)
    except ConfigError as error:
        _refuse(path, error.problems, as_json)
        raise typer.Exit(1) from None
    complaints = _letters(loaded)
    summary = _summary(loaded, now())
    if as_json:
        print_json({"ok": not complaints, "problems": [{"text": text} for text in complaints], **summary})
    else:
        typer.echo("\n".join(_page(path, summary)))
        for text in complaints:
            complain(text)
    if complaints:
        raise typer.Exit(1)


def config(
    section: Annotated[str, typer.Argument(help="One section, such as tier or hours; else the whole.", show_default=False)] = "",
) -> None:
    """Print the manual of config.toml: every section and key, its default, its meaning.

    What is printed is itself a configuration: `mailbot config > config.toml` is a beginning.
    """
    from mailbot.config.manual import manual

    typer.echo(manual(section or None), nl=False)


def _refuse(path: Path, problems: tuple[Problem, ...], as_json: bool) -> None:
    if as_json:
        listed = [{"file": each.file, "line": each.line, "key": each.key, "text": each.text} for each in problems]
        print_json({"ok": False, "problems": listed})
        return
    for problem in problems:
        complain(str(problem))
    count = len(problems)
    complain(f"\n{path}: {count} mistake{'s' if count != 1 else ''}; nothing is started with it, and a desk that runs keeps what it has.")


def _letters(loaded: Loaded) -> tuple[str, ...]:
    """Complaints about the templates."""
    from mailbot import render
    from mailbot.render.check import problems

    return problems(render.load(loaded.template_folders, loaded.config), loaded.config)


# ---- the summary ---------------------------------------------------------------------------------
def _summary(loaded: Loaded, at: datetime) -> dict[str, Any]:
    """What would run, as plain data."""
    config = loaded.config
    return {
        "vendor": config.vendor.name,
        "address": config.mailbox.address,
        "languages": list(config.vendor.languages),
        "default_language": config.vendor.default_language,
        "tiers": [_tier(config, tier) for tier in _in_order(config)],
        "priorities": [level.name + (" (default)" if level is config.default_priority else "") for level in config.priorities],
        "calendars": {name: _next_opening(hours, at) for name, hours in config.hours.items()},
        "doors": _doors(config),
        "agents": [f"{agent.id} <{agent.email[0]}> {agent.role}" for agent in config.agents],
        "state_folder": str(loaded.state_folder),
        "warnings": list(loaded.warnings),
        "not_yet": list(loaded.not_yet),
    }


def _in_order(config: Config) -> Iterator[Tier]:
    for name in config.tier_order:
        if (tier := config.tier(name)) is not None:
            yield tier


def _tier(config: Config, tier: Tier) -> str:
    """One tier in one line: plus: yearly_fee, 400 SEK, answered within 3 workdays."""
    price = f", {tier.price} {tier.currency or config.billing.currency}" if tier.price else ""
    minutes = f" for {tier.block_minutes} minutes" if tier.kind == "prepaid_blocks" else ""
    answer = "not answered" if not tier.answered else f"answered within {tier.answer_within}" if tier.answer_within else "answered"
    return f"{tier.name}: {tier.kind}{price}{minutes}, {answer}"


def _next_opening(hours: Any, at: datetime) -> str:
    """When this calendar is open next, in its own time."""
    from zoneinfo import ZoneInfo

    from mailbot.desk import business_time

    calendar = business_time.calendar(hours)
    if business_time.is_open(at, calendar):
        return "open now"
    try:
        opens = business_time.opens_at(at, calendar)
    except business_time.NeverOpen:
        return "never opens"
    return f"opens {opens.astimezone(ZoneInfo(hours.timezone)):%a %Y-%m-%d %H:%M} ({hours.timezone})"


def _doors(config: Config) -> Mapping[str, str]:
    """Each door with its place, or off; and the way out."""
    listen, outgoing = config.listen, config.outgoing
    server = outgoing.server or config.mailbox.smtp_server
    out = "into a folder, nothing leaves this machine" if outgoing.via == "maildir" else (
        f"through {server} ({outgoing.security})" if server else "off: no server is named")
    return {**{door: getattr(listen, door) or "off" for door in ("smtp", "lmtp", "submission")}, "imap": _read(config), "outgoing": out}


def _read(config: Config) -> str:
    """The mailboxes that are read by IMAP; those that cannot be stand among the warnings."""
    from mailbot.assembly import secrets_at_hand
    from mailbot.transport.imap_source import sources

    found = sources(config, secrets_at_hand())
    return ", ".join(f"{each.name} ({'nothing is moved' if each.read_only else f'moved to {each.done}'})" for each in found) or "off"


def _page(path: Path, summary: Mapping[str, Any]) -> Iterator[str]:
    """The summary for people."""
    yield f"{path}: fine."
    yield ""
    yield f"  {summary['vendor'] or '(no name)'} <{summary['address'] or 'no address'}>"
    yield f"  languages    {', '.join(summary['languages'])} (else {summary['default_language']})"
    yield from _rows("tiers", summary["tiers"])
    yield from _rows("priorities", [", ".join(summary["priorities"])])
    yield from _rows("calendars", [f"{name}: {opens}" for name, opens in summary["calendars"].items()])
    yield from _rows("doors", [f"{name}: {where}" for name, where in summary["doors"].items()])
    yield from _rows("agents", summary["agents"])
    yield f"  state        {summary['state_folder']}"
    if summary["warnings"]:
        yield from ("", "Warnings:", *(f"  {warning}" for warning in summary["warnings"]))
    if summary["not_yet"]:
        yield from ("", "Set, but without effect so far:", *(f"  {line}" for line in summary["not_yet"]))


def _rows(label: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines or ["none"]):
        yield f"  {label if number == 0 else '':<12} {line}"
