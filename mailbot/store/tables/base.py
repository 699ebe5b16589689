"""What every table shares: one metadata with named constraints, and keys that are never used twice.
SQLModel declares the tables; every statement on them is SQLAlchemy Core."""

from typing import Any, cast

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlmodel import Field, SQLModel

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives the number of a deleted last row to the next one, unless told not to; our tokens outlive rows.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Row(SQLModel):
    """Base of all tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


def key() -> Any:
    """A primary key that the database allots."""
    return Field(default=None, primary_key=True)


def refers_to(column: str, **options: Any) -> Any:
    """A foreign key with its index."""
    return Field(foreign_key=column, index=True, **options)


def one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """A text column that takes these words only."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def table(model: type[Row]) -> Table:
    """The Core table that a model declares."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
