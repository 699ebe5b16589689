"""Who gets what: tiers, and how an entitlement is proven.
Tiers and prices are never inherited: without them nobody has a right to an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from mailbot.config.declare import (
    Count,
    MaybeAddress,
    MaybeDuration,
    Money,
    Number,
    Table,
    Text,
    Yes,
    minor,
)
from mailbot.config.patterns import fault_of


def _pattern(source: str) -> str:
    if source and (fault := fault_of(source)):
        raise ValueError(fault)
    return source


Pattern = Annotated[Text, AfterValidator(_pattern)]
TierKind = Literal["free", "yearly_fee", "prepaid_blocks", "agreement", "warranty", "after_the_fact"]
Currency = Literal["SEK", "EUR", "NOK", "DKK", "CHF", "GBP", "USD", "PLN", "CZK"]


class Tier(Table):
    """One kind of entitlement: who has it gets what, and when."""

    name: Text = Field(..., min_length=1, description="Name in rules, commands and the order below.", examples=["plus"])
    kind: TierKind = Field(..., description="How the right comes about.", examples=["yearly_fee"])
    products: tuple[Text, ...] = Field(("*",), description='Programs it covers; "*" = all.', examples=[["Example Plus"]])
    answered: Yes = Field(True, description="true = a case number and an answer from a person.")
    customers_only: Yes = Field(False, description="Never lets a stranger in.")
    answer_within: MaybeDuration = Field(
        None, description="We write back within this time; empty: no promise.", examples=["3 workdays"]
    )
    fast_subject: Text = Field("", description="This subject line speeds a mail up ...", examples=["Paid support"])
    fast_answer_within: MaybeDuration = Field(None, description="... to this.", examples=["1 workday"])
    price: Money = Field(Decimal(0), description="Price in whole currency units.", examples=[400])
    currency: Literal["", Currency] = Field("", description="Currency of the price; empty: that of [billing].")
    period: MaybeDuration = Field(None, description="How long a yearly fee lasts; not set: 12 months.", examples=["12 months"])
    block_minutes: Count = Field(15, description="Minutes of one prepaid block.")
    block_per_case: Yes = Field(False, description="true = a block is for one matter; false = until it is used up.")
    valid_for: MaybeDuration = Field(None, description="When a block expires; empty: never.", examples=["12 months"])
    issue_credentials: Yes = Field(False, description="ID number and unlock code stand in the payment confirmation.")
    needs_quote: Yes = Field(False, description="Work begins only after an accepted quotation.")
    not_covered: Literal["ask_customer", "after_the_fact", "refuse"] = Field(
        "ask_customer", description="What happens with work that it does not cover."
    )
    send_help: Text = Field("free_help", description="Letter that is sent in place of an answer, where answered = false.")
    accept_feedback: Yes = Field(True, description="Views are read and considered, where answered = false.")

    @model_validator(mode="before")
    @classmethod
    def _a_year(cls, value: Any) -> Any:
        """A yearly fee lasts a year unless the vendor says otherwise."""
        yearly = isinstance(value, dict) and value.get("kind") == "yearly_fee" and not value.get("period")
        return {**value, "period": "12 months"} if yearly else value

    @property
    def price_minor(self) -> int:
        """The price in öre or cent."""
        return minor(self.price)

    def covers(self, product: str) -> bool:
        """Whether this tier is for a product."""
        return "*" in self.products or product in self.products


class Entitlement(Table):
    """How a right is found and proven."""

    order: tuple[Text, ...] = Field(
        (), description="Names of tiers; the first that applies is used. Empty: the order of the [[tier]] tables.",
        examples=[["plus", "block", "free"]],
    )
    match_by: tuple[Literal["paid_address", "id_and_code", "domain", "contact_list"], ...] = Field(
        ("paid_address", "id_and_code"), description="How a mail is connected with a right."
    )
    contacts_per_customer: Number = Field(0, description="Persons who may write for a customer; 0 = no limit.")
    trained_users_only: Yes = Field(False, description="Only persons with training on record.")
    no_overdue_invoices: Yes = Field(False, description="Only customers without overdue invoices.")
    overdue_grace_days: Number = Field(0, description="Days after the due date that are tolerated.")
    lapse_mid_case: Literal["finish", "pause", "stop"] = Field(
        "finish", description="What happens to a running case when the right ends."
    )
    unverified_sender: Literal["ask_code", "confirm_by_reply", "accept", "refuse"] = Field(
        "ask_code",
        description="A paid address that nothing proves: ask for ID number and code; send a letter that must be answered; "
        "believe it; or refuse it.",
    )
    id_pattern: Pattern = Field(
        "", description="How ID numbers of an earlier system look, as a regular expression; besides our own 204817-1.",
        examples=['\\b\\d{5}\\b'],
    )
    code_pattern: Pattern = Field(
        "", description="How unlock codes of an earlier system look; besides our own K7QF-29MX.", examples=['\\b[A-Z]{4}-[A-Z]{4}\\b']
    )
    wrong_code_limit: Count = Field(5, description="Wrong codes per ID number in 24 hours; then it is locked.")
    wrong_codes_per_address: Count = Field(20, description="Wrong codes from one address in 24 hours, whatever ID numbers they are for.")
    wrong_codes_per_domain: Count = Field(
        100, description="The same from all addresses of one organisation; addresses of public mail providers count for themselves alone."
    )
    wrong_codes_in_all: Count = Field(1000, description="Wrong codes from everybody in 24 hours; then no code is taken, and cases wait for a person.")
    remember_new_address: Literal["ask", "always", "never"] = Field(
        "ask", description="After a right ID number and code from a new address."
    )
    bug_report_always: Yes = Field(False, description="Program errors may be reported without a right.")
    no_agreement_template: Text = Field("free_help", description="Letter to somebody without any right.")
    no_agreement_contact: MaybeAddress = Field("", description="Whom he may ask about an agreement.")

    @property
    def counts_contacts(self) -> bool:
        """May only the named contacts of a customer write?"""
        return bool(self.contacts_per_customer) and "contact_list" in self.match_by


