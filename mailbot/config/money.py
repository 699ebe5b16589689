"""Money: billing and payments.
Amounts are whole currency units in the file and öre or cent everywhere else; rates are never assumed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mailbot.config.declare import Duration, MaybeMoney, Money, Table, Text, Yes, minor, span
from mailbot.config.tiers import Currency


class Billing(Table):
    """What costs what."""

    currency: Currency = Field("SEK", description="Currency of the vendor.")
    hourly_rate: MaybeMoney = Field(None, description='Price of an hour; "" = quoted, never printed.', examples=[1200])
    invoice_step: Duration = Field(span("15m"), description="Time on account is rounded up per case to this.")
    vat_percent: Money = Field(Decimal(25), description="VAT in per cent.")
    prices_include_vat: Yes = Field(True, description="Whether the prices of this file include it.")
    without_agreement: Literal["refuse", "after_the_fact", "ask_customer"] = Field(
        "refuse", description="Work for somebody without an agreement."
    )
    approval_above: Duration = Field(span("1h"), description="Estimates above this need the customer's yes.")
    approval_valid_for: Duration = Field(span("10 workdays"), description="How long he has.")
    approval_topics: tuple[Text, ...] = Field((), description="Examples of such work, named in the letter.")
    approval_always_for: tuple[Text, ...] = Field((), description="Topics that always need a yes.")
    after_hours_rate: Money = Field(Decimal(0), description="Price of an hour outside opening hours; 0 = not offered.")
    after_hours_needs_yes: Yes = Field(True, description="Work outside opening hours needs a yes.")
    off_topic_needs_yes: Yes = Field(True, description="Work beyond the programs needs a yes.")
    overtime_on_block: Literal["ask", "absorb"] = Field("ask", description="Time beyond the last block.")
    absorb_up_to: Duration = Field(span("0m"), description="Time beyond the last block that is given away.")
    tell_before_billing: Yes = Field(True, description='Mail "will be billed" before the first billed minute.')
    troubleshooting_needs_order: Yes = Field(False, description="Faults: work only after an express order.")
    customer_caused_is_billed: Yes = Field(False, description="Faults that the customer caused are billed.")

    @property
    def hourly_rate_minor(self) -> int | None:
        """The price of an hour in öre or cent; None: quoted."""
        return None if self.hourly_rate is None else minor(self.hourly_rate)


def _pattern(text: str) -> str:
    parts = sorted(re.findall("Y+|M+|D+|[A-Za-z]", text))
    if text and parts not in (["DD", "MM", "YYYY"], ["DD", "MM", "YY"]):
        raise ValueError(f'{text!r} is no way to write a date, expected YYYY or YY, MM and DD with what stands between them, such as "DD.MM.YYYY"')
    return text


class BankTable(Table):
    """The CSV export of one internet bank. Only needed where it is not understood by itself: a column that is not named here is looked for by its usual names."""

    bank: Text = Field("", description="Name of the bank, for messages.", examples=["Example Bank"])
    account: Text = Field("", description="The account of the file, where no column says it; empty: the only one of accounts.")
    currency: Literal["", Currency] = Field("", description="Its currency, where no column says it; empty: that of [billing].")
    encoding: Literal["", "utf-8", "windows-1252", "utf-16"] = Field("", description="Empty: found out.")
    delimiter: Literal["", ";", ",", "tab", "|"] = Field("", description="What stands between two columns; empty: found out.")
    decimal: Literal["", ",", "."] = Field("", description="What stands before the öre; empty: found out for each amount.")
    dates: Annotated[Text, AfterValidator(_pattern)] = Field(
        "", description="How dates are written; empty: 2026-11-25, 2026/11/25, 20261125, 25.11.2026 and 25-11-2026 are understood.",
        examples=["DD/MM/YYYY"],
    )
    date: Text = Field("", description='Heading of the column with the booking date. Two columns of one name: "Datum#2" is the second.', examples=["Bokföringsdag"])
    value_date: Text = Field("", description="Heading of the value date.", examples=["Valutadag"])
    amount: Text = Field("", description="Heading of the amount.", examples=["Belopp"])
    paid_in: Text = Field("", description="Heading of the money that came, where it has a column of its own.")
    paid_out: Text = Field("", description="Heading of the money that left, where it has a column of its own.")
    direction: Text = Field("", description="Heading of the column that says whether it came or left, where amounts have no sign.")
    currency_column: Text = Field("", description="Heading of the currency.")
    message: tuple[Text, ...] = Field((), description="Headings of all columns in which the payer's message may stand.", examples=[["Meddelande", "Text"]])
    reference: Text = Field("", description="Heading of the OCR or invoice number.")
    bank_reference: Text = Field("", description="Heading of the bank's own number of the payment.")
    payer: Text = Field("", description="Heading of the payer's name.")
    payer_account: Text = Field("", description="Heading of the payer's account.")
    account_column: Text = Field("", description="Heading of our own account.")


class BankAccount(Table):
    """One account of yours with all its names. Banks name it by one or the other, such as the IBAN in a statement (camt.053) and the bankgiro number in a
    notification (camt.054); what two files tell of one account is booked once. Without this, a payment that two names tell of is held."""

    iban: Text = Field("", description="Its IBAN.", examples=["SE45 5000 0000 0583 9825 7466"])
    bankgiro: tuple[Text, ...] = Field((), description="Its bankgiro numbers.", examples=[["991-2346"]])
    plusgiro: tuple[Text, ...] = Field((), description="Its plusgiro numbers.", examples=[["70 43 46-6"]])
    other: tuple[Text, ...] = Field((), description="Other names that the bank's files call it by, such as clearing and account number.", examples=[["5000-5839825"]])

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, as they were typed."""
        return tuple(filter(None, (self.iban, *self.bankgiro, *self.plusgiro, *self.other)))


def _named_once(given: tuple[BankAccount, ...]) -> tuple[BankAccount, ...]:
    found: dict[str, int] = {}
    for number, account in enumerate(given, 1):
        for name in account.names:
            digits = "".join(c for c in name if c.isalnum()).upper()
            if found.setdefault(digits, number) != number:
                raise ValueError(f"{name!r} is named by accounts {found[digits]} and {number}, expected each number in one [[payments.bank_account]]")
    return given


class Payments(Table):
    """How payments are recognised."""

    payee: Text = Field("", description="Name of the account holder, shown in offers.")
    accounts: tuple[Text, ...] = Field(
        (), description="Accounts the money must have come to.", examples=[["BG 991-2346", "SE45 5000 0000 0583 9825 7466"]]
    )
    file_folder: Text = Field("payments/in", description="Folder for the bank's files, within the state folder.")
    formats: tuple[Literal["camt", "csv"], ...] = Field(("camt", "csv"), description="Kinds of bank files.")
    address_tolerance: Literal["strict", "repaired"] = Field(
        "strict", description='repaired = "anna(at)firma.se" in a payment is accepted.'
    )
    small_difference: Money = Field(Decimal(0), description="Under- or overpayment that is ignored.")
    overpayment: Literal["credit", "ask", "refund"] = Field("credit", description="Larger overpayment.")
    unmatched: Literal["hold"] = Field("hold", description="Goes to the admins' daily mail.")
    allow_agent_entry: Yes = Field(True, description="Admins may enter payments by mail.")
    bank_account: Annotated[tuple[BankAccount, ...], AfterValidator(_named_once)] = Field((), description="Your accounts, each with all its names.")
    csv: tuple[BankTable, ...] = Field((), description="CSV exports of internet banks.")
