"""Letters to customers about rights and money: payments, prepaid minutes, unlock codes, linked addresses.
A code stands in a letter to the paid address alone."""

from __future__ import annotations

from mailbot.render.variables.declare import LetterKind, may, need
from mailbot.render.variables.shared import PAID

RIGHTS = (
    LetterKind("payment_confirmation", "customer", "a payment was booked", (
        need("amount_minor", "int", "amount in minor units (öre, cent)"),
        need("currency", "str", "ISO 4217, such as SEK"),
        need("booked_on", "day", "booking day of the bank"),
        need("tier", "tier", "name of the tier that was bought"),
        need("address", "str", "the address that the right belongs to"),
        may("product", "str", "product that was bought, when known", ""),
        may("valid_from", "day", "first day of the right that the fee paid for"),
        may("valid_until", "day", "its last day; None: does not expire"),
        may("minutes", "int", "minutes bought with this payment; None: not a block"),
        may("minutes_until", "day", "last day of these minutes; None: they do not expire"),
        may("blocks", "int", "how many blocks", 1),
        may("minutes_left", "int", "balance after it"),
        may("id_number", "str", "may be the placeholder ID_NUMBER; None: the tier issues none"),
        may("unlock_code", "str", "may be the placeholder UNLOCK_CODE; None with an ID number: the code is unchanged"),
        may("receipt_no", "str", "our reference", ""),
        may("vat_minor", "int", "VAT contained in the amount, minor units"),
        may("summed_minor", "int", "this payment and what was left of earlier ones; None: it was enough alone"),
        may("left_minor", "int", "what is left over"),
        may("left_is", "str", "credit | refund: what becomes of it", ""),
    )),
    LetterKind("payment_partial", "customer", "a payment that buys nothing yet", (
        *PAID,
        need("credit_minor", "int", "this payment and what was left of earlier ones"),
        need("offers", "offers", "what more would buy, the cheapest first"),
        need("days", "int", "how long parts of a price are summed"),
    )),
    LetterKind("payment_question", "customer", "a payment whose purpose only he knows", (
        *PAID,
        need("what", "str", "fee_twice | overpaid"),
        may("tier", "tier", "name of the tier whose fee was paid twice"),
        may("left_minor", "int", "what is left over"),
    )),
    LetterKind("payment_reversed", "customer", "the bank took a payment back, and with it what it had bought", (
        *PAID,
        need("paid_on", "day", "booking day of the payment itself"),
        may("minutes", "int", "prepaid minutes that were left of it and are frozen; None: it had paid for none"),
        may("minutes_left", "int", "balance after it"),
    )),
    LetterKind("refund_note", "customer", "a block, or what was left of a payment, is paid back", (
        need("amount_minor", "int", "what is paid back, in minor units (öre, cent)"), need("currency", "str", "ISO 4217, such as SEK"),
        need("paid_on", "day", "day on which the block was bought, or the payment booked"),
        may("minutes", "int", "minutes that are taken off the block; None: no block"),
        may("block", "int", "number of the block; None: what is left of a payment"),
        need("minutes_left", "int", "balance after it"),
    ), answerable=True),
    LetterKind("balance", "customer", "the customer asked what he has left", (
        need("rights", "rights", "what he is entitled to; empty: nothing"),
    )),
    LetterKind("block_expiring", "customer", "prepaid minutes end in two weeks", (
        need("minutes", "int", "minutes that end"), need("expires_on", "day", "the last day on which they may be used"),
    )),
    LetterKind("block_expired", "customer", "prepaid minutes have ended unused", (
        need("minutes", "int", "minutes that ended"), need("expires_on", "day", "the last day on which they could be used"),
    )),
    LetterKind("code_renewed", "customer", "to the paid address: the new unlock code that was asked for (CODE)", (
        need("id_number", "str", "may be the placeholder ID_NUMBER"), need("unlock_code", "str", "may be the placeholder UNLOCK_CODE"),
        may("by_us", "bool", "an agent sent it; else the customer asked for it", False),
    )),
    LetterKind("code_sent", "customer", "to who asked for the code: it went to the paid address alone", (
        need("just_now", "bool", "it was made just now; False: less than a day ago, and none is made again"),
    )),
    LetterKind("credential_used", "customer", "to the paid address: somebody used its ID number and code elsewhere", (
        need("used_from", "str", "the address that wrote; plain addr-spec"),
        need("used_at", "instant", "when"),
    )),
    LetterKind("address_linked", "customer", "an address from which the right code came speaks for the customer from now on", (
        need("linked", "str", "that address; plain addr-spec"),
        may("to_owner", "bool", "to the paid address, which did not ask for it; else to that address itself", False),
    )),
)
