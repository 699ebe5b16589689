"""What a message on the screen says, word for word: in quotation marks of any style, with an error number, or after a cue (BK-27).
Careful: the name of a button stands in quotation marks too, and "the message is strange" quotes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import regex

QUOTE_LIMIT = 400
VALUE_LIMIT = 600
MOST = 3  # messages that are kept of one mail
WORDS_BEFORE = 40  # characters of a phrase before the word that makes it a message: "Datei nicht gefunden"

_I = regex.IGNORECASE
# opening, closing; what may stand between them; straight marks only where a word begins and ends
_QUOTES = tuple((opening, regex.compile(pattern)) for opening, pattern in zip("«»»„“”\"‹‚‘’'`", (
    rf"«([^«»]{{3,{QUOTE_LIMIT}}})»", rf"»([^«»]{{3,{QUOTE_LIMIT}}})«", rf"»([^«»\n]{{3,{QUOTE_LIMIT}}})»",
    rf"„([^„“”\"]{{3,{QUOTE_LIMIT}}})[“”\"]", rf"“([^“”]{{3,{QUOTE_LIMIT}}})”", rf"”([^“”]{{3,{QUOTE_LIMIT}}})”",
    rf"(?<![\w\"])\"([^\"\n]{{3,{QUOTE_LIMIT}}})\"(?!\w)", rf"‹([^‹›\n]{{3,{QUOTE_LIMIT}}})›", rf"‚([^‚‘’\n]{{3,{QUOTE_LIMIT}}})[‘’]",
    rf"(?<!\w)‘([^‘\n]{{3,{QUOTE_LIMIT}}}?)’(?!\w)", rf"(?<!\w)’([^’\n]{{3,{QUOTE_LIMIT}}})’(?!\w)",
    rf"(?<!\w)'([^'\n]{{3,{QUOTE_LIMIT}}})'(?!\w)", rf"`([^`\n]{{3,{QUOTE_LIMIT}}})`",
), strict=True))

# Words of messages themselves, in the languages programs speak to our customers.
_MESSAGE_WORDS = regex.compile(
    r"\b(?:error|fel|felkod|fehler\w*|fout(?:code|melding)?|exception|fail(?:ed|ure)|cannot|can.t|could not|couldn.t|unable|invalid|denied|not found|missing|"
    r"unexpected|abort(?:ed)?|time-?out|timed out|has stopped|not responding|warning|violation|refused|expired|locked|"
    r"kan inte|kunde inte|gick inte|ogiltigt?|ogiltiga|saknas|hittades inte|hittas inte|nekad|nekas|misslyckades|avbröts|ingen aktuell|oväntat|varning|svarar inte|skrivskyddad|"
    r"konnte nicht|kann nicht|nicht gefunden|ungültige?\w*|verweigert|fehlgeschlagen|fehlt|abgebrochen|nicht möglich|unerwartet\w*|kein\w*|warnung|"
    r"(?:kann|konnte|können|konnten) (?:\w+ ){1,5}nicht|nicht bereit|schreibgeschützt|reagiert nicht|abgelaufen|"
    r"kan niet|kon niet|niet gevonden|ongeldige?|mislukt|geweigerd|ontbreekt|afgebroken|niet mogelijk|onverwachte?|waarschuwing|"
    r"(?:kan|kon) (?:\w+ ){1,5}niet|niet gereed|reageert niet|verlopen)\b", _I)
# What stands before a quotation that is a message, or behind it.
_CUE_WORDS = (
    r"felmeddelanden?|felmeddelandet|meddelande|meddelandet|felet|felruta\w*|fel|ruta\w*|dialog\w*|varning\w*|texten|texte?|lyder|säger|står|visas|visar|"
    r"(?:kommer|dyker|poppar)(?: det)? upp|får(?: jag)?(?: upp)?|"
    r"fehlermeldung\w*|meldung\w*|fehler|hinweis|warnung\w*|fenster|lautet|sagt|steht|erscheint|kommt|heißt es|bekomme|erhalte|"
    r"foutmelding\w*|melding\w*|fout|waarschuwing\w*|venster|luidt|zegt|staat|verschijnt|krijg|"
    r"error|message|warning|popup|pop-up|window|says|reads|appears|shows|get"
)
_CUE_BEFORE = regex.compile(rf"\b(?:{_CUE_WORDS})\b[^.!?]{{0,90}}$", _I)
_CUE_AFTER = regex.compile(
    r"[\s,.;:)]{0,3}(?:\w+ )?(?:står|visas|kommer|dyker|säger|steht|erscheint|kommt|staat|verschijnt|zegt|komt|appears|pops|is shown|is displayed|says)\b", _I)
# Straight before the quotation: something one clicks, or a name.
_NAMED_BEFORE = regex.compile(
    r"\b(?:klicka\w*|tryck\w*|välj\w*|valde|öppna\w*|knapp\w*|fliken|flik|meny\w*|fältet|under|heter|kallas|filen|mappen|kontot|rapporten|skriver|skrev|"
    r"klick\w*|geklickt|drück\w*|wähl\w*|öffne\w*|schaltfläche|menü\w*|reiter|feld|unter|namens|datei|ordner|button|"
    r"klik\w*|druk\w*|kies\w*|knop|tabblad|veld|onder|genaamd|bestand|map|"
    r"click\w*|press\w*|select\w*|choose|chose|open\w*|tab|menu|field|called|named|file|folder)"
    r"(?: \w+){0,2}[ \t]*$", _I)

_NUMBERED = regex.compile(
    r"\b(?P<said>(?:run-?time |system ?|körnings|laufzeit|program|script|database )?"
    r"(?:error|err|fel|fehler|fout|exception|avvikelse|felkod|felnummer|felmeddelande|fehlercode|fehlernummer|fehlermeldung|foutcode|foutnummer|foutmelding)"
    r"(?:[ -]?(?:code|kod|nummer|number|nr\.?|no\.?))?[ \t]?[:#='(\"]{0,2}[ \t]?"
    r"(?P<code>0x[0-9a-f]{2,16}+|[a-z]{1,5}[-_]?\d{2,8}+|-?\d{2,10}+)(?!\w|[.]\w+@)"
    r"(?![ \t]?(?:kr|kronor|sek|eur|euro|€|%|st|gånger|mal|keer|times|dagar|tage|dagen|days|år|jahre?|jaar|years?|:-)\b)"
    r"(?P<rest>[\"')]{0,2}[ \t]?[:–—-][ \t]?[^\n]{2,400})?)", _I)
# Behind a number, without a colon: the words of the message itself, "Fel 3021 ingen aktuell post".
_PHRASE = regex.compile(r"[ \t]+(?P<said>[^\n.!?,;:]{3,120})")
# Below a number with a colon: "Run-time error '3021':" and in the next line what it means.
_MEANS = regex.compile(r"[\"')]{0,2}:[ \t]*\n\s{0,3}?(?P<said>\S[^\n]{2,300})")
# A message ends where another sentence begins that tells of the system or of the program.
_MORE = regex.compile(r"[.!;,][ \t]+(?=(?:(?:jag|vi|ich|wir|ik|we|i) (?:har|kör|använder|habe|haben|nutze|nutzen|heb|hebben|gebruik|gebruiken|have|use|am on) )?"
                      r"(?:windows|win ?\d|mac ?os|macos|os ?x|linux|ubuntu|version\w*|versie\w*|programversion\w*)\b)", _I)
_WHEN = regex.compile(
    r"(?:när|då|om|vid|i|på|efter|och|men|som|igen|hela|ibland|alltid|så|jag|vi|det|wenn|beim?|als|nach|und|aber|seit|im|in|auf|ich|wir|es|immer|wieder|"
    r"bij|wanneer|na|en|maar|sinds|ik|wij|we|het|when|while|after|on|at|and|but|since|i|it|every|always|again)\b", _I)
_SINCE = regex.compile(r"[ \t](?:när|då|wenn|sobald|wanneer|zodra|when|whenever)[ \t]", _I)
_CODED = regex.compile(
    r"(?P<said>\b(?:ORA|TNS|SQLSTATE|SQLCODE|SQL|HRESULT|MSB|CS|BC|DB2|MAPI|RPC|VBA)[-_ ]?\d{3,8}\b[^\n]{0,400}|\b0x[0-9A-Fa-f]{8}\b[^\n]{0,400}"
    r"|\bHTTP(?: [Ee]rror)?[ /][45]\d\d\b[^\n]{0,200}|\b(?:\w{1,60}\.){0,8}\w{0,60}(?:Exception|Error): \S[^\n]{2,400}"
    r"|\b[Uu]nhandled exception\b[^\n]{0,400}|\bAccess violation\b[^\n]{0,400})")
_HEX = regex.compile(r"0x[0-9A-Fa-f]{8}")
_YEAR = regex.compile(r"(?:19|20)\d\d")

_AFTER_CUE = regex.compile(
    r"\b(?:felmeddelande(?:t|n)?|felet|meddelandet|felkoden|felrutan|varningen|fehlermeldung(?:en)?|meldung|fehlertext|warnung|foutmelding(?:en)?|melding|"
    r"waarschuwing|error(?: message| text)?|message|warning)\b[^:.!?\n]{0,60}?"
    r"(?P<mark>:(?!(?<=\d:)\d)|\b(?:är|lyder|säger|löd|lautet(?:e)?|sagt|luidt|zegt|luidde|reads|says|said|states)\b:?)[ \t]{0,4}(?P<said>[^\n]{0,400})", _I)
_IT_SAYS = regex.compile(
    r"\b(?:står(?: det)?|det står|visas|(?:kommer|dyker|poppar)(?: det)? upp|steht(?: da| dort)?|erscheint|staat(?: er| dan)?|verschijnt|it says|says|appears|"
    r"(?P<weak>får jag(?: upp)?|kommer det|blir det|bekomme ich|erhalte ich|kommt|krijg ik|komt|i get|get|"
    r"(?:jag|vi) får(?: \w+){0,2} (?:detta|det här|följande|nedanstående|den här|denna)|(?:ich|wir) (?:bekommen?|erhalten?|kriegen?)(?: \w+){0,2} (?:folgende\w*|diese\w*|das)|"
    r"(?:ik|we|wij) krijg(?:en)?(?: \w+){0,2} (?:dit|deze|volgende)|(?:fel|fehler|fout)(?=:| (?:vid|när|beim?|bij)\b)))\b[^:.!?\n]{0,40}:(?!(?<=\d:)\d)[ \t]{0,4}(?P<said>[^\n]{0,400})", _I)
# A cue and the message in one breath: "die Fehlermeldung Datei ist schreibgeschützt".
_IN_ONE_BREATH = regex.compile(
    r"\b(?:felmeddelandet?|meddelandet|felet|rutan|texten|det står|står det|fehlermeldung|meldung|fehler|es steht|steht da|foutmelding|melding|er staat|error message|message|it says)"
    r"[ \t]{1,3}(?P<said>(?-i:[A-ZÅÄÖÜ])[^\n]{5,400})", _I)
# What a program logged.
_LOGGED = regex.compile(
    r"^[ \t]{0,8}(?P<said>(?P<sure>[\[(]?\d{2,4}[-./]\d\d[-./]\d{2,4}[T ,]{1,2}\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,6})?Z?[\])]?[ \t:|-]{1,3}|\d\d:\d\d:\d\d(?:[.,]\d{1,6})?[ \t]{1,3})?"
    r"(?:[\[(<][\w.:-]{1,40}[\])>][ \t:]{1,3}){0,2}"
    r"(?:[\[(<](?:ERROR|FATAL|SEVERE|CRITICAL|FEL|FEHLER|FOUT)[\])>][ \t:]{1,3}|(?:ERROR|FATAL|SEVERE|CRITICAL|FEL|FEHLER|FOUT)(?:[ \t]?[:|-][ \t]{0,3}|[ \t]{1,8}(?!\p{Lu}{2})))"
    r"\S[^\n]{2,400})$", regex.MULTILINE)
# A window's text as Windows copies it: title, text and buttons between rulers, or under headings in brackets.
_COPIED = regex.compile(
    r"^-{10,60}\n[^\n]{1,200}\n-{10,60}\n(?P<said>(?:[^\n-][^\n]*\n|\n){1,20}?)-{10,60}$|^\[Content\]\n(?P<told>(?:[^\n\[][^\n]*\n|\n){1,20}?)\n?\[", regex.MULTILINE)
# The beginning of a sentence in whose midst a code stands; and of one that a person says of himself.
_SENTENCE_BEGINS = regex.compile(r"(?:[.!?:][ \t]+|\b(?:det står|står det|es steht|steht da|er staat|it says)[ \t]+(?=\p{Lu}))(?=[^.!?:]*$)", _I)
_SPEAKER = regex.compile(r"\b(?:jag|mig|min|mitt|ich|mir|mein|meine|ik|mij|mijn|(?-i:I)|my)\b", _I)  # a program says "we" of itself, never "I"
_WRAPPED = 60  # characters of a line that a mail program may have broken
# A cue that ends its line: the message stands below, set apart or reading like one.
_BELOW = regex.compile(
    r"\b(?:står|visas|lyder|felmeddelandet|meddelandet|upp|steht|lautet|erscheint|kommt|fehlermeldung|meldung|staat|luidt|verschijnt|foutmelding|melding|"
    r"says|reads|appears|message)[ \t]*\n(?P<gap>\s*?\n)?(?P<indent>[ \t]*)(?P<said>\S[^\n]{0,400})", _I)
_NOTHING = regex.compile(
    r"\W*(?:inget|inga|nej|nein|nee|no|none|keine?|geen|ja|yes|se (?:bild|bifog\w+)|siehe \w+|zie \w+|see \w+|bifogar\w*|attached)\b[^\n]{0,20}$", _I)
_NO_MESSAGE = regex.compile(
    r"\b(?:inget|inga|utan|inte (?:något|några)|keinerlei|keine?|ohne|geen|zonder|no|without (?:an?|any))\s(?:\w{1,12}\s)?"
    r"(?:felmeddelanden?|felmeddelande|meddelande|fehlermeldung(?:en)?|meldung|foutmelding(?:en)?|melding|error messages?|error|message)\b", _I)


def error_text(lines: Sequence[str]) -> str | None:
    """The message, or the messages line by line; None when the mail does not repeat any."""
    text = _unwrapped(lines)
    quoted = _quoted(text)
    if quoted:
        return "\n".join(quoted[:MOST])[:VALUE_LIMIT]
    return _copied(text) or _logged(text) or _numbered(text) or _coded(text) or _after_cue(text) or _below(text) or _in_one_breath(text)


def _unwrapped(lines: Sequence[str]) -> str:
    """The text; a long line that goes on in small letters was one before a mail program broke it."""
    whole: list[str] = []
    last = 0  # length of the line before
    for line in lines:
        if last >= _WRAPPED and line[:1].islower() and whole[-1][-1:] not in ".!?:":
            whole[-1] += f" {line}"
        else:
            whole.append(line)
        last = len(line)
    return "\n".join(whole)


def no_message_shown(lines: Sequence[str]) -> str | None:
    """The words with which a person says that there is no message at all; asking for its text would be deaf."""
    for line in lines:
        if _NO_MESSAGE.search(line):
            return line.strip()[:VALUE_LIMIT]
    return None


def reads_like_a_message(said: str) -> bool:
    """Does a piece of text hold words or numbers of an error message?"""
    return any(pattern.search(said) for pattern in (_MESSAGE_WORDS, _NUMBERED, _CODED))


def _quoted(text: str) -> tuple[str, ...]:
    found: dict[int, str] = {}
    ends: list[tuple[int, int]] = []
    for opening, pattern in _QUOTES:
        for match in pattern.finditer(text) if opening in text else ():
            if any(match.start() < end and start < match.end() for start, end in ends):
                continue
            ends.append(match.span())
            said = " ".join(match[1].split())
            if _is_message(said, text[max(0, match.start() - 120) : match.start()], text[match.end() : match.end() + 60]):
                found[match.start()] = said
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def _is_message(said: str, before: str, after: str) -> bool:
    if not any(c.isalnum() for c in said) or "\n\n" in said:
        return False
    if _NUMBERED.search(said) or _CODED.search(said):
        return True
    if _NAMED_BEFORE.search(before.rpartition("\n")[2].rstrip(" :")):
        return False
    if reads_like_a_message(said):
        return True
    near = before.rpartition("\n\n")[2]
    return len(said.split()) >= 2 and (_CUE_BEFORE.search(near) is not None or _CUE_AFTER.match(after) is not None)


def _copied(text: str) -> str | None:
    match = _COPIED.search(text) if "\n---" in text or "[Content]" in text else None
    said = " ".join((match["said"] or match["told"]).split()) if match else ""
    return said[:VALUE_LIMIT] or None


def _logged(text: str) -> str | None:
    match = _LOGGED.search(text)
    return str(match["said"]).strip()[:VALUE_LIMIT] if match else None


def _numbered(text: str) -> str | None:
    for match in _NUMBERED.finditer(text):
        if _YEAR.fullmatch(match["code"]) and not match["rest"]:
            continue
        if (whole := _sentence_around(text, match.start())) is not None:
            return whole
        if not match["rest"] and (means := _MEANS.match(text, match.end())) is not None:
            return f"{match['said']}{means[0].partition(':')[0]}: {means['said'].strip()}"[:VALUE_LIMIT]
        said = match["said"] if match["rest"] else match["said"] + _phrase_behind(text, match.end())
        return str(_MORE.split(said, maxsplit=1)[0]).strip().rstrip("»”“\"")[:VALUE_LIMIT]
    return None


def _sentence_around(text: str, at: int) -> str | None:
    """The whole message in whose midst a code stands: from its cue on, or from where the sentence begins that holds it in brackets."""
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    line, here = text[line_start : line_end if line_end >= 0 else len(text)], at - line_start
    for pattern in (_AFTER_CUE, _IT_SAYS):
        for match in pattern.finditer(line):
            known, said = match.groupdict(), match["said"].strip()
            if match.start("said") < here and _tells(said, known, from_next_line=False) and not _SPEAKER.search(line[match.start("said") : here]):
                return str(_MORE.split(said, maxsplit=1)[0]).strip(" \"“”„«»'")[:VALUE_LIMIT]
    before = line[:here].rstrip()
    if before[-1:] not in ("(", "["):
        return None
    begins = _SENTENCE_BEGINS.search(before)
    start = begins.end() if begins else len(line) - len(line.lstrip())
    words = line[start:here]
    if _SPEAKER.search(words) or len(words.split()) < 3 or not words[:1].isupper():
        return None
    return str(_MORE.split(line[start:], maxsplit=1)[0]).strip(" \"“”„«»'")[:VALUE_LIMIT]


def _phrase_behind(text: str, at: int) -> str:
    """The words behind the number of an error, where they begin as a message does: "när jag skriver ut" tells when it came."""
    match = _PHRASE.match(text, at)
    words = _MESSAGE_WORDS.search(match["said"]) if match else None
    return str(match.group()) if match and words and words.start() <= WORDS_BEFORE and not _WHEN.match(match["said"]) else ""


def _coded(text: str) -> str | None:
    match = _CODED.search(text)
    if match is None:
        return None
    if (whole := _sentence_around(text, match.start())) is not None:
        return whole
    said = str(match["said"]).strip()
    code = _HEX.match(said)
    alone = code is not None and (said[code.end() :][:1] in (")", "]") or _WHEN.match(said[code.end() :].lstrip()) is not None)
    return code[0] if code is not None and alone else said[:VALUE_LIMIT]


def _after_cue(text: str) -> str | None:
    for pattern in (_AFTER_CUE, _IT_SAYS):
        for match in pattern.finditer(text):
            known = match.groupdict()
            said, from_next_line = match["said"].strip(), False
            if not said:
                said, from_next_line = _next_line(text, match.end()), True
            if _tells(said, known, from_next_line):
                return str(said).strip(" \"“”„«»'").strip()[:VALUE_LIMIT]
    return None


def _below(text: str) -> str | None:
    for match in _BELOW.finditer(text):
        said, apart = match["said"].strip(), bool(match["gap"] or len(match["indent"]) >= 2)
        if len(said.split()) >= 2 and not said.endswith("?") and apart and reads_like_a_message(said):
            return str(said).strip(" \"“”„«»'")[:VALUE_LIMIT]
    return None


def _in_one_breath(text: str) -> str | None:
    for match in _IN_ONE_BREATH.finditer(text):
        said = _SINCE.split(str(match["said"]), maxsplit=1)[0]
        if len(said.split()) >= 2 and not said.rstrip().endswith("?") and not _SPEAKER.search(said) and _MESSAGE_WORDS.search(said):
            return str(_MORE.split(said, maxsplit=1)[0]).strip(" \"“”„«»'")[:VALUE_LIMIT]
    return None


def _next_line(text: str, at: int) -> str:
    return text[at : at + 2 * QUOTE_LIMIT].lstrip("\n \t").partition("\n")[0].strip()


def _tells(said: str, known: dict[str, str | None], from_next_line: bool) -> bool:
    """Is what follows a cue the message, and not a remark about it?"""
    if len(said.split()) < 2 or said.endswith("?") or _NOTHING.match(said) or _SPEAKER.match(said):
        return False
    if reads_like_a_message(said) and (":" in (known.get("mark") or ":") or said[:1].isupper()):
        return True
    if known.get("weak"):
        return from_next_line and said[:1].isupper()
    return ":" in (known.get("mark") or ":") or said[:1].isupper()
