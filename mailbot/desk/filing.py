"""What an agent's mail program can sort notices by: header lines, and one line of text that says the same in every language.
No name, address or token of anybody stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

CUSTOMER = "X-Mailbot-Customer"
_APART = re.compile(r"[^a-z0-9]+")


def headers(template: str, values: Mapping[str, Any], account_id: int | None = None) -> tuple[tuple[str, str], ...]:
    """The header lines of an agent's letter. The customer is the number of his account: the same for ever, and nothing to a stranger."""
    customer = ((CUSTOMER, str(account_id)),) if account_id and account_id > 0 else ()
    return tuple((f"X-Mailbot-{name.title()}", value) for name, value in _pairs(template, values)) + customer


def line(template: str, values: Mapping[str, Any]) -> str:
    """The last line of an agent's letter about a case: "Ref: BK-2026-000123 notice=new-case kind=technical priority=2 tier=plus"."""
    number, *rest = (value if name == "case" else f"{name}={value}" for name, value in _pairs(template, values, case_first=True))
    return " ".join(("Ref:", number, *rest))


def _pairs(template: str, values: Mapping[str, Any], *, case_first: bool = False) -> tuple[tuple[str, str], ...]:
    case = values.get("case") or {}
    said = {
        "case": str(case.get("number") or ""), "notice": word(template.removeprefix("agent_")), "kind": word(case.get("kind")),
        "priority": word(case.get("priority")), "tier": word(values.get("tier")),
    }
    return tuple((name, value) for name, value in said.items() if value or (case_first and name == "case"))


def word(name: object) -> str:
    """A configured name as one word of a-z, 0-9 and -."""
    plain = unicodedata.normalize("NFKD", str(name or "").casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return _APART.sub("-", plain).strip("-")


