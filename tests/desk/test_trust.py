"""The decision table of trust, row by row and as a whole (reliability.md 3.5, corrected by resolutions.md)."""

import itertools
from typing import get_args

import pytest

from mailbot.desk.trust import TABLE, Code, Proof, Says, Signs, Standing, TokenSign, judge

S = Standing

# says, proof, automatic, token, code -> what follows
ROWS = [
    # machines and our own mail: nothing else counts
    (("customer", "verified", True, "customer", "correct"), S.MACHINE),
    (("agent", "auth", True, "agent", "absent"), S.MACHINE),
    (("stranger", "unverifiable", True, "none", "absent"), S.MACHINE),
    (("own", "verified", False, "customer", "absent"), S.OWN),
    (("own", "claimed", True, "none", "absent"), S.OWN),
    # agents: both factors, or nothing
    (("agent", "verified", False, "agent", "absent"), S.AGENT),
    (("agent", "auth", False, "agent", "absent"), S.AGENT),
    (("agent", "auth", False, "desk", "absent"), S.AGENT_AT_DESK),
    (("agent", "verified", False, "desk", "absent"), S.AGENT_AT_DESK),
    (("agent", "verified", False, "none", "absent"), S.AGENT_UNLINKED),
    (("agent", "auth", False, "none", "absent"), S.AGENT_UNLINKED),
    (("agent", "verified", False, "stale", "absent"), S.AGENT_UNLINKED),
    (("agent", "verified", False, "customer", "absent"), S.AGENT_UNLINKED),
    (("agent", "claimed", False, "agent", "absent"), S.AGENT_UNPROVEN),
    (("agent", "unverifiable", False, "agent", "absent"), S.AGENT_UNPROVEN),
    (("agent", "claimed", False, "none", "correct"), S.AGENT_UNPROVEN),
    # an agent's token elsewhere
    (("customer", "verified", False, "agent", "absent"), S.NOT_AN_AGENT),
    (("stranger", "claimed", False, "agent", "correct"), S.NOT_AN_AGENT),
    (("customer", "verified", False, "desk", "absent"), S.NOT_AN_AGENT),
    # customers
    (("customer", "verified", False, "none", "absent"), S.VERIFIED),
    (("customer", "verified", False, "customer", "absent"), S.VERIFIED),
    (("customer", "verified", False, "none", "wrong"), S.VERIFIED),
    (("customer", "claimed", False, "customer", "absent"), S.JOINS_UNVERIFIED),
    (("customer", "claimed", False, "none", "absent"), S.CLAIMED),
    (("customer", "unverifiable", False, "none", "absent"), S.CLAIMED),
    # ID number and code
    (("stranger", "claimed", False, "none", "correct"), S.CODE_ACCEPTED),
    (("customer", "claimed", False, "customer", "correct"), S.CODE_ACCEPTED),
    (("stranger", "verified", False, "none", "correct"), S.CODE_ACCEPTED),
    (("stranger", "claimed", False, "none", "wrong"), S.CODE_REFUSED),
    (("stranger", "claimed", False, "none", "locked"), S.CODE_REFUSED),
    (("stranger", "verified", False, "none", "wrong"), S.CODE_REFUSED),
    (("customer", "claimed", False, "customer", "wrong"), S.CODE_REFUSED),
    # somebody whom an agent asked: nothing but a note comes of it, whoever he says he is and whatever he knows
    (("stranger", "verified", False, "third", "absent"), S.THIRD),
    (("customer", "verified", False, "third", "correct"), S.THIRD),
    (("stranger", "unverifiable", False, "third", "absent"), S.THIRD),
    # strangers
    (("stranger", "verified", False, "none", "absent"), S.VERIFIED),
    (("stranger", "claimed", False, "none", "absent"), S.CLAIMED),
    (("stranger", "unverifiable", False, "none", "absent"), S.CLAIMED),
    (("stranger", "unverifiable", False, "customer", "absent"), S.JOINS_UNVERIFIED),
]


def signs(says, proof, automatic, token, code):
    return Signs(says=says, proof=proof, automatic=automatic, token=token, code=code)


@pytest.mark.parametrize(("given", "standing"), ROWS, ids=lambda v: v if isinstance(v, str) else "-".join(map(str, v)))
def test_row(given, standing):
    assert judge(signs(*given)).standing == standing


EVERYTHING = [signs(*each) for each in itertools.product(get_args(Says), get_args(Proof), (False, True), get_args(TokenSign), get_args(Code))]


def test_the_table_is_total():
    """Every mail has a standing, whatever signs it bears."""
    assert len([judge(each).standing for each in EVERYTHING]) == 4 * 4 * 2 * 6 * 4


def test_every_row_decides_something():
    """A row that is never reached is a row that says nothing."""
    assert {judge(each).name for each in EVERYTHING} == {row.name for row in TABLE}


def test_what_must_never_be():
    wrong = {problem: each for each in EVERYTHING for problem in _must_never_be(each)}
    assert wrong == {}, "the last mail of each kind that came through"


def _must_never_be(each):
    standing, proven = judge(each).standing, each.proof in ("auth", "verified")
    if standing in (S.AGENT, S.AGENT_AT_DESK) and not (each.says == "agent" and proven and each.token in ("agent", "desk") and not each.automatic):
        yield "an agent with one factor missing"
    if standing is S.VERIFIED and not (proven and each.says in ("customer", "stranger")):
        yield "verified without a proof"
    if standing is S.CODE_ACCEPTED and each.code != "correct":
        yield "a wrong code accepted"
    if each.automatic and standing not in (S.MACHINE, S.OWN):
        yield "a machine taken for somebody"
    if each.token == "third" and standing in (S.VERIFIED, S.CODE_ACCEPTED, S.CODE_REFUSED, S.JOINS_UNVERIFIED, S.AGENT, S.AGENT_AT_DESK):
        yield "somebody from outside taken for a customer or an agent"
