"""The few words that migrations are written in: column, key, constraint, index.
Names come from the convention of tables/base.py, so that both databases call everything the same."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem


def key() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def number(name: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null, autoincrement=False)


def large(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def words(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null)


def moment(name: str, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def day(name: str, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=null)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def plain(name: str, null: bool = False) -> sa.Column[object]:
    """Lists and dicts that nobody searches, as JSON."""
    return sa.Column(name, sa.JSON(), nullable=null)


def raw(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def refers(column: str, to: str) -> SchemaItem:
    return sa.ForeignKeyConstraint([column], [to])


def unique(*columns: str) -> SchemaItem:
    return sa.UniqueConstraint(*columns)


def check(name: str, condition: str) -> SchemaItem:
    return sa.CheckConstraint(condition, name=name)


def one_of(column: str, allowed: str) -> SchemaItem:
    return check(column, f"{column} IN ({', '.join(repr(word) for word in allowed.split())})")


def table(name: str, *items: SchemaItem, primary: str | None = None) -> None:
    """A table whose key is never used twice; or, with `primary`, one whose key is given."""
    given = [] if primary is None else [sa.PrimaryKeyConstraint(primary)]
    op.create_table(name, *items, *given, sqlite_autoincrement=primary is None)


def index(table_name: str, *columns: str, name: str | None = None, where: str | None = None, unique: bool = False) -> None:
    """An index; with `where` a partial one, on both databases."""
    only = None if where is None else sa.text(where)
    named = name or f"ix_{table_name}_{'_'.join(columns)}"
    op.create_index(named, table_name, list(columns), unique=unique, sqlite_where=only, postgresql_where=only)


def on(database: str, statement: str) -> None:
    """A statement for one of the two databases only."""
    if op.get_bind().dialect.name == database:
        op.execute(sa.text(statement))
