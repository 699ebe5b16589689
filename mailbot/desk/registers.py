"""The registers: customers entered by an admin, with the rights that were agreed on.
Entering what is there already changes only what is new."""

from __future__ import annotations

import difflib
from datetime import date, datetime

from mailbot.config.settings import Config
from mailbot.desk.effects import Decision, Effect, GrantTier, OpenAccount, Step
from mailbot.desk.facts import Account


class RegisterError(Exception):
    """What was entered cannot be."""


def enter(address: str, name: str, language: str, tier_name: str, until: date | None, account: Account | None, config: Config,
          now: datetime) -> Decision:
    """Enter a customer and perhaps a right. Raises RegisterError."""
    if language and language not in config.vendor.languages:
        raise RegisterError(f"language {language!r}: expected one of {', '.join(config.vendor.languages)} ([vendor] languages)")
    if until is not None and not tier_name:
        raise RegisterError("--until needs --tier: which right ends then?")
    effects: list[Effect] = [] if account else [OpenAccount(address, name, language or None)]
    said = "entered" if account is None else "was here already"
    if tier_name:
        tier = config.tier(tier_name)
        if tier is None:
            names = [t.name for t in config.tiers]
            near = difflib.get_close_matches(tier_name, names, n=1)
            raise RegisterError(f"tier {tier_name!r}: expected one of {', '.join(names)}" + (f"; did you mean {near[0]!r}?" if near else ""))
        if tier.kind == "prepaid_blocks":
            raise RegisterError(f"tier {tier_name!r} is bought in blocks; use: mailbot payment add {tier.price} {address}")
        if until is not None and until < now.date():
            raise RegisterError(f"--until {until} has passed; expected: a day to come")
        effects.append(GrantTier(account.id if account else None, tier.name, tier.kind, tier.products[0] if tier.products else "*",
                                 now.date(), until))
        said += f", {tier.name} until {until or 'further notice'}"
    return Decision("customer_entered", tuple(effects), (Step("customer add", True, said),))
