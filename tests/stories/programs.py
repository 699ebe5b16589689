"""Replies as people's mail programs write them, made of a mail that was received and of what somebody types (docs/field-notes.md).
Headers, attribution, quoting, HTML and encodings are each program's own; a program of another language differs in its words alone."""

from __future__ import annotations

import base64
import quopri
import re
import textwrap
from collections.abc import Callable
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from html import escape

from mailbot.testing import Received
from tests.stories.replying import Reply, Typed, said

NBSP = "\u00a0"
CARD = ("Eva Ek", "Redovisningsstöd", "Tel 08-123 45 67")  # how she signs where her program lets her


def as_html(text: str) -> str:
    return escape(text, quote=False).replace(NBSP, "&nbsp;")


def divs(lines: tuple[str, ...], attributes: str = "") -> str:
    """One div for each line, as most programs write them."""
    return "".join(f"<div{attributes}>{as_html(line) or '<br>'}</div>" for line in lines)


def header_block(reply: Reply) -> str:
    """Outlook's, as HTML."""
    parted = (line.partition(":") for line in said(reply, reply.words.outlook).split("\n"))
    return "<br>".join(f"<b>{label}:</b>{as_html(rest)}" for label, _, rest in parted)


# ---- bytes ---------------------------------------------------------------------------------------------
def part(kind: str, charset: str, encoding: str, text: str, more: str = "") -> bytes:
    content = text.encode(charset)
    if encoding == "base64":
        content = base64.encodebytes(content)
    elif encoding == "quoted-printable":
        content = quopri.encodestring(content)
    head = f'Content-Type: {kind}; charset="{charset}"{more}\nContent-Transfer-Encoding: {encoding}\n\n'
    return head.encode() + content


def alternative(boundary: str, plain: bytes, html: bytes) -> bytes:
    return b"\n".join((f'Content-Type: multipart/alternative; boundary="{boundary}"\n'.encode(), f"--{boundary}".encode(), plain, f"--{boundary}".encode(), html, f"--{boundary}--\n".encode()))


def sealed(reply: Reply, body: bytes, message_id: str, headers: dict[str, str], prefix: str = "") -> bytes:
    """The whole mail, with the headers that every program writes."""
    received = reply.received
    subject = re.sub(r"^(?:Re|SV|AW|Antw): ", "", received.subject)
    whole = {
        "From": f"Eva Ek <{reply.author}>", "To": received.reply_to, "Subject": Header(f"{prefix or 'Re'}: {subject}", "utf-8").encode() if not subject.isascii() else f"{prefix or 'Re'}: {subject}",
        "Date": format_datetime(reply.at), "Message-ID": f"<{message_id}>", "In-Reply-To": received.header("Message-ID"),
        "References": "\n ".join(f"{received.header('References')} {received.header('Message-ID')}".split()), "MIME-Version": "1.0", **headers,
    }  # fmt: skip
    return "".join(f"{name}: {value}\n" for name, value in whole.items()).encode().replace(b"\n", b"\r\n") + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


# ---- Outlook -------------------------------------------------------------------------------------------
def _outlook_headers(reply: Reply) -> tuple[str, dict[str, str]]:
    index = base64.b64encode(bytes.fromhex(reply.unique("thread"))[:27]).decode()
    return (f"DB9PR04MB{reply.number:04}{reply.unique()[:24].upper()}@DB9PR04MB{reply.number:04}.eurprd04.prod.outlook.com",
            {"Thread-Topic": Header(reply.received.subject, "utf-8").encode(), "Thread-Index": index, "Accept-Language": f"{reply.language}-SE, en-US",
             "Content-Language": reply.language, "X-MS-Has-Attach": "", "X-Auto-Response-Suppress": "DR, OOF, AutoReply"})  # fmt: skip


def _outlook_text(reply: Reply, signature: tuple[str, ...]) -> str:
    typed = reply.typed
    above = [*typed.above, "", *signature, ""] if signature else [*typed.above, ""]
    return "\n".join([*above, said(reply, reply.words.outlook), "", reply.old_text(""), *typed.below, ""])


