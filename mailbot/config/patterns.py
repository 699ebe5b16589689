"""Regular expressions in rules: compiled when read, and only such as cannot run away on hostile mail.
No lookbehind, no back-reference, no repetition of a repetition unless a fixed character stands between the rounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

_REFUSED = {
    "(?<=": "looks behind", "(?<!": "looks behind", "(?P=": "refers back", "(?P>": "calls itself", "(?R": "calls itself",
    "(?&": "calls itself", "(?(": "has a condition", "(?0": "calls itself", "(?1": "calls itself",
}  # fmt: skip
LONGEST = 1000
_ESCAPED = regex.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pPN]\{[^}]*\}|.)", regex.DOTALL)
_OPENING = regex.compile(r"\((?:\?(?:P?<[^>=!][^>]*>|[a-zA-Z0-9-]*:|[a-zA-Z-]+\)|[=!>|]))?")
_QUANTIFIER = regex.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?")


@lru_cache(maxsize=4096)
def compiled(source: str) -> regex.Pattern[str]:
    """A pattern of a rule, ready to search one line with `timeout=`. Case does not matter, accents do."""
    return regex.compile(source, regex.IGNORECASE | regex.VERSION0)


@lru_cache(maxsize=4096)
def fault_of(source: str) -> str | None:
    """Why a pattern is refused, in words; None when it is fine."""
    if len(source) > LONGEST:
        return f"the pattern has {len(source)} characters; expected at most {LONGEST}: make two rules of it"
    try:
        compiled(source)
    except regex.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        return f"{source!r} is no regular expression: {error.msg}{where}"
    except (OverflowError, RecursionError):
        return f"{source!r} is no regular expression: a number in it is too large"
    why = _runaway(source)
    return f"{source!r} {why}, and might take for ever on a hostile mail; write it without, or as two rules" if why else None


@dataclass(slots=True)
class _Group:
    """What is known of an open bracket: its first piece, and the pieces in it that repeat without end."""

    start: int
    first: str = ""  # the first piece of the group, or of one of its alternatives, when it stands fixed
    fixed: bool = False
    pieces: int = 0
    endless: list[str] = field(default_factory=list)
    nested: bool = False  # holds a group that repeats without end
    splits: bool = False


def _runaway(source: str) -> str | None:
    """What makes a pattern more than about linear, in words."""
    stack = [_Group(0)]
    at = 0
    while at < len(source):
        piece, closed = source[at], None
        if piece == "\\":
            if source[at + 1 : at + 2] in tuple("123456789gkK"):
                return "refers back"
            piece = escape(source, at)
        elif piece == "[":
            piece = source[at : class_end(source, at)]
        elif piece == "(":
            for mark, why in _REFUSED.items():
                if source.startswith(mark, at):
                    return why
            stack.append(_Group(at))
            at += opening(source, at)
            continue
        elif piece == "|":
            stack[-1].splits = True
            at += 1
            continue
        elif piece == ")":
            closed = stack.pop() if len(stack) > 1 else None
        at += len(piece)
        count, endless, optional = quantifier(source, at)
        group = stack[-1]
        if closed is not None:
            if endless and not _separated(closed):
                return "repeats a repetition"
            group.nested |= endless or closed.nested or bool(closed.endless)
        elif endless:
            group.endless.append(piece)
        group.pieces += 1
        if group.pieces == 1:
            group.first, group.fixed = piece, closed is None and not count and not optional
        at += count
    return None


def _separated(group: _Group) -> bool:
    """Whether a repeated group cannot be divided in two ways: nothing in it is endless, or a fixed character opens each
    round that nothing endless in it could swallow."""
    if group.nested:
        return False
    if not group.endless:
        return True
    if group.splits or not group.fixed or len(group.first.lstrip("\\")) != 1:
        return False
    literal = group.first.lstrip("\\")
    if (group.first.startswith("\\") and literal.isalnum()) or group.first == ".":
        return False
    return not any(regex.fullmatch(piece, literal, regex.IGNORECASE) for piece in group.endless)


def escape(source: str, at: int) -> str:
    """The backslash here with what it stands before."""
    match = _ESCAPED.match(source, at)
    return match[0] if match else source[at:]


def class_end(source: str, at: int) -> int:
    """Where the [class] that begins here has ended."""
    end = at + 1
    if source[end : end + 1] == "^":
        end += 1
    if source[end : end + 1] == "]":
        end += 1
    while source[end] != "]":
        end += 2 if source[end] == "\\" else 1
    return end + 1


def opening(source: str, at: int) -> int:
    """Length of the bracket that opens here, with what it says of itself."""
    match = _OPENING.match(source, at)
    return len(match[0]) if match else 1


def quantifier(source: str, at: int) -> tuple[int, bool, bool]:
    """Length of the quantifier here, whether it is without end, whether it allows none."""
    match = _QUANTIFIER.match(source, at)
    if match is None or (match[0].startswith("{") and not (match[1] or match[3])):
        return 0, False, False
    sign = match[0][0]
    if sign == "{":
        endless = bool(match[2]) and not match[3]
        return len(match[0]), endless, match[1] in ("", "0")
    return len(match[0]), sign in "*+", sign in "*?"
