"""Appointments, remote sessions and the survey.
All are off unless the vendor switches them on."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from mailbot.config.declare import Address, Duration, MaybeAddress, Money, Table, Text, Texts, Yes, span


class Appointments(Table):
    """Appointments and remote sessions."""

    enabled: Yes = Field(False, description="Whether appointments are offered.")
    for_kinds: tuple[Text, ...] = Field((), description="Kinds of questions that get one.", examples=[["configuration_wish"]])
    remote_tool: Text = Field("", description="Name of the program for remote sessions.", examples=["TeamViewer"])
    remote_link: Text = Field("", description="Put into the invitation.")
    remote_link_mac: Text = Field("", description="If Mac users need another one.")
    remote_how_to: Text = Field("", description="How the customer starts it himself.")
    remote_link_before: Duration = Field(span("1h"), description="The link is sent this long before.")
    remote_must_run_first: Yes = Field(False, description="It must run before the appointment.")
    remote_needs_consent: Yes = Field(True, description="A yes by mail before we connect.")
    close_other_teamviewer: Yes = Field(False, description="Other sessions must be closed first.")
    remind_before: tuple[Duration, ...] = Field((span("1d"), span("1h")), description="Reminders.")
    free_cancel_until: Duration = Field(span("1 workday"), description="Cancelling is free until then.")
    no_show_fee: Money = Field(Decimal(0), description="Price of an appointment that was not kept.")
    late_cancel_fee: Money = Field(Decimal(0), description="Price of cancelling later.")
    attach_calendar_file: Yes = Field(True, description="A calendar file goes with it.")


class SurveyQuestion(Table):
    """One question of the survey."""

    id: Text = Field(..., min_length=1, description="Its name in reports.", examples=["score"])
    type: Literal["scale_0_10", "text"] = Field("text", description="A number from 0 to 10, or words.")
    text: Texts = Field({}, description="The question, by language.", examples=[{"en": "How satisfied are you?"}])


class Survey(Table):
    """What customers think of the service."""

    enabled: Yes = Field(False, description="Whether customers are asked.")
    send_after: Literal["closed", "first_answer"] = Field("closed", description="What the survey follows.")
    delay: Duration = Field(span("1 workday"), description="How long after.")
    at_most_every: Duration = Field(span("90d"), description="Per person.")
    answer_until: Duration = Field(span("14d"), description="Answers count for this long.")
    remind: Yes = Field(False, description="One reminder.")
    monthly_report_to: tuple[Address, ...] = Field((), description="Who gets the report.")
    contact: MaybeAddress = Field("", description="Whom customers may ask about it.")
    questions: tuple[SurveyQuestion, ...] = Field((), alias="question", description="The questions, in order.")
