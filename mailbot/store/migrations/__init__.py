"""The versions of the tables, oldest first. Kept here, so that a start need not load Alembic to know them.
A version number is four digits; a test holds this list against the files in versions/."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015")
NEWEST = VERSIONS[-1]