def outlook_for_windows(reply: Reply) -> bytes:
    """Word's HTML: every line a paragraph, an empty one with a no-break space; the old mail unmarked below a header block."""
    def paragraph(line: str, style: str = "") -> str:
        return f"<p class=MsoNormal><span lang=SV style='mso-fareast-language:EN-US{style}'>{as_html(line) or '&nbsp;'}<o:p></o:p></span></p>"

    signature = "".join(f'<p class=MsoNormal><a name="_MailAutoSig"><span>{line}<o:p></o:p></span></a></p>' if not at else
                        f"<p class=MsoNormal><span style='mso-bookmark:_MailAutoSig'><span>{line}<o:p></o:p></span></span></p>" for at, line in enumerate(CARD))
    old = "".join(f"{piece}{''.join(paragraph(line, ';color:#C00000') for line in lines)}" for piece, lines in reply.pieces())
    html = ('<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=Generator content="Microsoft Word 15 (filtered medium)">'
            "<style><!--\np.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;\n\tfont-size:11.0pt;\n\tfont-family:\"Calibri\",sans-serif;}\n--></style></head>"
            f'<body lang=SV link="#0563C1" vlink="#954F72"><div class=WordSection1>{"".join(map(paragraph, reply.typed.above))}{paragraph("")}{signature}{paragraph("")}'
            "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
            f"<p class=MsoNormal>{header_block(reply)}<o:p></o:p></p></div></div>{paragraph('')}{old}{''.join(map(paragraph, reply.typed.below))}</div></body></html>")
    message_id, headers = _outlook_headers(reply)
    charset = "iso-8859-1" if _fits(reply, "iso-8859-1") else "utf-8"
    body = alternative(f"_000_{reply.unique('b')[:20].upper()}_", part("text/plain", charset, "quoted-printable", _encodable(_outlook_text(reply, CARD), charset)),
                       part("text/html", charset, "quoted-printable", _encodable(html, charset)))
    return sealed(reply, body, message_id, headers, reply.words.re)


def _fits(reply: Reply, charset: str) -> bool:
    try:
        "\n".join([*reply.typed.above, *reply.typed.below, *(line for _, lines in reply.typed.within for line in lines)]).encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _encodable(text: str, charset: str) -> str:
    return text.encode(charset, "xmlcharrefreplace" if "<" in text else "replace").decode(charset)


def outlook_plain(reply: Reply) -> bytes:
    """A plain mail is answered plainly: the old text unmarked below a separator, in the code page of the machine."""
    typed = reply.typed
    text = "\n".join([*typed.above, "", *CARD, "", reply.words.original, said(reply, reply.words.outlook), "", reply.old_text(""), *typed.below, ""])
    message_id, headers = _outlook_headers(reply)
    body = part("text/plain", "windows-1252", "quoted-printable", _encodable(text, "windows-1252"))
    return sealed(reply, body, message_id, headers | {"X-Mailer": "Microsoft Outlook 16.0"}, reply.words.re)


def outlook_on_the_web(reply: Reply) -> bytes:
    """One div for each line; the signature and the header block are marked by their ids."""
    return _outlook_new(reply, '<div id="Signature" class="elementToProof">' + "".join(f"<p>{line}</p>" for line in CARD) + "</div>", CARD)


def outlook_on_a_phone(reply: Reply) -> bytes:
    line = reply.words.outlook_phone
    return _outlook_new(reply, f'<div id="ms-outlook-mobile-signature"><div><br></div><div>{line.split(" ")[0]} <a href="https://aka.ms/o0ukef">{" ".join(line.split(" ")[1:])}</a></div></div>',
                        (f"{line.split(' ')[0]} {' '.join(line.split(' ')[1:])}<https://aka.ms/o0ukef>",))


def _outlook_new(reply: Reply, signature: str, plain_signature: tuple[str, ...]) -> bytes:
    line = ' class="elementToProof" style="font-family: Aptos, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"'
    old = "".join(piece + divs(lines, line) for piece, lines in reply.pieces())
    html = ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head>'
            f'<body dir="ltr">{divs(reply.typed.above, line)}<div class="elementToProof"><br></div>{signature}<div id="appendonsend"></div>'
            f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{header_block(reply)}</font><div>&nbsp;</div></div>'
            f"<div>{old}</div>{divs(reply.typed.below, line)}</body></html>")
    text = "\n".join([*reply.typed.above, "", *plain_signature, "_" * 32, said(reply, reply.words.outlook), "", reply.old_text(""), *reply.typed.below, ""])
    message_id, headers = _outlook_headers(reply)
    body = alternative(f"_000_{reply.unique('b')[:20].upper()}_", part("text/plain", "utf-8", "base64", text), part("text/html", "utf-8", "base64", html))
    return sealed(reply, body, message_id, headers, reply.words.re)


