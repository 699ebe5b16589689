"""What a mail must tell before work begins, and what we do not do.
The configuration owns what is asked and in which order; the rules own how it is recognised and worded."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mailbot.config.declare import Number, Table, Text, Yes

Names = tuple[Text, ...]
KINDS = (
    "technical", "handling", "fault", "function_question", "configuration_wish", "feedback", "bug_report",
    "access_request", "agreement_question",
)


class Intake(Table):
    """The checklist: what must stand in a mail, and what is wished for, by kind of question (rules/intake.toml)."""

    required: Names = Field(
        ("operating_system",), description="Always needed when help is asked for, whatever the kind; the clock waits for it (blocks_clock)."
    )
    ask: Names = Field((), description="Always wished for, whatever the kind.")
    technical: Names = Field(("steps", "exact_error_text"), description="Wished for when something goes wrong.")
    handling: Names = Field((), description="Wished for in questions on how to do it.", examples=[["unclear_passage_or_how_searched"]])
    fault: Names = Field((), description="Wished for in reports of a fault.")
    function_question: Names = Field((), description="Wished for in questions on a function.")
    configuration_wish: Names = Field((), description="Wished for in wishes for a set-up.")
    feedback: Names = Field((), description="Wished for with views and suggestions.")
    bug_report: Names = Field((), description="Wished for in reports of program errors.")
    access_request: Names = Field((), description="Wished for in requests for access or new versions.")
    agreement_question: Names = Field((), description="Wished for in questions about the agreement.")
    photo_counts_as_error_text: Yes = Field(True, description="A picture stands for the error text.")
    blocks_clock: Yes = Field(True, description="The time limit begins when the required details are complete.")
    wished_blocks_clock: Yes = Field(False, description="The wished details stop the clock too.")
    ask_at_most: Number = Field(2, description="Letters that ask; then a person looks at it.")
    skip_for_priority: Names = Field((), description="Levels that are never held back by a checklist; nor is a mail, of whatever level, that rules/priority.toml marks as a standstill.", examples=[["1"]])
    update_first: Yes = Field(False, description='"Update first" opens every technical acknowledgement.')
    latest_version: Text = Field("", description="The checklist then suggests the update.", examples=["7.4"])
    cannot_reproduce: Literal["close_with_reason", "keep_open"] = Field(
        "close_with_reason", description="A fault that cannot be recreated."
    )

    def wished(self, kind: str) -> tuple[str, ...]:
        """The details that are asked for of this kind, in order, besides the required ones."""
        of_kind: tuple[str, ...] = getattr(self, kind) if kind in KINDS else ()
        return tuple(name for name in dict.fromkeys(self.ask + of_kind) if name not in self.required)

    @property
    def every(self) -> frozenset[str]:
        """The details that are asked for of any kind."""
        return frozenset((*self.required, *self.ask)).union(*(getattr(self, kind) for kind in KINDS))


class ReferAccounting(Table):
    """Where questions on bookkeeping itself are sent."""

    to: tuple[Text, ...] = Field((), description="Addresses of pages or persons.", examples=[["www.bas.se"]])
    paid_to: Text = Field("", description="What customers who paid are told.", examples=["a good accountant"])


class Scope(Table):
    """What we do, what we do not do (rules/scope.toml has the words). A topic that is listed marks the case for the agents."""

    covered: Names = Field((), description="Topics that belong to the service: never marked.")
    not_covered: Names = Field((), description="Topics that do not: marked.")
    not_covered_action: Literal["flag", "ask_customer", "refer"] = Field("flag", description="What happens with them.")
    not_supported: Names = Field(
        ("other_software", "drivers", "internet_connection"), description="Topics nobody gets help with: marked."
    )
    addon: Names = Field((), description="Topics that need a quotation: marked.")
    channels_refused: tuple[Literal["phone", "fax", "post"], ...] = Field((), description="Ways we do not answer by: who asks for one is told so.")
    refer_accounting: ReferAccounting = Field(ReferAccounting(), description="Questions on bookkeeping itself.")
