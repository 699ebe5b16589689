"""What waits before it leaves: the hold of an agent's answer, and texts that were sent back to him."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
