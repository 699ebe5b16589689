"""The body: which parts are the text, which are attachments (RFC 2046, RFC 2183).
Text is chosen, decoded, cleaned and bounded; only winmail.dat is unpacked, nothing is executed or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.config.machine import Limits
from mailbot.mail import charsets, rtf, uuencoded
from mailbot.mail.html import to_text
from mailbot.mail.message import Attachment
from mailbot.mail.mime import Part, read_structure
from mailbot.mail.shown import html_source, html_text, is_text, plain_text, words_of
from mailbot.mail.signed import signed_content
from mailbot.mail.tnef import unpack


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says and carries."""

    text: str
    attachments: tuple[Attachment, ...]
    from_html: bool
    defects: tuple[str, ...]
    pages: tuple[Part, ...] = ()  # the HTML that says the same, or is where the text came from


def read_body(root: Part, limits: Limits) -> Body:
    """Text and attachments of a whole mail."""
    reading = _Reading(limits)
    reading.take(root, 0)
    if not reading.texts:
        reading.text_among_files(root)
    if not any(shown.strip() for shown in reading.texts) and reading.packed.strip():
        reading.texts.append(reading.packed)
        reading.htmls.append(False)
    stray = charsets.clean_text("\n".join(charsets.decode(line)[0] for line in root.headers.stray)) if root.headers.stray else ""
    text = "\n\n".join(t for t in (stray, *reading.texts) if t.strip())
    most = 1024 * limits.text_kb
    if len(text) > most:
        reading.defects.append("text cut")
        text = text[:most]
    if any(part.opaque for part in root.walk()):
        reading.defects.append("too many or too deep parts")
    html_only = bool(reading.texts) and all(reading.htmls)
    return Body(text.strip("\n"), tuple(reading.attachments), html_only, tuple(reading.defects), tuple(reading.pages))


