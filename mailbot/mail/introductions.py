"""What introduces a quoted mail: separators, header blocks and attributions, as mail programs write them in many languages.
Line by line and linear: at most a few neighbouring lines are looked at, and no expression ever spans lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mailbot.mail.heads import ADDRESS, AFTER, TIME_OF_DAY, WIDTH, header_block, is_exact, label_of, tells_time
from mailbot.mail.quote_words import (
    FORWARDS,
    NOW,
    OPENERS,
    PEOPLE_SAY,
    SEPARATORS,
    SEPARATORS_ALONE,
    VERBS,
)

_FRAMES = "-_=*~<‐–—"

Kind = Literal["original", "forward", "attribution"]


@dataclass(frozen=True, slots=True)
class Introduction:
    """The lines that introduce a quoted mail end at `end`. Strong: enough by itself, also when the quoted lines carry no mark.
    Vague: only a verb speaks for it, and a person may have written it about something else. Exact: it names an address or the
    minute, as programs do; people name a person, or a day."""

    end: int
    strong: bool
    kind: Kind
    vague: bool = False
    exact: bool = True


def is_quoted(line: str) -> bool:
    """Whether a line carries a quote mark."""
    return line.startswith(">") or (line[:1] == " " and line.lstrip(" ")[:1] == ">")


def next_text(lines: Sequence[str], position: int, end: int | None = None) -> int:
    """The next line that is not blank; `end`, else the number of lines, when there is none."""
    last = len(lines) if end is None else end
    while position < last and not lines[position].strip():
        position += 1
    return position


def introduction(lines: list[str], at: int, *, answers: bool = True) -> Introduction | None:
    """What begins at this line, if it introduces a quoted mail. In a mail that answers nothing more is asked: a log, a form or a letter
    may look like the head of a mail, and what stands below is then the matter itself."""
    line = lines[at].strip()
    if not line:
        return None
    first = line[0]
    if first in _FRAMES or ":" in line[-2:]:
        separator = _separator(line)
        if separator:
            below = next_text(lines, at + 1)
            end = header_block(lines, below, 2)
            if end >= 0 or answers or not _goes_on(lines, at, below):
                return Introduction(max(at, end), True, separator, exact=_is_exact_block(lines, at, end))
            return None
        if first in "_-=" and len(line) >= 5 and not line.strip("_-= "):
            end = header_block(lines, next_text(lines, at + 1), 2, exact=not answers)
            if end >= 0:
                return Introduction(end, True, "original", exact=_is_exact_block(lines, at, end))
    if 7 < len(line) < 40 and line.lower() in _ALONE and (end := header_block(lines, next_text(lines, at + 1), 2, exact=not answers)) >= 0:
        return Introduction(end, True, "original", exact=_is_exact_block(lines, at, end))  # without a frame, as BlackBerry writes it
    colon = ":" in line or "：" in line
    if colon and label_of(line) is not None and (end := header_block(lines, at, 3, exact=not answers)) >= 0:
        return Introduction(end, True, "original", exact=_is_exact_block(lines, at, end))
    return _attribution(lines, at) if colon or _may_begin(line) else None


_ALONE = frozenset(SEPARATORS)


def _is_exact_block(lines: list[str], at: int, end: int) -> bool:
    return any(is_exact(line) for line in lines[at : end + 1])


def _goes_on(lines: list[str], at: int, below: int) -> bool:
    """Whether the writer's own sentence runs around a separator that he shows: unfinished above, in small letters below."""
    above = next((line for p in range(at - 1, max(-1, at - 4), -1) if (line := lines[p].strip())), "")
    unfinished = len(above.split()) >= 3 and (above[-1].isalpha() or above[-1] in ",:-–")
    return unfinished and below < len(lines) and lines[below].lstrip()[:1].islower() and label_of(lines[below]) is None


