"""The machine room: database, folders, keys, and the number of everything that is bounded.
The defaults need nothing installed and nothing configured."""

from __future__ import annotations

from pydantic import Field

from mailbot.config.declare import Count, Duration, Number, Table, Text, Yes, span


class Privacy(Table):
    """How long what is kept."""

    keep_closed_cases: Duration = Field(span("24 months"), description="Closed cases, with their mails.")
    keep_ledger: Duration = Field(span("84 months"), description="Ledger and payments (Swedish bookkeeping act: 7 years).")
    hide_codes: Yes = Field(True, description="Unlock codes are blanked in stored and forwarded text.")


class Rules(Table):
    """The rule files."""

    folder: Text = Field("rules", description="Folder beside this file; its rules add to and override the shipped ones.")


class Templates(Table):
    """The texts of our mails."""

    folder: Text = Field("templates", description="Folder beside this file; its texts come before the shipped ones.")


class Store(Table):
    """The database."""

    url: Text = Field(
        "", description="Empty: a file in the state folder. Else a PostgreSQL database; its password stands in PGPASSWORD or ~/.pgpass.",
        examples=["postgresql+psycopg://mailbot@localhost/mailbot"],
    )


class State(Table):
    """The folder for everything that is kept: database, key, outgoing mail, backups."""

    folder: Text = Field("", description="Empty: state/ beside this file, if it can be written; else where mailbot runs.")


class Secrets(Table):
    """The key that signs reply addresses and guards unlock codes."""

    key_from: Text = Field(
        "", description="NAME of an environment variable or credential file; empty: secret.key in the state folder."
    )


class Limits(Table):
    """The number of everything that is bounded. The shipped values suit ordinary mail; a wrong one can lose speed, not mail."""

    depth: Count = Field(20, description="Parts within parts of a mail; deeper: kept, shown as an attachment only.")
    parts: Count = Field(200, description="Parts of a mail.")
    headers: Count = Field(500, description="Header lines of a mail.")
    header_kb: Count = Field(16, description="One header, in kilobytes.")
    header_block_kb: Count = Field(64, description="All headers of a mail, in kilobytes.")
    addresses: Count = Field(200, description="Addresses that are read from To and Cc.")
    references: Count = Field(100, description="Message-IDs that are read from References.")
    text_kb: Count = Field(200, description="Readable text of a mail, in kilobytes; the rest stays in the kept original.")
    html_kb: Count = Field(1024, description="HTML that is turned into text, in kilobytes.")
    bank_file_mb: Count = Field(256, description="A file of the bank, in megabytes.")
    workers: Count = Field(2, description="Processes that read and decide.")
    worker_seconds: Count = Field(20, description="One mail in a worker, in seconds; then it is ended.")
    worker_memory_mb: Count = Field(512, description="Memory of a worker, in megabytes.")
    attempts: Count = Field(3, description="Attempts at one mail; then it goes to quarantine.")
    disk_free_mb: Number = Field(200, description="Less free space than this: mail is put off, nothing is lost.")
    auto_mails_per_address_per_hour: Number = Field(4, description="Automatic mails to one address in an hour.")
    auto_mails_per_address_per_day: Number = Field(12, description="Automatic mails to one address in a day.")
    free_help_every: Duration = Field(span("7d"), description="The help for everybody goes to one address once in this time.")
