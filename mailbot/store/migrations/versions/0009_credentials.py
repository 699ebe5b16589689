"""The counting of guesses, by organisation and in all; and what was changed in the registers, by whom."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import index, key, moment, number, plain, refers, table, words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credentialattempt", sa.Column("domain", sa.String(), nullable=False, server_default=""))
    index("credentialattempt", "at")
    table(
        "accountevent", key(), number("account_id"), number("intake_id", null=True), moment("at"), words("actor"), words("kind"), plain("detail"),
        refers("account_id", "account.id"), refers("intake_id", "intake.id"),
    )  # fmt: skip
    index("accountevent", "account_id")
