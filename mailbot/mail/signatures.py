"""Who signs: the lines that a signature, a phone, a list or a cryptographic wrapper adds to what a person wrote.
A view on the new lines alone; a greeting with a name stays with the text."""

from __future__ import annotations

import re

from mailbot.mail.dashes import MOST_BARE, MOST_SIGNED, end_of_signature, is_dashes
from mailbot.mail.heads import WIDTH
from mailbot.mail.quote_words import DEVICES, MOBILE

_TRACKED = ("", "ᐧ")  # a blank line, and the mark of a program that tracks who reads


def signatures(lines: list[str], labels: str) -> str:
    """Relabels signatures ("s") within the new lines: after "-- " (RFC 3676 section 4.3), and what phones and wrappers add."""
    marked = list(labels)
    begins = next((position for position, line in enumerate(lines) if labels[position] == "n" and line.strip() and not is_dashes(line)), 0)
    end = len(lines)
    while end > 0:
        start = end
        while start > 0 and marked[start - 1] == marked[end - 1]:
            start -= 1
        if marked[end - 1] == "n":
            _mark_end(lines, start, end, marked, begins)
        end = start
    for position in _devices(lines, marked, begins):
        marked[position] = "s"
    for position in _armour(lines, marked):
        marked[position] = "s"
    return "".join(marked)


def _mark_end(lines: list[str], start: int, end: int, marked: list[str], begins: int) -> None:
    """Labels the signature of one run of new lines; the first of all that is said stands at `begins`. What a person says below it stays new."""
    last = _above_tracking(lines, start, _list_footer(lines, start, end))
    marked[last:end] = "s" * (end - last)
    filled, dashes = 0, []
    looked_at = range(last - 1, max(start - 1, last - 80), -1)
    for position in looked_at if any([lines[p].startswith("--") for p in looked_at]) else ():  # noqa: C419 - a list is made faster than a few questions are asked one by one
        if is_dashes(lines[position]) and filled <= (MOST_SIGNED if lines[position] == "-- " else MOST_BARE):
            dashes.append(position)
        filled += bool(lines[position].strip())
    for position in reversed(dashes):
        if (said := end_of_signature(lines, position, last, alone=position < begins)) > position:
            above = _above_tracking(lines, start, position)
            marked[above:said] = "s" * (said - above)
            _mark_added(lines, said, last, marked, begins)
            return
    _mark_added(lines, start, last, marked, begins)


def _mark_added(lines: list[str], start: int, end: int, marked: list[str], begins: int) -> None:
    """Labels the last lines when phones or programs added them."""
    found = end
    while found > start:
        last = found - 1
        while last > start and not lines[last].strip():
            last -= 1
        if not _is_added(lines[last]) or (last <= begins and _says_more(lines[last])):
            break
        found = last
    marked[found:end] = "s" * (end - found)


def _above_tracking(lines: list[str], start: int, end: int) -> int:
    while end > start and lines[end - 1].strip() in _TRACKED:
        end -= 1
    return end


def on_their_own(text: str) -> str:
    """The text with what Samsung's program glues to the answer on lines of its own: "Ja.Skickat från min Galaxy-------- Originalmeddelande --------"."""
    if "Galaxy" not in text and "Samsung" not in text:
        return text
    lines = text.split("\n", _MOST_GLUED)
    return "\n".join(_GLUED.sub("\n", line[:WIDTH]) + line[WIDTH:] if "Galaxy" in line or "Samsung" in line else line for line in lines)


_MOST_GLUED = 1_000  # lines that are looked at: the answer stands at the beginning
_GLUED = re.compile(
    r"(?<=[^\s(\[<\"'*_/-])(?=(?:Sent from|Skickat från|Skickades från|Von meinem|Gesendet von|Verzonden vanaf|Verstuurd vanaf|Verstuurd vanuit|Verzonden vanuit"
    r"|Sendt fra|Envoyé de|Envoyé depuis|Enviado desde|Inviato da|Wysłane z|Enviado do|Lähetetty) [^.?!]{0,80}(?:Galaxy|Samsung))"
    r"|(?<=[^\s-])(?=-{8} [^\W\d_]{6,20} [^\W\d_]{4,20} -{8}|-{8} Originalmeddelande -{8})"
)


