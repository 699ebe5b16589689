"""Bounces in free text: what Exim, qmail, Postfix, sendmail, Exchange, Domino and their like write to people.
Tables of words and a few line shapes; bounded and linear, and silent where the words do not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\x80-\U0010ffff-]{1,64}@[A-Za-z0-9\x80-\U0010ffff](?:[A-Za-z0-9.\x80-\U0010ffff-]{0,250}[A-Za-z0-9\x80-\U0010ffff])?")
_MOST = 20_000  # characters of the report that are read

# Who writes bounces: local parts of From, and words in its display name.
DAEMONS = frozenset(
    ["mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon", "postmaster", "poostmaster", "mailadmin", "mmdf", "mail-delivery",
     "mail.delivery", "bounce", "bounces", "mail-system", "mailsystem", "undeliverable", "mailer", "mail_delivery_system", "ndr"]
)  # fmt: skip
DAEMON_NAMES = (
    "mail delivery", "mail deliver system", "mailer-daemon", "mailer daemon", "mail system", "mail administrator", "jetmail", "postmaster",
    "mailsystem", "ndr administrator", "internet mail delivery", "mail router", "mail transfer",
)  # fmt: skip

SUBJECTS = (
    "undeliver", "returned mail", "returned to sender", "returning message", "returning to sender", "delivery failure", "delivery has failed",
    "delivery failed", "failure notice", "failure delivery", "failed delivery", "delivery status", "delivery notification", "delivery report", "mail delivery fail",
    "mail delivery problem", "mail failure", "mail failed", "failed mail", "not delivered", "could not be delivered", "could not deliver", "cannot be delivered",
    "can't be delivered", "unable to deliver", "nondeliverable", "non-deliverable", "non delivery", "non-delivery", "mail error", "delivery error", "mail system error", "message status",
    "postmaster notify", "message delivery has failed", "delivery warning", "message delayed", "delayed mail", "delivery delayed", "delivery is delayed", "has not yet been delivered",
    "message rejected", "automatically rejected", "mail rejected", "message blocked", "blocked message", "undelivered", "user unknown", "unknown user", "mail could not",
    "olevererbar", "kunde inte levereras", "ej levererad", "leveransen misslyckades", "leveransfel", "misslyckad leverans", "meddelandet kunde inte",
    "unzustellbar", "nicht zustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "unzustellbarkeit", "übermittlungsfehler", "fehlgeschlagene zustellung", "zustellungsfehler",
    "onbestelbaar", "niet bezorgd", "kan niet worden bezorgd", "niet afgeleverd", "bezorging mislukt",
    "ikke leveret", "kunne ikke leveres", "ikke levert", "kan ikke leveres", "toimitus epäonnistui", "ei voitu toimittaa", "non remis", "non distribué", "échec de la remise", "échec de remise",
    "no entregado", "no se puede entregar", "error de entrega", "no se pudo entregar", "non recapitabile", "mancato recapito", "recapito non riuscito", "niedostarczalne", "niedoręczon", "nie dostarczono",
    "não entregue", "não foi possível entregar", "не доставлено", "недоставлен", "aws notification message",
)  # fmt: skip
PHRASES = (
    "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "not be delivered to", "unable to deliver", "was not delivered", "wasn't delivered",
    "undeliverable", "undelivered", "delivery to the following", "delivery has failed", "delivery failed", "permanent error", "permanent fatal error", "permanent failure", "fatal error",
    "message that you sent", "did not reach", "not reached", "mail system at host", "qmail-send", "returned to you", "returned below", "i'm sorry to have to inform", "i'm afraid",
    "transcript of session", "user unknown", "unknown user", "no such user", "mailbox is full", "mailbox full", "over quota", "quota exceeded", "rejected by", "message was rejected",
    "has been rejected", "was rejected", "could not deliver", "have not been delivered", "has not been delivered", "not yet been delivered", "delivery attempt", "not listed in", "host unknown",
    "recipient address rejected", "address rejected", "delivery error", "failed to deliver", "failed recipient", "non-delivery", "this address no longer", "account does not exist",
    "has been blocked", "is not member", "are not member", "was blocked", "delivery report", "delivery status", "problem delivering", "following addresses", "following recipient", "following address", "cannot deliver",
    "kunde inte levereras", "kunde inte nås", "nicht zugestellt werden", "konnte nicht", "kon niet worden", "niet worden afgeleverd", "kunne ikke leveres", "n'a pas pu être", "no se pudo entregar", "non è stato possibile", "infected",
    '"notificationtype":"bounce"', "has been delayed", "still being retried", "will be retried", "will keep trying", "no action is required",
)  # fmt: skip
_STILL_TRYING = (
    "not yet been delivered", "has not been delivered yet", "still being retried", "will be retried", "will continue to try", "will keep trying", "will continue trying", "this is a warning only",
    "this is a warning message only", "do not need to resend", "no action is required on your part", "delivery attempts will continue", "will continue for",
)  # fmt: skip
_DELAYED = ("delayed", "delivery warning", "delivery delay", "could not send", "försenad", "försenats", "verzögert", "vertraagd", "forsinket", "retardé", "retrasado")
_GAVE_UP = ("gave up", "giving up", "given up", "removed from the queue", "permanent", "could not be delivered for", "cannot send message for")


def is_delay(subject: str, text: str) -> bool:
    """Whether a report says that the server still tries."""
    told = text[:3000].lower()
    if any(words in told for words in _STILL_TRYING):
        return True
    return any(words in subject.lower() or words in told[:600] for words in _DELAYED) and not any(words in told for words in _GAVE_UP)


# ---- hard or soft -------------------------------------------------------------------------------------
# Hard: this address is dead (unknown user, unknown host, moved). A refusal by policy, size or a full mailbox is not.
_SOFT = (
    "quota", "mailbox full", "mailbox is full", "mailfolder is full", "mailbox size", "full mailbox", "storage", "disk space", "too large", "too big", "message size", "size limit", "exceeds the max", "maximum size", "exceeded the",
    "spam", "spf", "dkim", "dmarc", "blacklist", "blocklist", "block list", "blocked", "black list", "rbl", "dnsbl", "listed at", "reputation", "policy", "virus", "infected", "banned",
    "content rejected", "content filter", "prohibited", "not permitted", "relay", "authentication", "not authorized", "access denied", "timed out", "timeout", "time out", "deferred", "temporar", "try again", "try later", "retry", "greylist",
    "connection refused", "connection reset", "network unreachable", "unreachable", "too many", "hop count", "mail loop", "loop detected", "loops back", "insufficient", "local error", "system error",
    "configuration error", "rate limit", "throttl", "reverse dns", "ptr record", "rdns", "does not accept mail from", "sender rejected", "sender denied", "sender address", "bulk", "filtered", "expired", "too old", "inactive", "suspended", "disabled", "helo", "frozen",
    "may not exist", "permission", "not a member", "not member", "exceeds allowed", "line limit", "tls", "failing for a long time", "socket error", "did not accept our requests", "transaction failed", "currently unavailable", "service unavailable",
    "unauthenticated", "mismatch", "invalid ip", "not collected", "been collected", "not allowed", "unable to relay", "command died", "command failed", "i/o error", "failed 20 attempts", "not been able to deliver", "connection failed", "unable to connect", "cannot connect", "could not connect",
    "dropped", "initiate smtp", "denied", "autorisé", "permisos", "not reachable",
)  # fmt: skip
_HARD = (
    "user unknown", "unknown user", "unknown recipient", "unknown address", "unknown local", "recipient unknown", "address unknown", "no such user", "no such mailbox", "no such address", "no such recipient", "no such account", "no such person",
    "does not exist", "doesn't exist", "do not exist", "not exist", "no mailbox here", "no mailbox by that", "no mailbox", "mailbox not found", "user not found", "recipient not found", "address not found", "account not found",
    "recipientnotfound", "recipient invalid", "invalid recipient", "invalid mailbox", "invalid user", "invalid address", "bad address", "bad destination", "not a valid", "isn't a valid", "no valid", "not our customer", "not known here", "is unknown", "is not known",
    "unrouteable address", "unroutable address", "not listed in", "couldn't be found", "could not be found", "wasn't found", "not found in", "cannot be found", "no account", "this user doesn't have", "undeliverable address", "has left", "moved to", "has moved", "no longer",
    "host unknown", "unknown host", "host not found", "domain not found", "unknown domain", "name or service not known", "nxdomain", "no such domain", "domain does not", "host or domain name not found", "not a domain", "illegal host", "illegal user", "null mx", "couldn't find any host",
    "recipient address rejected: user", "recipient rejected", "unbekannt", "existiert nicht", "onbekend", "finns inte", "okänd", "inconnu", "inexistant", "desconocid", "non esiste", "addressee unknown", "not recognized", "not our user", "no user", "mailbox unavailable", "account has been", "unknown or", "delivered to unknown", "user not known", "invalid final delivery userid", "n'existe pas", "n’existe pas", "recipient address rejected: access denied", "リストにありません", "見つかりません", "check if address is correct", "verify that the recipient address", "does not accept mail", "did not exactly match", "recipient address rejected.",
)  # fmt: skip
_DEAD = frozenset(["5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.4.4", "5.4.310"])
_REFUSED = ("quota", "mailbox full", "mailbox is full", "spam", "blocked", "policy", "access denied")
_CODE = re.compile(r"\b([45])[. ](\d{1,2})[. ](\d{1,3})\b")
_REPLY = re.compile(r"\b5[0-9]{2}\b[ -]")
_NOISE = re.compile(r"https?://\S{1,300}|[^\s<>]{1,64}@[^\s<>]{1,255}")


def is_hard(status: str | None, words: str) -> bool | None:
    """Whether the address is dead for good. A specific status decides (RFC 3463), then the words; None: nothing says why."""
    lower = _NOISE.sub(" ", words[:_MOST]).lower()
    status = _most_specific(status, lower)
    dead = [at for phrase in _HARD if (at := lower.find(phrase)) >= 0]
    alive = [at for phrase in _SOFT if (at := lower.find(phrase)) >= 0]
    if status is not None:
        if status.startswith(("4", "2")):
            return False
        if status in _DEAD or (status == "5.1.0" and not alive):
            return bool(dead) or not any(phrase in lower for phrase in _REFUSED)
        if (status.split(".")[1] in ("3", "6") and not status.endswith(".0")) or status.split(".")[1] == "7" or status in ("5.2.2", "5.2.3", "5.2.4"):
            return bool(dead) and not alive
    if dead and (not alive or min(dead) <= min(alive)):
        return True
    if alive or _REPLY.search(lower) or (status is not None and status.split(".")[1] in ("2", "4", "5")):
        return False
    return None


def _most_specific(status: str | None, words: str) -> str | None:
    """The status, or the first one that the words give when the status itself says little, such as 5.0.0 or 5.1.0."""
    if status is not None and not status.endswith(".0"):
        return status
    named = (f"{m[1]}.{int(m[2])}.{int(m[3])}" for m in _CODE.finditer(words))
    return next((code for code in named if not code.endswith(".0")), status)


# ---- recipients ----------------------------------------------------------------------------------------
_RETURNED = re.compile(
    r"^[ \t>]{0,4}(?:-{2,}[^\n]{0,40}(?:below this line|this is a copy|original message|returned message|message (?:header|text) follows|unsent message|undelivered message|start of)"
    r"|(?:received|return-path|message-id|dkim-signature|mime-version):[ \t]|the (?:original|full) message(?! was received)|original message follows|message header for)",
    re.IGNORECASE | re.MULTILINE,
)
_LEADING = re.compile(r"^[ \t]{0,12}(?:<([^<>\s]{3,320})>|'([^'\s]{3,320})'|\(([^()\s]{3,320})\)|([^\s<>:;,()\"']{1,64}@[^\s<>:;,()\"']{3,255}))[ \t]{0,3}(:|\.\.\.|$|[ \t])", re.MULTILINE)
_INTRODUCED = re.compile(r"(?:following|these)[ \n](?:\w{1,12} )?(?:recipient|address|e-?mail address|mailbox|user)(?:\(s\)|\(es\)|e?s)?\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:user|recipient|recipients|address|to|rcpt to|smtp|addressed|mailbox|failed recipient|unknown|user unknown|for|forward to|delivery to|deliver to|envoy à|an|till|à)(?:[ \t]{0,3}[:=][ \t]{0,4}|[ \t]{1,4}|(?=[<'\"(]))[<'\"(]?"
    r"([A-Za-z0-9!#$%&*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{3,253})",
    re.IGNORECASE,
)


def human_part(text: str) -> str:
    """What a report says to people: the text above the mail that it gives back."""
    head = text[:_MOST]
    match = _RETURNED.search(head, 40)
    return head[: match.start()] if match else head


def named_in(value: str) -> tuple[str, ...]:
    """The addresses of a header such as X-Failed-Recipients."""
    return tuple(dict.fromkeys(ADDRESS.findall(value[:4000])))


def recipients_in(text: str, own: frozenset[str]) -> tuple[str, ...]:
    """The failed addresses of a report's words: those at the start of a line, else the first one named. Never one of `own`.
    What stands below "the following recipients" counts before anything else."""
    introduced = _INTRODUCED.search(text[:_MOST])
    if introduced is not None and (found := recipients_in(text[introduced.end() : _MOST], own)):
        return found
    leading = _others((match[1] or match[2] or match[3] or match[4] for match in _LEADING.finditer(text[:_MOST])), own)
    if leading:
        return leading
    named = _others(_NAMED.findall(text[:_MOST]), own)
    return named[:1] or _others(ADDRESS.findall(text[:_MOST]), own)[:1]


def _others(found: Iterable[str], own: frozenset[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for address in found:
        match = ADDRESS.fullmatch(address.strip(".,;:<>'\"").removeprefix("mailto:"))
        if match and match[0].lower() not in own and match[0].partition("@")[0].lower() not in DAEMONS:
            kept.setdefault(match[0].lower(), match[0])
        if len(kept) >= 100:
            break
    return tuple(kept.values())


_MESSAGE_ID = re.compile(r"^[ \t>]{0,4}message-id:[ \t]{0,4}<([^<>\s\x00-\x1f\x7f-\x9f]{3,250})>", re.IGNORECASE | re.MULTILINE)


def message_ids_in(text: str) -> list[str]:
    """Message-IDs of a mail that was given back as plain text."""
    return _MESSAGE_ID.findall(text)[:5]