# ---- separators and header blocks -----------------------------------------------------------------------
def _separator(line: str) -> Kind | None:
    """A line such as "-----Original Message-----" or "Begin forwarded message:"."""
    bare = line.strip("-_=*~<>‐–— \t").rstrip(": \t\xa0").lower()
    framed = line[:2] in ("--", "__", "==", "**", "~~", "<-", "‐‐", "––", "——") or (line[0] == "*" and line[-1] == "*")
    if _begins_with(bare, FORWARDS) and (framed or (line[-1] == ":" and len(bare) < 60)):
        return "forward"
    if framed and (_begins_with(bare, SEPARATORS) or bare in SEPARATORS_ALONE):
        return "original"
    if line.startswith("--") and line.endswith("--") and len(bare) > 10 and _words(bare) & VERBS:
        return "original"
    return None


def passes_on(line: str) -> bool:
    """Whether a line, quoted or not, says that a mail passed on follows."""
    bare = line.strip("> \t")
    return bool(bare) and _separator(bare) == "forward"


def announces(line: str) -> bool:
    """Whether a writer says himself that something follows: his line ends with a colon, and is none of a program's."""
    bare = line.strip("-_=*~<>‐–— \t:\xa0").lower()
    return line.rstrip().endswith(":") and not is_quoted(line) and label_of(line) is None and not _begins_with(bare, SEPARATORS + FORWARDS)


def says_below(lines: Sequence[str]) -> bool:
    """Whether a writer says that his answers stand below, between the lines or in a colour."""
    said = " ".join(" ".join(lines[-_MOST_SAID:]).lower().split())
    return len(said) < 1500 and _BELOW.search(said) is not None


_MOST_SAID = 15  # lines above a quote that are looked at
_ANSWER = r"(?:(?:mina |mitt )?svar(?:en|et|at|ar)?|besvarat|kommentar\w{0,4}|answers?|answered|repl(?:y|ies|ied)|respon(?:se|ses|ded)|comments?|commented|antwort(?:en)?|geantwortet|anmerkungen|antwoord(?:en)?|beantwoord|opmerkingen)"
_WHERE = (
    r"(?:nedan(?:för|stående)?|below|unten|unterhalb|darunter|hieronder|onderaan|inline|in-?line|mellan raderna|between the lines|zwischen den zeilen|tussen de regels|i texten|in the text|im text|in de tekst"
    r"|(?:i|in|with|med|mit|met) (?:rött|röd|blått|blå|grönt|grön|red|blue|green|rot|blau|grün|rood|blauw|groen|färg|colou?r|farbe|kleur)|(?:rött|blått|grönt))"
)
_BELOW = re.compile(rf"\b{_ANSWER}\b[^.!?]{{0,50}}?\b{_WHERE}\b|\b{_WHERE}\b[^.!?]{{0,40}}?\b{_ANSWER}\b|\b(?:below|nedan|unten|hieronder) (?:i|in) (?:rött|blått|grönt|red|blue|green|rot|blau|grün|rood|blauw|groen)\b")


def _begins_with(bare: str, table: tuple[str, ...]) -> bool:
    """Whether whole words of the table begin this; "originalfakturan" does not begin with "original"."""
    return bare.startswith(table) and any(bare.startswith(known) and not bare[len(known) : len(known) + 1].isalpha() for known in table)


# ---- attributions ---------------------------------------------------------------------------------------
_WORD = re.compile(r"[^\W\d_]+(?:\(a\))?")
_ENDS = (":", "：")
_LAST = (*_ENDS, ")")
_MOST_BROKEN = 5  # lines of one attribution
_DATED = re.compile(r"[:：][ \t]{0,3}\([^()]{4,60}\)$")  # "Anna <anna@firma.example> skrev: (23 november 2026 10:00:00 CET)"


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _attribution(lines: list[str], at: int) -> Introduction | None:
    """A line such as "On 23 Nov 2026, Anna wrote:" that begins here, broken over at most five lines."""
    below = "".join(lines[at : at + 7])
    if ":" not in below and ">" not in below and "：" not in below:
        return None  # without a colon, only an address in brackets or a quote mark below tells one
    if ">" not in below and not any(line.strip().rstrip(AFTER).endswith(_LAST) for line in lines[at : at + _MOST_BROKEN]):
        return None  # quickly said, since every line of a long table may come here
    first = lines[at].strip(" *_")
    opener = _WORD.match(first[:40].lower())
    opens = (opener is not None and opener[0] in OPENERS) or first[:1].isdigit()
    joined = ""
    for position in range(at, min(at + _MOST_BROKEN, len(lines))):
        line = lines[position].strip()
        if not line or (is_quoted(line) and line not in (">:", "> :")):
            return None
        joined = f"{joined} {line}" if joined else line
        if len(joined) > WIDTH:
            return None
        if line.rstrip(AFTER).endswith(_ENDS) or (line.endswith(")") and _DATED.search(line) is not None and tells_time(line)):
            return _weigh(joined, opens, position)
        if opens and _is_next_quoted(lines, position + 1) and tells_time(joined) and _words(joined) & VERBS:
            return Introduction(position, False, "attribution")  # some programs, and people who tidy up, leave out the colon
        if position == at and first[:1].isdigit() and line.endswith(">") and ADDRESS.search(line) and tells_time(line):
            return Introduction(position, False, "attribution")
        if not opens and "@" not in line and "<" not in line and not (line[-1].isalpha() and tells_time(line)):
            return None
    return None


