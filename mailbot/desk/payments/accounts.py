"""Which names of a bank mean one account: an IBAN in the statement, a bankgiro or plusgiro number in the notification.
As the configuration says, and as a plusgiro number stands in its own IBAN; never by likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.config.settings import Config

_PREFIX = re.compile(r"(?:PG|BG)(?=\d+$)")
_IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}")
_PLUSGIRO_IBAN = re.compile(r"SE\d\d950\d+9960\d\d(\d{8})")


def plain(name: str) -> str:
    """What all writings of one name share: "PG 70 43 46-6" and "7043466"."""
    return _PREFIX.sub("", re.sub(r"[^0-9A-Z]", "", name.upper()))


@dataclass(frozen=True, slots=True)
class Accounts:
    """Our accounts, each as all of its names."""

    named: tuple[frozenset[str], ...] = ()

    def names(self, name: str) -> tuple[str, ...]:
        """Every name of the account that the bank calls so: first the plain one, under which it is booked, last as the bank writes it."""
        own = plain(name)
        same = {other for each in self.named if own in each for other in each} | _inside(own)
        return tuple(dict.fromkeys((own, *sorted(same - {own}), name)))

    def may_be_one(self, one: str, other: str) -> bool:
        """Two names of which nobody has said whether they mean one account. An account has one IBAN; and of two that are named, all is said."""
        mine, theirs = (set(self.names(each)) for each in (one, other))
        if not plain(one) or not plain(other) or plain(other) in mine or plain(one) in theirs:
            return False
        if all(any(plain(each) in known for known in self.named) for each in (one, other)):
            return False
        return not all(any(_IBAN.fullmatch(each) for each in names) for names in (mine, theirs))


UNNAMED = Accounts()


def accounts_of(config: Config) -> Accounts:
    """What [[payments.bank_account]] says; besides, a plusgiro number among our accounts belongs to its IBAN."""
    said = [frozenset(plain(name) for name in each.names) for each in config.payments.bank_account]
    alone = [plain(each) for each in config.payments.accounts]
    said = [each | frozenset(number for name in each for number in _inside(name)) for each in said]
    return Accounts((*said, *(frozenset({name, *_inside(name)}) for name in alone if _inside(name))))


def is_ours(names: tuple[str, ...], config: Config) -> bool:
    """Did the money come to an account of ours? Where none is configured, to whatever account the file is of."""
    ours = {plain(each) for each in config.payments.accounts} | {plain(name) for each in config.payments.bank_account for name in each.names}
    named = {plain(each) for each in names if each}
    return not ours or not named or any(name in ours or _inside(name) & ours or name in {n for one in ours for n in _inside(one)} for name in named)


def _inside(name: str) -> set[str]:
    """The plusgiro number that its IBAN ends with: two digits of the bank's own, and eight of the number."""
    found = _PLUSGIRO_IBAN.fullmatch(name)
    return {found[1].lstrip("0")} if found and len(name) == 24 and found[1].strip("0") else set()