def _plain(line: str) -> str:
    return " ".join(line[:WIDTH].translate(_BRACKETS).split()).lower()


def _is_added(line: str) -> bool:
    """Whether a last line is one that a phone or a program adds by itself."""
    plain = _plain(line)
    return plain.startswith(MOBILE) and len(plain) <= 120


def _says_more(line: str) -> bool:
    """Whether a line that begins like a phone's goes on as only people do: with one of the words of a sentence, or with another sentence.
    That the writer was short, or made mistakes, is still the phone's."""
    first, *others = _SENTENCE_END.split(line[:WIDTH].strip())
    if _EXCUSE.search(first) is None and _SAID.search(first) is not None:
        return True
    return any(len(one.split()) > 2 and _EXCUSE.search(one) is None and not _is_added(one) for one in others)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_EXCUSE = re.compile(r"\b(?:excuse|sorry|apolog\w*|pardon|brevity|typos?|ursäkta|förlåt|stavfel|fåordig\w*|kortfattad\w*|entschuldig\w*|verzeih\w*|tippfehler|kürze|excuseer|excuses|beknopt\w*|typfout\w*|undskyld|unnskyld|beklager)\b", re.IGNORECASE)
_SAID = re.compile(  # words of sentences, which no program puts into such a line
    r"\b(?:(?-i:I)|i'm|it|he|she|they|not|but|can|can't|cannot|doesn't|don't|won't|isn't|does|is|are|was|works?|when|why|because|jag|det|vi|inte|ej|men|kan|går|fungerar|funkar|startar|är|har|när|varför"
    r"|ich|es|wir|nicht|kein|keine|aber|kann|kommen|kommt|geht|funktioniert|ist|sind|habe|wenn|warum|ik|het|wij|niet|geen|maar|kan|werkt|doet|gaat|zijn|heb|als|waarom|jeg|ikke|virker)\b|\?\s*$",
    re.IGNORECASE,
)
_BRACKETS = str.maketrans("", "", "*_<>[](){}-")


def _devices(lines: list[str], labels: list[str], begins: int) -> list[int]:
    """Such a line that names its device counts in the middle of a text too, where it stands alone: gateways and lists write below it.
    The "Android" of a signature must not become somebody's operating system."""
    found = []
    for position, line in enumerate(lines):
        if labels[position] != "n" or not 8 < len(line) < 160:
            continue
        if position > 0 and lines[position - 1].strip() and labels[position - 1] == "n":
            continue
        if position + 1 < len(lines) and lines[position + 1].strip() and labels[position + 1] == "n":
            continue
        if _is_added(line) and any(device in line.lower() for device in DEVICES) and not (position <= begins and _says_more(line)):
            found.append(position)
    return found


_LIST_WORDS = ("mailing list", "/listinfo/", "unsubscribe", "groups.google.com", "list-unsubscribe")


def _list_footer(lines: list[str], start: int, end: int) -> int:
    """Where the footer of a mailing list begins at the end of a run of new lines; `end` when there is none."""
    for position in range(end - 1, max(start - 1, end - 12), -1):
        line = lines[position].strip()
        if len(line) >= 2 and not line.strip("_") and any(word in below.lower() for below in lines[position:end] for word in _LIST_WORDS):
            return position
    return end


_HASH = re.compile(r"(?:Hash|Charset|Version|Comment|NotDashEscaped): .{0,200}")


def _armour(lines: list[str], labels: list[str]) -> list[int]:
    """The lines of an inline OpenPGP signature around a clear text (RFC 9580 section 7): its head, and all of the signature block."""
    if not any([line.startswith("-----BEGIN PGP") for line in lines]):  # noqa: C419 - a list is made faster than a few questions are asked one by one
        return []
    found: list[int] = []
    inside = ""
    for position, line in enumerate(lines):
        if labels[position] == "q":
            continue
        if line.startswith("-----"):
            inside = {"-----BEGIN PGP SIGNED MESSAGE-----": "head", "-----BEGIN PGP SIGNATURE-----": "signature"}.get(line.rstrip(), "end" if inside == "signature" else "")
            if inside:
                found.append(position)
            if inside == "end":
                inside = ""
        elif inside == "signature" or (inside == "head" and _HASH.fullmatch(line)):
            found.append(position)
        else:
            inside = ""
    return found
