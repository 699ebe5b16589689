"""What every letter may say: one table of the templates and their variables.
Decisions fill these, templates read these, and nothing else exists; `mailbot check` and the tests hold both to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

# A stranger is a sender whom nothing proves to be a customer: his letter repeats no byte of what he sent
# (reliability.md 41: arbitrary subjects were mailed to victims through other desks).
# An outsider is asked by an agent: he reads his words, and nothing that would let him ask how a case stands.
Audience = Literal["customer", "stranger", "outsider", "agent", "admin"]

NEEDED: Final = object()

# Kinds of value, all plain data:
#   str, int, bool      as they are; a str of a customer is shown, never obeyed
#   words               a str that a person of the desk wrote: in HTML with his formatting, where it stands on lines of its own
#   instant             ISO 8601 with offset, "2026-11-24T17:00:00+00:00"; templates show it in the office's time zone
#   day                 ISO 8601 date, "2026-11-25"
#   strings             list of str
#   details             list of {"name": detail name, "value": str}
#   files               list of {"name": str, "size": bytes} and, in notices, {"left_out": key of [left_out] in words.toml, or empty}
#   groups              list of {"stage": key of [stage] in words.toml, "commands": list of {"name": key of [usage], "desk": bool}}
#   sayings             list of sentence keys with their values: {"say": "booked", "minutes": 10}; see [say] of words.toml
#   faults              list of {"line": int, "source": str, "problem": key, "seen": str, "suggestion": str}; see [fault]
#   tier                name of a tier; templates see {"name", "kind", "title", "label", "products", "price_minor", ...}
#   rights              list of {"tier": name, "valid_until": day|None, "minutes_left": int|None}
#   level               name of a priority; templates see its label
#   offers              list of {"tier": name, "missing_minor": int}; templates see the tier with its label
#   held                list of {"id", "amount_minor", "currency", "booked_on", "because": key of [held] of words.toml, "message", "payer",
#                       "suggestions": list of addresses}
#   reversals           list of {"id", "amount_minor", "currency", "booked_on", "because": "" | "used", "address"}
#   failed              list of {"name": of a file, "because": str}
#   links               list of {"label": str, "link": address of a page}
#   cases               list of {"number", "subject", "state", "priority", "received_at", "answer_by", "start_by", "closed_at"};
#                       templates see state_label and priority_label besides
#   case                {"number", "subject"} and, where known, {"state", "priority", "kind", "product", "received_at"};
#                       templates see state_label, priority_label and kind_label besides
Kind = Literal[
    "str", "words", "int", "bool", "instant", "day", "strings", "details", "files", "sayings", "faults", "rights", "case", "cases", "links", "tier", "level", "offers", "held", "reversals", "failed", "groups",
]


@dataclass(frozen=True, slots=True)
class Var:
    """One value that a decision gives to a letter."""

    name: str
    kind: Kind
    says: str
    default: Any = NEEDED  # NEEDED, or what the template sees when the decision does not give it

    @property
    def needed(self) -> bool:
        return self.default is NEEDED


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One letter: for whom, when, and what it may say."""

    name: str
    audience: Audience
    when: str
    variables: tuple[Var, ...]
    answerable: bool = False  # an answer is welcome: the reply mark is the first line

    @property
    def about_case(self) -> bool:
        """With a case, the subject carries its tag and the footer its number."""
        return any(var.kind == "case" for var in self.variables)

    @property
    def words(self) -> str:
        """The variable that holds the words of a person of the desk; empty: the letter has none."""
        return next((var.name for var in self.variables if var.kind == "words"), "")


def _need(name: str, kind: Kind, says: str) -> Var:
    return Var(name, kind, says)


def _may(name: str, kind: Kind, says: str, default: Any = None) -> Var:
    return Var(name, kind, says, default)


