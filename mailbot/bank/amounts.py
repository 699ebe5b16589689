"""Amounts of money: decimal text of a bank to whole öre or cent (ISO 4217).
Never a float, never rounded: an amount that does not come out even is an error."""

from __future__ import annotations

import re
from decimal import Decimal

_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_DECIMAL = re.compile(r"\+?[0-9]{1,15}(\.[0-9]{0,5})?|\+?\.[0-9]{1,5}")  # fifteen digits are more than any account holds
_CURRENCY = re.compile(r"[A-Z]{3}")


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2


def is_currency(text: str) -> bool:
    return _CURRENCY.fullmatch(text) is not None


def minor(amount: Decimal, currency: str) -> int:
    """The amount in öre or cent. Raises ValueError with what was expected when it does not come out even."""
    units = amount.scaleb(exponent(currency))
    if units != units.to_integral_value():
        raise ValueError(f"at most {exponent(currency) or 'no'} decimals in {currency}")
    return int(units)


def decimal(text: str) -> Decimal:
    """An amount as XML writes it: "300.00". Raises ValueError with what was expected."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError('an amount with a point and without a sign, such as "300.00"')
    return Decimal(text)