def page(body: Body, limits: Limits) -> str:
    """The HTML of a mail whose whole text stands in one page; else empty."""
    if len(body.pages) != 1:
        return ""
    return charsets.clean_text(html_source(body.pages[0], limits)[0])


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.texts: list[str] = []
        self.htmls: list[bool] = []
        self.pages: list[Part] = []
        self.attachments: list[Attachment] = []
        self.defects: list[str] = []
        self.packed = ""  # the text of winmail.dat: it counts when there is no other
        self.opened = 0  # signed envelopes that were looked into

    def take(self, part: Part, depth: int) -> None:
        kind = part.type
        if part.opaque:
            self.attach(part)
        elif kind == "multipart/alternative":
            self.alternative(part, depth)
        elif kind == "multipart/related":
            self.related(part, depth)
        elif kind == "multipart/encrypted":
            self.defects.append("encrypted")
            for child in part.parts:
                self.attach(child)
        elif kind.startswith("multipart/"):
            for child in part.parts:
                self.take(child, depth + 1)
        elif is_text(part):
            self.text(part)
        elif kind == "message/partial" and (inner := self.first_piece(part)) is not None:
            self.defects.append("a piece of a longer mail")
            self.take(inner, depth + 1)
        elif part.type in _SMIME and (inner := self.signed(part)) is not None:
            self.take(inner, depth + 1)
        else:
            self.attach(part)

    def signed(self, part: Part) -> Part | None:
        """The mail within an opaque S/MIME signature; None when it is encrypted, or something else."""
        if self.opened >= _MOST_ENVELOPES:
            return None
        self.opened += 1
        content = signed_content(part.content())
        return read_structure(content, self.limits) if content else None

    def first_piece(self, part: Part) -> Part | None:
        """The beginning of a mail that was sent in pieces (RFC 2046 section 5.2.2); None for the further pieces, which begin anywhere."""
        if self.opened >= _MOST_ENVELOPES or part.params.get("number", "").strip() != "1":
            return None
        self.opened += 1
        return read_structure(part.content().lstrip(b"\n"), self.limits)

    def text_among_files(self, root: Part) -> None:
        """Without any text, the first text part that has a name but is not called an attachment is the text (old programs name every part).
        A mail that is one single text shows it in any case: as its text too when it is called an attachment."""
        for part in root.walk():
            if part.type in ("text/plain", "text/html") and (part.disposition != "attachment" or part is root) and not part.opaque:
                self.text(part)
                return
        for part in root.walk():
            if part.type in _RTF and (part.disposition != "attachment" or part is root) and not part.opaque:
                self.texts.append(charsets.clean_text(rtf.text(part.content()[: 1024 * self.limits.html_kb])).strip())
                self.htmls.append(False)
                return

    def text(self, part: Part) -> None:
        if part.filename and part.disposition == "inline" and part.type == "text/plain" and any(map(str.strip, self.texts)):
            self.attach(part)  # a file that is also shown
        shown, honest = html_text(part, self.limits) if part.type == "text/html" else plain_text(part, self.limits)
        if part.type == "text/plain":
            for file in uuencoded.files_in(shown, self.limits.parts - len(self.attachments)):
                self.attach_file(file.name, "", file.content)
        self.texts.append(shown)
        self.htmls.append(part.type == "text/html")
        if part.type == "text/html":
            self.pages.append(part)
        if not honest:
            self.defects.append("charset was not as declared")

    def alternative(self, part: Part, depth: int) -> None:
        """The plain text when it says anything, else the last one that we can read; what else stands beside it is kept."""
        before = len(self.texts)
        chosen: Part | None = None
        for child in part.parts:
            if child.type == "text/plain" and is_text(child) and child.content().strip():
                chosen = child
                break
        if chosen is None:
            readable = [c for c in part.parts if c.type == "text/html" or c.type.startswith("multipart/")]
            chosen = readable[-1] if readable else next((c for c in part.parts if is_text(c)), None)
        richer = self.richer(chosen, part)
        if richer is None and (full := self.instead(chosen, part)) is not None:
            chosen = full
        if richer is not None and self.is_repeated(chosen, richer):
            chosen = richer
        if chosen is not None and chosen.type == "text/plain" and richer is None:
            self.pages += [each for child in part.parts for each in child.walk() if each.type == "text/html" and is_text(each)]
        for child in part.parts:
            if child is chosen or child is richer:
                self.take(child, depth + 1)
            elif child.type.startswith("multipart/"):
                self.beside(child)
            elif not is_text(child) and child.type != "text/html":
                self.attach(child)
        if len(self.texts) == before and chosen is None and part.parts:
            self.attach(part.parts[0])

    def richer(self, chosen: Part | None, part: Part) -> Part | None:
        """The HTML beside a plain text that says next to nothing, as of programs that write "your reader shows no HTML" or break their own text."""
        if chosen is None or chosen.type != "text/plain" or len(chosen.body) > _NEXT_TO_NOTHING:
            return None
        html = next((child for child in part.parts if child.type == "text/html" and is_text(child)), None)
        if html is None or len(html.body) < 4 * _NEXT_TO_NOTHING:
            return None
        return html if len(words_of(html, self.limits)) > 10 * len(words_of(chosen, self.limits)) else None

    def instead(self, chosen: Part | None, part: Part) -> Part | None:
        """The HTML, where the plain text beside it says only that the reader should show HTML: a program wrote that."""
        if chosen is None or chosen.type != "text/plain" or len(chosen.body) > 2 * _NEXT_TO_NOTHING:
            return None
        shown = plain_text(chosen, self.limits)[0]
        if _STUB.search(shown) is None or len(shown.split()) > _STUB_WORDS:
            return None
        html = next((child for child in part.parts if child.type == "text/html" or (child.type == "multipart/related" and any(one.type == "text/html" for one in child.parts))), None)
        inner = html if html is None or html.type == "text/html" else next(one for one in html.parts if one.type == "text/html")
        return html if inner is not None and set(words_of(inner, self.limits)) - set(shown.split()) else None

    def is_repeated(self, plain: Part | None, html: Part) -> bool:
        """Whether the HTML says all that the plain text says; else both are shown, since nothing is lost."""
        return plain is not None and set(words_of(plain, self.limits)) <= set(words_of(html, self.limits))

    def beside(self, part: Part) -> None:
        """The attachments within a container whose text was not chosen."""
        for child in part.parts:
            if child.type.startswith("multipart/"):
                self.beside(child)
            elif not is_text(child):
                self.attach(child, inline=bool(child.headers.first("content-id")))

    def related(self, part: Part, depth: int) -> None:
        start = part.params.get("start", "").strip("<> ")
        root = next((c for c in part.parts if start and c.headers.first("content-id").decode("latin-1").strip("<> ") == start), None)
        root = root or next((c for c in part.parts if is_text(c) or c.type.startswith("multipart/")), None)
        for child in part.parts:
            if child is root:
                self.take(child, depth + 1)
            elif child.type.startswith("multipart/"):
                self.beside(child)
            else:
                self.attach(child, inline=bool(child.headers.first("content-id")))

    def winmail(self, part: Part) -> bool:
        """Unpack winmail.dat. False when it must be kept as it is: damaged, or nothing in it that we can read."""
        found = unpack(part.content(), self.limits.parts - len(self.attachments))
        if found is None:
            return False
        for file in found.files:
            self.attach_file(file.name, file.type, file.content, inline=bool(file.content_id), content_id=file.content_id.strip("<> "))
        most = 1024 * self.limits.text_kb
        html = to_text(found.html, 1024 * self.limits.html_kb, most) if found.html and not found.text.strip() else ""
        text = found.text if found.text.strip() else html or rtf.text(rtf.unpacked(found.rtf, most))
        self.packed = self.packed or charsets.clean_text(text[:most]).strip()
        return not found.damaged and bool(found.files or self.packed)

    def attach(self, part: Part, inline: bool = False) -> None:
        if len(self.attachments) >= self.limits.parts:
            return
        if (part.type in _TNEF or part.filename.lower() == "winmail.dat") and not part.opaque and self.winmail(part):
            return
        content = part.content() if not part.opaque and not part.parts else part.body
        name = clean_name(part.filename) or self.nameless(part)
        inline = inline or (part.disposition == "inline" and part.type.startswith("image/"))
        self.attachments.append(Attachment(name, part.type[:100], len(content), content, inline, _content_id(part)))

    def attach_file(self, declared: str, kind: str, content: bytes, inline: bool = False, content_id: str = "") -> None:
        """A file that stood within something else: winmail.dat, or the text."""
        name = clean_name(declared) or f"attachment-{len(self.attachments) + 1}.bin"
        kind = kind.lower()[:100] or _TYPES.get(name.lower().rpartition(".")[2], "application/octet-stream")
        self.attachments.append(Attachment(name, kind, len(content), content, inline, content_id))

    def nameless(self, part: Part) -> str:
        """A name for an attachment that has none: the subject of an enclosed mail, else a number."""
        if part.parts and (subject := clean_name(part.parts[0].headers.text("subject", 80))):
            return f"{subject}.eml"
        ending = _ENDINGS.get(part.type) or re.sub(r"[^a-z0-9]", "", part.type.partition("/")[2])[:8] or "bin"
        return f"attachment-{len(self.attachments) + 1}.{ending}"


