"""Answers of a few words: a thank-you that reopens nothing, a plain yes, "it was me", and courtesies that add nothing.
Careful: a signature is not said, but anything unclear is; whatever is said besides is text for a person to read."""

from __future__ import annotations

import re
import unicodedata

from mailbot.desk.own_words import by_a_program

WORDS_OF_THANKS = 16
WORDS_OF_A_NAME = 3
SIGNATURE_LINES, SIGNATURE_WIDTH, WORDS_OF_A_CLOSING = 10, 80, 7

_WORD = re.compile(r"[^\W\d_]+")
_GREETINGS = frozenset(("hej hejsan hallå god morgon dag kväll hallo guten tag morgen abend moin beste dag goedemorgen goedemiddag "
                        "hello hi dear good morning afternoon evening").split())
_THANKS = frozenset(("tack tackar danke dank bedankt dankjewel dankuwel dankeschön thanks thank thx merci").split())
_AROUND_THANKS = frozenset((
    "så mycket stort tusen för hjälpen hjälp all snabb snabba svaret svar nu fungerar fungerade det funkar funkade går hjälpte igen allt bra "
    "toppen perfekt super kanon löste löst sig är ok oki okej jag ska prova mvh hälsningar hälsning vänliga med vänlig "
    "vielen herzlichen besten sehr schön ihnen für die schnelle rasche hilfe ihre antwort es das jetzt funktioniert geht läuft hat ist geklappt "
    "geholfen gelöst erledigt behoben alles klappt wieder prima freundliche grüße mit freundlichen gruß "
    "hartelijk heel erg veel je u wel voor de het snelle hulp uw antwoord werkt is opgelost verholpen gelukt top nu weer alles in orde prima "
    "groet groeten vriendelijke met "
    "you your for the help quick answer reply very much many so it that works worked solved fixed okay now again all great perfect regards kind "
    "best cheers a lot and och und en"
).split())
_GONE = re.compile(r"\b(?:(?:das|der|the|het|de) )?(?:problemet|problem|felet|fehler|probleem|fout|error) (?:är|ist|is) (?:nu |jetzt |now )?"
                   r"(?:löst|borta|gelöst|behoben|weg|opgelost|verholpen|solved|fixed|gone)\b")
_KIND_SIGNS = frozenset("👍🙏👌👏🎉💪✅❤♥😊🙂☺😀😃😄😁😉🥳💐🌸☀🌞")
_SIGNS_OF_THANKS = frozenset("👍🙏👌👏❤")
_YES = frozenset(("ja jo japp yes ok okej okay akkoord einverstanden approve godkänn godkänner jawohl").split())
_AROUND_YES = frozenset((
    "tack danke bitte graag bedankt please thanks thank you det går bra gör så gerne das passt dat is goed prima fine mvh"
).split())

# ---- "it was me" ----------------------------------------------------------------------------------------
_IT_WAS_ME = frozenset((
    "ja jo japp jadå jodå javisst jajamän stämmer korrekt exakt absolut "
    "jawohl jep richtig korrekt genau stimmt "
    "jazeker zeker inderdaad klopt juist correct "
    "yes yep yeah yup right indeed correct"
).split())
_AROUND_IT = frozenset((
    "det var är jag som skrev skrivit mejlade visst bra helt också min mitt mejl adress från mig hör "
    "das war ich bin es habe geschrieben ganz doch von mir meine e mail ihnen "
    "dat was ik ben hoor het heb geschreven helemaal mijn wel "
    "that this it was is me i wrote did s my mail email sure"
).split())
_PHRASES_OF_ME = ("det var jag", "det är jag", "det stämmer", "das war ich", "ich war es", "ich war das", "das bin ich", "das stimmt",
                  "das ist richtig", "dat was ik", "dat ben ik", "dat klopt", "that was me", "it was me", "that is me", "i did")
_NOT_ME = re.compile(r"\b(?:inte (?:jag|från mig|skrivit)|nicht ich|ich nicht|nicht von mir|keine (?:mail|e mail)|niet ik|ik niet|niet van mij|"
                     r"(?:not|wasn t|isn t) (?:me|i|from me)|jag (?:har|var) inte|habe nicht|heb niet|did not|didn t|haven t)\b")
