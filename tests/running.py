"""A desk that runs as a process of its own, and an admin who does not: his commands run in the test's process, on the same books.
A new interpreter for every question costs more than the question; that commands work as programs is shown in tests/cli."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from mailbot.cli import app
from mailbot.demo import RunningDesk, Stuck
from mailbot.demo.imap import ImapDesk


class Desk(RunningDesk):
    """Takes mail by SMTP."""

    def mailbot(self, *words: str) -> str:
        """Run a command of mailbot on this desk, as an admin would."""
        return _command(self.config, words)


class MailboxDesk(ImapDesk):
    """Reads a mailbox."""

    def mailbot(self, *words: str) -> str:
        """Run a command of mailbot on this desk, as an admin would."""
        return _command(self.config, words)


def _command(config: Path, words: tuple[str, ...]) -> str:
    done = CliRunner().invoke(app, [*words, "--config", str(config)])
    if done.exit_code:
        raise Stuck(f"mailbot {' '.join(words)}: {done.output.strip()} {done.exception}")
    return done.stdout