def begins_nothing(line: str) -> bool:
    """Whether a line surely carries no mark and introduces no quote, neither alone nor with the lines below it: most lines, quickly said."""
    if (words := _PLAIN_WORDS.fullmatch(line)) is not None and (first := words[1]).isalpha() and first.lower() not in OPENERS:
        return len(plain := line.strip()) > _ALONE_LONGEST or plain.lower() not in _ALONE
    plain = line.strip()
    if plain[:1] in _FRAMES or ">" in plain or ":" in plain or "：" in plain or "##-" in plain:
        return not plain
    return not _may_begin(plain) and plain.lower() not in _ALONE


_PLAIN_WORDS = re.compile(r"\s*+([^\W\d_]{1,30})(?: [^\d>:：@<#]*)?")  # letters first, and nothing that tells a time, an address or a mark
_ALONE_LONGEST = max(map(len, SEPARATORS))


def _may_begin(line: str) -> bool:
    """Whether an attribution may begin at this line without a colon at all: quickly said, since next to none does."""
    if "@" in line or "<" in line:
        return True
    word = line[:40].partition(" ")[0].lower()
    return not word.isalpha() or word in OPENERS or (line[-1].isalpha() and tells_time(line))


def _is_next_quoted(lines: list[str], position: int) -> bool:
    if position < len(lines) and not lines[position]:
        position += 1
    return position < len(lines) and lines[position][:1] == ">"


def _weigh(joined: str, opens: bool, end: int) -> Introduction | None:
    words = _words(joined)
    wrote = bool(words & VERBS) or any(verb in joined for verb in _GLUED)
    has_verb = wrote or bool(words & NOW)
    has_address = "@" in joined
    has_time = tells_time(joined)
    exact = has_address or TIME_OF_DAY.search(joined) is not None
    if has_verb and (has_address or has_time):
        by_clock = opens and len(joined) < 200 and exact  # people name a day, programs the minute
        return Introduction(end, has_address or by_clock, "attribution", vague=not exact and _is_said(joined), exact=exact)
    if has_address and has_time and "<" in joined:
        return Introduction(end, True, "attribution")
    if (has_verb and len(joined) < 80) or (has_address and (opens or has_time)):
        vague = not has_address and (not wrote or len(joined.split()) > _FEW or _is_said(joined))
        return Introduction(end, False, "attribution", vague=vague, exact=exact)
    return None


def _is_said(joined: str) -> bool:
    """Whether a person says who wrote, in a sentence of his own: "Hej, kollegan skrev:". A program writes a name and a verb."""
    words = [match[0] for match in _WORD.finditer(joined)]
    return bool(words) and words[0].lower() in PEOPLE_SAY


_FEW = 5  # words: "Anna Andersson skrev:"
_GLUED = ("写道", "寫道", "작성", "書きました")  # languages that leave no space before the verb


def is_groupwise(lines: list[str], at: int) -> bool:
    """GroupWise writes ">>> Anna <anna@example.com> 23.11.2026 10:00 >>>" above lines without marks."""
    line = lines[at].strip()
    following = next_text(lines, at + 1)
    framed = line.endswith(">>>") or (ADDRESS.search(line) is not None and tells_time(line))
    return framed and (following >= len(lines) or not is_quoted(lines[following]))
