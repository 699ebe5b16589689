"""The command line: one file per group of commands, put together here.
Heavy rooms are entered only by the command that needs them, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys

import typer

from mailbot import __version__
from mailbot.cli import (
    agents,
    customers,
    deliver,
    demo,
    explain,
    feedback,
    held,
    hours,
    ledger,
    letters,
    looking,
    manual,
    payments,
    quarantine,
    registers,
    rights,
    serving,
)
from mailbot.cli import config as config_commands
from mailbot.cli.common import WRONG_USE, ConfigFile, complain
from mailbot.config.errors import ConfigError

CLICK_WRONG_USE = 2
# Rooms whose errors are written for an administrator: a port that is taken, a damaged database, a missing certificate.
FAULTS_WITH_ADVICE = ("mailbot.store.errors", "mailbot.transport.")

app = typer.Typer(
    name="mailbot",
    help="The support desk of a small software vendor, run entirely by e-mail.\n\n"
    "Start with `mailbot demo` to see it work, `mailbot check` to check your config.toml, `mailbot serve` to run it.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailbot {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    config: ConfigFile = None,
    _: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version and end."),
) -> None:
    """Options that every command shares."""
    if config is not None:
        os.environ["MAILBOT_CONFIG"] = str(config)  # a command's own --config comes before it


for group in (serving, demo, config_commands, manual, letters, hours, customers, rights, agents, registers, payments, ledger, looking, feedback, quarantine, held, deliver, explain):
    group.register(app)


def main() -> None:
    """Entry point: what a person can mend is a message, not a traceback; `deliver` ends as a mail server understands it."""
    try:
        app()
    except ConfigError as error:
        complain(str(error))
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == CLICK_WRONG_USE and "deliver" in sys.argv[1:]:
            sys.exit(WRONG_USE)
        raise
    except Exception as error:
        if type(error).__module__.startswith(FAULTS_WITH_ADVICE):
            complain(str(error))
            sys.exit(1)
        raise


__all__ = ["app", "main"]
