"""The whole configuration, declared: every section and key of config.toml.
Defaults are empty where a wrong value would hurt: people, mailboxes, tiers, prices, trusted servers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from mailbot.config.cases import NORMAL, Cases, Estimate, Priority, PriorityRules
from mailbot.config.declare import Table
from mailbot.config.hours import Hours, with_office
from mailbot.config.intake import Intake, ReferAccounting, Scope
from mailbot.config.machine import Limits, Privacy, Rules, Secrets, State, Store, Templates
from mailbot.config.mailbox import Inbox, Listen, Mailbox, Outgoing
from mailbot.config.meetings import Appointments, Survey, SurveyQuestion
from mailbot.config.money import Billing, Payments
from mailbot.config.people import Agent, AgentMail, Escalation, Handover, Line, Team
from mailbot.config.tiers import Entitlement, Tier
from mailbot.config.vendor import Feedback, Terms, Vendor

__all__ = [
    "Agent", "AgentMail", "Appointments", "Billing", "Cases", "Config", "Entitlement", "Escalation", "Estimate", "Feedback",
    "Handover", "Hours", "Inbox", "Intake", "Limits", "Line", "Listen", "Mailbox", "Outgoing", "Payments", "Priority",
    "PriorityRules", "Privacy", "ReferAccounting", "Rules", "Scope", "Secrets", "State", "Store", "Survey",
    "SurveyQuestion", "Team", "Templates", "Terms", "Tier", "Vendor",
]  # fmt: skip


class Config(Table):
    """A checked configuration. Attributes are named as the sections, arrays of tables in the plural.

    Validate from the shape of the file: `Config.model_validate({"vendor": {...}, "tier": [{...}], "agent": [{...}]})`."""

    vendor: Vendor = Vendor()
    mailbox: Mailbox = Mailbox()
    inboxes: tuple[Inbox, ...] = Field((), alias="inbox")
    cases: Cases = Cases()
    hours: Annotated[dict[str, Hours], BeforeValidator(with_office)] = Field(
        {"office": Hours.model_validate(with_office({})["office"])}
    )
    tiers: tuple[Tier, ...] = Field((), alias="tier")
    entitlement: Entitlement = Entitlement()
    intake: Intake = Intake()
    scope: Scope = Scope()
    feedback: Feedback = Feedback()
    terms: Terms = Terms()
    priorities: tuple[Priority, ...] = Field((NORMAL,), alias="priority")
    priority_rules: PriorityRules = PriorityRules()
    billing: Billing = Billing()
    payments: Payments = Payments()
    appointments: Appointments = Appointments()
    survey: Survey = Survey()
    lines: dict[str, Line] = Field({})
    teams: dict[str, Team] = Field({})
    escalation: Escalation = Escalation()
    agent_mail: AgentMail = Field(AgentMail(), alias="agents")
    agents: tuple[Agent, ...] = Field((), alias="agent")
    listen: Listen = Listen()
    outgoing: Outgoing = Outgoing()
    store: Store = Store()
    state: State = State()
    secrets: Secrets = Secrets()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    rules: Rules = Rules()
    templates: Templates = Templates()

    @property
    def tier_order(self) -> tuple[str, ...]:
        """Names of the tiers, the one that is used first at the front."""
        return self.entitlement.order or tuple(tier.name for tier in self.tiers)

    def tier(self, name: str) -> Tier | None:
        """The tier of this name."""
        return next((tier for tier in self.tiers if tier.name == name), None)

    def priority(self, name: str) -> Priority | None:
        """The level of this name."""
        return next((level for level in self.priorities if level.name == name), None)

    @property
    def default_priority(self) -> Priority:
        """The level of a new case: the one marked so, else the last and least urgent."""
        marked = next((level for level in self.priorities if level.default), None)
        return marked or (self.priorities[-1] if self.priorities else NORMAL)

    def agent(self, agent_id: str) -> Agent | None:
        """The agent of this id."""
        return next((agent for agent in self.agents if agent.id == agent_id), None)

    def agent_at(self, address: str) -> Agent | None:
        """The agent who writes from this address, whatever its case."""
        wanted = address.lower()
        return next((agent for agent in self.agents if wanted in (own.lower() for own in agent.email)), None)

    @property
    def admins(self) -> tuple[Agent, ...]:
        """The agents who run the desk."""
        return tuple(agent for agent in self.agents if agent.role == "admin")
