"""Cases that were joined and parted, who gets copies, who was asked from outside, and offers that wait for an agent's yes."""

from alembic import op

from mailbot.store.migrations.words import index, key, moment, number, on, one_of, refers, table, unique, words

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROLES = "'requester', 'cc', 'third', 'removed'"
INTO = "CONSTRAINT fk_supportcase_merged_into_id REFERENCES supportcase (id)"
IS_MERGED = "CONSTRAINT ck_supportcase_merged_into CHECK ((merged_into_id IS NULL OR state = 'merged') AND merged_into_id <> id)"


def upgrade() -> None:
    for database in ("sqlite", "postgresql"):
        on(database, f"ALTER TABLE supportcase ADD COLUMN merged_into_id INTEGER {INTO} {IS_MERGED}")
    op.add_column("supportcase", words("state_before", null=True))
    index("supportcase", "merged_into_id")
    on("postgresql", "ALTER TABLE participant DROP CONSTRAINT ck_participant_role")
    on("postgresql", f"ALTER TABLE participant ADD CONSTRAINT ck_participant_role CHECK (role IN ({ROLES}))")
    on("postgresql", "ALTER TABLE participant ADD COLUMN copies BOOLEAN NOT NULL DEFAULT FALSE")
    on("postgresql", "ALTER TABLE participant ADD COLUMN from_case_id INTEGER CONSTRAINT fk_participant_from_case_id REFERENCES supportcase (id)")
    if op.get_bind().dialect.name == "sqlite":
        _participants_anew()
    table(
        "offer", key(), words("kind"), words("agent_id"), words("address"), words("subject"), words("language", null=True), words("text"),
        words("idem"), number("intake_id", null=True), moment("made_at"), moment("ended_at", null=True),
        refers("intake_id", "intake.id"), one_of("kind", "forward"), unique("idem"),
    )  # fmt: skip
    index("offer", "intake_id")


def _participants_anew() -> None:
    """SQLite cannot change what a column may hold: the table is made again, each row with the number that its addresses were signed for."""
    on("sqlite", "DROP INDEX ix_participant_address_key")
    on("sqlite", "DROP INDEX uq_participant_requester")
    on("sqlite", "ALTER TABLE participant RENAME TO participant_before")
    on("sqlite", "CREATE TABLE participant (id INTEGER NOT NULL, case_id INTEGER NOT NULL, address VARCHAR NOT NULL, address_key VARCHAR NOT NULL, "
       "name VARCHAR NOT NULL, role VARCHAR NOT NULL, copies BOOLEAN DEFAULT 0 NOT NULL, from_case_id INTEGER, "
       "CONSTRAINT pk_participant PRIMARY KEY (id AUTOINCREMENT), "
       f"CONSTRAINT ck_participant_role CHECK (role IN ({ROLES})), "
       "CONSTRAINT fk_participant_case_id FOREIGN KEY(case_id) REFERENCES supportcase (id), "
       "CONSTRAINT fk_participant_from_case_id FOREIGN KEY(from_case_id) REFERENCES supportcase (id), "
       "CONSTRAINT uq_participant_case_id_address_key UNIQUE (case_id, address_key))")
    on("sqlite", "INSERT INTO participant (id, case_id, address, address_key, name, role) "
       "SELECT id, case_id, address, address_key, name, role FROM participant_before")
    on("sqlite", "DROP TABLE participant_before")
    index("participant", "address_key")
    index("participant", "case_id", name="uq_participant_requester", where="role = 'requester'", unique=True)