# ---- Gmail ---------------------------------------------------------------------------------------------
def gmail_on_the_web(reply: Reply) -> bytes:
    """Divs; what is typed within the old mail parts its blockquote; the plain text is folded."""
    attribution = said(reply, reply.words.gmail)
    quote = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
    old = "".join(f"{quote}{piece}</blockquote>{divs(('', *lines)) if lines else ''}" for piece, lines in reply.pieces())
    address = reply.sender[1]
    shown = as_html(attribution).replace(escape(f"<{address}>"), f'&lt;<a href="mailto:{address}">{address}</a>&gt;')
    signature = '<div><br clear="all"></div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature"><div dir="ltr">' + "<br>".join(CARD) + "</div></div>"
    html = (f'<div dir="ltr">{divs(reply.typed.above)}{signature if reply.typed.above else ""}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{shown}<br></div>{old}</div>'
            f"{divs(reply.typed.below)}")
    folded = "\n".join(each for line in reply.typed.above for each in textwrap.wrap(line, 76, break_long_words=False) or [""])
    text = "\n".join([folded, "", *(("-- ", *CARD, "") if reply.typed.above else ()), *textwrap.wrap(attribution, 76, break_on_hyphens=False), "", reply.old_text("> ", 78), "", *reply.typed.below, ""])
    unique = reply.unique("b")
    body = alternative(f"000000000000{unique[:16]}", part("text/plain", "UTF-8", "quoted-printable", text), part("text/html", "UTF-8", "quoted-printable", html))
    return sealed(reply, body, f"CAD{unique[:40]}+{unique[:6]}=@mail.gmail.com", {"X-Gm-Message-State": f"AOJu0Y{unique[:30]}"})


# ---- Apple ---------------------------------------------------------------------------------------------
def apple_mail(reply: Reply) -> bytes:
    """The first line stands in the body itself, the others in divs."""
    attribution, typed = said(reply, reply.words.apple), reply.typed
    first = as_html(typed.above[0]) if typed.above else ""
    shown = f'<div>{as_html(attribution)}</div><br class="Apple-interchange-newline">'
    old = "".join(f'<blockquote type="cite">{shown if not at else ""}<div>{piece}</div></blockquote>' + (f"<div><br></div>{divs(lines)}<br>" if lines else "")
                  for at, (piece, lines) in enumerate(reply.pieces()))
    html = ('<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">'
            f'{first}{divs(typed.above[1:])}<div><br><div>{old}</div><br></div>{divs(typed.below)}</body></html>')
    quoted = f"> {attribution}\n> \n{reply.old_text('> ')}"
    text = "\n".join([*typed.above, "", quoted, "", *typed.below, ""])
    mark = reply.unique("b").upper()
    uuid = f"{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-A{mark[17:20]}-{mark[20:32]}"
    body = alternative(f"Apple-Mail=_{uuid}", part("text/plain", "utf-8", "quoted-printable", text), part("text/html", "utf-8", "quoted-printable", html))
    return sealed(reply, body, f"{uuid}@bokis.info", {"X-Mailer": "Apple Mail (2.3826.200.121)"})


def iphone(reply: Reply) -> bytes:
    """The line that names the phone, then the attribution and the old mail, marked; a byte order mark before it."""
    attribution, typed = said(reply, reply.words.apple), reply.typed
    signature = f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{reply.words.iphone}</div>'
    above, below = divs(typed.above, ' dir="ltr"'), divs(typed.below, ' dir="ltr"')
    old = "".join(f'<blockquote type="cite"><div dir="ltr">\ufeff{piece}</div></blockquote>' + (divs(("", *lines), ' dir="ltr"') if lines else "") for piece, lines in reply.pieces())
    html = ('<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
            f'{above}{signature}<div dir="ltr"><br><blockquote type="cite">{as_html(attribution)}<br><br></blockquote></div>{old}{below}</body></html>')
    text = "\n".join([*typed.above, "", reply.words.iphone, "", f"> {attribution}", "> ", "> \ufeff" + reply.old_text("> ")[2:], *typed.below, ""])
    mark = reply.unique("b").upper()
    uuid = f"{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-A{mark[17:20]}-{mark[20:32]}"
    body = alternative(f"Apple-Mail-{uuid}", part("text/plain", "utf-8", "quoted-printable", text), part("text/html", "utf-8", "quoted-printable", html))
    return sealed(reply, body, f"{uuid}@bokis.info", {"X-Mailer": "iPhone Mail (22B91)"})


