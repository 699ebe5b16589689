"""What somebody did, step by step: numbered, bulleted, along a menu path, or told with first, then, after that (BK-27).
Careful: a list of questions, of answers to our own questions or of wishes is not a list of steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from mailbot.desk.operating_systems import operating_system

MOST = 40
STEP_LIMIT = 500

_I = regex.IGNORECASE
_ITEM = regex.compile(r"[ \t>*]{0,8}(?:(?:steg|schritt|stap|step)[ \t](?=\d{1,2}[ \t]?[.):–-]))?\(?(?P<n>\d{1,2})[ \t]?(?:[.):]|(?<=(?:steg|schritt|stap|step)[ \t]\d{1,2}[ \t]?)[–-])[ \t]{0,4}(?P<said>[^\d\s]\S*(?:[ \t][^\n]*)?|\d\S*[ \t][^\n]+)$", _I)
# Numbers without a mark, and letters: "1 Öppna programmet", "a) Datei öffnen".
_BARE_ITEM = regex.compile(r"[ \t]{0,8}(?:(?P<n>\d{1,2})[ \t]{1,4}|(?P<letter>[a-z])[.)][ \t]{1,4})(?P<said>[^\W\d]\S*[ \t][^\n]+)$", _I)
# A heading of what was done: "Så här gjorde jag: öppnade filen, ändrade datum, sparade".
_HEADED = regex.compile(
    r"\b(?:så (?:här )?gjorde (?:jag|vi)|(?:jag|vi) gjorde (?:så här|följande)|so (?:habe|bin) ich (?:es )?(?:gemacht|vorgegangen)|zo (?:deed|heb) ik het(?: gedaan)?|ik deed het volgende|"
    r"what i did|i did the following|steps|stegen|steg|schritte|stappen|gjort|vorgehen)[ \t]?:[ \t]{1,4}(?P<said>[^\n.!?]{5,600})", _I)
# "When I open the file and click Print, it crashes": what one does until it happens.
_WHEN_ONE = regex.compile(
    r"\b(?:när|så fort|varje gång|wenn|sobald|immer wenn|als|wanneer|zodra|when|whenever)[ \t]+(?=(?:jag|vi|man|ich|wir|ik|we|I)\b)(?P<said>[^.!?\n]{5,200})", _I)
_BULLET = regex.compile(r"[ \t]{0,8}[-*•·–o][ \t]{1,4}(?P<said>\S[^\n]*)$")
_INLINE = regex.compile(r"(?:(?<=[\s(\"“”„«:])|^)(?P<n>\d{1,2})[.)][ \t]?(?=[^\W\d])")
_ARROW = regex.compile(r"[ \t]*(?:->|=>|→|➔|⇒)[ \t]*|[ \t]+(?:>|›|»)[ \t]+")
_END_OF_LAST = regex.compile(r"[.!?](?=\s+[A-ZÅÄÖÜ«»\"“„])|[;\"”“«]|\s[–—]\s")
_MONTH = regex.compile(r"(?:jan|feb|mar|mär|maart|apr|maj|mai|mei|may|jun|jul|aug|sep|o[ck]t|nov|de[cz])", _I)
_SHORT_ANSWER = regex.compile(r"(?:ja|nej|nein|nee|yes|no|jo)\b[^\n]{0,20}$", _I)

_ACTION = regex.compile(
    r"\b(?:"
    r"öppna(?:r|de|t)?|(?:dubbel|höger)?klicka(?:r|de|t)?|tryck(?:er|te|t|a)|välj(?:er|a)|valde|valt|starta(?:r|de|t)?|skriv(?:er|a|it)|skrev|logga(?:r|de|t)?|"
    r"går|gick|matar?|matade|spara(?:r|de|t)?|skapa(?:r|de|t)?|stäng(?:er|a|de|t)|markera(?:r|de|t)?|importera(?:r|de|t)?|exportera(?:r|de|t)?|"
    r"registrera(?:r|de|t)?|bokför(?:de|t|a)?|fyll(?:er|a|de|t)|lägger|lade|byter|bytte|ändra(?:r|de|t)?|kör(?:de|t)?|ladda(?:r|de|t)?|(?:av)?installera(?:r|de|t)?|gör|gjorde|gjort|"
    r"öffne\w*|geöffnet|(?:doppel)?klick(?:e|te|en|ten)|geklickt|drück\w*|gedrückt|wähl\w*|ausgewählt|gewählt|starte\w*|gestartet|gebe|eingegeben|tipp(?:e|te)|gehe|ging|gegangen|logge|"
    r"melde|angemeldet|speicher(?:e|te|n)|gespeichert|erstell(?:e|te|en|t)|schließe\w*|geschlossen|drucke\w*|gedruckt|importier\w*|exportier\w*|buche|gebucht|installier\w*|rufe|aufgerufen|mache|gemacht|geändert|"
    r"open(?:s|ed|de|t|en)?|geopend|klik(?:te?|ken)?|geklikt|druk(?:te?|ken)?|gedrukt|kies|koos|gekozen|start(?:te?|s|ed)?|typ(?:te?)?|getypt|ga|gegaan|inloggen|log|sla|opgeslagen|maak(?:te)?|"
    r"sluit|sloot|gesloten|afgesloten|print(?:te?|s|ed)?|afdrukken|importeer(?:de)?|exporteer(?:de)?|boek(?:te)?|installeer(?:de)?|selecteer(?:de)?|voer(?:de)?|ingevoerd|vul(?:de)?|ingevuld|gewijzigd|gemaakt|doe|deed|gedaan|"
    r"click(?:s|ed)?|press(?:es|ed)?|choose|chose|select(?:s|ed)?|typed?|enter(?:s|ed)?|go|went|logged|saved?|created?|closed?|import(?:ed)?|export(?:ed)?|install(?:ed)?|run|ran|did|filled|change[sd]?"
    r")\b", _I)
_OPENER = r"först|till att börja med|zuerst|zunächst|als erstes|erst|eerst|om te beginnen|first|to begin with"
_NEXT = (r"sedan|sen|därefter|efter det|till sist|till slut|slutligen|dann|danach|anschließend|daraufhin|zum schluss|schließlich|zuletzt|dan|daarna|vervolgens|"
         r"ten slotte|tenslotte|tot slot|then|after that|afterwards|next|finally|lastly")
_OPENS = regex.compile(rf"\b(?:{_OPENER})\b", _I)
# "sedan i går" is since yesterday, "the next day" and "less than" are no order.
_GOES_ON = regex.compile(
    rf"\b(?:{_NEXT})\b(?! (?:i går|igår|i morse|i dag|idag|en (?:tid|vecka|månad|dag)|ett|några|flera|förra|länge|dess|\d|uppdateringen|uppgraderingen|day|time|week|month))", _I)
_CUT = regex.compile(rf"[,;]?\s+(?:(?:och|und|en|and)\s+)?(?=\b(?:{_OPENER}|{_NEXT})\b)", _I)
_SENTENCE = regex.compile(r"[^.!?\n]{1,600}[.!?]*")
_SPEAKER = regex.compile(r"\b(?:jag|vi|ich|wir|ik|we|wij|I)\b", _I)
_ENDS_IN_ERROR = regex.compile(r",\s*(?:(?:och|und|en|and|då|dann|dan|then)\s+)?(?:(?:får|kommer|visas|bekomme|kommt|krijg|komt|get)\s+(?:\w+\s+)?)?(?:fel|fehler|fout|error)\w*[\s:]*\d", _I)
# Above a list of what somebody wants, not of what he did.
_WISHED = regex.compile(
    r"\b(?:buy|order|purchase|want|wish\w*|need(?! to)|would like|köpa|beställ\w*|vill ha|önskar|önskemål|behöver|kaufen|bestell\w*|möchte\w*|wünsch\w*|brauche\w*|benötige\w*|kopen|wil(?:len)?|wens\w*|nodig)\b[^\n]{0,60}:[ \t]*$", _I)
_CHAIN = 3  # acts in one sentence that tell a way: "Jag öppnar …, klickar på … och väljer …"


def steps(lines: Sequence[str]) -> tuple[str, ...] | None:
    """The steps, without their numbers; None when the mail tells none."""
    for read in (_numbered, _bulleted, _bare, _inline, _path, _told, _headed, _chained, _when):
        found = tuple(item[:STEP_LIMIT].strip(" ,;") for item in read(lines))[:MOST]
        if len(found) >= 2:
            return found
    return None


def list_items(lines: Iterable[str]) -> tuple[str, ...]:
    """What stands behind numbers or bullets at the beginning of lines, whatever it is."""
    found = (_ITEM.match(line) or _BULLET.match(line) for line in lines)
    return tuple(match["said"].strip() for match in found if match is not None)


def tells_an_act(text: str) -> bool:
    """Does a piece of text say that something is clicked, opened, typed?"""
    return _ACTION.search(text) is not None


def _numbered(lines: Sequence[str]) -> list[str]:
    """1., 2., 3. at the beginning of lines; a line that goes on belongs to its number."""
    best: list[str] = []
    run: list[str] = []
    above = ""
    for line in lines:
        match = _ITEM.match(line)
        if match is None and line.strip():
            above = line if not run else above
        if match is not None and int(match["n"]) == len(run) + 1:
            run.append(match["said"].strip())
        elif match is not None and int(match["n"]) == 1:
            best, run = _longer(best, run), [match["said"].strip()]
        elif run and line.startswith(("  ", "\t")) and line.strip():
            run[-1] += " " + line.strip()
    found = _longer(best, run)
    wished = _WISHED.search(above) is not None and not any(_ACTION.search(item) for item in found)
    return found if _are_steps(found) and not wished else []


def _longer(a: list[str], b: list[str]) -> list[str]:
    return b if len(b) > len(a) else a


def _are_steps(items: Sequence[str]) -> bool:
    """Not questions, not yes and no, not bare numbers."""
    if len(items) < 2 or all(_SHORT_ANSWER.match(item) for item in items):
        return False
    if any(len(item.split()) <= 4 and operating_system([item]) for item in items[:2]):
        return False  # "1. Windows 11, 2. …" answers what we asked
    asked = sum(item.rstrip().endswith("?") for item in items)
    return asked * 2 < len(items) and all(any(c.isalpha() for c in item) for item in items)


def _bulleted(lines: Sequence[str]) -> list[str]:
    """Bullets are used for anything: of steps, at least one says that something was done."""
    found = [match["said"].strip() for line in lines if (match := _BULLET.match(line)) is not None]
    return found if _are_steps(found) and any(_ACTION.search(item) for item in found) else []


def _bare(lines: Sequence[str]) -> list[str]:
    """1, 2, 3 or a), b), c) without more: steps when most say that something is done."""
    run: list[str] = []
    for line in lines:
        match = _BARE_ITEM.match(line)
        if match is None:
            continue
        place = int(match["n"]) if match["n"] else ord(match["letter"].lower()) - ord("a") + 1
        if place == len(run) + 1:
            run.append(match["said"].strip())
    acts = sum(_ACTION.search(item) is not None for item in run)
    return run if _are_steps(run) and 2 * acts > len(run) else []


def _inline(lines: Sequence[str]) -> list[str]:
    """1. … 2. … within a line or a paragraph."""
    text = "\n".join(lines)
    for paragraph in text.split("\n\n"):
        marks: list[regex.Match[str]] = []
        for mark in _INLINE.finditer(paragraph):
            if int(mark["n"]) == len(marks) + 1 and not _MONTH.match(paragraph, mark.end()):
                marks.append(mark)
        if len(marks) < 2:
            continue
        ends = [mark.start() for mark in marks[1:]] + [_last_end(paragraph, marks[-1].end())]
        found = [" ".join(paragraph[mark.end() : end].split()) for mark, end in zip(marks, ends, strict=True)]
        wished = _WISHED.search(paragraph[: marks[0].start()].rstrip()) is not None and not any(_ACTION.search(item) for item in found)
        if _are_steps(found) and not wished:
            return found
    return []


def _last_end(paragraph: str, start: int) -> int:
    """Behind the last number, the sentence or the quotation ends the step."""
    line_end = paragraph.find("\n", start)
    limit = line_end if line_end >= 0 else len(paragraph)
    end = _END_OF_LAST.search(paragraph, start, limit)
    return end.start() if end is not None else limit


def _path(lines: Sequence[str]) -> list[str]:
    """Arkiv > Skriv ut > PDF."""
    for line in lines:
        if not line.lstrip().startswith(">") and "@" not in line:
            found = [piece.strip() for piece in _ARROW.split(line) if piece.strip()]
            if len(found) >= 3 and all(len(piece) <= 120 for piece in found):
                return found
    return []


def _told(lines: Sequence[str]) -> list[str]:
    """Först …, sedan …: the sentences with words of order, cut before each of them."""
    ordered = [s.strip() for line in lines for s in _SENTENCE.findall(line) if _OPENS.search(s) or _GOES_ON.search(s)]
    told = " ".join(ordered)
    opened, going_on = _OPENS.search(told), {m.lower() for m in _GOES_ON.findall(told)}
    acts = len(_ACTION.findall(told))
    in_order = (opened and going_on) or len(going_on) >= 2 or (going_on and acts >= 2 and _SPEAKER.search(told))
    if not in_order or not acts:
        return []
    return [piece for sentence in ordered for piece in _pieces(sentence) if len(piece) > 2]


def _pieces(sentence: str) -> list[str]:
    """Cut before each word of order; "When I" belongs to what follows."""
    pieces = [piece.strip(" .") for piece in _CUT.split(sentence)]
    if len(pieces) > 1 and len(pieces[0].split()) <= 3 and _OPENS.match(pieces[1]):  # "Ich öffne zuerst die Datei"
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    if len(pieces) > 1 and _ACTION.search(pieces[0]) is None:
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    return pieces


def _chained(lines: Sequence[str]) -> list[str]:
    """Jag öppnar Rapporter, klickar på Skriv ut och väljer PDF."""
    for line in lines:
        for sentence in _SENTENCE.findall(line):
            if "," not in sentence or sentence.rstrip().endswith("?") or not _SPEAKER.search(sentence):
                continue
            enough = _CHAIN - 1 if _ENDS_IN_ERROR.search(sentence) else _CHAIN  # the error that they led to is their end
            if len(_ACTION.findall(sentence)) >= enough:
                found = [piece.strip(" .") for piece in regex.split(r",\s+(?:och |und |en |and )?|\s(?:och|und|en|and)\s", sentence, flags=_I) if piece.strip(" .")]
                if sum(bool(_ACTION.search(piece)) for piece in found) >= enough:
                    return found
    return []


def _headed(lines: Sequence[str]) -> list[str]:
    """Så här gjorde jag: öppnade filen, ändrade datum, sparade."""
    for line in lines:
        match = _HEADED.search(line)
        found = [piece.strip() for piece in regex.split(r",\s+|;\s*|\s(?:och|und|en|and)\s", match["said"], flags=_I) if piece.strip()] if match else []
        if len(found) >= 2 and any(_ACTION.search(piece) for piece in found):
            return found
    return []


def _when(lines: Sequence[str]) -> list[str]:
    """När jag startar programmet och klickar på Bokför kraschar det."""
    for line in lines:
        for sentence in _SENTENCE.findall(line):
            match = _WHEN_ONE.search(sentence)
            if match is None or sentence.rstrip().endswith("?"):
                continue
            found = [piece.strip(" .,") for piece in regex.split(r",?\s(?:och|und|en|and)\s", match["said"], flags=_I)]
            if len(found) >= 2 and all(_ACTION.search(piece) for piece in found):
                return found
    return []
