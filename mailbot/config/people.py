"""People: agents, lines, teams, and who is told when time runs out.
Never inherited: a desk without agents keeps its cases waiting, and the check says so."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from mailbot.config.declare import Address, Duration, MaybeAddress, Number, Table, Text, Yes, span
from mailbot.config.vendor import Language


class Line(Table):
    """One line of support."""

    members: tuple[Text, ...] = Field((), description="Ids of agents.", examples=[["anna"]])
    skills: tuple[Text, ...] = Field((), description="What they know.")


class Team(Table):
    """People for an area."""

    members: tuple[Text, ...] = Field((), description="Ids of agents.", examples=[["anna"]])
    products: tuple[Text, ...] = Field((), description="Programs of the area.", examples=[["Example Pay"]])
    skills: tuple[Text, ...] = Field((), description="What they know.")


class Handover(Table):
    """A partner who takes over cases of one product."""

    product: Text = Field(..., description="The program.", examples=["Example Pay"])
    to: Address = Field(..., description="The partner's address.", examples=["partner@example.com"])
    name: Text = Field(..., description="The partner's name.", examples=["Partner"])


class Escalation(Table):
    """Who is told when time runs out, and where cases go that we cannot solve."""

    warn_before_due: Duration = Field(span("30m"), description="The agent is warned this long before.")
    overdue_to: tuple[Address, ...] = Field((), description="Who is told then.", examples=[["lead@example.com"]])
    on_call: tuple[Text, ...] = Field((), description="Ids of agents outside opening hours.")
    external: MaybeAddress = Field("", description="A consultant customers are referred to.")
    tell_when_not_covered: Yes = Field(True, description="Closing as not covered requires a mail.")
    handover: tuple[Handover, ...] = Field((), description="Partners who take over cases.")


class AgentMail(Table):
    """How agents' mails are read."""

    reply_is: Literal["public", "note"] = Field(
        "public", description="What a plain reply to a notice means. Each notice says it and keeps to it: a change counts for notices sent after it."
    )
    attachments_mb: Number = Field(
        20, description="Files of one notice, together, in megabytes; of what is more, or of a kind that is not passed on, the name is told."
    )
    strip: tuple[Literal["commands", "quoted_text", "signature", "notes"], ...] = Field(
        ("commands", "quoted_text", "signature", "notes"), description="What is taken out before a customer sees it."
    )
    confirm: Literal["errors", "changes", "all"] = Field("changes", description="When an agent gets a receipt.")
    hold: Duration = Field(
        span("0s"), description="What an agent's mail sends outside waits so long in the outbox; /undo takes the mail back until then.", examples=["30s", "2m"]
    )
    require_signed: Yes = Field(True, description="An agent's address must be proven (DMARC, DKIM or log-in).")


AgentId = Annotated[str, Strict(), Field(pattern=r"^[a-z0-9-]{1,16}$")]


class Agent(Table):
    """A person who answers."""

    id: AgentId = Field(..., description="Short name: a-z, 0-9 and -, at most 16.", examples=["anna"])
    name: Text = Field("", description="Name; customers see the first name at most.", examples=["Anna"])
    email: tuple[Address, ...] = Field(
        ..., min_length=1, description="His addresses; notices go to the first.", examples=[["anna@example.com"]]
    )
    role: Literal["agent", "lead", "admin", "reader"] = Field(
        "agent", description="admin = also runs the desk; lead = more commands; reader = sees, answers nothing."
    )
    languages: tuple[Language, ...] = Field((), description="Languages he answers in; empty: all.")
    skills: tuple[Text, ...] = Field((), description="What he knows.")
    duties: tuple[Text, ...] = Field((), description="Further duties.", examples=[["payments"]])
    epoch: Annotated[int, Strict(), Field(ge=1, le=9999)] = Field(
        1, description="Raise it by one to void every reply address he was ever sent; `mailbot agents revoke` does the same. Never lower it."
    )
    password_from: Text = Field(
        "", description="NAME of the environment variable or credential file with his password for [listen] submission.",
        examples=["MAILBOT_ANNA"],
    )
