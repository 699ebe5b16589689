"""How a case stood before and after a mail that its agent may still take back."""

from mailbot.store.migrations.words import index, moment, number, plain, refers, table, words

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table(
        "undoable", number("intake_id"), number("case_id"), words("agent_id"), moment("at"), moment("until"), plain("before"), plain("after"),
        plain("lines"), words("text"), refers("intake_id", "intake.id"), refers("case_id", "supportcase.id"), primary="intake_id",
    )  # fmt: skip
    index("undoable", "case_id")
