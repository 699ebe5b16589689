"""Time and chance: the only two places where the world's clock and its randomness come in.
Everything else is handed `now` and `entropy`, so that tests turn the clock and repeat the chance."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant, aware UTC."""
    return datetime.now(UTC)


def entropy(count: int) -> bytes:
    """`count` unpredictable bytes from the operating system."""
    return secrets.token_bytes(count)
