"""The words that rules are written in: one table of conditions, one of outcomes, and which file may use which.
A rule can say nothing that is not in here, so that a typing error is found when the file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from mailbot.config.declare import LANGUAGES
from mailbot.config.intake import KINDS

# texts     one text or a list: any of them             patterns  regular expressions, any of them
# names     one name or a list: any of them             choice    one of the allowed words, or a list: any of them
# yes       true or false                               number    a whole number
# span      a length of time                            languages a text for each language
# name      exactly one name                            one       exactly one of the allowed words
Form = Literal["texts", "patterns", "names", "choice", "yes", "number", "span", "languages", "name", "one"]


@dataclass(frozen=True, slots=True)
class Word:
    """One condition or outcome: its name, the form of its value, and what it says."""

    name: str
    form: Form
    says: str
    allowed: tuple[str, ...] = ()


TIER_KINDS = ("free", "yearly_fee", "prepaid_blocks", "agreement", "warranty", "after_the_fact")

CONDITIONS: Mapping[str, Word] = MappingProxyType({word.name: word for word in (
    Word("text_has_any", "texts", "one of these words or phrases stands in the subject or the new text: whole words, any case"),
    Word("text_has_all", "texts", "all of these stand there"),
    Word("not_text_has_any", "texts", "none of these stands there"),
    Word("subject_is", "texts", "the subject, without Re: and case tags, is one of these"),
    Word("subject_has_any", "texts", "one of these stands in the subject"),
    Word("matches_any", "patterns", "one of these regular expressions is found in a line of the subject or the new text"),
    Word("has_attachment", "choice", "a file of this kind is attached",
         ("any", "image", "text", "application", "audio", "video", "message")),
    Word("language", "choice", "the mail's language", LANGUAGES),
    Word("kind", "choice", "the kind of question", KINDS),
    Word("product", "names", "the program it is about"),
    Word("tier", "names", "the tier in question"),
    Word("tier_kind", "choice", "the kind of the tier in question", TIER_KINDS),
    Word("priority_is", "names", "the case's level"),
    Word("sender_is", "choice", "who speaks", ("agent", "own_address", "customer", "stranger", "machine")),
    Word("sender_verified", "yes", "the sender's address is proven"),
    Word("from_is", "texts", 'the sender\'s address; * stands for anything: "noreply@*"'),
    Word("address_paid_for", "choice", "the account holds, or held, a tier of this kind: the account of the right ID number, "
         "else of the sender's address", TIER_KINDS),
    Word("is_contact", "yes", "the speaker is a named contact of the account; true too where anybody of the customer's may write "
         "([entitlement] contacts_per_customer = 0, or no contact_list in match_by)"),
    Word("without_agreement", "choice", "asked at the end, of somebody who has no right in force, where [billing] without_agreement lets him in",
         ("after_the_fact", "ask_customer")),
    Word("agreed_to_pay", "yes", "he was told that the work is charged by time, and answered with a plain yes"),
    Word("valid", "yes", "that right is in force today; of prepaid blocks: minutes are left"),
    Word("suspended", "yes", "that right rests for a while"),
    Word("begins_later", "yes", "that right begins on a day to come"),
    Word("overdue", "yes", "an invoice of the customer's is overdue for longer than is tolerated ([entitlement] no_overdue_invoices)"),
    Word("trained", "yes", "the sender has passed a training for what that tier covers; true too where none is asked for "
         "([entitlement] trained_users_only = false)"),
    Word("expired_within", "span", "that right ended within this time"),
    Word("minutes_left", "number", "exactly so many prepaid minutes are left"),
    Word("minutes_left_at_least", "number", "at least so many prepaid minutes are left"),
    Word("id_and_code", "choice", "the ID number and unlock code in the new text", ("absent", "correct", "wrong", "locked")),
)})  # fmt: skip

_SAID = ("text_has_any", "text_has_all", "not_text_has_any", "subject_is", "subject_has_any", "matches_any", "language")
_ABOUT = ("product", "tier", "tier_kind", "kind")
_RIGHT = ("address_paid_for", "is_contact", "without_agreement", "agreed_to_pay", "valid", "suspended", "begins_later", "overdue", "trained", "expired_within", "minutes_left", "minutes_left_at_least", "id_and_code")

_ACTIONS = ("flag", "refer", "quote", "handover")
_STATES = ("open", "awaiting_entitlement", "awaiting_details", "closed")
_VERDICTS = ("entitled", "code_wrong", "ask_for_code", "confirm_by_reply", "fee_expired", "block_empty", "not_designated", "invoice_overdue", "not_trained",
             "suspended", "not_begun", "will_be_billed", "free_help")
_MAIL = Word("mail", "name", "the letter that is sent")


_REGISTERS = ("trained", "contact-add", "contact-remove", "overdue", "paid", "suspend", "resume", "resend-confirmation", "allow")  # agents' commands


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file of rules: what it decides, and the words it may use."""

    name: str
    says: str
    when: tuple[str, ...]
    then: Mapping[str, Word]
    needs_one_of: tuple[str, ...]  # of these outcomes, every rule has one


