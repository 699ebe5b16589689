"""Which lines at fault a letter told its agent of: SEND leaves out these and no others."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("named", sa.JSON(), nullable=True))
