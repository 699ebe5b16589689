"""What a person wrote now, what he quoted, and his signature: three views on one text, which itself is never shortened.
Line by line and linear: introductions.py says what begins a quote, checklists.py finds answers within our own letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.mail.checklists import answers, apart
from mailbot.mail.heads import WIDTH, sender_within
from mailbot.mail.introductions import (
    announces,
    begins_nothing,
    introduction,
    is_groupwise,
    is_quoted,
    next_text,
    passes_on,
    says_below,
)
from mailbot.mail.marks import is_mark
from mailbot.mail.quote_words import FORWARD_PREFIXES
from mailbot.mail.signatures import on_their_own, signatures

_MOST_OF_OURS = 300  # lines of a letter of ours
_MOST_LINES = 5_000  # lines that are looked at; what follows belongs to the part it follows


@dataclass(frozen=True, slots=True)
class View:
    """One text, seen as what is new, what is quoted and who signs."""

    new: str
    quoted: str
    signature: str
    forwarded: bool = False  # the quoted part is a mail that the writer passes on
    inner_sender: str | None = None  # the address that the forwarded mail names as its sender: a claim


@dataclass(frozen=True, slots=True)
class _Labels:
    """One letter per line: n = new, q = quoted. `introduced_at` is the line that first introduced a quote, -1 when none did;
    `exact` when an introduction was one that no person writes."""

    letters: str
    introduced_at: int = -1
    forwarded: bool = False
    exact: bool = True


def split(text: str, subject: str = "", questions: Sequence[str] = (), *, answers_us: bool = True, vendor: str | None = None) -> View:
    """The three views of a text with LF line ends. `new` is empty when nothing was written; the text itself keeps everything.
    `subject` tells a mail passed on from an answer where the program marks both alike; `questions` are the sentences that our letters
    ask; without `answers_us` (a first mail) marked lines that nothing introduces are the writer's own quotation.
    `vendor` is the name with which our letters end; given, what stands alone below an unmarked quote is new unless it is our letter."""
    lines = on_their_own(apart(text, questions) if questions and "##-" in text else text).split("\n", _MOST_LINES)
    rest = lines.pop() if len(lines) > _MOST_LINES else ""
    short = [line[:WIDTH] for line in lines]
    labels = _labels(short, answers_us, questions, may_answer_within=vendor is not None)
    letters = labels.letters
    if not answers_us and not (labels.introduced_at >= 0 and labels.exact) and "q" in letters:
        letters = _own_quotations(short, letters, signatures(short, letters).rfind("n"), labels.introduced_at)
    forwarded = labels.forwarded or (labels.introduced_at >= 0 and subject.lower().startswith(FORWARD_PREFIXES))
    if vendor is not None and not forwarded and labels.introduced_at >= 0:
        letters = _below_it_all(short, letters, labels.introduced_at, answers_us, questions, vendor)
    sender = sender_within(short, labels.introduced_at) if forwarded else None
    belongs_to = letters[-1]
    letters = signatures(short, letters) if not rest else letters
    new, quoted, signature = (_pick(lines, letters, wanted, rest if wanted == belongs_to else "") for wanted in "nqs")
    return View(new, quoted, signature, forwarded, sender)


def _pick(lines: list[str], labels: str, wanted: str, rest: str) -> str:
    """The lines of one label, and the rest of a very long text when it belongs to them; one blank line stands where others were
    taken out between."""
    if wanted not in labels:
        return ""
    if not rest and labels.count(wanted) == len(labels):
        return "\n".join(lines).strip("\n").rstrip()
    out: list[str] = []
    gap = False
    for line, label in zip(lines, labels, strict=True):
        if label != wanted:
            gap = True
        elif line.strip() or not gap:
            if gap and out and out[-1].strip():
                out.append("")
            out.append(line)
            gap = False
    if rest:
        out.append(rest)
    return "\n".join(out).strip("\n").rstrip()


# ---- labels ---------------------------------------------------------------------------------------------
def _labels(lines: list[str], answers_us: bool, questions: Sequence[str], *, may_answer_within: bool = False) -> _Labels:
    labels: list[str] = []
    prefix = ""  # what marks quoted lines besides ">": initials or a bar, as the first quoted line has it
    position, count, first = 0, len(lines), -1
    some_quoted = any(map(is_quoted, lines))
    forwarded = exact = False
    while position < count:
        line = lines[position]
        if begins_nothing(line) and not (prefix and line.startswith(prefix)) and not (some_quoted and _is_broken_quote(lines, position)):
            labels.append("n")
            position += 1
            continue
        if is_quoted(line) or (prefix and line.startswith(prefix)):
            if line.startswith(">>> ") and is_groupwise(lines, position):
                return _Labels("".join(labels) + _below(lines, position, questions), position)
            if first < 0 and (is_mark(line) or (labels[-1:] != ["q"] and passes_on(line))):
                first, exact = position, True
                forwarded = not is_mark(line)
            labels.append("q")
            position += 1
            continue
        if is_mark(line):
            return _Labels("".join(labels) + _below(lines, position, questions), position if first < 0 else first, forwarded)
        found = introduction(lines, position, answers=answers_us)
        if found is not None and found.kind == "original" and not (answers_us and found.exact) and _is_announced(lines, position, found.end):
            labels.extend("n" * (found.end + 1 - position))
            position = found.end + 1
            continue
        if found is None or (found.vague and not answers_us):
            labels.append("q" if _is_broken_quote(lines, position) else "n")
            position += 1
            continue
        following = next_text(lines, found.end + 1)
        if following < count and is_quoted(lines[following]):
            labels.extend("q" * (following - position))
            first = position if first < 0 else first
            forwarded = forwarded or found.kind == "forward"
            exact = exact or found.exact
            position = following
        elif (other := _other_mark(lines, position, following)) and found.kind == "attribution":
            labels.extend("q" * (following - position))
            first = position if first < 0 else first
            exact = exact or found.exact
            prefix, position = other, following
        elif may_answer_within and found.strong and found.kind != "forward" and not labels.count("q") and says_below(lines[:position]) and not _shows_our_mark(lines, found.end + 1):
            end = _next_head(lines, found.end + 1)
            return _Labels("".join(labels) + "q" * (found.end + 1 - position) + "n" * (end - found.end - 1) + "q" * (count - end), position, forwarded)
        elif found.strong or following >= count or is_mark(lines[following]) or lines[following].startswith("|"):
            if found.kind == "attribution" and not _is_reply_above(lines, position, following):
                return _Labels("".join(labels) + "q" * (following - position) + "n" * (count - following), position)
            forwarded = forwarded or found.kind == "forward"
            return _Labels("".join(labels) + _below(lines, position, questions), position if first < 0 else first, forwarded)
        else:
            labels.append("n")
            position += 1
    return _Labels("".join(labels), first, forwarded, exact)


_INITIALS = re.compile(r"[^\W\d_]{1,3}>(?: |$)")


def _other_mark(lines: list[str], at: int, following: int) -> str:
    """What marks the quoted lines below an attribution when it is no ">": the initials of who is quoted, or, where no answer stands above, a bar."""
    if following >= len(lines):
        return ""
    if (match := _INITIALS.match(lines[following])) is not None:
        return match[0].rstrip()
    return "|" if lines[following].startswith("| ") and not any(line.strip() for line in lines[:at]) else ""


def _shows_our_mark(lines: list[str], at: int) -> bool:
    return any(is_mark(line) for line in lines[at : at + _MOST_OF_OURS])


def _next_head(lines: list[str], at: int) -> int:
    """Where an older mail begins below this line: what it says was said before."""
    return next((p for p in range(at, len(lines)) if (found := introduction(lines, p)) is not None and found.strong), len(lines))


def _is_announced(lines: list[str], at: int, end: int) -> bool:
    """Whether the writer himself says that the head of a mail follows from `at` to `end`: directly above, or over a blank line or two.
    What he shows is then the matter; a letter of ours is not."""
    above = next((line for p in range(at - 1, max(-1, at - 4), -1) if (line := lines[p].rstrip())), "")
    following = next_text(lines, end + 1)
    return announces(above) and not (following < len(lines) and is_mark(lines[following]))


def _below_it_all(lines: list[str], letters: str, introduced_at: int, answers_us: bool, questions: Sequence[str], vendor: str) -> str:
    """The labels when nothing is new and nothing stands above the first quote, whose lines carry no marks: the answer may stand below it,
    and nobody can tell where. Only what is known as a letter of ours stays quoted: from our mark to the line that ends it."""
    if any(label == "n" and line.strip() for line, label in zip(lines, letters, strict=True)) or any(line.strip() for line in lines[:introduced_at]):
        return letters
    at, ours = introduced_at, False
    while (at := next_text(lines, at)) < len(lines):
        if is_mark(lines[at]):
            at, ours = at + 1, True
        elif (found := introduction(lines, at, answers=answers_us)) is not None:
            at = found.end + 1
        else:
            break
    if ours:
        at = _end_of_letter(lines, at, vendor)
    return letters[:at] + _labels(lines[at:], answers_us, questions).letters


def _end_of_letter(lines: list[str], at: int, vendor: str) -> int:
    """The line after a letter of ours that begins here: after the last that holds nothing but the vendor's name, or his name
    beside a case number or a link; where it begins, when there is none."""
    if not vendor.strip():
        return at
    ends = at
    for position in range(at, min(at + _MOST_OF_OURS, len(lines))):
        line = lines[position].strip(" \t*_|")
        if is_quoted(line) or is_mark(line):
            break
        if line == vendor or line.startswith(f"{vendor} · ") or line.endswith(f" · {vendor}") or f" · {vendor} · " in line:
            ends = position + 1
    return ends


def _below(lines: list[str], at: int, questions: Sequence[str]) -> str:
    """The labels from a quote that carries no marks: all of it is quoted, but for answers within a letter of ours."""
    labels = ["q"] * (len(lines) - at)
    if not questions:
        return "".join(labels)
    mark = next((p for p in range(at, min(at + 60, len(lines))) if is_mark(lines[p])), -1)
    if mark >= 0 and not is_quoted(lines[mark]):
        end = next((p for p in range(mark + 1, min(mark + 300, len(lines))) if (found := introduction(lines, p)) and found.strong), len(lines))
        for position in answers(lines, mark + 1, end, questions):
            labels[position - at] = "n"
    return "".join(labels)


def _own_quotations(lines: list[str], labels: str, last_new: int, introduced_at: int) -> str:
    """In a mail that answers nothing, marked lines are what the writer himself quotes, such as an error message or a colleague: when he goes
    on below them, or announces them with a colon. Where somebody is named above them ("Anna skrev:"), he must also have begun above."""
    if introduced_at >= 0 and not any(map(str.strip, lines[:introduced_at])):
        return labels
    marked = list(labels)
    end = len(marked)
    while last_new >= 0 and not lines[last_new].strip():
        last_new -= 1
    position = 0
    while position < end:
        if labels[position] != "q":
            position += 1
            continue
        start = position
        while position < end and labels[position] == "q":
            position += 1
        above = next((lines[p] for p in range(start - 1, -1, -1) if lines[p].strip()), "")
        if position <= last_new or (introduced_at < 0 and above.rstrip().endswith(":")):
            marked[start:position] = "n" * (position - start)
    return "".join(marked)


def _is_reply_above(lines: list[str], at: int, following: int) -> bool:
    """Whether the answer stands above an attribution whose quote carries no marks. With nothing above it, what follows is the answer,
    unless it shows our marker."""
    return any(line.strip() for line in lines[:at]) or any(is_mark(line) or is_quoted(line) for line in lines[following:])


def _is_broken_quote(lines: list[str], at: int) -> bool:
    """A word or two that a mail program broke off a long quoted line: alone between two quoted lines, in the middle of a sentence."""
    if not 0 < at < len(lines) - 1 or not is_quoted(lines[at - 1]) or not lines[at][:1].islower():
        return False
    before = lines[at - 1].rstrip()
    return len(before) >= 60 and is_quoted(before) and is_quoted(lines[at + 1]) and before[-1] not in ".?!:;"
