"""What the tests of commands share: new books begin with tables that are made quickly."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _new_books(tables_made_once: None) -> None:
    """Every test here begins with new books."""
