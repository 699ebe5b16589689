"""The numbers of the vendor's own accounts. Each carries a check digit: one typed wrong is told before anybody pays to it.
A warning and no more, since a bank may know of numbers that the rule does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.config.errors import seen
from mailbot.config.findings import Findings
from mailbot.config.lines import Key
from mailbot.config.settings import Config

_GIRO = {"bankgiro": range(7, 9), "plusgiro": range(2, 9)}  # how many digits
_PREFIX = {"BG": "bankgiro", "PG": "plusgiro"}
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_DISGUISE = re.compile(r"[\s.-]")


def check_money(config: Config, found: Findings) -> None:
    """Every number of an account of ours whose kind is said."""
    for key, kind, text in _numbers(config):
        if fault := _fault(kind, _DISGUISE.sub("", text).upper()):
            found.warn(key, f"{seen(text)} is no {kind}: {fault}. As it stands customers may pay to somebody else, and what they pay to you waits")


def _numbers(config: Config) -> Iterator[tuple[Key, str, str]]:
    for i, text in enumerate(config.payments.accounts):
        plain = _DISGUISE.sub("", text).upper()
        if kind := "IBAN" if _IBAN.fullmatch(plain) else _PREFIX.get(plain[:2]):  # an IBAN of Bulgaria begins with BG
            yield ("payments", "accounts", i), kind, text
    for i, account in enumerate(config.payments.bank_account):
        at: Key = ("payments", "bank_account", i)
        if account.iban:
            yield (*at, "iban"), "IBAN", account.iban
        for kind in _GIRO:
            yield from (((*at, kind, k), kind, text) for k, text in enumerate(getattr(account, kind)))


def _fault(kind: str, number: str) -> str:
    """What is wrong with it; empty: nothing that a check digit can tell."""
    if kind == "IBAN":
        if not _IBAN.fullmatch(number):
            return 'expected two letters, two digits and the account, such as "SE45 5000 0000 0583 9825 7466"'
        return "" if int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1 else "its check digits do not fit the others"
    digits = number.removeprefix(f"{kind[0].upper()}G")
    if not (digits.isascii() and digits.isdigit() and len(digits) in _GIRO[kind]):
        return f"expected {_GIRO[kind][0]} to {_GIRO[kind][-1]} digits"
    doubled = (int(c) * (1 + at % 2) for at, c in enumerate(reversed(digits)))
    return "" if sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0 else "its last digit does not fit the others"
