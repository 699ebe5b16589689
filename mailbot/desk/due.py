"""What fell due: one table of its kinds, each a pure decision on the case as it stands now.
Careful: between the planning and the hour everything may have changed; what is needless by then is dropped, with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mailbot.config.settings import Config
from mailbot.desk import canary, expiry, further_mails, held, lapsing
from mailbot.desk.effects import Decision, DueDone, Step
from mailbot.desk.facts import Account, Case, DueItem, Facts

KINDS: Mapping[str, Callable[[DueItem, Case, Facts, Config], Decision]] = {
    further_mails.KIND: further_mails.acknowledge,
    lapsing.KIND: lapsing.look_again,
    canary.KIND: held.tell,
}
KINDS_OF_BLOCKS: Mapping[str, Callable[[DueItem, Account, Facts, Config], Decision]] = {
    expiry.WARNING: expiry.warn, expiry.ENDING: expiry.end,
}


def decide_due(item: DueItem, facts: Facts, config: Config) -> Decision:
    """What is to be done now. Without effects: somebody else has seen to it, or moved it. Raises KeyError for a kind that is not ours."""
    current = facts.due
    if current is None or current.due_at > facts.now:
        return Decision("due_no_more", (), (Step("due", False, "seen to by another worker, or moved"),))
    if current.block_id is not None:
        if facts.account is None:
            return Decision("due_without_block", (DueDone(current.id),), (Step("due", False, "there is no such block"),))
        return KINDS_OF_BLOCKS[item.kind](current, facts.account, facts, config)
    if facts.by_id is None:
        return Decision("due_without_case", (DueDone(current.id),), (Step("due", False, "there is no such case"),))
    return KINDS[item.kind](current, facts.by_id, facts, config)
