"""Cases and their urgency: numbers, windows, priorities.
Times are promises to customers; empty means that nothing is promised."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mailbot.config.declare import Duration, MaybeDuration, Table, Text, Texts, Yes, span


class Estimate(Table):
    """When a customer is told how long it will take."""

    send_when_not_answered_within: MaybeDuration = Field(
        None, description="Then an agent must name a date, and the customer gets it.", examples=["1 workday"]
    )


class Cases(Table):
    """One matter of one customer, with one number."""

    number_format: Text = Field(
        "CASE-{year}-{number:06}", description="How a case number looks.", examples=["EX-{year}-{number:06}"]
    )
    subject_tag: Text = Field("[{case}]", description="Stands first in every subject.")
    reopen_within: Duration = Field(
        span("14d"), description="A reply to a closed case within this reopens it; later it opens a new, linked one."
    )
    remind_after: Duration = Field(span("3 workdays"), description="Reminder when we wait for the customer.")
    close_after: Duration = Field(span("10 workdays"), description="Close when the customer stays silent.")
    resolved_closes_after: Duration = Field(span("5 workdays"), description='When "resolved" becomes "closed".')
    cc_policy: Literal["participant", "informed", "ignore"] = Field(
        "participant", description="What a colleague in Cc may do."
    )
    followup_ack: Literal["none", "each", "digest"] = Field(
        "digest", description="Whether further mails before the first answer are acknowledged."
    )
    ack_quiet_time: Duration = Field(span("10m"), description="Never two acknowledgements for one case within this time.")
    status_link: Literal["mailto", "https"] = Field("mailto", description="How a customer asks for the status.")
    status_url: Text = Field("", description="The page, only for https.")
    create_account_on_first_mail: Yes = Field(False, description="A person's first mail also brings his status link.")
    estimate: Estimate = Field(Estimate(), description="Estimates.")


class Priority(Table):
    """One level of urgency. The levels stand best first."""

    name: Text = Field(..., min_length=1, description="Name in rules and commands.", examples=["normal"])
    label: Texts = Field({}, description="Name in mails, by language.", examples=[{"en": "Normal", "sv": "Normal"}])
    meaning: Texts = Field({}, description="What it is for, by language.")
    default: Yes = Field(False, description="A new case gets this level.")
    calendar: Text = Field("office", description='Which opening hours count; "always" = round the clock.')
    calendar_for: dict[str, str] = Field({}, description="Another calendar for a topic of rules/scope.toml.", examples=[{"pos": "pos"}])
    start_within: MaybeDuration = Field(
        None, description="Work begins within this time; \"0m\" = at once, \"\" = no promise.", examples=["2h", "1 workday"]
    )
    answer_within: MaybeDuration = Field(
        None, description="We write back within this time; overrides the tier's.", examples=["1 workday"]
    )
    promised: Yes = Field(True, description="false = an internal target that no mail names.")
    after_hours: Literal["no", "on_call", "ask_customer"] = Field("no", description="Work outside opening hours.")
    goes_to: Literal["", "wishlist"] = Field("", description='"wishlist" = customers\' wishes are collected and thanked for, not worked on.')


class PriorityRules(Table):
    """Who decides about the level of a case."""

    customer_may_suggest: Yes = Field(True, description="A customer may name a level: agents see it, the level stays.")
    vendor_decides: Yes = Field(True, description="An objection is recorded and answered; the level stays.")
    workaround_lowers_to: Text = Field("", description="Level of a case once there is a way around it.", examples=["3"])
    workaround_lowers_from: tuple[Text, ...] = Field((), description="Levels that are lowered so.", examples=[["1", "2"]])


NORMAL = Priority(name="normal", label={"sv": "Normal", "de": "Normal", "nl": "Normaal", "en": "Normal"}, default=True)
