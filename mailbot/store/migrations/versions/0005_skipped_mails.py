"""Mails of a mailbox that were passed over where nothing is moved, so that they are tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mailbox", sa.Column("skipped", sa.JSON(), nullable=False, server_default="[]"))
