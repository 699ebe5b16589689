"""Overdue invoices, trainings, and what a case rested on when it came in."""

from alembic import op

from mailbot.store.migrations.words import day, index, key, moment, number, on, plain, refers, table, unique, words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REFERS = "CONSTRAINT fk_supportcase_entitlement_id REFERENCES entitlement (id)"


def upgrade() -> None:
    op.add_column("account", day("overdue_since", null=True))
    op.add_column("entitlement", moment("revoked_at", null=True))
    table(
        "training", key(), number("address_id"), words("module"), day("passed_on"), day("valid_until", null=True),
        refers("address_id", "address.id"), unique("address_id", "module"),
    )  # fmt: skip
    for database in ("sqlite", "postgresql"):
        on(database, f"ALTER TABLE supportcase ADD COLUMN entitlement_id INTEGER {REFERS}")
    index("supportcase", "entitlement_id")
    op.add_column("supportcase", plain("rests_on", null=True))
