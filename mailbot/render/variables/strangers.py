"""Letters to senders without a proven right.
Fixed words: no byte of their mail."""

from __future__ import annotations

from mailbot.render.variables.declare import LetterKind, may, need

STRANGERS = (
    LetterKind("free_help", "stranger", "no right to personal support", ()),
    LetterKind("feedback_received", "stranger", "views that we read but cannot answer", ()),
    LetterKind("wish_received", "stranger", "a wish was put on the wish list (FX-27)", ()),
    LetterKind("bug_report_received", "stranger", "a program error was reported by somebody without a right (SO-25)", ()),
    LetterKind("help", "stranger", "somebody asked how to write to us: commands, what to tell, what there is", ()),
    LetterKind("not_designated", "stranger", "a colleague of a customer whose named contacts alone may write (SO-18)", (
        may("contacts", "strings", "addresses of the named contacts; only when the sender is proven", ()),
    )),
    LetterKind("will_be_billed", "stranger", "no agreement: the work would be charged by time; a plain yes starts it", (),
               answerable=True),
    LetterKind("ask_for_code", "stranger", "a paid address wrote, but nothing proves that it was the payer", (),
               answerable=True),
    LetterKind("code_wrong", "stranger", "ID number or code is not right; never says which", (
        may("mistyped", "bool", "the last digit of the number does not go with the others: a slip of the finger", False),
    ), answerable=True),
    LetterKind("confirm_by_reply", "stranger", "to a known address: was it you? A yes proves the mailbox", (
        may("received_at", "instant", "when the mail came in"),
    ), answerable=True),
    LetterKind("fee_expired", "stranger", "the address had a right, which has run out", (
        need("tier", "tier", "name of the tier"), need("valid_until", "day", "last day it was valid"),
    )),
    LetterKind("invoice_overdue", "stranger", "an invoice of the customer's is overdue: the case waits (SO-24)", (
        may("since", "day", "since when"),
    )),
    LetterKind("not_trained", "stranger", "support is for persons who have passed the training (SO-20)", ()),
    LetterKind("suspended", "stranger", "the right rests for a while", ()),
    LetterKind("not_begun", "stranger", "there is a right, which begins on a day to come", (
        need("valid_from", "day", "its first day"),
    ), answerable=True),
    LetterKind("offer_agreement", "stranger", "no agreement", ()),
    LetterKind("too_large", "stranger", "a mail was too large to be read", (
        need("max_mb", "int", "largest mail that is read, in megabytes"),
    )),
    LetterKind("unknown_agent_address", "stranger", "an agent's token came from an address that is no agent's", ()),
)
