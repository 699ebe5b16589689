"""What our doors answer: one line per reply, each with its enhanced status code (RFC 3463, RFC 2034).
No reply repeats foreign text or says anything about our insides."""

from __future__ import annotations

import re

AUTH_NEEDED = "530 5.7.0 Log in first"
AUTH_FAILED = "535 5.7.8 Login or password is wrong"
AUTH_LOCKED = "421 4.7.0 Too many failed log-ins, try again later"
BUSY = "451 4.3.2 The mail cannot be kept just now, please try again later"
CLOSING = "421 4.3.2 The server is going down, please try again later"
FOREIGN_RECIPIENT = "550 5.1.1 No such mailbox here; this server takes mail for its own support address only"
FULL = "452 4.3.1 There is no room for mail just now, please try again later"
KEPT = "250 2.0.0 Kept"
NOT_YOUR_ADDRESS = "553 5.7.1 The sender must be one of your own addresses"
NOT_YOUR_DOOR = "554 5.7.1 This door is only for our own mail server"
RECIPIENT_OK = "250 2.1.5 Recipient ok"
SENDER_OK = "250 2.1.0 Sender ok"
TIMED_OUT = "421 4.4.2 Nothing was heard for too long, closing"
TOO_MANY_CONNECTIONS = "421 4.7.0 Too many connections, try again later"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients, send the rest in another transaction"
UTF8_NEEDED = "553 5.6.7 An address outside ASCII needs SMTPUTF8"
VRFY = "252 2.5.0 Send the mail and see"

_HAS_CODE = re.compile(r"[245]\d\d[ -][245]\.\d{1,3}\.\d{1,3} ")
_SAFE = re.compile(r"[^\x20-\x7e]")
_CODES = {  # for what the library says without one
    "252": "2.5.0", "454": "4.7.0", "500": "5.5.2", "501": "5.5.4", "502": "5.5.1", "503": "5.5.1", "504": "5.5.4",
    "535": "5.7.8", "538": "5.7.11", "552": "5.3.4", "553": "5.1.3", "554": "5.0.0", "555": "5.5.4",
}  # fmt: skip


def coded(reply: str) -> str:
    """The reply with an enhanced status code, if it may carry one (RFC 2034: 2xx, 4xx, 5xx but for greetings)."""
    clean = _SAFE.sub("?", reply)
    if clean[:1] not in ("2", "4", "5") or clean.startswith("220") or _HAS_CODE.match(clean):
        return clean
    code = _CODES.get(clean[:3], f"{clean[0]}.0.0")
    return f"{clean[:3]}{clean[3:4] or ' '}{code} {clean[4:].removeprefix('Error: ')}"


def trouble(reference: str) -> str:
    """Something went wrong inside: `reference` stands in the log beside the reason."""
    return f"451 4.3.0 Something went wrong here, please try again later (reference {reference})"
