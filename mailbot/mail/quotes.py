"""What a person wrote now, what he quoted, and his signature: three views on one text, which itself is never shortened.
Line by line and linear: at most a few neighbouring lines are looked at, and no expression ever spans lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.marks import is_mark
from mailbot.mail.quote_words import FORWARDS, LABELS, MOBILE, OPENERS, SEPARATORS, VERBS

_MOST_LINES = 15_000  # lines that are looked at; what follows belongs to the part it follows
_WIDTH = 400  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class View:
    """One text, seen as what is new, what is quoted and who signs."""

    new: str
    quoted: str
    signature: str
    forwarded: bool = False  # the quoted part is a mail that the writer passes on


def split(text: str) -> View:
    """The three views of a text with LF line ends. `new` is empty when nothing was written; the text itself keeps everything."""
    lines = text.split("\n")
    looked_at = lines[:_MOST_LINES]
    labels, forwarded = _labels([line[:_WIDTH] for line in looked_at])
    labels += labels[-1] * (len(lines) - len(looked_at))
    labels = _signatures(lines, labels)
    return View(_pick(lines, labels, "n"), _pick(lines, labels, "q"), _pick(lines, labels, "s"), forwarded)


def _pick(lines: list[str], labels: str, wanted: str) -> str:
    """The lines of one label; one blank line stands where others were taken out between."""
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
    return "\n".join(out).strip("\n").rstrip()


# ---- labels: n = new, q = quoted ----------------------------------------------------------------------
def _labels(lines: list[str]) -> tuple[str, bool]:
    """One letter per line, and whether the quoted part was forwarded."""
    labels: list[str] = []
    position, count = 0, len(lines)
    while position < count:
        line = lines[position]
        if is_quoted(line):
            if line.startswith(">>> ") and _is_groupwise(lines, position):
                break
            labels.append("q")
            position += 1
            continue
        if is_mark(line):
            break
        end, strong, kind = _introduction(lines, position)
        if end < 0:
            labels.append("q" if _is_broken_quote(lines, position) else "n")
            position += 1
            continue
        following = _next_text(lines, end + 1)
        if following < count and is_quoted(lines[following]):
            labels.extend("q" * (following - position))
            position = following
        elif strong or following >= count or is_mark(lines[following]) or lines[following].startswith("|"):
            if kind == "attribution" and not _is_reply_above(lines, position, following):
                return "".join(labels) + "q" * (following - position) + "n" * (count - following), False
            return "".join(labels) + "q" * (count - position), kind == "forward"
        else:
            labels.append("n")
            position += 1
    return "".join(labels) + "q" * (count - position), False


def _is_reply_above(lines: list[str], at: int, following: int) -> bool:
    """Whether the answer stands above an attribution whose quote carries no marks. With nothing above it, what follows is the answer,
    unless it shows our marker."""
    return any(line.strip() for line in lines[:at]) or any(is_mark(line) or is_quoted(line) for line in lines[following:])


def _is_broken_quote(lines: list[str], at: int) -> bool:
    """A word or two that a mail program broke off a long quoted line: alone between two quoted lines, in the middle of a sentence."""
    if not 0 < at < len(lines) - 1 or not lines[at][:1].islower():
        return False
    before = lines[at - 1].rstrip()
    return len(before) >= 60 and is_quoted(before) and is_quoted(lines[at + 1]) and before[-1] not in ".?!:;"


def is_quoted(line: str) -> bool:
    """Whether a line carries a quote mark."""
    return line.startswith(">") or (line[:1] == " " and line.lstrip(" ")[:1] == ">")


def _next_text(lines: list[str], position: int) -> int:
    while position < len(lines) and not lines[position].strip():
        position += 1
    return position


def _introduction(lines: list[str], at: int) -> tuple[int, bool, str]:
    """(last line, strong, kind) when the lines from `at` introduce a quoted mail; last line -1 when they do not.
    Strong: enough by itself, also when the quoted lines carry no mark. Kind: "original", "forward" or "attribution"."""
    line = lines[at].strip()
    if not line:
        return -1, False, ""
    first = line[0]
    if first in "-_=*~<" or ":" in line[-2:]:
        separator = _separator(line)
        if separator:
            end = _header_block(lines, _next_text(lines, at + 1), 2)
            return max(at, end), True, separator
        if first in "_-=" and len(line) >= 5 and not line.strip("_-= "):
            end = _header_block(lines, _next_text(lines, at + 1), 2)
            if end >= 0:
                return end, True, "original"
    if _label(line) and (end := _header_block(lines, at, 3)) >= 0:
        return end, True, "original"
    return (*_attribution(lines, at), "attribution")


# ---- separators and header blocks -----------------------------------------------------------------------
def _separator(line: str) -> str:
    """ "original", "forward" or "": a line such as "-----Original Message-----" or "Begin forwarded message:"."""
    bare = line.strip("-_=*~<> \t").rstrip(": \t\xa0").lower()
    framed = line[:2] in ("--", "__", "==", "**", "~~", "<-") or (line[0] == "*" and line[-1] == "*")
    if bare.startswith(FORWARDS) and (framed or (line.rstrip()[-1] == ":" and len(bare) < 60)):
        return "forward"
    if framed and bare.startswith(SEPARATORS):
        return "original"
    if line.startswith("--") and line.endswith("--") and len(bare) > 10 and (_words(bare) & VERBS):
        return "original"
    return ""


def _label(line: str) -> str | None:
    head, colon, _ = line[:60].replace("：", ":").partition(":")
    return LABELS.get(head.strip(" \t\xa0*_|").lower()) if colon else None


def _header_block(lines: list[str], at: int, enough: int) -> int:
    """The last line of a block of header labels that begins here and holds `enough` different ones, the sender among them; else -1."""
    if at >= len(lines) or _label(lines[at]) in (None, "other", "cc"):
        return -1
    kinds: set[str] = set()
    end, strange = -1, 0
    for position in range(at, min(at + 16, len(lines))):
        line = lines[position]
        kind = _label(line)
        if kind is not None:
            if kind in kinds and kind != "other":
                break
            kinds.add(kind)
            end = position
            strange = 0
        else:
            strange += 1
            if strange > (2 if len(kinds) < enough else 0) and line.strip():
                break
    kinds -= {"other", "cc"}
    return end if len(kinds) >= enough and "from" in kinds else -1


# ---- attributions ---------------------------------------------------------------------------------------
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{2,255}")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_WORD = re.compile(r"[^\W\d_]+(?:\(a\))?")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _attribution(lines: list[str], at: int) -> tuple[int, bool]:
    """(last line, strong) when a line such as "On 23 Nov 2026, Anna wrote:" begins here, broken over at most four lines."""
    first = lines[at].lstrip()
    opener = _WORD.match(first.lower())
    opens = (opener is not None and opener[0] in OPENERS) or first[:1].isdigit()
    joined = ""
    for position in range(at, min(at + 4, len(lines))):
        line = lines[position].strip()
        if not line or (is_quoted(line) and line not in (">:", "> :")):
            return -1, False
        joined = f"{joined} {line}" if joined else line
        if len(joined) > _WIDTH:
            return -1, False
        if line.rstrip("\xa0 *_").endswith((":", "：")):
            return _weigh(joined, opens, position)
        if position == at and first[:1].isdigit() and line.endswith(">") and _ADDRESS.search(line) and _CLOCK.search(line):
            return position, False
        if not opens and "@" not in line and "<" not in line:
            return -1, False
    return -1, False


def _weigh(joined: str, opens: bool, end: int) -> tuple[int, bool]:
    has_verb = bool(_words(joined[-_WIDTH:]) & VERBS)
    has_address = _ADDRESS.search(joined) is not None or "@" in joined
    has_time = _CLOCK.search(joined) is not None
    if has_verb and (has_address or has_time):
        return end, has_address or (opens and len(joined) < 200)
    if has_address and has_time and "<" in joined:
        return end, True
    if (has_verb and len(joined) < 80) or (has_address and opens):
        return end, False
    return -1, False


def _is_groupwise(lines: list[str], at: int) -> bool:
    """GroupWise writes ">>> Anna <anna@example.com> 23.11.2026 10:00 >>>" above lines without marks."""
    line = lines[at].strip()
    following = _next_text(lines, at + 1)
    framed = line.endswith(">>>") or (_ADDRESS.search(line) is not None and _CLOCK.search(line) is not None)
    return framed and (following >= len(lines) or not is_quoted(lines[following]))


# ---- signatures -------------------------------------------------------------------------------------------
def _signatures(lines: list[str], labels: str) -> str:
    """Relabels signatures ("s") within the new lines: after "-- " (RFC 3676 section 4.3), and what phones add at the end."""
    marked = list(labels)
    end = len(lines)
    while end > 0:
        start = end
        while start > 0 and marked[start - 1] == marked[end - 1]:
            start -= 1
        if marked[end - 1] == "n":
            for position in range(_signature_start(lines, start, end), end):
                marked[position] = "s"
        end = start
    return "".join(marked)


def _signature_start(lines: list[str], start: int, end: int) -> int:
    """Where the signature of one run of new lines begins; `end` when it has none."""
    end = _list_footer(lines, start, end)
    while end > start and lines[end - 1].strip() in ("", "ᐧ"):  # a tracking program's mark
        end -= 1
    filled = 0
    found = end
    for position in range(end - 1, max(start - 1, end - 80), -1):
        line = lines[position]
        if line in ("-- ", "--", "--\xa0") and filled <= (40 if line == "-- " else 12):
            found = position
        if line.strip():
            filled += 1
    if found < end:
        return found
    while found > start:
        last = found - 1
        while last > start and not lines[last].strip():
            last -= 1
        line = " ".join(lines[last][:_WIDTH].translate(_BRACKETS).split()).lower()
        if not line.startswith(MOBILE) or len(line) > 120:
            return found
        found = last
    return found


_BRACKETS = str.maketrans("", "", "*_<>[](){}-")
_LIST_WORDS = ("mailing list", "/listinfo/", "unsubscribe", "groups.google.com", "list-unsubscribe")


def _list_footer(lines: list[str], start: int, end: int) -> int:
    """Where the footer of a mailing list begins at the end of a run of new lines; `end` when there is none."""
    for position in range(end - 1, max(start - 1, end - 12), -1):
        line = lines[position].strip()
        if len(line) >= 2 and not line.strip("_") and any(word in below.lower() for below in lines[position:end] for word in _LIST_WORDS):
            return position
    return end
