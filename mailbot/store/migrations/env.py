"""Alembic's entrance: runs the versions on the connection that mailbot.store.schema hands over.
Whoever hands it over holds the lock and commits, so that a migration happens whole or not at all."""

from alembic import context

from mailbot.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
