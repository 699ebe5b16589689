"""What somebody typed among the lines of a letter of ours that his program shows without marks, as Outlook does.
Told by comparing with the letter itself, word by word, in linear time: rewrapped lines, links and quotes of another form make no difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from mailbot.config.settings import Config
from mailbot.desk.folding import bare, fold, unwrapped
from mailbot.mail.introductions import introduction, is_quoted
from mailbot.mail.marks import is_mark
from mailbot.mail.message import Message

_MOST = 1_000  # lines of the old part that are looked at
_MOST_LOOKED_AT = 100_000  # characters of it, and of a letter
_MOST_WORDS = 10_000  # of each
_MOST_LINKS = 50
_NEAR = 8  # words of ours that a program may leave out, such as the numbers of a list
_PLACES = 20  # at which the same three words stand in a letter
_SURE = 3  # words of a line that show where our letter begins and ends: one alone stands in any disclaimer, unless it is all of the first or last line
_ALTERED = 2  # words in the middle of a line of ours: fewer are a program's doing

_SHOWN_TWICE = re.compile(r"<(?:https?|mailto|tel|callto|sip|file|ftp):[^<>\s]*>?|\[cid:[^\[\]\s]{1,250}\]", re.IGNORECASE)  # what a link leads to, beside its words
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_LOST = re.compile(r"\?\w|\ufffd")  # stands in a word of which the program lost a letter
_SIGN = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")  # a thumb is an answer, too
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Compared:
    """The old part against one letter: how many words are the letter's, and which lines are the writer's own."""

    recognised: int
    own: tuple[int, ...]


def unmarked(old: str) -> bool:
    """Whether an old part may be a letter that nothing marks line by line."""
    return any(line.strip() and not is_quoted(line) for line in old.split("\n", _MOST)[:_MOST])


def typed_within(old: str, letters: Sequence[str]) -> tuple[str, ...]:
    """The lines of an unmarked old part that stand between lines of our letter and are not words of it. `letters` are the texts of all letters
    that it may be, each as text and as page: that counts of which it has most. Headers above, what is put below, and older mails are nobody's answer."""
    lines = old[:_MOST_LOOKED_AT].split("\n", _MOST)[:_MOST]
    begins, ends = _old_letter(lines)
    if begins == ends or is_quoted(lines[begins]):
        return ()
    shown = lines[begins:ends]
    words = [_words(line) for line in shown]
    best, whole = _Compared(0, ()), sum(map(len, words))
    for letter in letters:
        if best.recognised == whole:
            break
        best = max(best, _compared(shown, words, letter), key=lambda one: (one.recognised, -len(one.own)))
    return tuple(shown[at].strip() for at in best.own)


def with_answers_within(message: Message, letters: Sequence[str], config: Config) -> Message:
    """The mail of a customer, with what he typed among the unmarked lines of our letter as new text. An agent gets his mail back instead
    (desk/agents/below.py): nothing goes out that he may not have meant so."""
    if not letters or message.answers_within or (message.address is not None and config.agent_at(message.address) is not None):
        return message
    typed = "\n".join(typed_within(message.quoted, letters))
    return replace(message, new_text="\n\n".join(filter(None, (message.new_text, typed))), answers_within=True) if typed else message


def _old_letter(lines: Sequence[str]) -> tuple[int, int]:
    """Where the letter may begin, below our mark or else below the head of the mail, and where an older mail does."""
    mark = next((at for at, line in enumerate(lines) if is_mark(line)), -1)
    begins = mark if mark >= 0 else _below_head(lines)
    return begins, next((at for at in range(begins + 1, len(lines)) if is_mark(lines[at])), len(lines))


def _below_head(lines: Sequence[str]) -> int:
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    found = introduction(list(lines), first) if first < len(lines) else None
    return min(len(lines), found.end + 1) if found is not None else first


def _words(line: str) -> list[str]:
    said = _LINK.sub(" ", _SHOWN_TWICE.sub(" ", line))
    if _LOST.search(said):
        said = " ".join(word for word in said.split() if not _LOST.search(word))
    return _WORD.findall(fold(said))