def _file(name: str, says: str, when: tuple[str, ...], then: tuple[Word, ...], needs: tuple[str, ...]) -> RuleFile:
    return RuleFile(name, says, when, MappingProxyType({word.name: word for word in then}), needs)


AGENTS_COMMANDS = (
    "payment", "match", "refund", "spend", "goodwill", "use", "note", "reply", "undo", "send", "close", "help", *_REGISTERS, "status", "balance", "code", "reopen", "language", "contacts",
    "take", "assign", "unassign", "start", "line", "route", "watch", "unwatch", "away", "back", "priority", "workaround", "subject", "product",
    "kind", "tag", "reproduced", "solution", "lesson", "checklist", "waive", "ask", "resolve", "refer", "decline", "convert", "new", "queue",
    "faq", "wiki", "template", "merge", "unmerge", "split", "link", "cc", "uncc", "addcontact", "consult",
)  # fmt: skip

FILES: Mapping[str, RuleFile] = MappingProxyType({file.name: file for file in (
    _file("entitlement", "who may have an answer: asked once for every right of the account, in the vendor's order; first rule that hits",
          (*_SAID, *_ABOUT, *_RIGHT, "sender_is", "sender_verified"), (
              Word("verdict", "one", "the outcome", _VERDICTS), _MAIL,
              Word("state", "one", "the state of the case", _STATES), Word("skip", "yes", "never a customer's mail"),
              Word("add_address", "one", "whether a new address is remembered", ("ask", "always", "never")),
          ), ("verdict", "mail", "skip")),
    _file("priority", "how urgent: the first rule that hits proposes; an agent decides",
          (*_SAID, *_ABOUT, "has_attachment", "sender_is"), (
              Word("priority", "name", "the level"), Word("flag", "name", "a mark that agents see"),
          ), ("priority", "flag")),
    _file("intake", "which kind of question, and how each detail is recognised and asked for",
          (*_SAID, "has_attachment", "product"), (
              Word("kind", "one", "the kind of question", KINDS), Word("detail", "name", "the detail that was found"),
              Word("ask", "languages", "how it is asked for"),
              Word("wishes", "yes", "of views: false when they tell of something and wish for nothing"),
          ), ("kind", "detail")),
    _file("scope", "topics that we do not treat: marked for the agent",
          (*_SAID, *_ABOUT, "has_attachment"), (
              Word("topic", "name", "the topic"), Word("action", "one", "what happens", _ACTIONS),
              Word("certainty", "one", '"sure" lets it happen by itself, "maybe" only marks the case', ("sure", "maybe")), _MAIL,
              Word("refer_to", "texts", "where such questions belong"), Word("flag", "name", "a mark that agents see"),
          ), ("topic", "flag")),
    _file("autoreply", "senders that are machines, or that are people although they look like machines; in addition to what the program knows",
          (*_SAID, "from_is", "sender_verified"), (
              Word("treat_as", "one", "machine = kept, never answered; quiet = a case, but no automatic letter; human = as usual",
                   ("machine", "quiet", "human")),
              Word("kind", "one", "what kind of machine",
                   ("bounce", "delay", "autoreply", "challenge", "list", "calendar", "report", "own")),
          ), ("treat_as",)),
    _file("commands", "words for commands: those of agents (/word) and those that customers write",
          ("language",), (
              Word("command", "one", "the command",
                   AGENTS_COMMANDS), Word("words", "texts", "words that mean it"),
              Word("agent", "yes", "agents may write them"), Word("customer", "yes", "customers may write them"),
          ), ("command",)),
    _file("faq", "pages that answer a question",
          (*_SAID, *_ABOUT), (Word("link", "name", "address of the page"), Word("label", "languages", "its title")), ("link",)),
    _file("blocks", "text blocks that agents insert with /template",
          (), (Word("block", "name", "what agents call it"), Word("text", "languages", "the text, in each language")), ("block",)),
)})  # fmt: skip
