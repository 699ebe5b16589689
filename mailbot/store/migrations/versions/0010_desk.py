"""Who works on a case and what he found out: line, team, watchers, level, clock; the absence of agents."""

import sqlalchemy as sa
from alembic import op

from mailbot.store.migrations.words import day, index, key, moment, number, one_of, refers, table, words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("supportcase", sa.Column("line", sa.Integer(), nullable=False, server_default="1"))
    for column in ("team", "product"):
        op.add_column("supportcase", sa.Column(column, sa.String(), nullable=False, server_default=""))
    for column in ("tags", "watchers"):
        op.add_column("supportcase", sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("supportcase", words("level_decided_by", null=True))
    op.add_column("supportcase", sa.Column("reproduced", sa.Boolean(), nullable=True))
    for column in ("started_at", "assigned_at", "clock_from"):
        op.add_column("supportcase", moment(column, null=True))
    table(
        "finding", key(), number("case_id"), words("kind"), words("text"), words("author"), moment("at"),
        refers("case_id", "supportcase.id"), one_of("kind", "workaround solution lesson"),
    )  # fmt: skip
    index("finding", "case_id")
    table("absence", words("agent_id"), moment("since"), day("until", null=True), primary="agent_id")
