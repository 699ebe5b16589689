"""What a mail had changed in a case, the other way: how the case stood before the mail and after it, and how it stands now.
What somebody else has changed since stays as it is; what the agent wrote is told line by line, as taken back or as standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Look = Mapping[str, Mapping[str, Any]]  # section -> key -> value, plain data: "case" by column, "people" by address key, "details" by name

# What of a case a mail may have changed, besides its state, which somebody may have moved on (see agents/undoing.py).
COLUMNS: Final = (
    "priority", "level_decided_by", "line", "team", "assigned_to", "assigned_at", "subject", "product", "kind", "language", "tags", "reproduced",
    "watchers", "started_at", "start_due_at", "answer_due_at", "clock_from", "rounds_asked", "flags", "tier", "entitlement_id",
)  # fmt: skip
# What each command leaves there; of what stands in neither list nothing need be told.
_TOUCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "priority": ("priority",), "line": ("line", "team", "assigned_to"), "route": ("team", "assigned_to"), "take": ("assigned_to",), "assign": ("assigned_to",),
    "unassign": ("assigned_to",), "start": ("started_at",), "watch": ("watchers",), "unwatch": ("watchers",), "subject": ("subject",), "product": ("product",),
    "kind": ("kind",), "language": ("language",), "tag": ("tags",), "reproduced": ("reproduced",), "use": ("tier",), "checklist": ("details",),
    "waive": ("details",), "cc": ("people",), "uncc": ("people",), "addcontact": ("people",), "consult": ("people",),
}  # fmt: skip
# What is no matter of the case alone stands, with the command that changes it where there is one.
_STANDS: Final[Mapping[str, str]] = {
    "merge": "/unmerge", "unmerge": "/merge", "split": "", "link": "", "solution": "", "lesson": "", "workaround": "/priority", "convert": "/convert",
    "trained": "", "contact-add": "/contact-remove", "contact-remove": "/contact-add", "overdue": "/paid", "paid": "/overdue", "suspend": "/resume",
    "resume": "/suspend", "resend-confirmation": "", "allow": "", "match": "", "refund": "", "away": "/back", "back": "/away",
}  # fmt: skip
REMARK = "//"


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What becomes of a case as it was: new values by section, None for what was not there; and what stays, since it has changed again."""

    changes: Look
    stays: frozenset[str]  # columns, "people", "details"


def given_back(before: Look, after: Look, now: Look) -> GivenBack:
    """Each value that the mail had changed, unless it is another by now."""
    changes: dict[str, dict[str, Any]] = {}
    stays: set[str] = set()
    for section, was in before.items():
        left, here = after.get(section, {}), now.get(section, {})
        for key in dict.fromkeys((*was, *left)):
            if was.get(key) == left.get(key):
                continue
            if here.get(key) == left.get(key):
                changes.setdefault(section, {})[key] = was.get(key)
            else:
                stays.add(key if section == "case" else section)
    return GivenBack(changes, frozenset(stays))


def told(lines: Sequence[Sequence[str]], stays: frozenset[str]) -> tuple[Mapping[str, Any], ...]:
    """What became of each line of commands of that mail: (name, as written)."""
    return tuple(said for name, source in lines if (said := _told(name, source, stays)))


def _told(name: str, source: str, stays: frozenset[str]) -> Mapping[str, Any] | None:
    if name in _TOUCHES:
        changed = any(touched in stays for touched in _TOUCHES[name])
        return {"say": "line_changed" if changed else "line_undone", "source": source}
    if name == REMARK:
        return {"say": "remark_stands"}
    if name in _STANDS:
        return {"say": "line_stands_how" if _STANDS[name] else "line_stands", "source": source, **({"how": _STANDS[name]} if _STANDS[name] else {})}
    return None
