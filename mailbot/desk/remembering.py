"""What stays true between cases: told once, it is not asked for again, and the customer reads what we remember.
Careful: nothing is remembered for a speaker whom nothing proves, and what he writes now always wins."""

from __future__ import annotations

from datetime import timedelta

from mailbot.desk.facts import Detail
from mailbot.desk.hearing import Hearing

LASTING = ("operating_system",)  # of all details, those that a person does not change from case to case
WITHIN = timedelta(days=730)
LONGEST = 80  # characters: who told a whole story is asked again


def remembered(hearing: Hearing) -> tuple[Detail, ...]:
    """What the latest earlier case of this address told of itself; only for its proven owner."""
    if not hearing.message.is_verified:
        return ()
    return tuple(detail for detail in hearing.facts.remembered if detail.name in LASTING and len(detail.value) <= LONGEST)
