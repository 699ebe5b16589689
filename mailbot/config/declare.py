"""What every section of config.toml is declared with: a frozen table and the kinds of values.
Says no in the administrator's words: what was seen comes from the reader, what was expected from here."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, Strict

from mailbot.config.errors import did_you_mean, one_of
from mailbot.config.values import OpenHours, Span, parse_hours, parse_span

LANGUAGES = ("sv", "de", "nl", "en")


class Table(BaseModel):
    """A section: frozen, and no key in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


def _span(value: Any) -> Span:
    if isinstance(value, Span):
        return value
    if not isinstance(value, str):
        raise ValueError('expected a length of time between quotes, such as "15m", "2h", "3d" or "1 workday"')
    return parse_span(value)


def _maybe_span(value: Any) -> Span | None:
    return None if value is None or value == "" else _span(value)


def _hours(value: Any) -> OpenHours:
    if isinstance(value, OpenHours):
        return value
    if not isinstance(value, str):
        raise ValueError("expected hours between quotes, such as '08:00-12:00'")
    return parse_hours(value)


def _money(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError("expected a plain number in whole currency units without quotes, such as 300 or 62.50")
    try:
        amount = Decimal(str(value))
        cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError("expected a plain number in whole currency units, such as 300 or 62.50") from None
    if not amount.is_finite() or amount < 0 or amount != cents:
        raise ValueError("expected an amount of zero or more with at most two decimals, such as 300 or 62.50")
    return amount


def _maybe_money(value: Any) -> Decimal | None:
    return None if value is None or value == "" else _money(value)


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ValueError('expected a date such as "2026-12-24"')


def _maybe_date(value: Any) -> date | None:
    return None if value is None or value == "" else _date(value)


_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)


def _address(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 254 or not _ADDRESS.fullmatch(value):
        raise ValueError('expected one plain e-mail address, such as "anna@example.com"')
    return value


def _maybe_address(value: Any) -> str:
    return "" if value == "" else _address(value)


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"{value!r} is no language we write, expected {one_of(LANGUAGES)}{did_you_mean(value, LANGUAGES)}")
    return value


def minor(amount: Decimal) -> int:
    """An amount in öre or cent."""
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


Yes = Annotated[bool, Strict()]
Number = Annotated[int, Strict(), Field(ge=0)]
Count = Annotated[int, Strict(), Field(ge=1)]
Port = Annotated[int, Strict(), Field(ge=1, le=65535)]
Text = Annotated[str, Strict()]
Texts = dict[Annotated[str, AfterValidator(_language)], str]  # language -> text
Duration = Annotated[Span, PlainValidator(_span)]
MaybeDuration = Annotated[Span | None, PlainValidator(_maybe_span)]
Stretch = Annotated[OpenHours, PlainValidator(_hours)]
Money = Annotated[Decimal, PlainValidator(_money)]
MaybeMoney = Annotated[Decimal | None, PlainValidator(_maybe_money)]
Day = Annotated[date, PlainValidator(_date)]
MaybeDay = Annotated[date | None, PlainValidator(_maybe_date)]
Address = Annotated[str, PlainValidator(_address)]
MaybeAddress = Annotated[str, PlainValidator(_maybe_address)]


def span(text: str) -> Span:
    """A default, written as an administrator would write it."""
    return parse_span(text)