CASE = _need("case", "case", "the case; its number may be the placeholder CASE_NUMBER")
MISSING = _may("missing", "strings", "questions that are still open, worded in the letter's language, what is required first", ())
PROMISE = (
    _may("answer_by", "instant", "when we will have answered; None: not promised"),
    _may("start_by", "instant", "when work begins; None: not promised"),
    _may("at_once", "bool", "work begins without delay (a promise of 0 minutes)", False),
    _may("clock_waits", "bool", "the promised time begins only when the missing details are here", False),
    _may("is_open_now", "bool", "the calendar is open at this moment", True),
    _may("opens_at", "instant", "the next opening, when closed now"),
)
STATUS = (
    _may("status_address", "str", "any mail to this address is answered with the status of the case; may be the placeholder STATUS_ADDRESS", ""),
    _may("status_page", "str", "the vendor's page that shows how cases stand, where he has one in its place", ""),
)
RIGHT = (
    _need("tier", "tier", "name of the tier in the configuration"),
    _may("minutes_left", "int", "prepaid minutes left; None: the tier has none"),
)
LEVEL = (
    _may("new_level", "level", "name of the level that the case got with it; None: it stays"),
    _may("start_by", "instant", "when work begins at that level; None: it has begun, or is not promised"),
    _may("answer_by", "instant", "when we will have answered at that level; None: not promised"),
)
REFERRED = (CASE, _may("text", "words", "the agent's own words above it", ""))
REFER_TO = _may("refer_to", "strings", "who answers such questions: names, addresses, pages", ())
ANSWER_ADDRESSES = (
    _need("reply_address", "str", "an answer to this address goes to the customer; may be the placeholder REPLY_ADDRESS"),
    _need("note_address", "str", "an answer to this address stays inside; may be the placeholder NOTE_ADDRESS"),
)
REPLY_IS = _may("reply_is", "str", "what a plain answer does, for which its address is signed: public | note | desk; see [reply_is] of words.toml", "public")
THREE_ANSWERS = (
    _need("case_by", "str", "which case: new | token | message-id | subject | credential"),
    _need("speaker", "str", "who speaks: verified | claimed | unverifiable | code"),
    _may("speaker_by", "str", "what proves it (dmarc, dkim, auth, internal) or why nothing does", ""),
    _need("may", "strings", "what he may do: text | minutes | approve | command"),
)
PAID = (
    _need("amount_minor", "int", "amount in minor units (öre, cent)"),
    _need("currency", "str", "ISO 4217, such as SEK"),
    _need("booked_on", "day", "booking day of the bank"),
    _need("address", "str", "the address that the payment is for"),
)
FROM = (
    _need("from_address", "str", "strict addr-spec of From, or an empty string"),
    _may("from_name", "str", "display name, cleaned: a claim", ""),
)
FOR_AGENT = (
    *FROM,
    *THREE_ANSWERS,
    _need("text", "str", "what the customer wrote now, codes blanked"),
    _may("attachments", "files", "what is attached", ()),
    _may("tier", "tier", "name of the tier; None: no entitlement"),
    _may("valid_until", "day", "last day of the right"),
    _may("minutes_left", "int", "prepaid minutes left"),
    _may("missing", "strings", "names of the details that are missing", ()),
    _may("found", "details", "details that were found", ()),
    _may("answer_by", "instant", "answer due"),
    _may("start_by", "instant", "start due"),
    _may("clock_waits", "bool", "the clock stands still until the missing details are here", False),
    _may("fast", "bool", "the subject asked for the fast lane of the tier", False),
    _may("open_cases", "int", "other open cases of this account", 0),
    _may("flags", "strings", "marks of rules, such as urgent; see [flag] of words.toml", ()),
    _may("topics", "strings", "topics the mail may be about that we do not treat, or that need an offer; see [topic] of words.toml", ()),
    _may("remembered", "strings", "names of the found details that an earlier case told", ()),
    _may("wishes_priority", "level", "name of the level that the customer asks for", ""),
    _may("related", "strings", "numbers of other cases that this mail is about too", ()),
    _may("copy", "bool", "the mail came in a thread of its own and was put here by sender and subject", False),
    _may("cc", "strings", "addresses of colleagues in To and Cc", ()),
    *ANSWER_ADDRESSES,
    _may("commands_short", "strings", "commands to remind of", ("/spend 10m", "/note", "/close", "/help")),
)


