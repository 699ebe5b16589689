"""Who speaks, and what may he do: the decision table of trust, first match, one place.
A token names a case, never a person; a From line is a claim, never a right; only both together make an agent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Says = Literal["own", "agent", "customer", "stranger"]  # what the From address says: nothing is proven by it
Proof = Literal["auth", "verified", "claimed", "unverifiable"]
TokenSign = Literal["none", "customer", "agent", "desk", "third", "stale"]
Code = Literal["absent", "correct", "wrong", "locked"]


class Standing(StrEnum):
    """What follows from who speaks and what proves it."""

    MACHINE = "machine"  # kept; no answer, no command, no state
    OWN = "own"  # our own mail came back: kept, nothing else
    AGENT = "agent"  # his words go to the customer, his commands run
    AGENT_AT_DESK = "agent_at_desk"  # proven, at his desk address: commands without a case
    AGENT_UNLINKED = "agent_unlinked"  # proven, but no token of his own: nothing to customers, a fresh token for him
    AGENT_UNPROVEN = "agent_unproven"  # quarantine, an alarm to the stored address, no answer to From
    THIRD = "third"  # somebody answers whom an agent asked: a note for the agents, nothing else, whoever he says he is
    NOT_AN_AGENT = "not_an_agent"  # an agent's token in somebody else's hands
    VERIFIED = "verified"  # a customer or a stranger whose address is proven
    CODE_ACCEPTED = "code_accepted"  # entitled by ID number and unlock code
    CODE_REFUSED = "code_refused"  # same neutral answer for a wrong code and an unknown ID number
    JOINS_UNVERIFIED = "joins_unverified"  # his text joins the case with a mark; no minutes, no approval, no command
    CLAIMED = "claimed"  # nothing proven: asked to prove himself if the address is paid, else fixed text


@dataclass(frozen=True, slots=True)
class Signs:
    """All that trust is decided on."""

    says: Says
    proof: Proof
    automatic: bool = False
    token: TokenSign = "none"  # noqa: S105 - not a password
    code: Code = "absent"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; an empty tuple matches anything."""

    name: str
    standing: Standing
    because: str
    automatic: bool | None = None
    says: tuple[Says, ...] = ()
    proof: tuple[Proof, ...] = ()
    token: tuple[TokenSign, ...] = ()
    code: tuple[Code, ...] = ()

    def matches(self, signs: Signs) -> bool:
        return (
            (self.automatic is None or self.automatic == signs.automatic)
            and (not self.says or signs.says in self.says)
            and (not self.proof or signs.proof in self.proof)
            and (not self.token or signs.token in self.token)
            and (not self.code or signs.code in self.code)
        )


PROVEN: tuple[Proof, ...] = ("auth", "verified")

# reliability.md 3.5 with the corrections of resolutions.md. A token counts as the agent's own ("agent", "desk") only
# when it was issued to him, in his current epoch and in the last 90 days; else it is "stale".
TABLE: tuple[Row, ...] = (
    Row("our own address", Standing.OWN, "the mail is one of ours come back", says=("own",)),
    Row("a machine", Standing.MACHINE, "a machine wrote it (RFC 3834)", automatic=True),
    Row("agent, proven, with the token of this case", Standing.AGENT,
        "two factors: a proven address and a token that only this agent was sent", says=("agent",), proof=PROVEN, token=("agent",)),
    Row("agent, proven, at the desk address", Standing.AGENT_AT_DESK,
        "two factors: a proven address and the personal desk address", says=("agent",), proof=PROVEN, token=("desk",)),
    Row("agent, proven, no token of his", Standing.AGENT_UNLINKED,
        "the address is proven, but the mail carries no valid token of this agent", says=("agent",), proof=PROVEN),
    Row("agent's name, nothing proves it", Standing.AGENT_UNPROVEN,
        "the mail bears an agent's address, but nothing proves that he wrote it", says=("agent",)),
    Row("an agent's token in other hands", Standing.NOT_AN_AGENT,
        "an agent's token came from an address that is no agent's", token=("agent", "desk")),
    Row("an answer to what an agent asked", Standing.THIRD,
        "an agent asked him, or the answer address was made for one who was asked: his words are for the agents alone", token=("third",)),
    Row("ID number and unlock code are right", Standing.CODE_ACCEPTED,
        "the code in the new text belongs to the ID number", code=("correct",)),
    Row("proven address, a code that is not right", Standing.CODE_REFUSED,
        "ID number or code is not right", says=("stranger",), proof=PROVEN, code=("wrong", "locked")),
    Row("customer, proven", Standing.VERIFIED, "our own mail server vouches for the address",
        says=("customer",), proof=PROVEN),
    Row("unproven, with a code that is not right", Standing.CODE_REFUSED,
        "ID number or code is not right", proof=("claimed",), code=("wrong", "locked")),
    Row("unproven, with a case's token", Standing.JOINS_UNVERIFIED,
        "the token names the case; nothing proves the sender", proof=("claimed", "unverifiable"), token=("customer",)),
    Row("stranger, proven", Standing.VERIFIED, "our own mail server vouches for the address", proof=PROVEN),
    Row("nothing proven", Standing.CLAIMED, "nothing proves the sender", proof=("claimed", "unverifiable")),
)


def judge(signs: Signs) -> Row:
    """The first line of the table that matches. The table is total: a mail always has a standing."""
    return next(row for row in TABLE if row.matches(signs))