_NEXT_TO_NOTHING = 250  # bytes
_STUB_WORDS = 45
_STUB = re.compile(  # a reader, a program or a version, and HTML that it shows, supports or lacks
    r"(?=.{0,400}\bhtml\b).{0,400}?(?:\b(?:e-?mail|mail)\W{0,3}(?:program\w*|client|reader|viewer|software|klient|läsare|programm)\b|\b(?:mailprogram\w*|e-postprogram\w*|mejlprogram\w*|e-mailprogram\w*|mailclient|mailklient|client de messagerie|lettore|e-postklient)\b|\bviewer\b|\bhtml[- ](?:capable|compatible|enabled|version|part|mail|e-?mail|format|nachricht|meddelande|bericht)\b)",
    re.IGNORECASE | re.DOTALL,
)
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_RTF = ("text/rtf", "application/rtf", "text/x-rtf", "application/x-rtf")
_MOST_ENVELOPES = 3
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "heic": "image/heic", "tif": "image/tiff", "tiff": "image/tiff",
    "pdf": "application/pdf", "txt": "text/plain", "log": "text/plain", "csv": "text/csv", "zip": "application/zip", "ics": "text/calendar",
}  # fmt: skip
_ENDINGS = {
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "image/jpeg": "jpg", "image/svg+xml": "svg", "message/rfc822": "eml",
    "message/delivery-status": "txt", "text/rfc822-headers": "txt", "application/octet-stream": "bin", "application/pgp-signature": "asc",
    "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/ms-tnef": "dat",
}  # fmt: skip


# ---- names of attachments -----------------------------------------------------------------------------
def _content_id(part: Part) -> str:
    return part.headers.first("content-id").decode("latin-1").strip("<> ")[:250]


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


def clean_name(declared: str) -> str:
    """A file name for showing: no folders, no control or direction characters, at most 150 characters with its ending kept."""
    name = charsets.clean_line(declared, 1000).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip().lstrip(".") if set(name) - set("./ ") else ""
    if len(name) > 150:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 150 - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else name[:150]
    return name
