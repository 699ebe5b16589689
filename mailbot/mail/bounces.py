"""Bounces in free text: what Exim, qmail, Postfix, sendmail, Exchange, Domino and their like write to people.
Tables of words and a few line shapes; bounded and linear, and silent where the words do not tell."""

from __future__ import annotations

import re

from mailbot.mail.status import first_code

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

EXCHANGE = re.compile(r"microsoftexchange[0-9a-f]{32}")  # the local part under which Exchange reports
_REPLY_CODE = re.compile(r"(?<![\d.,])[45][0-9]{2}(?=[ -])")

SUBJECTS = (
    "undeliver", "returned mail", "returned to sender", "returning message", "returning to sender", "delivery failure", "delivery has failed",
    "delivery failed", "failure notice", "failure delivery", "failed delivery", "delivery status", "delivery notification", "delivery report", "mail delivery fail",
    "mail delivery problem", "mail failure", "mail failed", "failed mail", "not delivered", "could not be delivered", "could not deliver", "cannot be delivered",
    "can't be delivered", "unable to deliver", "nondeliverable", "non-deliverable", "non delivery", "non-delivery", "mail error", "delivery error", "mail system error", "message status",
    "postmaster notify", "message delivery has failed", "delivery warning", "message delayed", "delayed mail", "delivery delayed", "delivery is delayed", "has not yet been delivered",
    "message rejected", "automatically rejected", "mail rejected", "message blocked", "blocked message", "undelivered", "user unknown", "unknown user", "mail could not",
    "olevererbar", "gick inte att leverera", "kunde inte levereras", "ej levererad", "leveransen misslyckades", "leveransfel", "misslyckad leverans", "meddelandet kunde inte",
    "unzustellbar", "nicht zustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "unzustellbarkeit", "übermittlungsfehler", "fehlgeschlagene zustellung", "zustellungsfehler",
    "onbestelbaar", "niet bezorgd", "kan niet worden bezorgd", "niet afgeleverd", "bezorging mislukt", "niet te bestellen", "non distribuable", "mancata consegna", "consegna non riuscita", "niedostarczon", "nie można dostarczyć", "kan niet worden bezorgd", "não é possível entregar", "ei voi toimittaa",
    "ikke leveret", "kunne ikke leveres", "ikke levert", "kan ikke leveres", "toimitus epäonnistui", "ei voitu toimittaa", "non remis", "non distribué", "échec de la remise", "échec de remise",
    "no entregado", "no se puede entregar", "error de entrega", "no se pudo entregar", "non recapitabile", "mancato recapito", "recapito non riuscito", "niedostarczalne", "niedoręczon", "nie dostarczono",
    "não entregue", "não foi possível entregar", "не доставлено", "недоставлен", "aws notification message",
    "försenats", "är försenad", "fördröjts", "zustellung verzögert", "zustellung ist verzögert", "bezorging vertraagd", "vertraagde bezorging", "levering forsinket", "toimitus viivästyy", "distribution retardée", "remise retardée", "entrega retrasada", "recapito ritardato", "dostarczenie opóźnione",
)  # fmt: skip
PHRASES = (
    "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "not be delivered to", "unable to deliver", "was not delivered", "wasn't delivered",
    "undeliverable", "undelivered", "delivery to the following", "delivery has failed", "delivery failed", "permanent error", "permanent fatal error", "permanent failure", "fatal error",
    "message that you sent", "did not reach", "not reached", "mail system at host", "qmail-send", "returned to you", "returned below", "i'm sorry to have to inform", "i'm afraid",
    "transcript of session", "user unknown", "unknown user", "no such user", "mailbox is full", "mailbox full", "over quota", "quota exceeded", "rejected by", "message was rejected",
    "has been rejected", "was rejected", "could not deliver", "have not been delivered", "has not been delivered", "not yet been delivered", "delivery attempt", "not listed in", "host unknown",
    "recipient address rejected", "address rejected", "delivery error", "failed to deliver", "failed recipient", "non-delivery", "this address no longer", "account does not exist",
    "has been blocked", "is not member", "are not member", "was blocked", "delivery report", "delivery status", "problem delivering", "following addresses", "following recipient", "following address", "cannot deliver",
    "kunde inte levereras", "kunde inte nås", "inte hittas", "nicht zugestellt", "nicht gefunden", "niet gevonden", "niet worden bezorgd", "niet bezorgd", "kunne ikke leveres", "hittades inte", "couldn't be found", "wasn't found", "was not found", "delivery has failed to", "nicht zugestellt werden", "konnte nicht", "nicht erreichbar", "kon niet worden", "kan niet worden bezorgd", "vertraagd", "försenats", "hat sich verzögert", "misslyckades", "inte levereras", "ei voitu toimittaa", "kan ikke leveres", "nie można dostarczyć", "impossible de remettre", "no se ha podido entregar", "impossibile recapitare", "niet worden afgeleverd", "kunne ikke leveres", "n'a pas pu être", "no se pudo entregar", "non è stato possibile", "infected",
    "nådde inte", "kan inte nås", "nicht erreicht", "niet bereikt", "nåede ikke", "nådde ikke", "n'a pas été remis", "n'a pas été distribué", "no llegó a", "non ha raggiunto", "non è stato consegnato", "non è stata consegnata", "nie dotarła do", "nie mogła zostać dostarczona", "nie została dostarczona", "não foi entregue",
    '"notificationtype":"bounce"', "has been delayed", "still being retried", "will be retried", "will keep trying", "no action is required",
)  # fmt: skip
# What list servers say to somebody who may not write to the list; they return nothing, so nothing else tells.
LIST_REFUSALS = (
    "you are not a member of this mailing list", "you are not a member of the mailing list", "are not member", "not subscribed to this mailing list", "you are not allowed to post to this mailing list", "not authorized to send mail to the", "not authorized to post to",
    "has been rejected by the list moderator", "was rejected by the list moderator", "posting to this list is restricted", "only members may post", "non-members are not allowed to post",
)  # fmt: skip
_STILL_TRYING = (
    "not yet been delivered", "has not been delivered yet", "still being retried", "will be retried", "will continue to try", "will keep trying", "will continue trying", "this is a warning only",
    "this is a warning message only", "do not need to resend", "no action is required on your part", "delivery attempts will continue", "will continue for", "delivery incomplete", "will retry for",
)  # fmt: skip
_DELAYED = ("delayed", "(delay)", "delivery warning", "delivery delay", "could not send", "försenad", "försenats", "fördröjts", "verzögert", "vertraagd", "forsinket", "viivästy", "retardé", "retrasad", "ritardat", "opóźnion")
_GAVE_UP = ("gave up", "giving up", "given up", "removed from the queue", "permanent", "could not be delivered for", "cannot send message for")


