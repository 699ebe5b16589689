"""Reading a mail: raw bytes and envelope to a Message, once, at the door of the worker.
Any bytes are read; what lies beyond the limits is kept as it is and said in `defects`, and only a mail beyond all size is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.config.settings import Agent, Config
from mailbot.mail import address as addresses
from mailbot.mail import charsets, language, quotes, threading, tokens
from mailbot.mail.authentication import identify
from mailbot.mail.automatic import classify
from mailbot.mail.body import page, read_body
from mailbot.mail.envelope import Envelope
from mailbot.mail.fingerprint import fingerprint
from mailbot.mail.forms import Form, read_form
from mailbot.mail.headers import Headers, decode_words
from mailbot.mail.heads import labels_language
from mailbot.mail.message import Identity, Message, Token, TokenKind, Verified
from mailbot.mail.mime import Part, read_structure
from mailbot.mail.ours import author_behind, is_form_sender
from mailbot.mail.own_signature import signed_by
from mailbot.mail.rich import signatures_in

DATE_LONGEST = 200


class Unreadable(Exception):
    """A mail that is not even looked into. `because` is for a person: what was seen and what is allowed."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


def parse(raw: bytes, envelope: Envelope, config: Config, keys: tokens.Keys, questions: Sequence[str] = ()) -> Message:
    """The mail, read. Raises nothing but Unreadable, for a mail larger than twice what any door takes.
    `questions` are the sentences that our letters ask: an answer on the line of one is told from it."""
    most = 2 * max(config.listen.max_size_mb, config.mailbox.max_size_mb)
    if len(raw) > most * 1024 * 1024:
        raise Unreadable(f"the mail has {len(raw) // 1024 // 1024} MB; at most {most} MB are read ([listen] max_size_mb)")
    limits = config.limits
    root = read_structure(raw, limits)
    headers = root.headers
    behind = author_behind(identify(headers, envelope, config), headers, envelope, config)
    sender = behind.sender
    body = read_body(root, limits)
    form = _form(sender, body.text, config)
    subject = (form.subject if form else "") or headers.text("subject")
    in_reply_to = threading.message_ids(headers, "in-reply-to", 10)
    references = threading.message_ids(headers, "references", limits.references)
    bare = threading.clean_subject(subject, config.cases.number_format)
    to, cc = (_listed(headers, name, limits.addresses) for name in ("to", "cc"))
    found = _tokens(headers, envelope, (*to, *cc), (*in_reply_to, *reversed(references)), config, keys)
    answers_us = bool(in_reply_to or references or found) or bare != subject
    of_the_house = _is_of_the_house(sender, found, config)
    asked, vendor = ((), None) if of_the_house else (questions, config.vendor.name)
    view = (
        quotes.View(body.text, "", "") if form  # "Från: Bo" in a form begins no quote
        else quotes.split(body.text, subject, asked, answers_us=answers_us, vendor=vendor)
    )  # fmt: skip
    shown = page(body, limits) if of_the_house else ""
    if (agent := config.agent_at(sender.address) if sender.address else None) is not None:
        view = signed_by(view, (agent.name, _name(headers, behind.named_in)), signatures_in(shown, 1024 * limits.text_kb))
    by_agent = agent is not None and isinstance(sender, Verified) and any(_is_his(token, agent) for token in found)
    verdict = classify(root, envelope, sender, subject, body.text, view.new, bool(body.attachments), config, keys, by_agent=by_agent)
    ids = threading.message_ids(headers, "message-id", 1)
    return Message(
        key=fingerprint(raw),
        envelope=envelope,
        sender=sender,
        sender_name=form.name if form else _name(headers, behind.named_in),
        message_id=ids[0] if ids else None,
        in_reply_to=in_reply_to,
        references=references,
        to=to,
        cc=cc,
        subject=subject,
        text=body.text,
        new_text=view.new,
        quoted=view.quoted,
        signature=view.signature,
        attachments=body.attachments,
        language=_language(bare, form.said if form else view.new, answers_us, config) or (_passed_on(view, config) if view.forwarded else None),
        automatic=verdict.automatic,
        report=verdict.report,
        answerable=verdict.answerable,
        tokens=found,
        case_numbers=threading.case_numbers(subject, config.cases.number_format),
        form_address=form.address if form else None,
        forwarded_from=view.inner_sender or (_enclosed_sender(root) if not view.new else None),
        defects=(*_header_defects(headers), *body.defects),
        written_at=_date(headers),
        shown_tokens=tokens.find_in((*to, *cc), config.mailbox, keys),
        html=shown,
    )


