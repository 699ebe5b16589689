"""Letters to customers with a right, about their case.
Whoever reads them is known; what he wrote may be shown to him again."""

from __future__ import annotations

from mailbot.render.variables.declare import LetterKind, may, need
from mailbot.render.variables.shared import CASE, LEVEL, MISSING, PROMISE, REFER_TO, REFERRED, RIGHT, STATUS

CUSTOMERS = (
    LetterKind("ack", "customer", "a new case of an entitled customer", (
        CASE, MISSING, *PROMISE, *RIGHT,
        may("fast", "bool", "the fast subject of the tier was used", False),
        may("update_first", "bool", "advise to install the latest version first (technical questions)", False),
        may("appointment", "bool", "this kind of question gets an appointment", False),
        may("add_address", "bool", "ask whether the address written from shall count from now on", False),
        may("account_created", "bool", "his first mail: a contact was registered", False),
        may("continues", "str", "number of a closed case that this one continues"),
        may("remembered", "details", "what we know from an earlier case and do not ask again", ()),
        may("links", "links", "pages that may answer the question (rules/faq.toml)", ()),
        may("handbook", "bool", "advise to look in the handbook and the answers (questions on how something is done)", False),
        may("channel", "str", "phone | fax | post: a way of answering that was asked for and that we do not offer", ""),
        may("billed", "bool", "the work is charged by time: name rate and step before it begins (SA-16)", False),
        may("agreement", "bool", "a question about the agreement: name who answers it", False),
        may("standstill", "bool", "work stands still: marked, and those on duty were told at once", False),
        *STATUS,
    ), answerable=True),
    LetterKind("followup_ack", "customer", "further mails joined a case before anybody answered it", (
        CASE, need("count", "int", "how many mails"), *PROMISE, *STATUS,
    ), answerable=True),
    LetterKind("access_needed", "customer", "an agent asks for access to the customer's data or screen, without words of his own (SO-19)", (CASE,), answerable=True),
    LetterKind("access_granted", "customer", "access or a new version was asked for, by somebody who is entitled to it", (
        CASE, need("link", "str", "address of the page"), *RIGHT,
    ), answerable=True),
    LetterKind("status", "customer", "the customer asked how one case stands", (
        CASE, *PROMISE, may("missing", "strings", "questions that are still open, worded in the letter's language", ()),
        may("messages", "int", "mails of the customer and answers so far", 0), may("answered_at", "instant", "when we answered first"),
        may("closed_at", "instant", "when it was closed"), may("reopen_until", "instant", "an answer until then reopens it"), *STATUS,
    ), answerable=True),
    LetterKind("status_list", "customer", "the customer asked how his cases stand", (
        need("open", "cases", "his open cases, the newest first"), need("closed", "cases", "the cases closed last"),
        may("which", "str", "close | reopen: a command was given without saying for which case; empty: only the status", ""),
    )),
    LetterKind("closed_by_customer", "customer", "the customer closed his case", (
        CASE, may("reopen_until", "instant", "an answer until then reopens the case"),
    ), answerable=True),
    LetterKind("language_set", "customer", "the customer asked for another language; written in that one", (
        may("case", "case", "the case, when he asked in one"),
        may("spoken", "bool", "we write that language; False: these are the languages we write", True),
    )),
    LetterKind("intake_request", "customer", "a case still lacks details after a further mail", (
        CASE, need("missing", "strings", "questions that are still open, worded in the letter's language"),
        may("found", "details", "what has been understood so far", ()),
        may("clock_waits", "bool", "the promised time begins only when these are here", False),
        may("asked_by_us", "bool", "an agent asks, the customer has not just written", False),
    ), answerable=True),
    LetterKind("entitlement_ok", "customer", "the right was proven later than the mail: a waiting case starts", (
        CASE, MISSING, *PROMISE, *RIGHT, may("valid_until", "day", "last day of the right"), *STATUS,
        may("billed", "bool", "the work is charged by time: name rate and step before it begins (SA-16)", False),
        may("standstill", "bool", "work stands still: marked, and those on duty are told at once", False),
        may("add_address", "bool", "ask whether the address that he wrote from shall be linked", False),
    ), answerable=True),
    LetterKind("entitlement_lapsed", "customer", "the right ended while the case was worked on", (
        CASE, need("tier", "tier", "name of the tier"), may("stopped", "bool", "the case is closed; False: it rests until the right is back", False),
        may("since", "day", "since when an invoice is overdue"), may("valid_until", "day", "last day of the right"),
    )),
    LetterKind("colleague_wrote", "customer", "to a named contact: somebody of his organisation wrote who is none (SO-18)", (
        need("colleague", "str", "address of the colleague, who is proven"), need("contacts", "strings", "addresses of the named contacts"),
        may("limit", "int", "how many there may be; 0: nobody counts", 0),
    ), answerable=True),
    LetterKind("contacts", "customer", "a contact asked who may write, or changed it", (
        need("contacts", "strings", "addresses of those who may write now"), may("changed", "bool", "the list was changed", False),
        may("by", "str", "address of the contact who changed it; to the others", ""),
        may("problem", "str", "limit | not_contact | others: why nothing was changed", ""),
        may("limit", "int", "how many there may be; 0: nobody counts", 0), may("count", "int", "how many were named", 0),
    ), answerable=True),
    LetterKind("agent_reply", "customer", "a person answers", (
        CASE, need("text", "words", "the agent's words, without commands, quotes and signature"),
        may("agent_first_name", "str", "shown above the vendor's signature", ""),
        may("minutes_left", "int", "prepaid minutes left after this answer; None: not a block"),
        may("quote", "str", "the customer's last words, unquoted; shown short", ""),
        may("quoted_at", "instant", "when he wrote them"),
        may("waits", "bool", "we wait for the customer's answer", False),
        may("closes", "bool", "the case is closed with this answer", False),
        may("reopen_until", "instant", "an answer until then reopens the case"),
        may("solved", "bool", "we take it for solved: it closes by itself unless the customer writes", False),
        may("missing", "strings", "questions that the agent asks with it, worded in the letter's language", ()),
        may("clock_waits", "bool", "the promised time begins only when these are answered", False),
        may("access", "bool", "the customer is asked for access to his data or screen with it", False),
        may("moved", "bool", "the case was passed on to another line of support", False),
        *LEVEL, may("level_final", "bool", "the level is the vendor's last word", False),
    ), answerable=True),
    LetterKind("reopened", "customer", "an answer reopened a closed case, or an agent did", (
        CASE, *PROMISE, may("why", "str", "reopened | converted: an agent did it, of a closed case or of views; empty: the customer's answer", ""),
    ), answerable=True),
    LetterKind("ack_phone", "customer", "an agent opened a case for somebody who rang (SA-13)", (
        CASE, need("text", "str", "what the agent noted of what he told"), may("agent_first_name", "str", "who noted it", ""), *PROMISE,
    ), answerable=True),
    LetterKind("priority_changed", "customer", "an agent changed the priority of the case (SO-28)", (
        CASE, need("new_level", "level", "name of the level from now on"), *LEVEL[1:], may("old_level", "level", "the one before", ""),
    ), answerable=True),
    LetterKind("priority_final", "customer", "the vendor's last word on the priority (VI-08)", (
        CASE, need("new_level", "level", "name of the level"), *LEVEL[1:], may("old_level", "level", "the one before; empty: it stays", ""),
    ), answerable=True),
    LetterKind("moved_to_line", "customer", "the case was passed on to another line of support, and the agent wants it told", (CASE,), answerable=True),
    LetterKind("refer_accounting", "customer", "a question on bookkeeping itself: who answers it (BK-12, BK-33)", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("refer_agreement", "customer", "a question on the agreement: who answers it", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("refer_training", "customer", "a wish for training: where there is some (VI-28)", (*REFERRED, REFER_TO), answerable=True),
    LetterKind("out_of_scope", "customer", "something that we give no help with (BK-32)", (
        *REFERRED, may("reason", "str", "name of the topic, see [topic] of words.toml", ""),
    ), answerable=True),
    LetterKind("closed_by_agent", "customer", "an agent closed the case without words of his own", (
        CASE, may("reason", "str", "answered | cannot_reproduce | out_of_scope | duplicate | customer", "answered"),
        may("reopen_until", "instant", "an answer until then reopens the case"),
        may("solved", "bool", "we take it for solved: it closes by itself unless the customer writes", False),
    ), answerable=True),
    LetterKind("merged", "customer", "an agent made two cases one, or parted them again", (
        CASE, need("other", "str", "number of the other case"), may("undone", "bool", "they are two again", False),
    ), answerable=True),
    LetterKind("ack_split", "customer", "an agent made a case of its own of the second matter in a mail", (
        CASE, *PROMISE, need("other", "str", "number of the case that it was part of"),
        may("waits_for_right", "bool", "both wait for a proof of the right", False),
    ), answerable=True),
    LetterKind("consult", "outsider", "an agent asks somebody from outside: his words alone, nothing of the customer's", (
        CASE, need("text", "str", "the agent's words"), may("agent_first_name", "str", "shown above the vendor's signature", ""),
    ), answerable=True),
    LetterKind("block_empty", "customer", "no prepaid minutes are left, and somebody asked for more", (
        may("case", "case", "the running case, when there is one"),
    )),
    LetterKind("channel_refused", "customer", "an answer by telephone, fax or post was asked for, in a running case", (
        need("channel", "str", "phone | fax | post"),
    )),
)
