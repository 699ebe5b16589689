"""`mailbot status`, `cases`, `case`, `outbox`: looking at what the desk holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import (
    AsJson,
    ConfigFile,
    desk,
    echo_wrapped,
    fail,
    local,
    print_json,
    print_table,
    printable,
    zone_name,
)

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.store import CaseLine


NO_SUBJECT = "(no subject)"  # where a case has none
CASE_STATES = ("awaiting_entitlement", "awaiting_details", "open", "in_progress", "answered", "awaiting_customer", "resolved", "closed")
OUTBOX_STATES = ("queued", "sending", "sent", "delayed", "failed", "bounced", "held", "withdrawn")


def register(app: typer.Typer) -> None:
    app.command("status")(status)
    app.command("cases")(cases)
    app.command("case")(case)
    app.command("outbox")(outbox)


def status(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """How the desk is: what waits, what failed, what needs a person. Ends with 1 when something does."""
    from mailbot.clock import now

    with desk(config) as opened:
        counts, left, paused = opened.store.counts(), opened.store.due_work(now()), opened.store.paused()
        unread, troubles = opened.store.mailboxes.unread(), opened.store.mailboxes.troubles()
        if as_json:
            print_json({"left": left, "counts": counts, "paused": paused[0] if paused else None, "unread": unread, "troubles": troubles})
        else:
            settings = opened.loaded.config
            typer.echo(f"waiting to be handled   {counts.waiting}   oldest {_zoned(counts.oldest_waiting, settings)}\n"
                       f"waiting to be carried   {counts.queued}   oldest {_zoned(counts.oldest_queued, settings)}\n"
                       f"failed or bounced       {counts.failed}\n"
                       f"in quarantine           {counts.quarantined}\n"
                       f"held back               {counts.held}{'   see: mailbot held list' if counts.held else ''}\n"
                       f"due, put aside          {counts.put_aside}\n"
                       f"open cases              {counts.open_cases}")
            if paused:
                echo_wrapped(f"NOTHING GOES OUT since {_zoned(paused[1], settings)}: {printable(paused[0])}")
            for each in unread:
                echo_wrapped(f"NOT READ since {_zoned(each.since, settings)}: {printable(each.name)}: {printable(each.reason)}")
            for each in troubles:
                echo_wrapped(f"TROUBLE since {_zoned(each.since, settings)}: {printable(each.name)}: {printable(each.reason)}")
            for warning in opened.loaded.warnings:
                echo_wrapped(f"note: {warning}")
        if counts.quarantined or counts.failed or counts.held or counts.put_aside or paused or unread or troubles:
            raise typer.Exit(1)


def _zoned(at: datetime | None, settings: Config) -> str:
    """An instant in the office's own time, which is named."""
    return f"{local(at, settings)} {zone_name(at, settings)}" if at is not None else "–"


def cases(
    state: Annotated[str, typer.Option(help="Only cases in this state, such as open or awaiting_details.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """The cases, the most urgent first."""
    _known(state, CASE_STATES)
    with desk(config) as opened:
        found = opened.store.cases(state or None, everything=everything)
        if as_json:
            for each in found:
                print_json(each)
            return
        settings = opened.loaded.config
        rows = [(c.number, c.state, local(due_of(c), settings), c.priority, c.assigned_to or "–", c.requester, c.subject or NO_SUBJECT) for c in found]
        print_table(("case", "state", "due", "level", "agent", "from", "subject"), rows, "No cases.")


def _known(state: str, states: tuple[str, ...]) -> None:
    if state and state not in states:
        fail(f"--state {state!r}: expected one of {', '.join(states)}")


def due_of(case: CaseLine) -> datetime | None:
    """What is due next; nothing once it is answered, closed, or waits for the customer."""
    if case.state not in ("open", "in_progress", "escalated"):
        return None
    return case.answer_due_at or case.start_due_at


def case(
    number: Annotated[str, typer.Argument(help="The case number, such as EX-2026-000123.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """One case, whole: details, mails, events, time."""
    with desk(config) as opened:
        found = opened.store.case(number.strip("[] ").upper())
        if found is None:
            fail(f"{number}: no such case; see them all with: mailbot cases --all")
        if as_json:
            print_json(found)
            return
        settings = opened.loaded.config
        head = found.head
        typer.echo(f"{head.number}  {printable(head.subject or NO_SUBJECT)}\n"
                   f"state {head.state} · priority {head.priority} · kind {head.kind} · tier {head.tier or '–'} · language {head.language}\n"
                   f"from {printable(head.requester)} · received {local(head.received_at, settings)} · "
                   f"answer due {local(head.answer_due_at, settings)} · start due {local(head.start_due_at, settings)}")
        if found.rests_on:
            right = found.rests_on
            until = f", until {right['valid_until']}" if right.get("valid_until") else ""
            typer.echo(f"right at receipt: {right['verdict']} ({right.get('tier') or 'no tier'}{until}): {printable(str(right['reason']))}")
        if head.flags:
            typer.echo(f"marked {', '.join(printable(mark).replace(':', ' ') for mark in head.flags)}")
        for detail in found.details:
            typer.echo(f"  {detail.name}: {printable(detail.value) or detail.state}")
        for mail in found.messages:
            proven = "" if mail.direction != "in" or mail.verified else " (unproven)"
            typer.echo(f"\n── {local(mail.at, settings)} {mail.direction} {printable(mail.author)}{proven}")
            typer.echo("\n".join(f"  {printable(line)}" for line in mail.text.splitlines()))
        typer.echo("")
        print_table(("when", "what", "before", "after", "by"),
                    [(local(e.at, settings), e.kind, e.before, e.after, e.actor) for e in found.events], "No events.")
        for entry in found.times:
            typer.echo(f"{entry.spent_on} {entry.agent_id} {entry.minutes} min ({entry.billing}, {entry.billed} charged) {printable(entry.note)}")


def outbox(
    state: Annotated[str, typer.Option(help="Only mails in this state: queued, sending, sent, failed, bounced, held, withdrawn.")] = "",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Outgoing mail: what waits, what went, what failed and why."""
    _known(state, OUTBOX_STATES)
    with desk(config) as opened:
        found = opened.store.outbox(state or None)
        if as_json:
            for each in found:
                print_json(each)
            return
        settings = opened.loaded.config
        rows = [(m.id, m.state, local(m.created_at, settings), m.attempts, m.template, m.to, m.last_error) for m in found]
        print_table(("id", "state", "written", "tries", "letter", "to", "last error"), rows, "The outbox is empty.")
