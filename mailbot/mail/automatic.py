"""Machine mail: what kind, by which sign, and whether an answer may be sent (RFC 3834, RFC 2919, RFC 2369, RFC 8098).
Signs are tried in a fixed order, bounces first: many bounces also look like replies and lists. In doubt a person wrote."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from mailbot.config.settings import Config
from mailbot.mail import autoreply, bounces, dsn, notice_words, notices
from mailbot.mail import machine_words as words
from mailbot.mail.address import listed
from mailbot.mail.envelope import Envelope
from mailbot.mail.message import Automatic, AutomaticKind, DeliveryReport, Identity
from mailbot.mail.mime import Part
from mailbot.mail.ours import is_form_sender, is_own
from mailbot.mail.own_signature import is_command
from mailbot.mail.recipients import recipients_in
from mailbot.mail.signs import (
    Signs,
    is_daemon,
    is_form,
    is_lists,
    is_no_reply,
    is_own_list,
    is_postmaster,
    own_addresses,
    read_signs,
)
from mailbot.mail.tokens import Keys, is_own_message_id


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading the signs came to."""

    automatic: Automatic | None
    report: DeliveryReport | None
    answerable: bool


def classify(
    root: Part, envelope: Envelope, sender: Identity, subject: str, text: str, new_text: str, has_files: bool, config: Config, keys: Keys,
    *, by_agent: bool = False,
) -> Verdict:
    """Whether a machine wrote this mail, what it reports, and whether an automatic letter may answer it. `by_agent`: see autoreply.by_words."""
    signs = replace(read_signs(root, envelope, sender, subject, text, new_text, has_files, config, keys), by_agent=by_agent)
    automatic, report = _first(signs)
    answerable = automatic is None and bool(signs.from_address) and not is_own(signs.from_address, config) and (is_form(signs) or _wants_answers(signs))
    return Verdict(automatic, report, answerable)


def _first(signs: Signs) -> tuple[Automatic | None, DeliveryReport | None]:
    report = _bounce(signs)
    if report is not None:
        delayed = report.action == "delayed"
        kind = AutomaticKind.DELAY if delayed else AutomaticKind.BOUNCE
        return Automatic(kind, "a server says that a mail is delayed" if delayed else "a server says that a mail was not delivered"), report
    for kind, sign in _FORM_SIGNS if is_form_sender(signs.from_address, signs.config) else _SIGNS:
        if because := sign(signs):
            return Automatic(kind, because), None
    return None, None


# ---- whether an answer may be sent -----------------------------------------------------------------------
def _wants_answers(signs: Signs) -> bool:
    """Nothing says that automatic letters are unwelcome. Of a web form nothing of this counts: its letters go to the visitor."""
    if signs.null_path or is_no_reply(signs) or signs.local in bounces.DAEMONS or _has_been_here(signs):
        return False
    if not is_own_list(signs) and ("list-unsubscribe" in signs.names or is_lists(signs)):
        return False
    return not _says_so_itself(signs)


def _has_been_here(signs: Signs) -> bool:
    """Whether X-Loop names us: a program answers what we sent, or a server of ours passed a person's mail on. Either way a letter might run in circles."""
    return "x-loop" in signs.names and any(is_own(one, signs.config) for one in listed(signs.headers.first("x-loop")[:500], 3))


def _says_so_itself(signs: Signs) -> bool:
    """Whether the mail says at its beginning or end that nobody reads answers or how to leave the mailing, beside a link to follow instead.
    A mail that answers another is no mailing: what it quotes says nothing of it."""
    text = signs.new_text if signs.answers else signs.text
    ends = text[:1500] + "\n" + text[-4000:] + ("" if signs.answers else "\n" + _end_of_html(signs.root))
    if not any(sign in ends for sign in _OF_LINKS):
        return False
    told = " ".join(ends.lower().split())
    if _LINK.search(told) is None:
        return False
    said = any(phrase in told for phrase in words.UNANSWERED) and any(phrase in _for_everybody(told) for phrase in words.UNANSWERED)
    return said or words.NO_MORE.search(told) is not None


def _for_everybody(told: str) -> str:
    """Without the sentences that speak to those alone whom a mail reached by mistake."""
    return " ".join(sentence for sentence in re.split(r"(?<=[.!?]) ", told) if not words.ASTRAY.search(sentence))


_SHORT = 1500  # characters of what programs write in a person's name
_LINK = re.compile(r"https?://|www\.|\S@\S")
_OF_LINKS = ("://", "w.", "W.", "@")  # one of them is in every link, and none in most mails


