"""Operating systems however they are typed: "win11", "Windows 10 Pro", "macOS Sonoma", "ubuntu 22.04" (BK-23).
Careful: a bare "Windows" is no answer, nor is the system somebody came from, asks about or does not use, nor that of his telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import regex

from mailbot.config.needles import folded, left, needles
from mailbot.desk.wording import words_of

MOST = 3  # systems that are named; who has four tells a story, not an answer
PLACES = 8  # of one pattern in one sentence
AROUND = 200  # characters before and behind a system that tell how it is spoken of
HEARD = 60  # places that are looked at in a mail

_I = regex.IGNORECASE
_END = r"(?!\w)(?!\.\d)"
_MAC_NAMES = r"tahoe|sequoia|sonoma|ventura|monterey|big sur|catalina|mojave|high sierra|sierra|el capitan|yosemite"
_WINDOWS = regex.compile(
    r"\b(?:windows|win)[ \t]?[-:,]?[ \t]?(?:(?:home|pro|professional|enterprise|version|ver\.?|v\.?)[ \t]?[:=]?[ \t]?)?"
    rf"(?P<v>(?<=windows )(?:elva|elf|eleven|tio|zehn|tien|ten)|xp|vista|2000|95|98|server[ -]?20\d\d(?:[ -]?r2)?|7|8\.1|8|10|11)(?:{_END}|(?=pro|home))"
    rf"(?![ \t]?(?:kr|sek|eur|euro|€|\$|%)\b)(?! \d\d\d\b)"
    rf"(?:[ \t]?(?P<edition>home|professional|pro|enterprise|education|ultimate|familj)\b)?"
    rf"(?:[ \t,(]{{0,2}}(?:version )?(?P<release>2\dh[12])\b)?", _I)
_SERVER = regex.compile(r"(?<!sql[ -])(?<!exchange[ -])(?<!sharepoint[ -])(?<!office[ -])(?<!team foundation[ -])\b(?P<v>server[ \t-]?20(?:08|12|16|19|22|25)(?:[ -]?r2)?)(?!\w)(?!-\d)", _I)
_BUILD = regex.compile(r"\bwindows\b[^\n\d]{0,20}\b10\.0\.(?P<build>\d{5})\b(?:\.\d{1,6})?", _I)
_SHORT = regex.compile(rf"\bw(?P<v>10|11){_END}", _I)
_MAC = regex.compile(
    rf"\b(?:mac[ -]?os(?:[ -]?x)?|os[ -]?x)\b[ \t,:]{{0,2}}(?:version )?(?:(?P<name>{_MAC_NAMES})\b)?[ \t,(]{{0,2}}"
    rf"(?P<v>1\d(?:\.\d{{1,2}}){{0,2}}|2\d(?:\.\d{{1,2}}){{0,2}})?(?:[ \t,(]{{1,2}}(?P<after>{_MAC_NAMES})\b)?", _I)
_MAC_BY_NAME = regex.compile(rf"\b(?P<name>{_MAC_NAMES})[ \t]\(?(?P<v>1\d(?:\.\d{{1,2}}){{0,2}}|2\d\.\d{{1,2}})\b", _I)
_MAC_BARE = regex.compile(
    r"\b(?:i?[Mm]ac|[Mm]ac[Bb]ook|MacBook|MACBOOK)\b(?!-?\s?(?:adr|addr|id\b|filter|os|book \w+@))(?!\.\w)(?:[ \t](?:Pro|Air|Mini|mini|Studio))?(?:[ \t]M\d)?"
    rf"(?:(?:[ \t,(]{{1,3}}|[ \t](?:mit|med|met|with)[ \t])(?P<after>(?i:{_MAC_NAMES}))\b)?(?:[ \t](?:version )?(?P<v>1[0-9]\.\d{{1,2}}(?:\.\d{{1,2}})?)\b)?")
_LINUX = regex.compile(
    r"\b(?P<name>kubuntu|xubuntu|lubuntu|ubuntu|debian|fedora|linux mint|opensuse|suse linux|red hat|rhel|centos|rocky linux|almalinux|arch linux|"
    r"manjaro|zorin os|raspberry pi os|linux)\b(?:[ \t](?:version )?(?P<v>\d{1,2}(?:\.\d{1,2}){0,2})\b)?", _I)
_CHROME = regex.compile(r"\bchrome ?os\b|\bchromebook\b", _I)
_MOBILE = regex.compile(r"\b(?P<name>android|ipados|ios)[ \t](?:version )?(?P<v>\d{1,2}(?:\.\d{1,2}){0,2})\b(?!\.\d)", _I)
_LABELLED = regex.compile(
    r"^[ \t*•>-]{0,6}(?:operativsystem(?:et)?|betriebssystem|besturingssysteem|operating system|os)\b[^:=\n]{0,20}[:=][ \t]{0,4}(?P<said>\S[^\n]{1,60})", _I)

_PROPER = {
    "elva": "11", "elf": "11", "eleven": "11", "tio": "10", "zehn": "10", "tien": "10", "ten": "10",
    "xp": "XP", "vista": "Vista", "home": "Home", "pro": "Pro", "professional": "Pro", "enterprise": "Enterprise", "education": "Education",
    "ultimate": "Ultimate", "familj": "Home", "rhel": "RHEL", "centos": "CentOS", "opensuse": "openSUSE", "suse linux": "SUSE Linux",
    "almalinux": "AlmaLinux", "zorin os": "Zorin OS", "raspberry pi os": "Raspberry Pi OS", "ios": "iOS", "ipados": "iPadOS",
}
_NOT_BUT_BEFORE = regex.compile(r"\b(?:inte|ej|nicht|niet|not|ingen|inget|keine?|geen|no)(?: (?:på|i|med|har|auf|unter|mit|op|met|on|with|in))?[ \t]*$", _I)
# "We do not use", "har inte": straight before a system, and not "does not start on".
_NOT_USED = regex.compile(
    r"\b(?:(?:do|does|did|are|am|is)(?: not|n.t)|don.t|doesn.t|not|never)(?: yet| currently)? (?:use|using|have|having|run|running)(?: any)?[ \t]*$"
    r"|\b(?:har|kör|använder)(?: \w{1,8})? (?:inte|ej|aldrig|ingen|inget)(?: än| ännu)?[ \t]*$|\b(?:inte|ej) (?:har|kör|använder)[ \t]*$"
    r"|\b(?:habe[n]?|hat|nutze[nt]?|benutze[nt]?|verwende[nt]?|fahre[n]?)(?: \w{1,8})? (?:noch )?(?:keine?|nicht)[ \t]*$|\b(?:heb|hebben|heeft|gebruik(?:en|t)?|draai(?:en|t)?)(?: \w{1,8})? (?:nog )?(?:geen|niet)[ \t]*$", _I)
_NOT_BUT_AFTER = regex.compile(r"[ ,]{1,3}(?:utan|sondern|maar|but)\b", _I)
_FROM = regex.compile(r"\b(?:från|von|van|from)[ \t]*$", _I)
_TO = regex.compile(r"[ ,]{1,3}(?:till|auf|nach|zu|naar|to)\b", _I)
_TO_VERSION = regex.compile(r"(?:[ ,]{1,3}(?:utan|sondern|maar|but))?[ ,]{1,3}(?:till|auf|nach|zu|naar|to|utan|sondern|maar|but) (?P<v>7|8\.1|8|10|11)\b(?![.,]\d)", _I)
_NO_MORE = regex.compile(r"[^.!?,;\n]{0,20}\b(?:inte längre|nicht mehr|niet meer|any ?more|no longer)\b", _I)
_DEMANDED = regex.compile(r"\b(?:kräver|krävs|requires?|erfordert|benötigt|vereist)\b[^.!?\n]{0,20}$", _I)
_ONCE = regex.compile(r"\b(?:tidigare|förut|innan|förr|früher|vorher|zuvor|vroeger|eerder|voorheen|previously|formerly|before|used to)\b[^.!?\n]{0,40}$", _I)
_ASKS = regex.compile(
    r"\W*(?:(?:och|und|en|and) )?(?:stöd\w*|fungerar|funkar|går|kan|är|finns|kommer|does|do|will|is|are|can|(?:kör|har|använder) ni|haben sie|habt ihr|hebben jullie|hebt u|läuft|funktioniert|unterstützt|ist|kann|gibt|"
    r"werkt|ondersteunt|draait|bestaat)\b[^.!?]*\?", _I)
_CLAUSE = regex.compile(r"[;,]|\b(?:men|aber|maar|but|medan|während|terwijl|while)\b", _I)
_PHONE = regex.compile(r"\b(?:handy|smartphone|(?:min |på )?telefon(?:en)?|mobil(?:en|telefon\w*)?|iphone|(?:i)?phone|telefoon|mobiel\w*|gsm|cell ?phone)\b", _I)
_PROGRAM = r"(?:programmet|program|programm|programma|app(?:en)?|software|mjukvaran|anwendung|applikation(?:en)?|applicatie|toepassing|application)"
_RUNS = r"(?:körs|kör|körde|läuft|laufen|draait|draaien|runs?|running|installer\w+|installiert|geïnstalleerd|installed|används|använder|ligger|nutze|benutze|verwende|gebruik|use)"
_TIED = regex.compile(rf"\b(?:{_PROGRAM}\b[^.!?;,]{{0,40}}\b{_RUNS}|{_RUNS}\b[^.!?;,]{{0,30}}\b{_PROGRAM})\b[^.!?;,]{{0,40}}$", _I)
_THE_PROGRAM = regex.compile(rf"\b{_PROGRAM}\b", _I)
_AND = regex.compile(r"[\s,/&+]*(?:(?:och|und|en|and|samt|sowie|plus|både|eller|oder|of|or)\s+)?(?:(?:på|i|auf|unter|op|on)\s+)?", _I)
_MOBILES = ("Android", "iOS", "iPadOS")
_UNKNOWN = regex.compile(r"(?:vet (?:inte|ej)|ingen aning|okänt|keine ahnung|weiß (?:ich )?nicht|unbekannt|weet (?:ik )?niet|geen idee|onbekend|"
                         r"don.?t know|no idea|unknown|\?+)", _I)


# One of these stands in every line that names a system, and its word in the mail; most mails hold none, and are spared all patterns.
_HINTS = tuple((hint, max(hint.split(), key=len)) for hint in (
    "win", "w10", "w11", "mac", "os", "android", "chrome", "linux", "ubuntu", "debian", "fedora", "server", "suse", "red hat", "rhel", "manjaro", "system",
    *_MAC_NAMES.split("|")))
_OS_IS_A_WORD = re.compile(r"os(?:(?<=\bos)|(?<=\bmacos)|(?<=\bipados)|(?<=\bios)|(?<=\bcentos))(?:x\b|(?![^\W\d_]))")


@dataclass(slots=True)
class _Said:
    """How the systems of a mail are spoken of."""

    stated: dict[str, None] = field(default_factory=dict)
    former: dict[str, None] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)  # called the system on which the program runs
    phones: set[str] = field(default_factory=set)  # called a telephone's
    heard: int = 0


def operating_system(lines: Iterable[str]) -> str | None:
    """The system, or the systems, that a person says he uses, as one writes them; None when he does not say."""
    said = _Said()
    labelled: str | None = None
    for line in _telling(tuple(lines)):
        for sentence in _sentences(line):
            if said.heard < HEARD and not _ASKS.match(sentence):
                _hear(sentence, said)
        if labelled is None and (label := _LABELLED.match(line)) and not _UNKNOWN.match(label["said"]) and "?" not in label["said"]:
            labelled = str(label["said"]).strip(" .;,")
    if said.stated and (used := _used(said)):
        return ", ".join(used[:MOST])
    return labelled or (", ".join(list(said.former)[:MOST]) if said.former else None)


def _hear(sentence: str, said: _Said) -> None:
    """What one sentence says of the systems that it names."""
    last_end, tied, on_phone = -1, False, False
    for name, start, end in _named(sentence):
        said.heard += 1
        before, after = sentence[max(0, start - AROUND) : start], sentence[end : end + AROUND]
        if (_NOT_BUT_BEFORE.search(before) and _NOT_BUT_AFTER.match(after) and not _TO_VERSION.match(after)) or _DEMANDED.search(before):
            continue
        if _NOT_USED.search(before) and not _NO_MORE.match(after) and not _TO_VERSION.match(after):
            continue
        new = _TO_VERSION.match(after) if name.startswith("Windows ") else None
        if new is not None:
            said.stated[f"Windows {new['v']}"] = None
        gone = new is not None or (_FROM.search(before) and _TO.match(after)) or _ONCE.search(before) or _NO_MORE.match(after)
        (said.former if gone else said.stated)[name] = None
        if last_end < 0 or not _AND.fullmatch(sentence, last_end, start):  # else it is said in one breath with the one before
            clause = _CLAUSE.split(before)[-1]
            spoken_of = before if name.startswith(_MOBILES) else clause
            tied, on_phone = _TIED.search(clause) is not None, _PHONE.search(spoken_of) is not None and _THE_PROGRAM.search(spoken_of) is None
        last_end = end
        if tied:
            said.tied.add(name)
        elif on_phone:
            said.phones.add(name)


def _used(said: _Said) -> list[str]:
    """Of the systems named: those on which the program is said to run, else those of computers, else all. A telephone's own is none,
    and one that is named more closely elsewhere is told once."""
    names = [n for n in said.stated if not any(other.startswith(f"{n} ") for other in said.stated)]
    names = [n for n in names if n in said.tied or not (n in said.phones and n.startswith(_MOBILES))]
    tied = [n for n in names if n in said.tied or any(n.startswith(f"{one} ") for one in said.tied)]
    return tied or [n for n in names if not n.startswith(_MOBILES)] or names


def _telling(lines: Sequence[str]) -> Iterator[str]:
    """The lines that may name a system."""
    words = words_of("\n".join(lines)).vocabulary
    hints = [hint for hint, word in _HINTS if word in words and (hint != "os" or _OS_IS_A_WORD.search(words))]
    for line in lines if hints else ():
        low = line.lower()
        if any([hint in low for hint in hints]):  # noqa: C419 - a list is made faster than a few questions are asked one by one
            yield line


def _sentences(line: str) -> list[str]:
    """A dot inside "8.1" ends no sentence."""
    return [s for s in regex.split(r"(?<=[.!?])\s+", line) if s]


def _named(sentence: str) -> list[tuple[str, int, int]]:
    """Each system in a sentence: its usual name, where it begins and ends; the longest reading of a place wins."""
    found: list[tuple[str, int, int]] = []
    low = folded(sentence)
    for pattern, ways, name in _SYSTEMS:
        for match in islice(pattern.finditer(sentence), PLACES) if ways is None or left(ways, low) else ():
            if not any(match.start() < end and start < match.end() for _, start, end in found):
                found.append((name(match), match.start(), match.end()))
    return sorted(found, key=lambda one: one[1])


def _windows(match: regex.Match[str]) -> str:
    known = match.groupdict()
    version = match["v"].lower()
    if version.startswith("server"):
        version = "Server " + " ".join(version.removeprefix("server").replace("-", " ").replace("r2", " R2").split())
    pieces = ("Windows", _PROPER.get(version, version), _proper(known.get("edition")), (known.get("release") or "").upper())
    return " ".join(piece for piece in pieces if piece)


def _build(match: regex.Match[str]) -> str:
    """Windows 11 still calls itself 10.0; its builds begin at 22000."""
    return "Windows 11" if int(match["build"]) >= 22_000 else "Windows 10"


def _mac(match: regex.Match[str]) -> str:
    known = match.groupdict()
    name = known.get("name") or known.get("after") or ""
    return " ".join(piece for piece in ("macOS", name.title(), known.get("v") or "") if piece)


def _other(match: regex.Match[str]) -> str:
    return f"{_proper(match['name'])} {match['v'] or ''}".strip()


def _proper(name: str | None) -> str:
    return _PROPER.get(name.lower(), name.title()) if name else ""


# In the order in which they are tried, each with what must stand in a sentence for it.
_SYSTEMS = tuple((pattern, needles(pattern.pattern), name) for pattern, name in (
    (_WINDOWS, _windows), (_SERVER, _windows), (_BUILD, _build), (_SHORT, _windows), (_MAC, _mac), (_MAC_BY_NAME, _mac), (_LINUX, _other), (_MOBILE, _other),
    (_CHROME, lambda _: "ChromeOS"), (_MAC_BARE, _mac)))