def _compared(shown: Sequence[str], words: Sequence[list[str]], letter: str) -> _Compared:
    of_letter = _words_of(letter)
    known = _known(words, of_letter)
    of_ours = [at for at, each in enumerate(known) if not _is_own(each) and (
        sum(each) >= _SURE or (all(each) and words[at] in (of_letter[: len(words[at])], of_letter[-len(words[at]) :])))]
    first, last = (of_ours[0], of_ours[-1]) if of_ours else (0, 0)
    links: list[str] | None = None
    own: list[int] = []
    for at in range(first + 1, last):
        if words[at]:
            if _is_own(known[at]):
                if (head := introduction(list(shown[at : at + 12]), 0)) is not None and head.strong:
                    break
                own.append(at)
        elif _LINK.search(shown[at]):
            links = _links(letter) if links is None else links
            there = bare(unwrapped(shown[at]))
            own += [] if any(link in there for link in links) else [at]
        elif _SIGN.search(shown[at]) and shown[at].strip() not in letter[:_MOST_LOOKED_AT]:
            own.append(at)
    return _Compared(sum(map(sum, known)), tuple(own))


def _words_of(letter: str) -> list[str]:
    return [word for line in letter[:_MOST_LOOKED_AT].split("\n") for word in _words(line)][:_MOST_WORDS]


def _links(letter: str) -> list[str]:
    return [link for match in _LINK.findall(letter[:_MOST_LOOKED_AT])[:_MOST_LINKS] if (link := bare(match.partition("://")[2] or match))]


def _is_own(known: Sequence[bool]) -> bool:
    """Whether a line is the writer's own, or ends in words of his, as where he answers behind our question."""
    if not any(known) or not known[-1]:
        return True
    longest = run = 0
    for each in known:
        run = 0 if each else run + 1
        longest = max(longest, run)
    return longest > _ALTERED or 2 * sum(known) < len(known)


def _known(lines: Sequence[list[str]], letter: list[str]) -> list[list[bool]]:
    """Of every word of the lines, whether it is the letter's. Each of its words stands there once: where a writer repeats some,
    they belong to the line that has more of what stands beside them, else to the one that says nothing besides."""
    places, stretches, begins = _places([word for line in lines for word in line][:_MOST_WORDS], letter), [], 0
    for line in lines:
        found = _stretches(places, begins, min(begins + len(line), len(places)))
        stretches += [(first - last, len(line), first, last) for first, last in found]
        begins += len(line)
    taken, known = [False] * len(letter), [False] * begins
    for _, _, first, last in sorted(stretches):
        for position in range(first, last):
            if not taken[places[position]]:
                taken[places[position]] = known[position] = True
    ends = [*accumulate(map(len, lines))]
    return [known[end - len(line) : end] for line, end in zip(lines, ends, strict=True)]


def _stretches(places: Sequence[int], begins: int, ends: int) -> list[tuple[int, int]]:
    """What of one line stands in the letter in a row."""
    found: list[tuple[int, int]] = []
    for position in range(begins, ends):
        if places[position] < 0:
            continue
        if found and found[-1][1] == position and places[position] == places[position - 1] + 1:
            found[-1] = (found[-1][0], position + 1)
        else:
            found.append((position, position + 1))
    return found


def _places(stream: list[str], letter: list[str]) -> list[int]:
    """The place of every word in the letter, -1 where it has none. Both are walked along together; where they part, three words that stand
    in both, wherever lines break, bring them together again."""
    where: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(letter) - 2):
        places = where.setdefault(tuple(letter[place : place + 3]), [])
        if len(places) < _PLACES:
            places.append(place)
    found, at = [-1] * len(stream), 0
    for position, word in enumerate(stream):
        place = at if at < len(letter) and letter[at] == word else _together_again(stream, position, letter, at, where)
        if place >= 0:
            found[position], at = place, place + 1
    return found


def _together_again(stream: list[str], position: int, letter: list[str], at: int, where: dict[tuple[str, ...], list[int]]) -> int:
    """The place of this word in the letter: the nearest at which the next two words follow as well, or just ahead with one; -1 when it is not the letter's."""
    places = where.get(tuple(stream[position : position + 3]), ())
    if places:
        return min(places, key=lambda place: (abs(place - at), place))
    pair = stream[position : position + 2]
    return next((place for place in range(at + 1, at + 1 + _NEAR) if letter[place : place + 2] == pair), -1)