def _date(headers: Headers) -> datetime | None:
    """What the one Date of the mail says, in UTC (RFC 5322 section 3.3). Several are none: two readers would believe different ones."""
    values = headers.all("date")
    if len(values) != 1 or len(values[0]) > DATE_LONGEST:
        return None
    try:
        at = parsedate_to_datetime(values[0].decode("ascii"))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _language(subject: str, new: str, answers_us: bool, config: Config) -> str | None:
    """The language of what a person wrote now. The subject of an answer is another's; that of a first mail tells when the text says too little."""
    spoken = config.vendor.languages
    return language.detect(new, spoken) or (None if answers_us else language.detect(f"{subject}\n{new}", spoken))


def _passed_on(view: quotes.View, config: Config) -> str | None:
    """The language of a mail that is passed on with next to no word: its own, else that of the program that passed it on."""
    told = labels_language(view.quoted.split("\n", 20))
    return language.detect(f"{view.new}\n{view.quoted}", config.vendor.languages) or (told if told in config.vendor.languages else None)


def _listed(headers: Headers, name: str, most: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for value in headers.all(name)[:5]:
        found.update(dict.fromkeys(addresses.listed(value, most)))
    return tuple(found)[:most]


def _tokens(
    headers: Headers, envelope: Envelope, recipients: tuple[str, ...], ids: tuple[str, ...], config: Config, keys: tokens.Keys
) -> tuple[Token, ...]:
    """Tokens of the envelope's recipients, of To and Cc and of what servers noted; then those of the Message-IDs, newest first."""
    noted = [a for name in ("delivered-to", "x-original-to", "envelope-to") for value in headers.all(name)[:5] for a in addresses.listed(value, 10)]
    found = dict.fromkeys(tokens.find_in((*envelope.rcpt_to, *recipients, *noted), config.mailbox, keys))
    for one in ids:
        token = tokens.from_message_id(one, keys)
        if token is not None:
            found.setdefault(token)
    return tuple(found)


def _name(headers: Headers, named_in: str) -> str:
    """The display name of the author for showing: no address in it, at most 60 characters."""
    value = headers.first(named_in)[:2000]
    before, angle, _ = value.rpartition(b"<")
    name = charsets.clean_line(decode_words(before if angle else b""), 200).strip("\"' ").replace('\\"', '"')
    return " ".join(word for word in name.split() if "@" not in word)[:60].strip("\"' <>(),;")


def _is_of_the_house(sender: Identity, found: tuple[Token, ...], config: Config) -> bool:
    """Whether an agent may be writing: the letter he answers shows a customer's words, and none of them may pass for his own."""
    mine = {one.lower() for agent in config.agents for one in agent.email}
    return (sender.address or "").lower() in mine or any(token.kind not in (TokenKind.CUSTOMER, TokenKind.STATUS) for token in found)


def _is_his(token: Token, agent: Agent) -> bool:
    """Whether it is the reply address of a case that this agent was sent. Programs that answer for him write to the address of the desk."""
    return token.kind in (TokenKind.AGENT, TokenKind.NOTE) and token.who == agent.id and token.by == "token"


def _enclosed_sender(root: Part) -> str | None:
    """The sender that a mail enclosed as a whole names (forwarded as attachment)."""
    inner = next((part.parts[0] for part in root.walk() if part.type in ("message/rfc822", "message/global") and part.parts), None)
    found = addresses.listed(inner.headers.first("from"), 1) if inner is not None else ()
    return found[0] if found else None


def _header_defects(headers: Headers) -> tuple[str, ...]:
    found = []
    if headers.cut:
        found.append("headers cut")
    if headers.bare_cr:
        found.append("line ends were bare CR")
    if not headers.has("message-id"):
        found.append("no Message-ID")
    return tuple(found)


def _form(sender: Identity, text: str, config: Config) -> Form | None:
    """What a visitor typed, when one of our web forms is proven to have written the mail."""
    proven = isinstance(sender, Verified) and is_form_sender(sender.address, config)
    return read_form(text, config.mailbox.form_address_field) if proven else None