def _end_of_html(root: Part) -> str:
    """The last words of the HTML, where mailings say how to leave them; their plain text often leaves that out."""
    part = next((part for part in dsn.own_parts(root) if part.type == "text/html" and len(part.body) < 1_000_000), None)
    return html.unescape(part.content()[-6000:].decode("utf-8", "replace")) if part is not None else ""


# ---- bounces --------------------------------------------------------------------------------------------
def _bounce(signs: Signs) -> DeliveryReport | None:
    report = dsn.read_report(signs.root, signs.text)
    if report is not None and report.action in ("delivered", "relayed", "expanded"):
        return None
    if report is not None and signs.report_type != "disposition-notification":
        return dsn.with_recipients(report, signs.headers, signs.text, own_addresses(signs))
    if _is_challenge(signs) or not _tells_of_failure(signs) or bounces.tells_of_arrival(signs.subject, bounces.human_part(signs.text)):
        return None
    return dsn.read_free_text(signs.headers, signs.root, signs.text, own_addresses(signs))


def _tells_of_failure(signs: Signs) -> bool:
    """Whether a mail without status parts is a bounce: a server's, or a machine's that says so twice. People forward and quote bounces."""
    if signs.headers.has("x-failed-recipients") or signs.headers.has("x-ms-exchange-message-is-ndr") or signs.report_type == "delivery-status":
        return True
    daemon = is_daemon(signs)
    if daemon and _is_postmaster_in_person(signs):
        return False
    machine = daemon or signs.null_path or is_no_reply(signs) or signs.submitted
    bulk = signs.headers.token("precedence") in ("bulk", "junk", "auto_reply")
    if not machine and not bulk and not _list(signs):
        return False
    subject = " ".join(signs.subject.lower().split())
    titled = any(phrase in subject for phrase in bounces.SUBJECTS) and not autoreply.REPLY.match(subject)
    told = any(phrase in signs.start for phrase in bounces.PHRASES)
    if daemon and (titled or told):
        return True
    returned = any(part.type in dsn.RETURNED for part in signs.root.parts)
    if told and ((machine and (titled or returned)) or (bulk and titled and returned)):
        return True
    return any(phrase in signs.start[:600] for phrase in bounces.LIST_REFUSALS)


def _is_postmaster_in_person(signs: Signs) -> bool:
    """Whether somebody writes himself at postmaster@ or under that name: he greets and asks something, and names no failed address and no code.
    Machines greet too ("Hi. This is the qmail-send program"), but they do not ask, and they say whom they mean."""
    if signs.null_path or signs.submitted or signs.root.type == "multipart/report" or not is_postmaster(signs):
        return False
    if any(part.type in (*dsn.RETURNED, *_REPORT_PARTS) for part in signs.root.walk()) or bounces.names_a_code(signs.start):
        return False
    asks = "?" in signs.start or notice_words.REQUEST.search(signs.start) is not None
    return asks and notice_words.GREETING.match(signs.start) is not None and not recipients_in(bounces.human_part(signs.text), own_addresses(signs))


# ---- the other signs, in order ----------------------------------------------------------------------------
def _own(signs: Signs) -> str:
    """Known by a Message-ID that we signed or by our own address; a header that anybody can write is no sign."""
    ids = signs.headers.first("message-id")[:400].decode("latin-1")
    if is_own_message_id(ids, signs.keys):
        return "the Message-ID is one of ours"
    if signs.from_address and is_own(signs.from_address, signs.config):
        return "From is our own address"
    return ""


def _is_challenge(signs: Signs) -> str:
    if name := signs.first_of(words.CHALLENGE_HEADERS):
        return f"a spam filter asks the sender to confirm ({name})"
    machine = signs.null_path or signs.submitted or signs.root.type == "multipart/report" or is_no_reply(signs)
    title = signs.subject.lower()
    titled = any(phrase in title for phrase in words.CHALLENGE_SUBJECTS)
    if (titled and machine) or ((titled or machine) and any(phrase in signs.start for phrase in words.CHALLENGE_TEXTS)):
        return "a spam filter asks the sender to confirm"
    if len(signs.start) < _SHORT and "?" not in signs.start.partition("http")[0] and words.CHALLENGE_PURPOSE.search(signs.start) and words.CHALLENGE_ACT.search(signs.start) and "://" in signs.start:
        return "" if notices.speaks_of_trouble((signs.start.partition("http")[0],)) or words.CLICKED.search(signs.start) else "a spam filter asks the sender to follow a link"
    return ""


def _autoreply(signs: Signs) -> str:
    because = autoreply.by_headers(signs.headers, signs.names)
    if not because and not _commands(signs):
        because = autoreply.by_words(signs.subject, signs.start, signs.new_text or signs.text, signs.answers, signs.has_files, by_agent=signs.by_agent)
    return because or ("the mail has no return address (null reverse-path)" if signs.null_path else "")


