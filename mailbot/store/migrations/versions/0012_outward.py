"""What waits before it leaves: letters that are held back or withdrawn, and texts that were sent back to an agent and then settled."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import index, moment, number, refers, table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = "state IN ('queued', 'sending', 'sent', 'failed', 'bounced', 'delayed')"
AFTER = "state IN ('queued', 'sending', 'sent', 'failed', 'bounced', 'delayed', 'held', 'withdrawn')"


def upgrade() -> None:
    table(
        "released", number("intake_id"), number("by_intake_id", null=True), moment("at"),
        refers("intake_id", "intake.id"), refers("by_intake_id", "intake.id"), primary="intake_id",
    )  # fmt: skip
    index("released", "by_intake_id")
    if op.get_bind().dialect.name == "sqlite":
        _wider_check_on_sqlite()
    else:
        op.execute(sa.text("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_state"))
        op.execute(sa.text(f"ALTER TABLE outbox ADD CONSTRAINT ck_outbox_state CHECK ({AFTER})"))


def _wider_check_on_sqlite() -> None:
    """Only the wording of the check is changed, as SQLite's page on ALTER TABLE says it may be: copying the table would drop
    the one that the bytes of every letter refer to."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = 'outbox' AND instr(sql, :before)"),
        {"before": BEFORE, "after": AFTER},
    )
    if changed.rowcount != 1:
        raise RuntimeError("the table outbox has no check of its states as version 0001 wrote it")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
