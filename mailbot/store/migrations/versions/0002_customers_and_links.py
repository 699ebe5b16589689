"""Customers by domain and by named contact, links between cases, and the collection of views and wishes."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import check, index, key, moment, number, one_of, refers, table, unique, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column("address", sa.Column("contact", sa.Boolean(), nullable=False, server_default=sa.false()))
    table(
        "domain", key(), number("account_id"), words("domain"), moment("added_at"),
        refers("account_id", "account.id"), unique("domain"),
    )  # fmt: skip
    index("domain", "account_id")
    table(
        "caselink", key(), number("from_id"), number("to_id"), words("kind"), moment("at"),
        refers("from_id", "supportcase.id"), refers("to_id", "supportcase.id"), unique("from_id", "to_id", "kind"),
        check("two_cases", "from_id <> to_id"), one_of("kind", "related duplicate_of split_from"),
    )  # fmt: skip
    index("caselink", "to_id")
    table(
        "feedback", key(), words("kind"), number("account_id", null=True), number("case_id", null=True), number("intake_id", null=True),
        words("author"), words("language"), words("subject"), words("text"), moment("at"), moment("told_at", null=True),
        refers("account_id", "account.id"), refers("case_id", "supportcase.id"), refers("intake_id", "intake.id"),
        one_of("kind", "feedback wish"),
    )  # fmt: skip
    for column in ("account_id", "case_id", "intake_id", "at"):
        index("feedback", column)
