"""Details that patterns alone do not reach: error texts, steps told in sentences, operating systems however they are typed.
Never invented: what is not said is not found, and every look is linear in a bounded text."""

from __future__ import annotations

import regex

TEXT_LIMIT = 100_000
VALUE_LIMIT = 2_000
STEPS_AT_MOST = 40

_QUOTED = regex.compile(r"[\"“”„«»‘’]([^\"“”„«»‘’\n]{6,300})[\"“”„«»‘’]")
_CUE = regex.compile(
    r"\b(?:felmeddelande(?:t|n)?|felet|felkod(?:en)?|felrutan|fehlermeldung(?:en)?|fehlertext|fehler|foutmelding|foutcode|melding|meldung|"
    r"error message|error text|the error|message|meddelandet)\b[^:\n]{0,40}?(?::|\bär\b|\blyder\b|\bstår det\b|\blautet\b|\bluidt\b|\breads\b|\bsays\b)"
    r"[ \t]{0,5}(?P<said>[^\n]{0,300})", regex.IGNORECASE)
_SAYS = regex.compile(
    r"(?:\bdå (?:står|kommer|visas)(?: det)?|\bdet står|\bdort steht|\bda steht|\bes erscheint|\ber staat|\bdan verschijnt|\bit says|\bthen it says)"
    r"[: ]{1,3}(?P<said>[^\n]{4,300})", regex.IGNORECASE)
_CODED = regex.compile(
    r"^[ \t>*•-]{0,6}(?:[^\n:]{0,60}?[ :(])?(?P<said>(?:run-?time |körnings)?(?:error|fel|fehler|fout|exception|ora|sql|laufzeitfehler|fault)"
    r"(?:code|kod|nummer|nr\.?)?[ :#-]{0,3}(?:0x[0-9a-f]{2,8}|[a-z]{0,4}-?\d{2,8})\b[^\n]{0,300})",
    regex.IGNORECASE | regex.MULTILINE)
_NUMBERED = regex.compile(r"^\s{0,8}(?:\d{1,2}[.):]|[-*•–])\s{0,4}(?P<step>\S[^\n]{0,500})$")
_INLINE = regex.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s?(?=\S)")
_ORDER_WORDS = (
    "först", "sedan", "därefter", "efter det", "till sist", "slutligen", "zuerst", "zunächst", "danach", "dann", "anschließend", "zum schluss",
    "eerst", "daarna", "vervolgens", "tenslotte", "ten slotte", "first", "then", "after that", "next", "finally",
)
_ORDER = regex.compile(rf"\b(?:{'|'.join(_ORDER_WORDS)})\b", regex.IGNORECASE)
_SENTENCE = regex.compile(r"[^.!?\n]{1,400}[.!?\n]?")
_SYSTEMS = (
    (regex.compile(r"\b(?:microsoft )?win(?:dows)?[ -]?(?P<v>xp|vista|me|2000|95|98|7|8\.1|8|10|11)\b", regex.IGNORECASE), "Windows {v}"),
    (regex.compile(r"\bwindows ?server ?(?P<v>\d{4}(?: ?r2)?)", regex.IGNORECASE), "Windows Server {v}"),
    (regex.compile(r"\b(?:mac ?os ?x?|os ?x)(?: (?P<v>\d{1,2}(?:\.\d{1,2}){0,2}))?", regex.IGNORECASE), "macOS {v}"),
)
_UPPER = {"xp": "XP", "vista": "Vista", "me": "ME"}


def operating_system(found: str) -> str:
    """The system as it is usually written: "win 11" is Windows 11, "Mac OS X 10.15" is macOS 10.15."""
    for pattern, form in _SYSTEMS:
        match = pattern.search(found)
        if match is not None:
            version = match["v"] or ""
            return form.format(v=_UPPER.get(version.lower(), version.upper() if "r2" in version.lower() else version)).strip()
    return found.strip()


def error_text(text: str) -> str | None:
    """What the message on the screen says, word for word: in quotation marks, behind a cue, or a line with an error number."""
    text = text[:TEXT_LIMIT]
    cued = _CUE.search(text)
    for match in _QUOTED.finditer(text):
        if _CODED.search(match[1]) or cued is not None or _near_error_word(text, match.start()):
            return str(match[1]).strip()
    if (coded := _CODED.search(text)) is not None:
        return _trimmed(coded["said"])
    for found in (cued, _SAYS.search(text)):
        said = _trimmed(found["said"]) if found is not None else ""
        if found is not None and not said:
            said = _trimmed(text[found.end() :].lstrip("\n").partition("\n")[0])
        if len(said.split()) >= (2 if found is cued else 3) and not said.endswith("?"):
            return said
    return None


_ERROR_WORD = regex.compile(r"\b(?:fel\w*|felmedd\w*|står|meddelande\w*|fehler\w*|meldung\w*|steht|erscheint|fout\w*|melding\w*|staat|verschijnt|"
                            r"error\w*|message\w*|says|crash\w*|krasch\w*)\b", regex.IGNORECASE)


def _near_error_word(text: str, at: int) -> bool:
    return _ERROR_WORD.search(text[max(0, at - 160) : at + 200]) is not None


def _trimmed(said: str) -> str:
    return said.strip().strip("\"“”„«»‘’").strip()


def steps(text: str) -> tuple[str, ...] | None:
    """What was done, step by step: a numbered or bulleted list, numbers within a line, or sentences in order."""
    text = text[:TEXT_LIMIT]
    listed = [m["step"].strip() for line in text.splitlines() if (m := _NUMBERED.match(line)) is not None]
    if len(listed) >= 2:
        return tuple(listed[:STEPS_AT_MOST])
    for line in text.splitlines():
        marks = list(_INLINE.finditer(line[:VALUE_LIMIT]))
        if len(marks) >= 2:
            ends = [mark.start() for mark in marks[1:]] + [len(line)]
            return tuple(line[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True))[:STEPS_AT_MOST]
    told = [s.strip() for s in _SENTENCE.findall(text) if _ORDER.search(s)]
    words = {m.lower() for sentence in told for m in _ORDER.findall(sentence)}
    return tuple(told[:STEPS_AT_MOST]) if len(words) >= 2 else None
