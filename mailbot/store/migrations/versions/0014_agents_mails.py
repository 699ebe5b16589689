"""What agents' mails did: how a case stood before and after one that may still be taken back, and under which Message-IDs they were carried out."""

from mailbot.store.migrations.words import index, key, moment, number, plain, refers, table, unique, words

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
    table("agentmail", key(), words("agent_id"), words("message_id"), words("said"), moment("at"), unique("agent_id", "message_id", "said"))
