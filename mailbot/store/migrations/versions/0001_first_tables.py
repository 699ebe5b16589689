"""The first tables.

The ledger and the trail of events only grow: triggers say so to everybody who comes with SQL of his own."""

from mailbot.store.migrations.words import (
    check,
    day,
    flag,
    index,
    key,
    moment,
    number,
    on,
    one_of,
    plain,
    raw,
    refers,
    table,
    unique,
    words,
)  # fmt: skip

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _house()
    _people()
    _cases()
    _mail_in()
    _mail_out()
    _books()
    _guards_on_sqlite()
    _guards_on_postgresql()


# fmt: off
def _house() -> None:
    """The installation, its series of numbers, what is due."""
    table(
        "installation",
        number("id"), moment("installed_at"), check("one_row", "id = 1"),
        primary="id",
    )
    table(
        "numberseries",
        words("series"), number("last"),
        primary="series",
    )
    table(
        "pause",
        words("what"), words("reason"), moment("since"),
        primary="what",
    )
    table(
        "due",
        key(), words("kind"), words("subject"), moment("due_at"), plain("payload"), moment("done_at", null=True),
        unique("kind", "subject"),
    )
    index("due", "due_at")


def _people() -> None:
    """Accounts, and apart from them the persons."""
    table(
        "account",
        key(), number("version"), moment("created_at"),
    )
    table(
        "person",
        number("account_id"), words("name"), words("language", null=True),
        refers("account_id", "account.id"),
        primary="account_id",
    )
    table(
        "address",
        key(), number("account_id"), words("address"), words("address_key"), moment("added_at"),
        refers("account_id", "account.id"), unique("address_key"),
    )
    index("address", "account_id")
    table(
        "credential",
        key(), number("account_id"), words("id_number"), words("code_hash"), moment("issued_at"),
        moment("revoked_at", null=True), refers("account_id", "account.id"),
        unique("id_number"),
    )
    index("credential", "account_id")
    table(
        "credentialattempt",
        key(), words("id_number"), words("address_key"), flag("correct"), moment("at"),
    )
    index("credentialattempt", "address_key", "at")
    index("credentialattempt", "id_number", "at")


def _cases() -> None:
    """Cases and who takes part."""
    table(
        "supportcase",
        key(), number("version"), words("number"), number("account_id", null=True), words("tier", null=True),
        words("kind"), words("subject"), words("language"), words("state"), words("resolution", null=True),
        words("priority"), flag("fast"), plain("flags"), words("claims", null=True),
        number("continues_id", null=True), words("assigned_to", null=True), number("rounds_asked"),
        moment("received_at"), moment("start_due_at", null=True), moment("answer_due_at", null=True),
        moment("answered_at", null=True), moment("closed_at", null=True),
        check("closed_at", "(closed_at IS NOT NULL) = (state IN ('closed', 'merged', 'unanswered'))"),
        one_of("state", "received awaiting_entitlement awaiting_details open in_progress answered awaiting_customer awaiting_approval scheduled escalated resolved closed merged unanswered"),
        refers("account_id", "account.id"), refers("continues_id", "supportcase.id"),
        unique("number"),
    )
    index("supportcase", "account_id")
    index("supportcase", "answer_due_at")
    index("supportcase", "continues_id")
    index("supportcase", "account_id", name="ix_supportcase_open", where="NOT (state IN ('closed', 'merged', 'unanswered'))")
    index("supportcase", "start_due_at")
    table(
        "participant",
        key(), number("case_id"), words("address"), words("address_key"), words("name"), words("role"),
        one_of("role", "requester cc"),
        refers("case_id", "supportcase.id"), unique("case_id", "address_key"),
    )
    index("participant", "address_key")
    index("participant", "case_id", name="uq_participant_requester", where="role = 'requester'", unique=True)
    table(
        "casedetail",
        key(), number("case_id"), words("name"), words("value"), words("state"),
        one_of("state", "asked found waived"),
        refers("case_id", "supportcase.id"), unique("case_id", "name"),
    )


def _mail_in() -> None:
    """The intake and the conversation."""
    table(
        "intake",
        key(), words("fingerprint"), words("proof"), words("trust_key"), words("state"), number("attempts"),
        words("claimed_by", null=True), moment("next_at"), words("error", null=True), moment("received_at"),
        moment("done_at", null=True), words("verdict", null=True), plain("trail", null=True),
        number("case_id", null=True), one_of("state", "new claimed done quarantine"),
        refers("case_id", "supportcase.id"), unique("trust_key"),
    )
    index("intake", "case_id")
    index("intake", "fingerprint")
    index("intake", "id", name="ix_intake_quarantine", where="state = 'quarantine'")
    index("intake", "id", name="ix_intake_waiting", where="state IN ('new', 'claimed')")
    table(
        "intakebytes",
        number("intake_id"), raw("raw"), refers("intake_id", "intake.id"),
        primary="intake_id",
    )
    table(
        "delivery",
        key(), number("intake_id"), words("delivery_key"), words("mail_from", null=True), plain("rcpt_to"),
        words("peer"), words("door"), words("authenticated_as", null=True), flag("vouched"), words("proof"),
        moment("received_at"), refers("intake_id", "intake.id"), unique("delivery_key"),
    )
    index("delivery", "intake_id")
    table(
        "message",
        key(), number("case_id", null=True), number("intake_id", null=True), words("direction"),
        words("message_id", null=True), words("author"), words("text"), flag("verified"), flag("automatic"),
        moment("at"), one_of("direction", "in out note"),
        refers("case_id", "supportcase.id"), refers("intake_id", "intake.id"),
    )
    index("message", "case_id")
    index("message", "intake_id")
    index("message", "message_id")