def _commands(signs: Signs) -> bool:
    """Whether it comes from an agent's address and holds a line that no machine writes: "/away" tells of an absence, too.
    Where the subject is a machine's, it is one all the same."""
    return not autoreply.is_machines(signs.subject.lower().strip()) and signs.config.agent_at(signs.from_address) is not None and any(is_command(line) for line in signs.new_text.split("\n", 1000))


def _answers_by_itself(signs: Signs) -> str:
    submitted = signs.headers.token("auto-submitted")
    return f"Auto-Submitted: {submitted} (RFC 3834)" if submitted == "auto-replied" else ""


_METHOD = re.compile(rb"^METHOD:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)


def _calendar(signs: Signs) -> str:
    bare = not signs.text.strip() and not signs.has_files
    if bare and (signs.subject.lower().startswith(words.CALENDAR_ANSWERS) or b"calendarmessage" in signs.headers.first("content-class")[:100]):
        return "a calendar program answers, without a word of its user"
    for part in dsn.own_parts(signs.root):
        if part.type != "text/calendar":
            continue
        declared = part.params.get("method", "").upper()
        match = _METHOD.search(part.content()[:20_000])
        method = declared or (match[1].decode("ascii").upper() if match else "")
        if method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "CANCEL"):
            return f"a calendar program answers ({method})"
        if not signs.text.strip():
            return "nothing but an invitation"
    return ""


_REPORT_PARTS = ("message/feedback-report", "message/disposition-notification", "message/delivery-status", "message/global-delivery-status")


def _structured_report(signs: Signs) -> str:
    kind = signs.report_type
    if kind or signs.root.type == "multipart/report":
        return f"a report of a mail server ({kind or 'multipart/report'})"
    found = next((part.type for part in dsn.own_parts(signs.root) if part.type in _REPORT_PARTS), "")
    if found:
        return f"a report of a mail server ({found})"
    if signs.headers.has("tls-report-domain") or signs.headers.has("tls-report-submitter"):
        return "a TLS report"
    return ""


def _arrival(signs: Signs) -> str:
    machine = is_daemon(signs) and (signs.null_path or signs.submitted)
    if (machine or signs.local in _DAEMONS) and bounces.tells_of_arrival(signs.subject, bounces.human_part(signs.text)):
        return "a mail server says that a mail arrived"
    return ""


_DAEMONS = ("mailer-daemon", "mailerdaemon", "mdaemon")


def _report(signs: Signs) -> str:
    subject = signs.subject.lower()
    if subject.startswith("report domain:") and "report-id:" in subject:
        return "a DMARC report"
    if subject.startswith("complaint about message from") and any(part.type == "message/rfc822" for part in signs.root.parts):
        return "a complaint that a provider passes on (feedback loop)"
    if len(signs.start) < _SHORT and (words.READ_RECEIPT.match(signs.start) or (words.RECALL.match(signs.start) and "?" not in signs.start)):
        return "a mail program says what became of a mail"
    if signs.local in words.WATCHERS or signs.local in words.SORTERS or (words.ALERT.match(subject) and words.ALERT_TEXT.match(signs.start)):
        return "a program that watches machines or sorts mail"
    if signs.local in _DAEMONS:
        return "a mail server writes"
    if is_no_reply(signs):
        return f"{signs.local}@ reads no answers"
    return ""


def _list(signs: Signs) -> str:
    own = is_own_list(signs)
    if name := signs.first_of(words.MAILING_HEADERS if own else words.LIST_HEADERS):
        return f"the header {name} marks a mailing list"
    precedence = signs.headers.token("precedence")
    if own and precedence == "list":
        return ""
    return f"Precedence: {precedence}" if precedence in ("bulk", "list", "junk") else ""


_SIGNS = (
    (AutomaticKind.OWN, _own),
    (AutomaticKind.CHALLENGE, _is_challenge),
    (AutomaticKind.REPORT, _structured_report),
    (AutomaticKind.REPORT, _arrival),
    (AutomaticKind.AUTOREPLY, _autoreply),
    (AutomaticKind.CALENDAR, _calendar),
    (AutomaticKind.REPORT, _report),
    (AutomaticKind.LIST, _list),
)

# A web form is a machine that carries a person's words, whatever its headers say, and proven or not: what is not proven a person
# looks at. But where it answers a mail of ours, nobody wrote.
_FORM_SIGNS = ((AutomaticKind.OWN, _own), (AutomaticKind.AUTOREPLY, _answers_by_itself))
