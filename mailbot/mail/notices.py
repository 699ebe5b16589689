"""Notices of absence by their words alone: what is left of a text when everything is taken away that notices say.
Nothing is left of a notice. A person who is away says something of the matter too, in words that no table foresees.
A sentence is a notice's when all its words are, or when each clause has the shape of one: the shape leaves room for other words, but none of the matter."""

from __future__ import annotations

import re
from enum import Enum

from mailbot.mail import machine_words
from mailbot.mail import notice_shapes as shapes
from mailbot.mail import notice_words as words

_MOST = 1500  # characters of a notice, at most
_MOST_READ = 6000  # characters in which the small print is looked for
_ROOM = 5  # words of a clause of a known shape that no table has
_LONG = 16  # words of a sentence that is taken as one clause
_SCRAP = 1  # words of a clause that a comma or an "and" cut off such a sentence
_TAIL = 14  # lines below a sign-off
_BLANK = re.compile(r"\n[ \t]*\n|\n(?=[_*=-]{4,}[ \t]*\n)")
# No sentence ends behind the number of a day ("1. bis 19. August").
_SENTENCE = re.compile(r"(?:(?<=[!?])|(?<=[^\d\s]\.)(?<!\btel\.)(?<!\bpuh\.)(?<!\btlf\.)(?<!\bdr\.)(?<!\bhr\.)(?<!\bfr\.)(?<!\bmr\.)(?<!\bms\.)(?<!\bmrs\.)|(?<=\d\.)(?!\s+(?:bis|und|og|till?|to|ja|jan|feb|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[cz]|jän))|(?<=\s\.))\s+|\n", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s|\b(?:och|men|und|aber|maar|and|but|og|mutta|et|mais|pero|ma|oraz|ale)\b")
_AND = re.compile(r"\b(?:en|y|e)\b(?!-)")  # in Dutch, Spanish, Italian; elsewhere an article, behind which no less is known
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_ADDRESS = re.compile(r"https?://\S{1,200}|www\.\S{1,200}|[^\s<>]{1,64}@[^\s<>]{1,255}")
_PHONE = re.compile(r"\d{5}|\d[\d -]{6,}")
_DATE = re.compile(r"(?:kw|v|vecka|kl)?\.?\d[\d./:+-]*(?:st|nd|rd|th|er|e|am|pm|h|uhr|uur)?", re.IGNORECASE)
_BETWEEN_NAMES = frozenset("von van de der den of för für and och und en & | - – , /".split())


def rest_of(text: str) -> tuple[str, ...]:
    """The sentences of a text that no notice of absence would hold, in lower case; none when it is made of a notice's words alone."""
    said = _above_small_print(text[:_MOST_READ])
    unsaid = [(sentence, _shaped(sentence)) for sentence in _sentences(said[:_MOST]) if not _is_of_a_notice(sentence)]
    sure = any(shape is _Shape.SURE for _, shape in unsaid) or _speaks_of_mail(said[:_MOST])
    found = tuple(sentence.lower() for sentence, shape in unsaid if shape is None or (shape is _Shape.LOOSE and not sure))
    return (*found, "…") if len(said) > _MOST else found


def tells_of_absence(text: str) -> bool:
    """Whether a text that says nothing else says that somebody is away or gone, that an office is closed, or that mail waits."""
    lower = text.lower()
    if words.AWAY.search(lower):
        return True
    clauses = [clause.strip() for sentence in _SENTENCE.split(lower[:_MOST]) for clause in (sentence, *_CLAUSE.split(sentence))]
    if any(shapes.DEPARTED.search(clause) or shapes.BOX_GONE.search(clause) or (shapes.MAIL_WAITS.search(clause) and shapes.LATER.search(clause)) for clause in clauses):
        return True
    return any(shapes.ABSENT.match(clause) or shapes.CLOSED.match(clause) or shapes.UNTIL.match(clause) for clause in clauses) and _speaks_of_mail(lower[:_MOST])


def brings_matter(text: str) -> bool:
    """Whether somebody will come back with something that a case is about: his log file, a date, a quote."""
    return shapes.BRINGS.search(text.lower()) is not None


def speaks_of_trouble(sentences: tuple[str, ...]) -> bool:
    """Whether somebody tells what does not work, shows an error, or asks something of us: then a person wrote, whatever the subject says."""
    return any(_is_trouble(sentence) for sentence in sentences if not _directs(sentence))


def _is_trouble(sentence: str) -> bool:
    return bool(words.TROUBLE.search(sentence) or words.REQUEST.search(sentence) or ("?" in sentence and not words.OFFERS.search(sentence)))


def _directs(sentence: str) -> bool:
    """Whether a sentence says whom to turn to in a case that may come, or where: desks say so of trouble too."""
    if words.CONTACT.search(sentence) is None or words.CALL_ME.search(sentence):
        return False
    return words.IN_CASE.search(sentence) is not None or _PHONE.search(sentence) is not None or _ADDRESS.search(sentence) is not None


def _sentences(text: str) -> list[str]:
    """The sentences above the sign-off; lines of a paragraph are joined, since programs wrap them."""
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = _without_names(_without_sign_off(lines))
    if lines and words.GREETING.match(lines[0].lower()) and len(lines[0].split()) <= 6 and _is_greeting(lines[0]):
        lines = lines[1:]
    return [sentence for paragraph in _BLANK.split("\n".join(lines)) for sentence in _SENTENCE.split(" ".join(paragraph.split())) if sentence.strip(" .!,-–*_")]


def _above_small_print(text: str) -> str:
    """The text above the paragraph, not the first, in which a firm says for whom its mails are and what it is registered as."""
    at = 0
    for paragraph in _BLANK.split(text):
        if at and words.SMALL_PRINT.search(paragraph.lower()) and not words.TROUBLE.search(words.SMALL_PRINT.sub(" ", paragraph.lower())):
            return text[:at]
        at = text.index(paragraph, at) + len(paragraph)
    return text


def _is_greeting(line: str) -> bool:
    """Whether a line that begins with a greeting holds no more than one: names, or words of greetings."""
    return all(word[:1].isupper() for word in _unknown(line))


def _without_sign_off(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if at and words.SIGN_OFF.match(line.lower()) and len(line.split()) <= 8:
            below = lines[at + 1 :]
            added = [one for one in below if _is_said(one)]
            return [*lines[:at], *added] if len([one for one in below if one]) <= _TAIL else lines
    return lines


def _is_said(line: str) -> bool:
    """Whether a line below a sign-off is more than a name, a title and an address: a postscript, or a sentence."""
    lower = line.lower()
    told = line.endswith((".", "!")) and sum(not word[:1].isupper() for word in _unknown(line)) >= 3
    return told or lower.startswith(("ps", "p.s", "p s")) or "?" in line or bool(words.TROUBLE.search(lower) or words.REQUEST.search(lower))


def _without_names(lines: list[str]) -> list[str]:
    """The lines without the names that end a text which has no sign-off."""
    kept = list(lines)
    while len(kept) > 1 and (not kept[-1] or (len(kept[-1]) < 60 and _is_name(kept[-1]))):
        kept.pop()
    return kept


def _is_name(line: str) -> bool:
    """Whether a line is a name, a title, a firm or a number, as they stand at the end of a mail."""
    pieces = line.lstrip("/–- ").rstrip(".,").split()
    return 0 < len(pieces) <= 7 and all(piece[:1].isupper() or piece in _BETWEEN_NAMES or not piece.strip("+()/.-0123456789") for piece in pieces)


def _is_of_a_notice(sentence: str) -> bool:
    lower = sentence.lower().strip()
    if lower.startswith(("/", "／")):
        return False  # "/away": a command, which only a person types
    if "?" in lower:
        return bool(words.URGENT.search(lower)) and len(lower) < 60
    if words.ANSWERS.match(lower) or words.HELPED.search(lower) or words.FITS.search(lower) or words.OVER.search(lower):
        return False
    told = bool(words.URGENT.search(lower) or _PHONE.search(lower) or _ADDRESS.search(lower))
    if (words.CALL_ME.search(lower) and not told) or words.TO_ME.search(lower) or words.SPEAKS_TO_US.search(lower) or _makes_an_appointment(lower):
        return False
    if words.SIGN_OFF.match(lower) and len(lower.split()) <= 8:
        return all(word[:1].isupper() for word in _unknown(sentence))
    if words.CONTACT.search(lower) or _ADDRESS.search(lower):
        return not words.TROUBLE.search(lower) and not shapes.OUR_MATTER.search(_ADDRESS.sub(" ", lower)) and all(_names_a_deputy(clause) for clause in _CLAUSE.split(sentence))
    if _begins_with_name(sentence):
        sentence = sentence.partition(",")[2]
    unknown = _unknown(sentence)
    return not unknown or (len(unknown) <= 3 and words.LEFT.search(lower) is not None and all(word[:1].isupper() for word in unknown))


def _makes_an_appointment(lower: str) -> bool:
    """Whether a clause says on which day to ring: a notice says so of urgent matters, or of none."""
    if words.YOU_RING.search(lower) is None or words.URGENT.search(lower):
        return False
    return any(words.YOU_RING.search(clause) and words.DAY.search(clause) for clause in _CLAUSE.split(lower))


class _Shape(Enum):
    """How much the shape of a sentence tells: an absence in unknown words may be a person's, unless another sentence speaks of mail or of whom to write to."""

    SURE = "sure"
    LOOSE = "loose"


def _shaped(sentence: str) -> _Shape | None:
    """The shape of a sentence, each clause of which says something that notices say; None when one does not."""
    lower = sentence.lower().replace("’", "'")
    if speaks_of_matter(lower) or words.CALL_ME.search(lower) or words.TO_ME.search(lower) or words.SPEAKS_TO_US.search(lower) or _makes_an_appointment(lower) or words.ANSWERS.match(lower) or words.HELPED.search(lower) or words.FITS.search(lower) or shapes.HAS_READ.search(lower) or words.OVER.search(lower):
        return None
    if shapes.BELOW.match(lower):
        return _Shape.SURE
    plain = sentence.replace("’", "'")
    if _begins_with_name(plain):
        plain = plain.partition(",")[2]
    clauses = [clause for piece in _CLAUSE.split(plain) for clause in _AND.split(piece) if _WORD.search(clause)]
    found = [_clause_shape(clause, whole=lower) for clause in clauses]
    if not found or None in found:
        scraps = all(shape or (len(clause.split()) <= _SCRAP and len(_unknown(clause)) <= 1) for clause, shape in zip(clauses, found, strict=True))
        return _clause_shape(plain, whole=lower) if scraps and len(plain.split()) <= _LONG else None
    return _Shape.SURE if _Shape.SURE in found else _Shape.LOOSE


def _clause_shape(clause: str, whole: str) -> _Shape | None:
    lower = clause.lower().strip()
    unknown = _unknown(clause)
    given = _ADDRESS.search(whole) is not None or _PHONE.search(whole) is not None
    sure = shapes.BOX_GONE.search(lower) or shapes.DEPARTED.search(lower) or shapes.MAIL_READ.match(lower)
    if sure and len(unknown) <= _ROOM:
        return _Shape.SURE
    if given and (shapes.INSTEAD.search(lower) or shapes.BOX_NEW.search(lower)) and len(unknown) <= _ROOM:
        return _Shape.SURE
    if (shapes.ABSENT.match(lower) or shapes.BOX_NEW.search(lower) or shapes.CLOSED.match(lower) or shapes.NO_ACCESS.search(lower) or shapes.UNTIL.match(lower)) and len(unknown) <= _ROOM:
        return _Shape.LOOSE
    if not unknown or (given and not _ADDRESS.sub(" ", clause).strip(" .")) or all(word[:1].isupper() for word in unknown):
        return _Shape.LOOSE
    return None


def speaks_of_matter(lower: str) -> bool:
    """Whether words speak of what a case may be about: a program, money, keys, trouble."""
    return bool("?" in lower or words.TROUBLE.search(lower) or words.REQUEST.search(lower) or machine_words.NEWS.search(lower) or shapes.MATTER.search(shapes.NO_ACCESS.sub(" ", _ADDRESS.sub(" ", lower))))


def _speaks_of_mail(text: str) -> bool:
    """Whether a text says what becomes of mail, or thanks for it, or says where to turn to: of an absence people speak for other reasons."""
    lower = text.lower()
    return any(
        shapes.MAIL_READ.match(sentence) or shapes.MAIL_WAITS.search(sentence) or words.PROMISED.search(sentence) or (words.CONTACT.search(sentence) and words.URGENT.search(sentence))
        or (shapes.NO_ACCESS.search(sentence) and (shapes.ABSENT.match(sentence) or shapes.UNTIL.match(sentence)))
        for sentence in _SENTENCE.split(lower)
    ) or words.THANKED.search(lower) is not None


def _begins_with_name(sentence: str) -> bool:
    """Whether a sentence begins with "Hej Anna,"."""
    head = sentence.partition(",")[0]
    return len(head.split()) <= 4 and words.GREETING.match(head.lower()) is not None and all(word[:1].isupper() for word in _unknown(head))


def _names_a_deputy(clause: str) -> bool:
    """Whether a clause of a sentence about a deputy tells no more than his name and his desk."""
    unknown = [word for word in _unknown(clause) if word.lower() not in words.OFFICE]
    small = sum(not word[:1].isupper() for word in unknown)
    if any(word in words.FIRST_PERSON or word.lower() in words.FIRST_PERSON for word in _WORD.findall(clause)):
        return not small and len(unknown) <= 3
    return len(unknown) <= 6 and small <= (2 if words.CONTACT.search(clause.lower()) else 1)


def _unknown(sentence: str) -> list[str]:
    """The words that are neither of notices nor dates, numbers or addresses."""
    text = re.sub(r"(?<=\w) ja (?=\w)", " ", _ADDRESS.sub(" ", sentence.replace("’", "'")))
    return [word for word in _WORD.findall(text) if not _is_known(word)]


def _is_known(word: str) -> bool:
    lower = word.lower()
    if lower in words.WORDS or _DATE.fullmatch(word):
        return True
    head, apostrophe, tail = lower.partition("'")
    return bool(apostrophe) and len(head) <= 5 and (tail in words.WORDS or lower.replace("'", "’") in words.WORDS)
