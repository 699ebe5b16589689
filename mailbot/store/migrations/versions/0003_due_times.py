"""Due times are taken by workers like mails: with attempts, leases and a queue of what still waits.
Nothing has been due before, so that the table is made anew."""

from alembic import op

from mailbot.store.migrations.words import index, key, moment, number, plain, table, unique, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("due")
    table(
        "due", key(), words("kind"), words("subject"), moment("due_at"), moment("next_at"), number("attempts"),
        words("claimed_by", null=True), words("error", null=True), plain("payload"), moment("done_at", null=True),
        unique("kind", "subject"),
    )  # fmt: skip
    index("due", "next_at", name="ix_due_waiting", where="done_at IS NULL")
