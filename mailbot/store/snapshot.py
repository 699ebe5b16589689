"""One snapshot of the books, from which a decision's facts are read: every case and account once.
Whatever was read counts as relied upon, with its version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from mailbot.config.settings import Limits
from mailbot.desk.facts import Account, Case
from mailbot.mail.message import Token
from mailbot.store import accounts, conversation
from mailbot.store.versions import Version


@dataclass(slots=True)
class Snapshot:
    """Reads every case and account once, and remembers what it has read."""

    connection: Connection
    limits: Limits
    accounts: dict[int, Account] = field(default_factory=dict)
    cases: dict[int, Case | None] = field(default_factory=dict)

    def account(self, account_id: int) -> Account:
        if account_id not in self.accounts:
            self.accounts[account_id] = accounts.read_account(self.connection, account_id)
        return self.accounts[account_id]

    def case(self, case_id: int | None) -> Case | None:
        """The case of this id; of one that was merged, the case that it is part of now: whatever names it leads there."""
        found = self.itself(case_id)
        return found if found is None or found.merged_into is None else self.itself(found.merged_into)

    def itself(self, case_id: int | None) -> Case | None:
        """The case of this id, even where it was merged into another."""
        if not case_id:
            return None
        if case_id not in self.cases:
            self.cases[case_id] = conversation.read_case(self.connection, case_id, self.account, self.limits)
        return self.cases[case_id]

    def these(self, case_ids: Iterable[int]) -> tuple[Case, ...]:
        """The cases of these ids, without those that are not there."""
        found = (self.case(case_id) for case_id in case_ids)
        return tuple(case for case in found if case is not None)

    def by_token(self, tokens: tuple[Token, ...]) -> tuple[tuple[Token, Case], ...]:
        found = ((token, self.case(token.case_id)) for token in tokens)
        return tuple((token, case) for token, case in found if case is not None)

    def by_number(self, numbers: tuple[str, ...]) -> tuple[Case, ...]:
        found = (self.case(case_id) for case_id in conversation.cases_by_number(self.connection, numbers))
        return tuple({case.id: case for case in found if case is not None}.values())

    def named(self, numbers: tuple[str, ...]) -> tuple[Case, ...]:
        """The cases that an agent names: themselves, so that he hears what became of them."""
        found = (self.itself(case_id) for case_id in conversation.cases_by_number(self.connection, numbers))
        return tuple(case for case in found if case is not None)

    @property
    def case_ids(self) -> list[int]:
        """Of the cases that were read so far."""
        return [case.id for case in self.cases.values() if case is not None]

    @property
    def versions(self) -> tuple[Version, ...]:
        """Of every case and account that was read."""
        cases = (("case", str(case.id), case.version) for case in self.cases.values() if case is not None)
        return (*cases, *(("account", str(account.id), account.version) for account in self.accounts.values()))
