"""Values that several letters say, each worded once.
What a case promises, how to ask for its status, what an agent must know of a mail."""

from __future__ import annotations

from mailbot.render.variables.declare import may, need

CASE = need("case", "case", "the case; its number may be the placeholder CASE_NUMBER")
MISSING = may("missing", "strings", "questions that are still open, worded in the letter's language, what is required first", ())
PROMISE = (
    may("answer_by", "instant", "when we will have answered; None: not promised"),
    may("start_by", "instant", "when work begins; None: not promised"),
    may("at_once", "bool", "work begins without delay (a promise of 0 minutes)", False),
    may("clock_waits", "bool", "the promised time begins only when the missing details are here", False),
    may("is_open_now", "bool", "the calendar is open at this moment", True),
    may("opens_at", "instant", "the next opening, when closed now"),
)
STATUS = (
    may("status_address", "str", "any mail to this address is answered with the status of the case; may be the placeholder STATUS_ADDRESS", ""),
    may("status_page", "str", "the vendor's page that shows how cases stand, where he has one in its place", ""),
)
RIGHT = (
    need("tier", "tier", "name of the tier in the configuration"),
    may("minutes_left", "int", "prepaid minutes left; None: the tier has none"),
)
LEVEL = (
    may("new_level", "level", "name of the level that the case got with it; None: it stays"),
    may("start_by", "instant", "when work begins at that level; None: it has begun, or is not promised"),
    may("answer_by", "instant", "when we will have answered at that level; None: not promised"),
)
REFERRED = (CASE, may("text", "words", "the agent's own words above it", ""))
REFER_TO = may("refer_to", "strings", "who answers such questions: names, addresses, pages", ())
ANSWER_ADDRESSES = (
    need("reply_address", "str", "an answer to this address goes to the customer; may be the placeholder REPLY_ADDRESS"),
    need("note_address", "str", "an answer to this address stays inside; may be the placeholder NOTE_ADDRESS"),
)
REPLY_IS = may("reply_is", "str", "what a plain answer does, for which its address is signed: public | note | desk | reader; see [reply_is] of words.toml", "public")
THREE_ANSWERS = (
    need("case_by", "str", "which case: new | token | message-id | subject | credential"),
    need("speaker", "str", "who speaks: verified | claimed | unverifiable | code"),
    may("speaker_by", "str", "what proves it (dmarc, dkim, auth, internal) or why nothing does", ""),
    need("may", "strings", "what he may do: text | minutes | approve | command"),
)
PAID = (
    need("amount_minor", "int", "amount in minor units (öre, cent)"),
    need("currency", "str", "ISO 4217, such as SEK"),
    need("booked_on", "day", "booking day of the bank"),
    need("address", "str", "the address that the payment is for"),
)
FROM = (
    need("from_address", "str", "strict addr-spec of From, or an empty string"),
    may("from_name", "str", "display name, cleaned: a claim", ""),
)
FOR_AGENT = (
    *FROM,
    *THREE_ANSWERS,
    need("text", "str", "what the customer wrote now, codes blanked"),
    may("attachments", "files", "what is attached", ()),
    may("tier", "tier", "name of the tier; None: no entitlement"),
    may("valid_until", "day", "last day of the right"),
    may("minutes_left", "int", "prepaid minutes left"),
    may("missing", "strings", "names of the details that are missing", ()),
    may("found", "details", "details that were found", ()),
    may("answer_by", "instant", "answer due"),
    may("start_by", "instant", "start due"),
    may("clock_waits", "bool", "the clock stands still until the missing details are here", False),
    may("fast", "bool", "the subject asked for the fast lane of the tier", False),
    may("open_cases", "int", "other open cases of this account", 0),
    may("flags", "strings", "marks of rules, such as urgent; see [flag] of words.toml", ()),
    may("topics", "strings", "topics the mail may be about that we do not treat, or that need an offer; see [topic] of words.toml", ()),
    may("remembered", "strings", "names of the found details that an earlier case told", ()),
    may("wishes_priority", "level", "name of the level that the customer asks for", ""),
    may("related", "strings", "numbers of other cases that this mail is about too", ()),
    may("copy", "bool", "the mail came in a thread of its own and was put here by sender and subject", False),
    may("cc", "strings", "addresses of colleagues in To and Cc", ()),
    *ANSWER_ADDRESSES,
    may("commands_short", "strings", "commands to remind of", ("/spend 10m", "/note", "/close", "/help")),
)
