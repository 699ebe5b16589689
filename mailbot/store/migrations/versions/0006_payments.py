"""Files of the bank, what each payment was used for, and what waits for a person."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