def names_a_code(text: str) -> bool:
    """Whether a text names a status or a reply code, as servers do and people hardly."""
    return _REPLY_CODE.search(text) is not None or first_code(text) is not None


def is_delay(subject: str, text: str) -> bool:
    """Whether a report says that the server still tries."""
    told = text[:3000].lower()
    if any(words in told for words in _STILL_TRYING):
        return True
    return any(words in subject.lower() or words in told[:600] for words in _DELAYED) and not any(words in told for words in _GAVE_UP)


# That a mail arrived, as servers say when they were asked for it ("Relayed" and "(Success)": Exchange and its like).
_ARRIVED = (
    "successfully delivered", "successfully relayed", "delivery successful", "delivery has been successful", "delivery is complete", "is complete, but no delivery notification", "was delivered to the following", "has been delivered to the following",
    "har levererats", "leveransen är slutförd", "leveransen slutförd", "erfolgreich zugestellt", "erfolgreich weitergeleitet", "erfolgreich übermittelt", "zustellung ist abgeschlossen", "is bezorgd", "succesvol bezorgd", "succesvol afgeleverd", "bezorging is voltooid", "er blevet leveret", "er levert til",
)  # fmt: skip
_ARRIVED_SUBJECTS = ("relayed:", "delivered:", "levererat:", "levererad:", "vidarebefordrad:", "zugestellt:", "übermittelt:", "bezorgd:", "doorgestuurd:", "leveret:", "levert:")
_FAILED = ("fail", "undeliver", "unsuccessful", "could not", "couldn't", "cannot be", "can't be", "unable to", "not be delivered", "not delivered", "rejected", "permanent", "error", "delayed", "kunde inte", "misslyck", "nicht zugestellt", "konnte nicht", "fehlgeschlagen", "niet bezorgd", "niet worden", "mislukt", "ikke leve")


def tells_of_arrival(subject: str, text: str) -> bool:
    """Whether a report says that a mail was delivered or passed on, and nothing of a failure."""
    told = f"{subject}\n{text[:3000]}".lower()
    arrived = "(success)" in subject.lower() or subject.lower().lstrip().startswith(_ARRIVED_SUBJECTS) or any(words in told for words in _ARRIVED)
    return arrived and not any(words in told for words in _FAILED)


# ---- what is given back -------------------------------------------------------------------------------
_RETURNED = re.compile(
    r"^[ \t>]{0,4}(?:-{2,}[^\n]{0,40}(?:below this line|this is a copy|original message|returned message|message (?:header|text) follows|unsent message|undelivered message|start of)"
    r"|(?:received|return-path|message-id|dkim-signature|mime-version):[ \t]|the (?:original|full) message(?! was received)|original message follows|message header for)",
    re.IGNORECASE | re.MULTILINE,
)


def human_part(text: str) -> str:
    """What a report says to people: the text above the mail that it gives back."""
    head = text[:_MOST]
    if "header fields:" in head:
        head = _WITH_FIELDS.sub("", head, count=1)
    match = _RETURNED.search(head, 40)
    return head[: match.start()] if match else head


# Some servers first say which mail they mean, by an indented copy of its header, and then what became of it.
_WITH_FIELDS = re.compile(r"^[^\n]{0,120}\bheader fields:[ \t]{0,4}\n(?:[ \t]{0,4}\n)?(?:[ \t]{1,12}[A-Za-z][^\n]{0,1000}\n){1,20}", re.MULTILINE)

_MESSAGE_ID = re.compile(r"^[ \t>]{0,4}message-id:[ \t]{0,4}<([^<>\s\x00-\x1f\x7f-\x9f]{3,250})>", re.IGNORECASE | re.MULTILINE)


def message_ids_in(text: str) -> list[str]:
    """Message-IDs of a mail that was given back as plain text."""
    return _MESSAGE_ID.findall(text)[:5]