def _mail_out() -> None:
    """The outbox."""
    table(
        "outbox",
        key(), words("idem"), number("case_id", null=True), number("intake_id", null=True), words("template"),
        words("language"), words("mail_from"), words("to_address"), words("to_key"), words("subject"),
        flag("automatic"), words("answers_to"), words("message_id"), words("state"), number("attempts"),
        number("uncertain"), words("claimed_by", null=True), moment("next_at"), words("reason", null=True),
        moment("created_at"), moment("sent_at", null=True),
        one_of("state", "queued sending sent failed bounced delayed"),
        refers("case_id", "supportcase.id"), refers("intake_id", "intake.id"),
        unique("idem"), unique("message_id"),
    )
    index("outbox", "case_id")
    index("outbox", "intake_id")
    index("outbox", "to_key", "id", name="ix_outbox_told", where="automatic")
    index("outbox", "id", name="ix_outbox_waiting", where="state IN ('queued', 'sending')")
    table(
        "outboxbytes",
        number("outbox_id"), raw("raw"), refers("outbox_id", "outbox.id"),
        primary="outbox_id",
    )


def _books() -> None:
    """Rights, money, minutes, and the trail of events."""
    table(
        "entitlement",
        key(), number("account_id"), words("tier"), words("kind"), words("product"), day("valid_from"),
        day("valid_until", null=True), flag("suspended"),
        check("period", "valid_until IS NULL OR valid_until >= valid_from"),
        refers("account_id", "account.id"),
    )
    index("entitlement", "account_id")
    table(
        "payment",
        key(), number("account_id", null=True), words("reference"), number("amount_minor"), words("currency"),
        day("booked_on"), words("message"), words("actor"), moment("recorded_at"),
        check("amount", "amount_minor <> 0"), refers("account_id", "account.id"),
        unique("reference"),
    )
    index("payment", "account_id")
    table(
        "block",
        key(), number("account_id"), number("payment_id", null=True), words("tier"), number("minutes"),
        number("price_minor"), words("currency"), moment("purchased_at"), day("expires_on", null=True),
        check("minutes", "minutes > 0"), refers("account_id", "account.id"),
        refers("payment_id", "payment.id"),
    )
    index("block", "account_id")
    index("block", "payment_id")
    table(
        "timeentry",
        key(), number("case_id"), number("account_id", null=True), words("agent_id"), number("minutes"),
        words("billing"), day("spent_on"), words("note"), words("idem"), moment("at"),
        one_of("billing", "block agreement invoice goodwill"),
        check("minutes", "minutes <> 0"), refers("account_id", "account.id"),
        refers("case_id", "supportcase.id"), unique("idem"),
    )
    index("timeentry", "account_id")
    index("timeentry", "case_id")
    table(
        "ledgerentry",
        key(), number("block_id"), number("minutes"), words("reason"), number("case_id", null=True),
        number("time_entry_id", null=True), words("idem"), words("actor"), words("note"), moment("at"),
        one_of("reason", "purchase spend correction expiry refund transfer"),
        check("minutes", "minutes <> 0"), refers("block_id", "block.id"),
        refers("case_id", "supportcase.id"), refers("time_entry_id", "timeentry.id"),
        unique("idem"),
    )
    index("ledgerentry", "block_id", "minutes", name="ix_ledgerentry_block_id")
    index("ledgerentry", "case_id")
    index("ledgerentry", "time_entry_id")
    index("ledgerentry", "block_id", name="uq_ledgerentry_purchase", where="reason = 'purchase'", unique=True)
    table(
        "caseevent",
        key(), number("case_id"), number("intake_id", null=True), moment("at"), words("actor"), words("kind"),
        words("before", null=True), words("after", null=True), plain("detail"),
        refers("case_id", "supportcase.id"), refers("intake_id", "intake.id"),
    )
    index("caseevent", "case_id")
    index("caseevent", "intake_id")


# fmt: on
def _guards_on_sqlite() -> None:
    """Append-only tables, and no block below zero."""
    for name in ("ledgerentry", "caseevent"):
        for act in ("UPDATE", "DELETE"):
            on(
                "sqlite",
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END",
            )
    on(
        "sqlite",
        "CREATE TRIGGER ledgerentry_not_below_zero BEFORE INSERT ON ledgerentry WHEN NEW.minutes < 0 AND NEW.minutes + "
        "(SELECT COALESCE(SUM(minutes), 0) FROM ledgerentry WHERE block_id = NEW.block_id) < 0 "
        "BEGIN SELECT RAISE(ABORT, 'block would go below zero'); END",
    )


def _guards_on_postgresql() -> None:
    """The same. The row of the block is locked, so that two who draw from it cannot both see the old sum."""
    on(
        "postgresql",
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    )
    for name in ("ledgerentry", "caseevent"):
        on(
            "postgresql",
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()",
        )
        on(
            "postgresql",
            f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
        )
    on(
        "postgresql",
        "CREATE FUNCTION block_not_below_zero() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM block WHERE id = NEW.block_id FOR UPDATE; "
        "IF NEW.minutes < 0 AND NEW.minutes + "
        "(SELECT COALESCE(SUM(minutes), 0) FROM ledgerentry WHERE block_id = NEW.block_id) < 0 "
        "THEN RAISE EXCEPTION 'block would go below zero'; END IF; RETURN NEW; END $$",
    )
    on(
        "postgresql",
        "CREATE TRIGGER ledgerentry_not_below_zero BEFORE INSERT ON ledgerentry "
        "FOR EACH ROW EXECUTE FUNCTION block_not_below_zero()",
    )
