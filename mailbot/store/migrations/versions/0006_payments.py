"""Files of the bank, what each payment was used for, and what waits for a person."""

from alembic import op

from mailbot.store.migrations.words import check, day, index, key, moment, number, one_of, refers, table, unique, words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = "'received', 'credit', 'held', 'allocated', 'refunded', 'reversed', 'ignored', 'duplicate'"
# What both databases take as it stands: a column with the constraints that belong to it.
COLUMNS = (
    "version INTEGER NOT NULL DEFAULT 1",
    f"state VARCHAR NOT NULL DEFAULT 'allocated' CONSTRAINT ck_payment_state CHECK (state IN ({STATES}))",
    *(f"{name} VARCHAR NOT NULL DEFAULT ''" for name in (
        "because", "match_method", "matched_address", "to_account", "paid_to", "bank_reference", "payer_name", "payer_account", "transaction_id",
        "reverses", "place", "entry", "alike",
    )),
    "entry_key VARCHAR",
    "value_on DATE",
    "messages JSON NOT NULL DEFAULT '[]'",
    "structured JSON NOT NULL DEFAULT '[]'",
    "is_reversal BOOLEAN NOT NULL DEFAULT {no}",
    "is_sum BOOLEAN NOT NULL DEFAULT {no}",
    "file_id INTEGER CONSTRAINT fk_payment_file_id REFERENCES paymentfile (id)",
    "reverses_id INTEGER CONSTRAINT fk_payment_reverses_id REFERENCES payment (id)",
)  # fmt: skip
# Payments that were booked before bought all that they were worth.
OF_BLOCKS = """
INSERT INTO paymentallocation (payment_id, purpose, amount_minor, tier, block_id, at)
SELECT payment.id, 'block', block.price_minor, block.tier, block.id, payment.recorded_at
FROM block JOIN payment ON payment.id = block.payment_id WHERE block.price_minor > 0 ORDER BY block.id
"""
OF_FEES = """
INSERT INTO paymentallocation (payment_id, purpose, amount_minor, tier, at)
SELECT payment.id, 'fee', payment.amount_minor, '', payment.recorded_at
FROM payment WHERE NOT EXISTS (SELECT 1 FROM block WHERE block.payment_id = payment.id) ORDER BY payment.id
"""


def upgrade() -> None:
    table(
        "paymentfile", key(), words("sha256"), words("name"), words("format"), words("message_id"), moment("made_at", null=True),
        moment("read_at"), number("records"), number("fresh"), words("error", null=True), unique("sha256"),
    )  # fmt: skip
    no = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    for column in COLUMNS:
        op.execute(f"ALTER TABLE payment ADD COLUMN {column.format(no=no)}")
    for name in ("file_id", "reverses_id", "entry_key", "entry", "alike"):
        index("payment", name)
    index("payment", "account_id", name="ix_payment_open", where="state IN ('received', 'credit', 'held')")
    table(
        "paymentallocation", key(), number("payment_id"), words("purpose"), number("amount_minor"), words("tier"),
        number("block_id", null=True), number("entitlement_id", null=True), day("covers_from", null=True), moment("at"),
        check("amount", "amount_minor <> 0"), one_of("purpose", "fee block refund difference"),
        refers("payment_id", "payment.id"), refers("block_id", "block.id"), refers("entitlement_id", "entitlement.id"),
    )  # fmt: skip
    for name in ("payment_id", "block_id", "entitlement_id"):
        index("paymentallocation", name)
    op.add_column("payment", moment("settled_at", null=True))
    op.execute(OF_BLOCKS)
    op.execute(OF_FEES)
