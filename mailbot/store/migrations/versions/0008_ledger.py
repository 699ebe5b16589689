"""Billed minutes beside the raw ones, corrections, and blocks that change hands.
What is known of old entries and blocks is filled in; blocks that expire get their due times."""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import index, on

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WARN_DAYS_BEFORE = 14


def upgrade() -> None:
    op.add_column("timeentry", sa.Column("billed_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("block", sa.Column("ordinal", sa.Integer(), nullable=False, server_default="1"))
    for table, column, to in (("timeentry", "corrects_id", "timeentry"), ("block", "came_from_id", "block"),
                              ("ledgerentry", "reverses_id", "ledgerentry")):
        op.execute(sa.text(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column}_{to} REFERENCES {to} (id)"
        ))
    _fill_in()
    index("timeentry", "corrects_id")
    index("block", "came_from_id")
    index("block", "payment_id", "ordinal", name="uq_block_payment_id_ordinal", unique=True)
    op.drop_index("uq_ledgerentry_purchase", "ledgerentry")
    opens = "reason = 'purchase' OR (reason = 'transfer' AND minutes > 0)"
    index("ledgerentry", "block_id", name="uq_ledgerentry_opening", where=opens, unique=True)
    index("ledgerentry", "reverses_id", name="uq_ledgerentry_reverses_id", unique=True)
    _plan_expiries()
    _guards_on_sqlite()
    _guards_on_postgresql()


def _fill_in() -> None:
    """Of an old entry as much was charged as its blocks paid, or all of it after the fact; the blocks of a payment are counted."""
    op.execute(sa.text(
        "UPDATE timeentry SET billed_minutes = CASE billing WHEN 'invoice' THEN minutes WHEN 'block' THEN "
        "(SELECT COALESCE(-SUM(l.minutes), 0) FROM ledgerentry l WHERE l.time_entry_id = timeentry.id) ELSE 0 END"
    ))
    op.execute(sa.text(
        "UPDATE block SET ordinal = 1 + (SELECT COUNT(*) FROM block b WHERE b.payment_id = block.payment_id AND b.id < block.id)"
    ))


def _plan_expiries() -> None:
    """By UTC, as no configuration is known here: some hours late at worst, and minutes are refused by their day in any case."""
    connection = op.get_bind()
    block = sa.table("block", sa.column("id", sa.Integer), sa.column("expires_on", sa.Date))
    due = sa.table("due", sa.column("kind", sa.String), sa.column("subject", sa.String), sa.column("due_at", sa.DateTime(timezone=True)),
                   sa.column("next_at", sa.DateTime(timezone=True)), sa.column("attempts", sa.Integer), sa.column("payload", sa.JSON))
    for row in connection.execute(sa.select(block).where(block.c.expires_on.is_not(None))).all():
        noon = datetime.combine(row.expires_on, time(12), UTC)
        for kind, at in (("block_warning", noon - timedelta(days=WARN_DAYS_BEFORE)), ("block_expiry", noon + timedelta(days=1))):
            connection.execute(due.insert(), {"kind": kind, "subject": f"block:{row.id}", "due_at": at, "next_at": at, "attempts": 0, "payload": {}})


def _guards_on_sqlite() -> None:
    """A line is reversed by its exact opposite; no more time is taken back than was entered."""
    on(
        "sqlite",
        "CREATE TRIGGER ledgerentry_exact_reversal BEFORE INSERT ON ledgerentry WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM ledgerentry WHERE id = NEW.reverses_id AND block_id = NEW.block_id AND minutes = -NEW.minutes "
        "AND NEW.reason = 'correction') BEGIN SELECT RAISE(ABORT, 'a line is reversed by its exact opposite'); END",
    )
    on(
        "sqlite",
        "CREATE TRIGGER timeentry_not_below_zero BEFORE INSERT ON timeentry WHEN (NEW.minutes < 0) <> (NEW.corrects_id IS NOT NULL) "
        "OR (NEW.minutes < 0 AND NEW.minutes + (SELECT COALESCE(SUM(minutes), 0) FROM timeentry "
        "WHERE id = NEW.corrects_id OR corrects_id = NEW.corrects_id) < 0) "
        "BEGIN SELECT RAISE(ABORT, 'more time would be taken back than was entered'); END",
    )


def _guards_on_postgresql() -> None:
    """The same. The entry that is taken back is locked, so that two who correct it cannot both see the old sum."""
    on(
        "postgresql",
        "CREATE OR REPLACE FUNCTION exact_reversal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledgerentry WHERE id = NEW.reverses_id AND block_id = NEW.block_id "
        "AND minutes = -NEW.minutes AND NEW.reason = 'correction') "
        "THEN RAISE EXCEPTION 'a line is reversed by its exact opposite'; END IF; RETURN NEW; END $$",
    )
    on(
        "postgresql",
        "CREATE OR REPLACE FUNCTION time_not_below_zero() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM timeentry WHERE id = NEW.corrects_id FOR UPDATE; "
        "IF (NEW.minutes < 0) <> (NEW.corrects_id IS NOT NULL) OR (NEW.minutes < 0 AND NEW.minutes + "
        "(SELECT COALESCE(SUM(minutes), 0) FROM timeentry WHERE id = NEW.corrects_id OR corrects_id = NEW.corrects_id) < 0) "
        "THEN RAISE EXCEPTION 'more time would be taken back than was entered'; END IF; RETURN NEW; END $$",
    )
    for table, name, does in (("ledgerentry", "exact_reversal", "exact_reversal"), ("timeentry", "not_below_zero", "time_not_below_zero")):
        on(
            "postgresql",
            f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {does}()",
        )
