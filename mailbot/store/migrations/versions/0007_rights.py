"""Overdue invoices, trainings, and what a case rested on when it came in."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
