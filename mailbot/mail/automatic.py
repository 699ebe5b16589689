"""Machine mail: what kind, by which sign, and whether an answer may be sent (RFC 3834, RFC 2919, RFC 2369, RFC 8098).
Signs are tried in a fixed order, bounces first: many bounces also look like replies and lists. In doubt a person wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.config.settings import Config
from mailbot.mail import bounces, dsn
from mailbot.mail import machine_words as words
from mailbot.mail.address import author, key, listed
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.headers import Headers
from mailbot.mail.message import Automatic, AutomaticKind, DeliveryReport, Identity, Verified
from mailbot.mail.mime import Part
from mailbot.mail.tokens import Keys, is_own_message_id


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading the signs came to."""

    automatic: Automatic | None
    report: DeliveryReport | None
    answerable: bool


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the signs are read from."""

    root: Part
    headers: Headers
    sender: Identity
    subject: str
    text: str
    start: str  # of the text, lower case, single spaces
    local: str  # of From, lower case
    from_address: str
    null_path: bool
    has_files: bool
    config: Config
    keys: Keys


def classify(
    root: Part, envelope: Envelope, sender: Identity, subject: str, text: str, new_text: str, has_files: bool, config: Config, keys: Keys
) -> Verdict:
    """Whether a machine wrote this mail, what it reports, and whether an automatic letter may answer it."""
    headers = root.headers
    address = sender.address or author(headers.first("from")) or ""
    start = " ".join((new_text or text)[:3000].lower().split())
    signs = _Signs(
        root, headers, sender, subject, text, start, address.partition("@")[0].lower(), address, _null_path(headers, envelope), has_files, config, keys
    )
    automatic, report = _first(signs)
    answerable = automatic is None and bool(address) and not _is_own(address, config) and (_is_form(signs) or _wants_answers(signs))
    return Verdict(automatic, report, answerable)


def _wants_answers(signs: _Signs) -> bool:
    """Nothing says that automatic letters are unwelcome. Of a web form nothing of this counts: its letters go to the visitor."""
    return not (signs.null_path or signs.headers.has("list-unsubscribe") or _is_no_reply(signs.local) or _expects_no_answer(signs))


def _expects_no_answer(signs: _Signs) -> bool:
    """Whether the address is one of servers and lists, or the text says so at its beginning or end, beside a link to follow instead."""
    if signs.local in bounces.DAEMONS or signs.local.endswith(("-bounces", "-bounce")):
        return True
    text = signs.text[:1500].lower() + "\n" + signs.text[-4000:].lower()
    return signs.local.startswith(words.BULK_SENDERS) or (any(phrase in text for phrase in words.UNANSWERED) and _LINK.search(text) is not None)


_LINK = re.compile(r"https?://|www\.|\S@\S")


def _first(signs: _Signs) -> tuple[Automatic | None, DeliveryReport | None]:
    report = _bounce(signs)
    if report is not None:
        delayed = report.action == "delayed"
        kind = AutomaticKind.DELAY if delayed else AutomaticKind.BOUNCE
        return Automatic(kind, "a server says that a mail is delayed" if delayed else "a server says that a mail was not delivered"), report
    for kind, sign in _FORM_SIGNS if is_form_sender(signs.from_address, signs.config) else _SIGNS:
        if because := sign(signs):
            return Automatic(kind, because), None
    return None, None


# ---- bounces --------------------------------------------------------------------------------------------
def _bounce(signs: _Signs) -> DeliveryReport | None:
    own = _own_addresses(signs)
    report = dsn.read_report(signs.root, signs.text)
    if report is not None and report.action in ("delivered", "relayed", "expanded"):
        return None
    if report is not None and _report_type(signs.root) != "disposition-notification":
        return dsn.with_recipients(report, signs.headers, signs.text, own)
    if _is_challenge(signs):
        return None
    daemon = _is_daemon(signs)
    machine = daemon or signs.null_path or _is_no_reply(signs.local) or signs.headers.token("auto-submitted") not in ("", "no")
    subject = " ".join(signs.subject.lower().split())
    titled = any(phrase in subject for phrase in bounces.SUBJECTS) and not _REPLY.match(subject)
    told = any(phrase in signs.start for phrase in bounces.PHRASES)
    returned = any(part.type in dsn.RETURNED for part in signs.root.parts)
    failed = signs.headers.has("x-failed-recipients")
    said_so = _report_type(signs.root) == "delivery-status"
    bulk = signs.headers.token("precedence") in ("bulk", "junk", "auto_reply")
    by_daemon = daemon and (titled or told)
    by_machine = told and ((machine and (titled or returned)) or (bulk and titled and returned))
    if failed or said_so or by_daemon or by_machine:
        return dsn.read_free_text(signs.headers, signs.root, signs.text, own)
    return None


_REPLY = re.compile(r"(?:re|sv|aw|antw|fwd?|vb|wg|tr|vs)\s?:")


def _own_addresses(signs: _Signs) -> frozenset[str]:
    """Addresses that a bounce names without meaning that they failed: its author, its reader, and ours."""
    mine = {signs.from_address.lower(), signs.config.mailbox.address.lower(), *(a.lower() for a in signs.config.mailbox.other_addresses)}
    for name in ("to", "delivered-to", "reply-to", "return-path"):
        mine.update(a.lower() for a in listed(signs.headers.first(name)[:2000], 20))
    return frozenset(mine)


def _is_daemon(signs: _Signs) -> bool:
    raw = signs.headers.text("from").lower()
    if signs.local in bounces.DAEMONS or raw.strip() in ("<>", ""):
        return bool(raw) or signs.null_path
    name = raw.partition("<")[0]
    return any(daemon in name for daemon in bounces.DAEMON_NAMES) or any(
        re.search(rf"(?:^|[<\s\"]){re.escape(daemon)}(?:[@>\"\s\\(]|$)", raw) for daemon in ("mailer-daemon", "postmaster", "mdaemon")
    )


def _null_path(headers: Headers, envelope: Envelope) -> bool:
    """The null reverse-path (RFC 5321 section 4.5.5): of the envelope, or as our server noted it for mail that came without one."""
    noted = headers.first("return-path").strip()
    if noted.replace(b" ", b"").lower() in (b"<>", b"<mailer-daemon>"):
        return True
    return envelope.mail_from is None and not (noted and envelope.door in (Door.IMAP, Door.DELIVER))


def _report_type(root: Part) -> str:
    return root.params.get("report-type", "").lower() if root.type == "multipart/report" else ""


# ---- the other signs, in order ----------------------------------------------------------------------------
def _own(signs: _Signs) -> str:
    """Known by a Message-ID that we signed or by our own address; a header that anybody can write is no sign."""
    ids = signs.headers.first("message-id")[:400].decode("latin-1")
    if is_own_message_id(ids, signs.keys):
        return "the Message-ID is one of ours"
    if signs.from_address and _is_own(signs.from_address, signs.config):
        return "From is our own address"
    return ""


def _is_challenge(signs: _Signs) -> str:
    for name in words.CHALLENGE_HEADERS:
        if signs.headers.has(name):
            return f"a spam filter asks the sender to confirm ({name})"
    machine = signs.null_path or signs.headers.token("auto-submitted") not in ("", "no") or signs.root.type == "multipart/report" or _is_no_reply(signs.local)
    subject = signs.subject.lower()
    titled = any(phrase in subject for phrase in words.CHALLENGE_SUBJECTS)
    told = any(phrase in signs.start for phrase in words.CHALLENGE_TEXTS)
    if (titled and told) or (machine and told) or (machine and titled):
        return "a spam filter asks the sender to confirm"
    return ""


def _autoreply(signs: _Signs) -> str:
    headers = signs.headers
    submitted = headers.token("auto-submitted")
    if submitted not in ("", "no"):
        return f"Auto-Submitted: {submitted} (RFC 3834)"
    for name in words.AUTOREPLY_HEADERS:
        if headers.has(name) and headers.token(name) not in ("no", "false"):
            return f"the header {name} marks an automatic reply"
    if headers.token("precedence") == "auto_reply":
        return "Precedence: auto_reply"
    subject = signs.subject.lower().strip()
    if subject.startswith(words.STRONG_SUBJECTS):
        return f"the subject is that of an automatic reply: {signs.subject[:60]!r}"
    away = any(phrase in signs.start[:1500] for phrase in words.AWAY)
    if subject.startswith(words.WEAK_SUBJECTS) and away:
        return "subject and text say that the sender is away"
    bare = re.sub(r"^(?:(?:re|sv|aw|antw|vs|ref|odp|r)\s?:\s*)+", "", subject)
    if bare.startswith(words.STRONG_SUBJECTS) and away:
        return "subject and text say that the sender is away"
    if away and len(signs.start) < 800 and signs.start.startswith(words.THANKS):
        return "a short text of thanks and absence"
    if signs.start.startswith(words.MACHINE_TEXTS):
        return "the text begins as only machines do"
    if signs.null_path:
        return "the mail has no return address (null reverse-path)"
    return ""


def _answers_by_itself(signs: _Signs) -> str:
    submitted = signs.headers.token("auto-submitted")
    return f"Auto-Submitted: {submitted} (RFC 3834)" if submitted == "auto-replied" else ""


_METHOD = re.compile(rb"^METHOD:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)


def _calendar(signs: _Signs) -> str:
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


def _structured_report(signs: _Signs) -> str:
    kind = _report_type(signs.root)
    if kind or signs.root.type == "multipart/report":
        return f"a report of a mail server ({kind or 'multipart/report'})"
    found = next((part.type for part in dsn.own_parts(signs.root) if part.type in _REPORT_PARTS), "")
    if found:
        return f"a report of a mail server ({found})"
    if signs.headers.has("tls-report-domain") or signs.headers.has("tls-report-submitter"):
        return "a TLS report"
    return ""


def _report(signs: _Signs) -> str:
    subject = signs.subject.lower()
    if subject.startswith("report domain:") and "report-id:" in subject:
        return "a DMARC report"
    if subject.startswith("complaint about message from") and any(part.type == "message/rfc822" for part in signs.root.parts):
        return "a complaint that a provider passes on (feedback loop)"
    if _is_daemon(signs) and signs.local in ("mailer-daemon", "mailerdaemon", "mdaemon"):
        return "a mail server writes"
    if _is_no_reply(signs.local):
        return f"{signs.local}@ reads no answers"
    return ""


def _list(signs: _Signs) -> str:
    for name in words.LIST_HEADERS:
        if signs.headers.has(name):
            return f"the header {name} marks a mailing list"
    precedence = signs.headers.token("precedence")
    if precedence in ("bulk", "list", "junk"):
        return f"Precedence: {precedence}"
    return ""


_SIGNS = (
    (AutomaticKind.OWN, _own),
    (AutomaticKind.CHALLENGE, _is_challenge),
    (AutomaticKind.REPORT, _structured_report),
    (AutomaticKind.AUTOREPLY, _autoreply),
    (AutomaticKind.CALENDAR, _calendar),
    (AutomaticKind.REPORT, _report),
    (AutomaticKind.LIST, _list),
)

# A web form is a machine that carries a person's words, whatever its headers say, and proven or not: what is not proven a person
# looks at. But where it answers a mail of ours, nobody wrote.
_FORM_SIGNS = ((AutomaticKind.OWN, _own), (AutomaticKind.AUTOREPLY, _answers_by_itself))


# ---- who -------------------------------------------------------------------------------------------------
def _is_no_reply(local: str) -> bool:
    return local.startswith(words.NO_REPLY) or local.endswith(words.NO_REPLY)


def _is_form(signs: _Signs) -> bool:
    return isinstance(signs.sender, Verified) and is_form_sender(signs.sender.address, signs.config)


def is_form_sender(address: str, config: Config) -> bool:
    """Whether this is the address of one of the vendor's web forms."""
    return _listed(address, config.mailbox.form_senders)


def _is_own(address: str, config: Config) -> bool:
    """Whether this is an address that mail to us goes to; forms that write under it are not meant."""
    if is_form_sender(address, config):
        return False
    return _listed(address, (config.mailbox.address, *config.mailbox.other_addresses))


def _listed(address: str, known: tuple[str, ...]) -> bool:
    try:
        wanted = key(address)
        return any(wanted == key(one) for one in known if one)
    except ValueError:
        return False
