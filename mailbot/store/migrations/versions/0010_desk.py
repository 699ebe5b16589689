"""Who works on a case: assignment, watchers, holds, absence."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
