"""Letters to administrators: what needs a person, once when it happens or once a day, and what was sent to postmaster.
They say which shell commands help."""

from __future__ import annotations

from mailbot.render.variables.declare import LetterKind, may, need
from mailbot.render.variables.shared import FROM

# some of these go to an agent with an address that is signed for him, and say then, as all his letters do, what a plain answer does
TO_AN_AGENT = may("reply_is", "str", "what a plain answer does, where its address is an agent's: public | note | desk | reader; empty: it comes to the plain address", "")

ADMINS = (
    LetterKind("admin_notice", "admin", "something needs a person", (
        need("what", "str", "quarantine | held | failed | template | door | bounced | other: see [notice] of words.toml"),
        need("lines", "sayings", "what happened"),
        may("commands", "strings", "shell commands that help", ()), TO_AN_AGENT,
    )),
    LetterKind("admin_daily", "admin", "once a day, when something waits for a person", (
        need("day", "day", "of this letter"),
        may("held", "held", "payments that wait for a person", ()),
        may("more_held", "int", "how many more there are", 0),
        may("reversals", "reversals", "payments that the bank took back", ()),
        may("failed_files", "failed", "files of the bank that could not be read", ()),
        may("locks", "sayings", "what takes no unlock code after too many wrong ones", ()),
    )),
    LetterKind("admin_digest", "admin", "what was collected of views and wishes ([feedback] digest)", (
        need("day", "day", "of this letter"),
        may("feedback", "strings", "who wrote which views", ()), may("wishes", "strings", "who wished for what", ()),
        may("more", "int", "how many more there are", 0),
    )),
    LetterKind("postmaster_forward", "admin", "a mail to postmaster", (
        *FROM, need("received_at", "instant", "when"), need("subject", "str", "its subject"),
        need("text", "str", "its text"),
        may("attachments", "files", "what is attached", ()), TO_AN_AGENT,
    )),
)
