"""What an admin must hear about the desk itself, as letters added to a decision.
A broken template keeps no customer waiting: the built-in one went out, and the admins are told why, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.config.settings import Config
from mailbot.desk import duty
from mailbot.desk.effects import Decision, Draft, Letter, Send


def with_broken_templates(decision: Decision, drafts: Sequence[Draft], config: Config, now: datetime) -> Decision:
    """The decision, and a notice to each admin for every template that fell back."""
    broken = {(d.letter.template, d.letter.language): d.fell_back for d in drafts if d.fell_back and d.letter.template != "admin_notice"}
    notices = tuple(
        Send(Letter(
            "admin_notice", duty.language_of(admin, config), admin.email[0],
            {"what": "template", "lines": [{"say": "template", "because": because}], "commands": ["mailbot check"]},
            idem=f"admin_notice:template:{template}:{language}:{admin.id}:{now:%Y-%m-%d}",
        ))
        for (template, language), because in broken.items()
        for admin in config.admins
    )
    return replace(decision, effects=(*decision.effects, *notices)) if notices else decision
