"""Log-in of agents at the submission door (RFC 4954, RFC 4616).
An unknown login and a wrong password cost the same time and get the same answer; guessing locks the door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from mailbot.mail.address import key
from mailbot.transport.limits import Lockouts

if TYPE_CHECKING:
    from mailbot.config.settings import Config

Secrets = Callable[[str], str | None]  # the value of a named secret; None: there is none

_NOBODY = b"\0" * 32  # compared against when there is no such login; no SHA-256 known to anybody


@dataclass(frozen=True, slots=True)
class Account:
    """What an agent may log in with and send as."""

    agent: str  # the agent's id
    addresses: frozenset[str]  # their keys
    password_hash: bytes = field(repr=False)


class Logins:
    """The agents who may log in, and the failures of those who could not."""

    def __init__(self, config: Config, secrets: Secrets, now: Callable[[], datetime], lockout: timedelta) -> None:
        self._accounts: dict[str, Account] = {}
        for agent in config.agents:
            password = secrets(agent.password_from) if agent.password_from else None
            if password:
                account = Account(agent.id, frozenset(map(key, agent.email)), _hash(password))
                self._accounts |= dict.fromkeys({_fold(agent.id), *account.addresses}, account)
        self._lockouts = Lockouts(config.listen.auth_failures, lockout, now)

    def is_locked(self, peer: str, login: str | None = None) -> bool:
        """Whether this peer (or this login) has failed too often of late; then even the right password is no use."""
        return self._lockouts.is_locked(f"peer {peer}") or (
            login is not None and self._lockouts.is_locked(self._key(login))
        )

    def log_in(self, login: str, password: str, peer: str) -> str | None:
        """The id of the agent, or None. Failures are counted for the peer and for the login."""
        account = self._accounts.get(_fold(login))
        right = compare_digest(_hash(password), account.password_hash if account else _NOBODY)
        if account is None or not right:
            self._lockouts.fail(f"peer {peer}")
            self._lockouts.fail(self._key(login))
            return None
        self._lockouts.forgive(f"peer {peer}")
        self._lockouts.forgive(self._key(login))
        return account.agent

    def may_send_as(self, agent: str, address: str) -> bool:
        """Whether the address is one of the agent's own."""
        account = self._accounts.get(_fold(agent))
        try:
            return account is not None and key(address) in account.addresses
        except ValueError:  # no plain address, "<>" among them
            return False

    def _key(self, login: str) -> str:
        account = self._accounts.get(_fold(login))
        return f"agent {account.agent}" if account else f"login {_fold(login)[:100]}"


def _fold(text: str) -> str:
    try:
        return key(text.strip())
    except ValueError:
        return text.strip().lower()


def _hash(password: str) -> bytes:
    return sha256(password.encode("utf-8", "surrogateescape")).digest()