# ---- Thunderbird ---------------------------------------------------------------------------------------
def thunderbird(reply: Reply) -> bytes:
    """Paragraphs, or lines with breaks; the signature in a pre."""
    def lines_of(lines: tuple[str, ...]) -> str:
        blocks = ("<br>\n".join(map(as_html, block.split("\n"))) for block in "\n".join(lines).split("\n\n") if block)
        return "".join(f"<p>{block}</p>\n" for block in blocks)

    typed = reply.typed
    head = f'<div class="moz-cite-prefix">{as_html(said(reply, reply.words.bird))}<br>\n</div>\n'
    cite = reply.received.header("Message-ID").strip("<>")
    old = "".join(f'<blockquote type="cite" cite="mid:{cite}">{piece}</blockquote>\n{lines_of(lines)}' for piece, lines in reply.pieces())
    signature = "\n".join(CARD)
    html = (f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n</head>\n<body>\n{lines_of(typed.above)}{head}{old}{lines_of(typed.below)}'
            f'<pre class="moz-signature" cols="72">-- \n{signature}</pre>\n</body>\n</html>')
    body = alternative(f"------------{reply.unique('b')[:24]}", part("text/plain", "UTF-8", "8bit", _flowed(reply), "; format=flowed"), part("text/html", "UTF-8", "8bit", html))
    return sealed(reply, body, _bird_id(reply), {"User-Agent": "Mozilla Thunderbird"})


def thunderbird_plain(reply: Reply) -> bytes:
    """format=flowed: what is broken for transport ends with a blank."""
    return sealed(reply, part("text/plain", "UTF-8", "8bit", _flowed(reply), "; format=flowed"), _bird_id(reply), {"User-Agent": "Mozilla Thunderbird"})


def _bird_id(reply: Reply) -> str:
    mark = reply.unique("b")
    return f"{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-a{mark[17:20]}-{mark[20:32]}@bokis.info"


def _flowed(reply: Reply) -> str:
    def flowed(text: str) -> str:
        return "\n".join(line if line.startswith(">") else " \n".join(textwrap.wrap(line, 71, break_on_hyphens=False) or [""]) for line in text.split("\n"))

    typed = reply.typed
    return flowed("\n".join([*typed.above, *([""] if typed.above else []), said(reply, reply.words.bird), reply.old_text("> "), "", *typed.below])) + "\n\n-- \n" + "\n".join(CARD) + "\n"


PROGRAMS: dict[str, tuple[Callable[[Reply], bytes], str]] = {
    "Outlook for Windows": (outlook_for_windows, "sv"), "Outlook for Windows, de": (outlook_for_windows, "de"), "Outlook for Windows, nl": (outlook_for_windows, "nl"),
    "Outlook for Windows, en": (outlook_for_windows, "en"), "Outlook, plain": (outlook_plain, "sv"), "Outlook, plain, de": (outlook_plain, "de"),
    "Outlook, plain, nl": (outlook_plain, "nl"), "Outlook on the web": (outlook_on_the_web, "sv"), "Outlook on the web, de": (outlook_on_the_web, "de"),
    "Outlook on a phone": (outlook_on_a_phone, "sv"), "Outlook on a phone, de": (outlook_on_a_phone, "de"), "Outlook on a phone, nl": (outlook_on_a_phone, "nl"),
    "Gmail": (gmail_on_the_web, "sv"), "Gmail, de": (gmail_on_the_web, "de"), "Gmail, nl": (gmail_on_the_web, "nl"), "Gmail, en": (gmail_on_the_web, "en"),
    "Apple Mail": (apple_mail, "sv"), "Apple Mail, de": (apple_mail, "de"), "Apple Mail, nl": (apple_mail, "nl"),
    "iPhone": (iphone, "sv"), "iPhone, de": (iphone, "de"), "iPhone, nl": (iphone, "nl"), "iPhone, en": (iphone, "en"),
    "Thunderbird": (thunderbird, "sv"), "Thunderbird, de": (thunderbird, "de"), "Thunderbird, nl": (thunderbird, "nl"), "Thunderbird, plain": (thunderbird_plain, "sv"),
}  # fmt: skip


def reply_of(program: str, received: Received, typed: Typed, author: str, at: datetime, number: int) -> bytes:
    """What this program sends when `author` answers a mail so."""
    write, language = PROGRAMS[program]
    return write(Reply(received, typed, author, at, language, number))