_NO = frozenset("nej nein nee neen no nope niet nicht inte ej ingen kein keine geen not never".split())
_SENTENCE = re.compile(r"[.!\n]+")

# ---- signatures -----------------------------------------------------------------------------------------
_CLOSINGS = tuple(closing.casefold() for closing in (
    "mvh|med vänlig|med vänliga|vänlig hälsning|vänliga hälsningar|hälsningar|hälsning|bästa hälsningar|"
    "mit freundlichen|mit freundlichem|mit besten grüßen|freundliche grüße|freundlicher gruß|viele grüße|beste grüße|liebe grüße|grüße|gruß|mfg|"
    "met vriendelijke|vriendelijke groet|hartelijke groet|groet|groeten|mvg|"
    "best regards|kind regards|warm regards|regards|best wishes|yours sincerely|sincerely|cheers"
).split("|"))
# words that make a line below the text something said: nobody signs with them
_SAYS_SOMETHING = _NO | frozenset((
    "men dock vänta avvakta stopp fel fortfarande kvar högst max bara kan ska vill hur varför när krasch "
    "aber doch warten stopp fehler noch immer höchstens nur kann bitte wie warum wann absturz leider "
    "maar wachten stop fout nog steeds hoogstens alleen kunt hoe waarom wanneer helaas "
    "but however wait stop error still broken only can how why when crash crashes unless please if wenn om als"
).split())
_SLASH_NAME = re.compile(r"(?:^|\s)/\s?(?P<name>[^\W\d_][\w.-]*(?: [^\W\d_][\w.-]*){0,2})$")


def without_signature(text: str, names: frozenset[str] = frozenset(), *, any_name: bool = False) -> list[str]:
    """The lines that were said: above "Mit freundlichen Grüßen", above the writer's name with his company and telephone,
    and without "Sent from my iPhone". What may be more than a signature stays. `names`: words of the writer's own name, lower
    case; `any_name`: on a last line any name will do."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if not (by_a_program(line) and _may_sign(line))]
    end = next((at for at, line in enumerate(lines) if _closes(line) or line == "--"), None)
    if end is None or not _is_signature(lines[end:]):
        end = next((at for at, line in enumerate(lines) if _begins_block(lines, at, names)), None) if end is None else None
    said = [line for line in lines[:end] if line]
    return said if end is not None else _without_last_name(said, names, any_name=any_name)


def _closes(line: str) -> bool:
    """A line such as "Mit freundlichen Grüßen" or "Mvh Anna"."""
    words = _words(line)
    said = " ".join(words)
    return len(words) <= WORDS_OF_A_CLOSING and len(line) <= SIGNATURE_WIDTH and any(said == closing or said.startswith(f"{closing} ") for closing in _CLOSINGS)


def _is_signature(lines: list[str]) -> bool:
    filled = [line for line in lines if line]
    return len(filled) <= SIGNATURE_LINES and all(_may_sign(line) for line in filled)


def _may_sign(line: str) -> bool:
    return "?" not in line and len(line) <= SIGNATURE_WIDTH and not _SAYS_SOMETHING.intersection(_words(line))


def _begins_block(lines: list[str], at: int, names: frozenset[str]) -> bool:
    """Below an empty line (or at the top) the writer's name, and then only lines as cards have them: names with capitals, addresses, numbers."""
    words = _words(lines[at])
    if (at and lines[at - 1]) or not words or not names.issuperset(words):
        return False
    return _is_signature(lines[at:]) and all(_is_of_a_card(line) for line in lines[at + 1:] if line)


def _is_of_a_card(line: str) -> bool:
    words = line.split()
    return any(c.isdigit() for c in line) or "@" in line or "www." in line or (len(words) > 1 and all(not word[0].islower() for word in words))


def _without_last_name(said: list[str], names: frozenset[str], *, any_name: bool) -> list[str]:
    """Without "Anna Berg" on a last line of its own, and without "/Anna" at the end."""
    if not said:
        return said
    slash = _SLASH_NAME.search(said[-1])
    if slash and (names.issuperset(_words(slash["name"])) or (any_name and _is_name(slash["name"]))):
        return [line for line in (*said[:-1], said[-1][:slash.start()].rstrip()) if line]
    if len(said) > 1 and (names.issuperset(_words(said[-1])) or (any_name and _is_name(said[-1]))):
        return said[:-1]
    return said