def _table(*letters: LetterKind) -> Mapping[str, LetterKind]:
    return {letter.name: replace(letter, variables=(*letter.variables, REPLY_IS)) if letter.audience == "agent" else letter for letter in letters}


VARIABLES: Final[Mapping[str, LetterKind]] = _table(
    # ---- to customers with a right, about their case -------------------------------------------------------------
    LetterKind("ack", "customer", "a new case of an entitled customer", (
        CASE, MISSING, *PROMISE, *RIGHT,
        _may("fast", "bool", "the fast subject of the tier was used", False),
        _may("update_first", "bool", "advise to install the latest version first (technical questions)", False),
        _may("appointment", "bool", "this kind of question gets an appointment", False),
        _may("add_address", "bool", "ask whether the address written from shall count from now on", False),
        _may("account_created", "bool", "his first mail: a contact was registered", False),
        _may("continues", "str", "number of a closed case that this one continues"),
        _may("remembered", "details", "what we know from an earlier case and do not ask again", ()),
        _may("links", "links", "pages that may answer the question (rules/faq.toml)", ()),
        _may("handbook", "bool", "advise to look in the handbook and the answers (questions on how something is done)", False),
        _may("channel", "str", "phone | fax | post: a way of answering that was asked for and that we do not offer", ""),
        _may("billed", "bool", "the work is charged by time: name rate and step before it begins (SA-16)", False),
        _may("agreement", "bool", "a question about the agreement: name who answers it", False),
        _may("standstill", "bool", "work stands still: marked, and those on duty were told at once", False),
        *STATUS,
    ), answerable=True),
    LetterKind("followup_ack", "customer", "further mails joined a case before anybody answered it", (
        CASE, _need("count", "int", "how many mails"), *PROMISE, *STATUS,
    ), answerable=True),
    LetterKind("access_granted", "customer", "access or a new version was asked for, by somebody who is entitled to it", (
        CASE, _need("link", "str", "address of the page"), *RIGHT,
    ), answerable=True),
    LetterKind("status", "customer", "the customer asked how one case stands", (
        CASE, *PROMISE, _may("missing", "strings", "questions that are still open, worded in the letter's language", ()),
        _may("messages", "int", "mails of the customer and answers so far", 0), _may("answered_at", "instant", "when we answered first"),
        _may("closed_at", "instant", "when it was closed"), _may("reopen_until", "instant", "an answer until then reopens it"), *STATUS,
    ), answerable=True),
    LetterKind("status_list", "customer", "the customer asked how his cases stand", (
        _need("open", "cases", "his open cases, the newest first"), _need("closed", "cases", "the cases closed last"),
        _may("which", "str", "close | reopen: a command was given without saying for which case; empty: only the status", ""),
    )),
    LetterKind("closed_by_customer", "customer", "the customer closed his case", (
        CASE, _may("reopen_until", "instant", "an answer until then reopens the case"),
    ), answerable=True),
    LetterKind("language_set", "customer", "the customer asked for another language; written in that one", (
        _may("case", "case", "the case, when he asked in one"),
        _may("spoken", "bool", "we write that language; False: these are the languages we write", True),
    )),
    LetterKind("intake_request", "customer", "a case still lacks details after a further mail", (
        CASE, _need("missing", "strings", "questions that are still open, worded in the letter's language"),
        _may("found", "details", "what has been understood so far", ()),
        _may("clock_waits", "bool", "the promised time begins only when these are here", False),
        _may("asked_by_us", "bool", "an agent asks, the customer has not just written", False),
    ), answerable=True),
    LetterKind("entitlement_ok", "customer", "the right was proven later than the mail: a waiting case starts", (
        CASE, MISSING, *PROMISE, *RIGHT, _may("valid_until", "day", "last day of the right"), *STATUS,
        _may("billed", "bool", "the work is charged by time: name rate and step before it begins (SA-16)", False),
        _may("standstill", "bool", "work stands still: marked, and those on duty are told at once", False),
        _may("add_address", "bool", "ask whether the address that he wrote from shall be linked", False),
    ), answerable=True),
    LetterKind("entitlement_lapsed", "customer", "the right ended while the case was worked on", (
        CASE, _need("tier", "tier", "name of the tier"), _may("stopped", "bool", "the case is closed; False: it rests until the right is back", False),
        _may("since", "day", "since when an invoice is overdue"), _may("valid_until", "day", "last day of the right"),
    )),
    LetterKind("colleague_wrote", "customer", "to a named contact: somebody of his organisation wrote who is none (SO-18)", (
        _need("colleague", "str", "address of the colleague, who is proven"), _need("contacts", "strings", "addresses of the named contacts"),
        _may("limit", "int", "how many there may be; 0: nobody counts", 0),
    ), answerable=True),
    LetterKind("contacts", "customer", "a contact asked who may write, or changed it", (
        _need("contacts", "strings", "addresses of those who may write now"), _may("changed", "bool", "the list was changed", False),
        _may("by", "str", "address of the contact who changed it; to the others", ""),
        _may("problem", "str", "limit | not_contact | address: why nothing was changed", ""),
        _may("limit", "int", "how many there may be; 0: nobody counts", 0), _may("count", "int", "how many were named", 0),
    ), answerable=True),
    LetterKind("agent_reply", "customer", "a person answers", (
        CASE, _need("text", "words", "the agent's words, without commands, quotes and signature"),
        _may("agent_first_name", "str", "shown above the vendor's signature", ""),
        _may("minutes_left", "int", "prepaid minutes left after this answer; None: not a block"),
        _may("quote", "str", "the customer's last words, unquoted; shown short", ""),
        _may("quoted_at", "instant", "when he wrote them"),
        _may("waits", "bool", "we wait for the customer's answer", False),
        _may("closes", "bool", "the case is closed with this answer", False),
        _may("reopen_until", "instant", "an answer until then reopens the case"),
        _may("solved", "bool", "we take it for solved: it closes by itself unless the customer writes", False),
        _may("missing", "strings", "questions that the agent asks with it, worded in the letter's language", ()),
        _may("clock_waits", "bool", "the promised time begins only when these are answered", False),
        _may("moved", "bool", "the case was passed on to another line of support", False),
        *LEVEL, _may("level_final", "bool", "the level is the vendor's last word", False),
    ), answerable=True),
    LetterKind("reopened", "customer", "an answer reopened a closed case, or an agent did", (
        CASE, *PROMISE, _may("why", "str", "reopened | converted: an agent did it, of a closed case or of views; empty: the customer's answer", ""),
    ), answerable=True),
    LetterKind("ack_phone", "customer", "an agent opened a case for somebody who rang (SA-13)", (
        CASE, _need("text", "str", "what the agent noted of what he told"), _may("agent_first_name", "str", "who noted it", ""), *PROMISE,
    ), answerable=True),
    LetterKind("priority_changed", "customer", "an agent changed the priority of the case (SO-28)", (
        CASE, _need("new_level", "level", "name of the level from now on"), *LEVEL[1:], _may("old_level", "level", "the one before", ""),
    ), answerable=True),
    LetterKind("priority_final", "customer", "the vendor's last word on the priority (VI-08)", (
        CASE, _need("new_level", "level", "name of the level"), *LEVEL[1:], _may("old_level", "level", "the one before; empty: it stays", ""),
    ), answerable=True),
    LetterKind("moved_to_line", "customer", "the case was passed on to another line of support, and the agent wants it told", (CASE,), answerable=True),
    LetterKind("refer_accounting", "customer", "a question on bookkeeping itself: who answers it (BK-12, BK-33)", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("refer_agreement", "customer", "a question on the agreement: who answers it", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("refer_training", "customer", "a wish for training: where there is some (VI-28)", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("out_of_scope", "customer", "something that we give no help with (BK-32)", (
        *REFERRED, _may("reason", "str", "name of the topic, see [topic] of words.toml", ""),
    ), answerable=True),
    LetterKind("closed_by_agent", "customer", "an agent closed the case without words of his own", (
        CASE, _may("reason", "str", "answered | cannot_reproduce | out_of_scope | duplicate | customer", "answered"),
        _may("reopen_until", "instant", "an answer until then reopens the case"),
        _may("solved", "bool", "we take it for solved: it closes by itself unless the customer writes", False),
    ), answerable=True),
    LetterKind("merged", "customer", "an agent made two cases one, or parted them again", (
        CASE, _need("other", "str", "number of the other case"), _may("undone", "bool", "they are two again", False),
    ), answerable=True),
    LetterKind("ack_split", "customer", "an agent made a case of its own of the second matter in a mail", (
        CASE, *PROMISE, _need("other", "str", "number of the case that it was part of"),
        _may("waits_for_right", "bool", "both wait for a proof of the right", False),
    ), answerable=True),
    LetterKind("consult", "outsider", "an agent asks somebody from outside: his words alone, nothing of the customer's", (
        CASE, _need("text", "str", "the agent's words"), _may("agent_first_name", "str", "shown above the vendor's signature", ""),
    ), answerable=True),
    LetterKind("block_empty", "customer", "no prepaid minutes are left, and somebody asked for more", (
        _may("case", "case", "the running case, when there is one"),
    )),
    # ---- to customers, about rights and money --------------------------------------------------------------------
    LetterKind("payment_confirmation", "customer", "a payment was booked", (
        _need("amount_minor", "int", "amount in minor units (öre, cent)"),
        _need("currency", "str", "ISO 4217, such as SEK"),
        _need("booked_on", "day", "booking day of the bank"),
        _need("tier", "tier", "name of the tier that was bought"),
        _need("address", "str", "the address that the right belongs to"),
        _may("product", "str", "product that was bought, when known", ""),
        _may("valid_from", "day", "first day of the right that the fee paid for"),
        _may("valid_until", "day", "its last day; None: does not expire"),
        _may("minutes", "int", "minutes bought with this payment; None: not a block"),
        _may("minutes_until", "day", "last day of these minutes; None: they do not expire"),
        _may("blocks", "int", "how many blocks", 1),
        _may("minutes_left", "int", "balance after it"),
        _may("id_number", "str", "may be the placeholder ID_NUMBER; None: the tier issues none"),
        _may("unlock_code", "str", "may be the placeholder UNLOCK_CODE; None with an ID number: the code is unchanged"),
        _may("receipt_no", "str", "our reference", ""),
        _may("vat_minor", "int", "VAT contained in the amount, minor units"),
        _may("summed_minor", "int", "this payment and what was left of earlier ones; None: it was enough alone"),
        _may("left_minor", "int", "what is left over"),
        _may("left_is", "str", "credit | refund: what becomes of it", ""),
    )),
    LetterKind("payment_partial", "customer", "a payment that buys nothing yet", (
        *PAID,
        _need("credit_minor", "int", "this payment and what was left of earlier ones"),
        _need("offers", "offers", "what more would buy, the cheapest first"),
        _need("days", "int", "how long parts of a price are summed"),
    )),
    LetterKind("payment_question", "customer", "a payment whose purpose only he knows", (
        *PAID,
        _need("what", "str", "fee_twice | overpaid"),
        _may("tier", "tier", "name of the tier whose fee was paid twice"),
        _may("left_minor", "int", "what is left over"),
    )),
    LetterKind("payment_reversed", "customer", "the bank took a payment back, and with it what it had bought", (
        *PAID,
        _need("paid_on", "day", "booking day of the payment itself"),
    )),
    LetterKind("balance", "customer", "the customer asked what he has left", (
        _need("rights", "rights", "what he is entitled to; empty: nothing"),
    )),
    LetterKind("block_expiring", "customer", "prepaid minutes end in two weeks", (
        _need("minutes", "int", "minutes that end"), _need("expires_on", "day", "the last day on which they may be used"),
    )),
    LetterKind("block_expired", "customer", "prepaid minutes have ended unused", (
        _need("minutes", "int", "minutes that ended"), _need("expires_on", "day", "the last day on which they could be used"),
    )),
    LetterKind("code_renewed", "customer", "to the paid address: the new unlock code that was asked for (CODE)", (
        _need("id_number", "str", "may be the placeholder ID_NUMBER"), _need("unlock_code", "str", "may be the placeholder UNLOCK_CODE"),
        _may("by_us", "bool", "an agent sent it; else the customer asked for it", False),
    )),
    LetterKind("code_sent", "customer", "to who asked for the code: it went to the paid address alone", (
        _need("just_now", "bool", "it was made just now; False: less than a day ago, and none is made again"),
    )),
    LetterKind("credential_used", "customer", "to the paid address: somebody used its ID number and code elsewhere", (
        _need("used_from", "str", "the address that wrote; plain addr-spec"),
        _need("used_at", "instant", "when"),
    )),
    LetterKind("address_linked", "customer", "an address from which the right code came speaks for the customer from now on", (
        _need("linked", "str", "that address; plain addr-spec"),
        _may("to_owner", "bool", "to the paid address, which did not ask for it; else to that address itself", False),
    )),
    # ---- to senders without a proven right: fixed words, no byte of their mail ------------------------------------
    LetterKind("free_help", "stranger", "no right to personal support", ()),
    LetterKind("feedback_received", "stranger", "views that we read but cannot answer", ()),
    LetterKind("wish_received", "stranger", "a wish was put on the wish list (FX-27)", ()),
    LetterKind("bug_report_received", "stranger", "a program error was reported by somebody without a right (SO-25)", ()),
    LetterKind("help", "stranger", "somebody asked how to write to us: commands, what to tell, what there is", ()),
    LetterKind("not_designated", "stranger", "a colleague of a customer whose named contacts alone may write (SO-18)", (
        _may("contacts", "strings", "addresses of the named contacts; only when the sender is proven", ()),
    )),
    LetterKind("will_be_billed", "stranger", "no agreement: the work would be charged by time; a plain yes starts it", (),
               answerable=True),
    LetterKind("channel_refused", "customer", "an answer by telephone, fax or post was asked for, in a running case", (
        _need("channel", "str", "phone | fax | post"),
    )),
    LetterKind("ask_for_code", "stranger", "a paid address wrote, but nothing proves that it was the payer", (),
               answerable=True),
    LetterKind("code_wrong", "stranger", "ID number or code is not right; never says which", (
        _may("mistyped", "bool", "the last digit of the number does not go with the others: a slip of the finger", False),
    ), answerable=True),
    LetterKind("confirm_by_reply", "stranger", "to a known address: was it you? A yes proves the mailbox", (
        _may("received_at", "instant", "when the mail came in"),
    ), answerable=True),
    LetterKind("fee_expired", "stranger", "the address had a right, which has run out", (
        _need("tier", "tier", "name of the tier"), _need("valid_until", "day", "last day it was valid"),
    )),
    LetterKind("invoice_overdue", "stranger", "an invoice of the customer's is overdue: the case waits (SO-24)", (
        _may("since", "day", "since when"),
    )),
    LetterKind("not_trained", "stranger", "support is for persons who have passed the training (SO-20)", ()),
    LetterKind("suspended", "stranger", "the right rests for a while", ()),
    LetterKind("not_begun", "stranger", "there is a right, which begins on a day to come", (
        _need("valid_from", "day", "its first day"),
    ), answerable=True),
    LetterKind("offer_agreement", "stranger", "no agreement", ()),
    LetterKind("too_large", "stranger", "a mail was too large to be read", (
        _need("max_mb", "int", "largest mail that is read, in megabytes"),
    )),
    LetterKind("unknown_agent_address", "stranger", "an agent's token came from an address that is no agent's", ()),
    # ---- to agents ----------------------------------------------------------------------------------------------
    LetterKind("agent_new_case", "agent", "a case was opened", (
        CASE, *FOR_AGENT,
        _may("claims", "str", "a case number that the sender named without right to it"),
        _may("continues", "str", "number of the closed case that this one continues"),
    ), answerable=True),
    LetterKind("agent_update", "agent", "the customer wrote again", (
        CASE, *FOR_AGENT, _may("reopened", "bool", "his mail reopened the case", False),
    ), answerable=True),
    LetterKind("agent_note", "agent", "another agent wrote a note", (
        CASE, _need("author", "str", "name of the agent who wrote it"), _need("text", "str", "the note"),
        *ANSWER_ADDRESSES,
    ), answerable=True),
    LetterKind("agent_assigned", "agent", "an agent was given a case, lost it, or its line or team got it", (
        CASE, _need("by", "str", "name of the agent who did it"), _need("why", "str", "assigned | taken | line | team | phone"),
        _may("note", "str", "what he wrote with it", ""), _may("text", "str", "the customer's last words", ""),
        _may("from_address", "str", "the customer's address", ""), _may("start_by", "instant", "start due"), _may("answer_by", "instant", "answer due"),
        *ANSWER_ADDRESSES, _may("commands_short", "strings", "commands to remind of", ("/take", "/spend 10m", "/close", "/help")),
    ), answerable=True),
    LetterKind("agent_status", "agent", "an agent asked how a case stands", (
        _need("about", "cases", "the case: a list of one, since a table is no letter of a case"), _need("requester", "str", "the customer's address"), _may("assigned", "str", "who has it", ""),
        _may("line", "int", "its line", 1), _may("team", "str", "its team", ""), _may("tags", "strings", "its tags", ()), _may("watchers", "strings", "who reads along", ()),
        _may("tier", "tier", "name of the tier"), _may("minutes_left", "int", "prepaid minutes left"), _may("start_by", "instant", "start due"),
        _may("answer_by", "instant", "answer due"), _may("started_at", "instant", "when work began"), _may("answered_at", "instant", "when we answered first"),
        _may("closed_at", "instant", "when it was closed"), _may("missing", "strings", "names of the details that are asked for", ()),
        _may("findings", "details", "workaround | solution | lesson, and the text", ()),
    )),
    LetterKind("agent_queue", "agent", "an agent asked which cases wait", (
        _need("mine", "cases", "his, with due, line and team besides"), _need("waiting", "cases", "those that nobody has"), _need("others", "cases", "those of others, with assigned_to"),
    )),
    LetterKind("agent_balance", "agent", "an agent asked what a customer has left", (
        _need("whose", "str", "the address"), _need("rights", "rights", "what he is entitled to"), _may("known", "bool", "there is such a customer", True),
        _may("overdue_since", "day", "since when an invoice is overdue"),
    )),
    LetterKind("third_answered", "agent", "somebody from outside whom an agent asked has answered", (
        CASE, *FROM, _need("asked", "bool", "he wrote from an address that was asked"), _need("proven", "bool", "something proves that he wrote it"),
        _need("text", "str", "what he wrote"), _may("attachments", "files", "files that came with it", ()), *ANSWER_ADDRESSES,
    ), answerable=True),
    LetterKind("forward_offer", "agent", "an agent passed a mail on: shall it become a case?", (
        _need("address", "str", "whose mail it says it is"), _need("subject", "str", "its subject, or an empty string"),
        _need("text", "str", "how it begins"),
    ), answerable=True),
    LetterKind("agent_result", "agent", "receipt: what became of an agent's mail", (
        _may("case", "case", "the case, when there is one"),
        _need("lines", "sayings", "what was done, in order"),
    ), answerable=True),
    LetterKind("agent_refused", "agent", "an agent's mail had a faulty line: nothing was done", (
        _may("case", "case", "the case, when there is one"),
        _need("faults", "faults", "every faulty line"),
        _need("text", "str", "his whole new text, ready to be sent again"),
    ), answerable=True),
    LetterKind("agent_second", "agent", "an agent's answer waits: another agent has answered since the letter that he answers", (
        CASE, _need("author", "str", "the other agent"), _need("answered_at", "instant", "when he answered"),
        _need("said", "str", "what he answered"),
        _need("text", "str", "the agent's whole new text, which was not sent"),
    ), answerable=True),
    LetterKind("agent_same_id", "agent", "an agent's mail bore the Message-ID of another of his that was carried out: nothing of it was done", (
        _may("case", "case", "the case, when there is one"), _need("text", "str", "his whole new text, ready to be sent again"),
    ), answerable=True),
    LetterKind("agent_withdrawn", "agent", "an agent took his answer back before it left", (
        CASE, _need("lines", "sayings", "what was taken back, in order"),
        _need("text", "str", "his words for the customer, ready to be sent again"),
    ), answerable=True),
    LetterKind("agent_held", "agent", "an agent's mail was held back, since it would give away something internal", (
        _may("case", "case", "the case, when there is one"), _need("lines", "sayings", "why"),
        _need("text", "str", "his whole new text, of which nothing was done; empty: one letter alone is held, and an admin may let it go"),
        _may("author", "str", "who wrote it, where another may let it go", ""), _need("may_send", "bool", "its reader may send it all the same"),
        _may("leads", "strings", "names of those who may, and were asked", ()),
    ), answerable=True),
    LetterKind("agent_help", "agent", "an agent asked for help", (
        _may("case", "case", "the case, when there is one"),
        _need("role", "str", "agent | lead | admin | reader"), _need("groups", "groups", "the commands that his role reaches, by stage"),
        _may("explained", "bool", "say what each command does, too", True),
        _may("command", "str", "name of the one command that he asked about", ""),
        _may("examples", "strings", "how that one may be written", ()), _may("also", "strings", "other words for it, with their slash", ()),
    ), answerable=True),
    LetterKind("agent_unlinked", "agent", "a proven agent wrote without a token of his own: nothing was done", (
        _may("case", "case", "the case he probably meant; the answer address of this letter carries a fresh token"),
        _need("text", "str", "his whole new text, ready to be sent again"),
        _may("why", "str", "what was wrong: none | customer | not_his | revoked | expired; see [unlinked] of words.toml", "none"),
    ), answerable=True),
    LetterKind("agent_alarm", "agent", "somebody wrote in an agent's name and nothing proves it, or wrote to an address that was sent to the agent alone", (
        _need("received_at", "instant", "when"),
        _may("what", "str", "name | address | desk: what was used: his name, his reply address of a case, his desk address", "name"),
        _need("because", "str", "why it is not proven; with his name"),
        _may("seen", "str", "strict addr-spec that wrote to his address; empty: none can be read", ""),
        _may("case", "case", "the case it was about, when its token was right"),
    ), answerable=True),
    LetterKind("agent_invite", "agent", "an agent is sent his desk address", (
        _may("why", "str", "new | again | expires | revoked; see [invited] of words.toml", "new"),
        _need("role", "str", "agent | lead | admin | reader"), _need("groups", "groups", "the commands that his role reaches, by stage"),
        _need("desk_address", "str", "his desk address; may be the placeholder REPLY_ADDRESS"),
        _need("valid_until", "day", "the last day on which it counts"),
    ), answerable=True),
    # ---- to administrators --------------------------------------------------------------------------------------
    LetterKind("admin_notice", "admin", "something needs a person", (
        _need("what", "str", "quarantine | held | failed | template | door | bounced | other: see [notice] of words.toml"),
        _need("lines", "sayings", "what happened"),
        _may("commands", "strings", "shell commands that help", ()),
    )),
    LetterKind("admin_daily", "admin", "once a day, when something waits for a person", (
        _need("day", "day", "of this letter"),
        _may("held", "held", "payments that wait for a person", ()),
        _may("more_held", "int", "how many more there are", 0),
        _may("reversals", "reversals", "payments that the bank took back", ()),
        _may("failed_files", "failed", "files of the bank that could not be read", ()),
        _may("locks", "sayings", "what takes no unlock code after too many wrong ones", ()),
    )),
    LetterKind("postmaster_forward", "admin", "a mail to postmaster", (
        *FROM, _need("received_at", "instant", "when"), _need("subject", "str", "its subject"),
        _need("text", "str", "its text"),
        _may("attachments", "files", "what is attached", ()),
    )),
)
