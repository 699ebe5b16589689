"""Mailboxes that are read by IMAP: how far, and what of a delivery only IMAP knows."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import key, large, moment, number, table, unique, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table(
        "mailbox",
        key(), words("account"), words("folder"), large("uidvalidity"), large("last_uid"), large("backlog_below"),
        moment("backlog_before", null=True), moment("opened_at"),
        unique("account", "folder"),
    )  # fmt: skip
    op.add_column("delivery", number("whole_size", null=True))
    op.add_column("delivery", sa.Column("backlog", sa.Boolean(), nullable=False, server_default=sa.false()))
