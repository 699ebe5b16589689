"""How a letter is declared: for whom it is, when it goes out, and which values it may say.
All values are plain data; of each kind it stands here what it holds and what a template sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

# A stranger is a sender whom nothing proves to be a customer: his letter repeats no byte of what he sent
# (reliability.md 41: arbitrary subjects were mailed to victims through other desks).
# An outsider is asked by an agent: he reads his words, and nothing that would let him ask how a case stands.
Audience = Literal["customer", "stranger", "outsider", "agent", "admin"]

NEEDED: Final = object()

# Kinds of value, all plain data:
#   str, int, bool      as they are; a str of a customer is shown, never obeyed
#   words               a str that a person of the desk wrote: in HTML with his formatting, where it stands on lines of its own
#   instant             ISO 8601 with offset, "2026-11-24T17:00:00+00:00"; templates show it in the office's time zone
#   day                 ISO 8601 date, "2026-11-25"
#   strings             list of str
#   details             list of {"name": detail name, "value": str}
#   files               list of {"name": str, "size": bytes} and, in notices, {"left_out": key of [left_out] in words.toml, or empty}
#   groups              list of {"stage": key of [stage] in words.toml, "commands": list of {"name": key of [usage], "desk": bool}}
#   sayings             list of sentence keys with their values: {"say": "booked", "minutes": 10}; see [say] of words.toml
#   faults              list of {"line": int, "source": str, "problem": key, "seen": str, "suggestion": str}; see [fault]
#   tier                name of a tier; templates see {"name", "kind", "title", "label", "products", "price_minor", ...}
#   rights              list of {"tier": name, "valid_until": day|None, "minutes_left": int|None}
#   level               name of a priority; templates see its label
#   offers              list of {"tier": name, "missing_minor": int}; templates see the tier with its label
#   held                list of {"id", "amount_minor", "currency", "booked_on", "because": key of [held] of words.toml, "message", "payer",
#                       "suggestions": list of addresses}
#   reversals           list of {"id", "amount_minor", "currency", "booked_on", "because": "" | "used", "paid_back", "moved" or several, "address"}
#   failed              list of {"name": of a file, "because": str}
#   links               list of {"label": str, "link": address of a page}
#   cases               list of {"number", "subject", "state", "priority", "received_at", "answer_by", "start_by", "closed_at"};
#                       templates see state_label and priority_label besides
#   case                {"number", "subject"} and, where known, {"state", "priority", "kind", "product", "received_at"};
#                       templates see state_label, priority_label and kind_label besides
Kind = Literal[
    "str", "words", "int", "bool", "instant", "day", "strings", "details", "files", "sayings", "faults", "rights", "case", "cases", "links", "tier", "level", "offers", "held", "reversals", "failed", "groups",
]


@dataclass(frozen=True, slots=True)
class Var:
    """One value that a decision gives to a letter."""

    name: str
    kind: Kind
    says: str
    default: Any = NEEDED  # NEEDED, or what the template sees when the decision does not give it

    @property
    def needed(self) -> bool:
        return self.default is NEEDED


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One letter: for whom, when, and what it may say."""

    name: str
    audience: Audience
    when: str
    variables: tuple[Var, ...]
    answerable: bool = False  # an answer is welcome: the reply mark is the first line

    @property
    def about_case(self) -> bool:
        """With a case, the subject carries its tag and the footer its number."""
        return any(var.kind == "case" for var in self.variables)

    @property
    def words(self) -> str:
        """The variable that holds the words of a person of the desk; empty: the letter has none."""
        return next((var.name for var in self.variables if var.kind == "words"), "")


def need(name: str, kind: Kind, says: str) -> Var:
    """A value that the decision must give."""
    return Var(name, kind, says)


def may(name: str, kind: Kind, says: str, default: Any = None) -> Var:
    """A value that it may leave out."""
    return Var(name, kind, says, default)