def _is_name(line: str) -> bool:
    """One to three words with capital letters and nothing else: "Anna Svensson"."""
    words = line.split()
    return 0 < len(words) <= WORDS_OF_A_NAME and _may_sign(line) and all(
        word[0].isupper() and not word.isupper() and word.strip(".,").isalpha() for word in words)


# ---- the readings ---------------------------------------------------------------------------------------
def is_thanks(new_text: str, names: frozenset[str] = frozenset(), agents: frozenset[str] = frozenset()) -> bool:
    """A thank-you and nothing else: few words, no question, no number; every word of the thanking kind, or one of `names` (of the
    writer) or `agents` (first names, both lower case). A thumb up alone is one, too."""
    said = " ".join(without_signature(new_text, names, any_name=True))
    if not _is_plain(said) or any(unicodedata.category(c) == "So" and c not in _KIND_SIGNS for c in said):
        return False
    words = _words(_GONE.sub(" ", said.casefold()))
    if not words:
        return any(c in _SIGNS_OF_THANKS for c in said)
    return all(word in _THANKS | _AROUND_THANKS | _GREETINGS | names | agents for word in words) and any(word in _THANKS for word in words)


def says_no_more(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Nothing is said but a greeting, thanks, a closing and what stands below it, or a name; or nothing at all."""
    lines = without_signature(text, names, any_name=True)
    lines = [] if len(lines) == 1 and _is_name(lines[0]) else lines
    said = " ".join(lines)
    return _is_plain(said) and all(word in _THANKS | _AROUND_THANKS | _GREETINGS for word in _words(said))


def is_yes(new_text: str, names: frozenset[str] = frozenset()) -> bool:
    """A yes after a greeting and before a signature, when nothing else is said ("Hej, ja det går bra"). `names`: words of the
    writer's own name, lower case, which may stand below without a closing; any other word may change what was said."""
    said = " ".join(without_signature(new_text, names))
    words = [word for word in _words(said) if word not in _GREETINGS]
    return _is_plain(said) and bool(words) and words[0] in _YES and all(word in _YES | _AROUND_YES for word in words)


def is_no(new_text: str, names: frozenset[str] = frozenset()) -> bool:
    """A no, said as briefly as a yes ("Nej tack")."""
    said = " ".join(without_signature(new_text, names))
    words = [word for word in _words(said) if word not in _GREETINGS]
    return _is_plain(said) and bool(words) and words[0] in _NO and all(word in _NO | _THANKS for word in words)


def confirms(new_text: str, names: frozenset[str] = frozenset()) -> bool:
    """The answer "yes, it was me" to the question who wrote: a plain yes, or a text whose first sentence is one.
    The rest joins as text. Whatever says no, or asks back at once, confirms nothing."""
    if is_yes(new_text, names):
        return True
    said = "\n".join(without_signature(new_text, names))
    if _NOT_ME.search(" ".join(_words(said))):
        return False
    sentences = [s for s in _SENTENCE.split(said) if any(word not in _GREETINGS | names for word in _words(s))]
    if not sentences or "?" in sentences[0] or any(_words(s)[0] in _NO for s in sentences if _words(s)):
        return False
    clauses = [words for clause in sentences[0].split(",") if (words := [w for w in _words(clause) if w not in _GREETINGS | names])]
    return _is_me(clauses[0]) and (len(clauses) == 1 or set(clauses[1]) <= _IT_WAS_ME | _AROUND_IT | _THANKS)


def _is_me(words: list[str]) -> bool:
    known = all(word in _IT_WAS_ME | _YES | _AROUND_IT | _AROUND_YES for word in words)
    return known and (words[0] in _IT_WAS_ME or any(" ".join(words).startswith(phrase) for phrase in _PHRASES_OF_ME))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _is_plain(said: str) -> bool:
    """Few words, and neither a question nor a number."""
    return len(_words(said)) <= WORDS_OF_THANKS and "?" not in said and not any(c.isdigit() for c in said)
