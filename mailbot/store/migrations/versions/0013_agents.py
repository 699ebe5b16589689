"""Desk addresses that were given out, and those that were taken back."""

from mailbot.store.migrations.words import moment, number, table, words

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table(
        "agent", words("agent_id"), number("raised"), moment("invited_at", null=True), number("invited_epoch"), number("invitations"),
        moment("spoke_at", null=True), primary="agent_id",
    )  # fmt: skip
