"""Atomic: whatever else stands in an agent's mail, one bad line and nothing is done and nobody but he hears anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.desk.agents.doing import carry_out
from mailbot.desk.agents.sending import turn_of
from mailbot.desk.effects import Append, Send
from mailbot.desk.facts import Facts
from mailbot.desk.hearing import Hearing
from mailbot.desk.trust import Row, Standing
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys
from tests.desk.test_customers_copy import CASE, NOW, loaded, mail

ROW = Row("agent", Standing.AGENT, "proven")

GOOD = st.sampled_from(["/spend 10m", "/close", "/reply", "// en anmärkning", "", "/close answered"])
BAD = st.sampled_from(["/spned 10m", "/spend 1h30", "/spend", "/undo", "/send", "/xyzzy", "/reply never", "/note /reply", "/help me", "/spend 10m 1/12", "/spend 10m 2099-01-01"])
WORDS = st.sampled_from(["Hej Anna!", "Hej!\n\nUppdatera till 7.4.\n\nMvh", "Kör `x` och **y**."])


def decided(text):
    envelope = Envelope("eva@bokis.info", ("support@bokis.info",), "127.0.0.1", Door.SMTP, NOW)
    message = parse(mail(text), envelope, loaded().config, Keys(b"k" * 32))
    hearing = Hearing(message, Facts(NOW, NOW), loaded().config, loaded().rules, ROW, None)
    return carry_out(turn_of(hearing, loaded().config.agents[0], CASE, Token(TokenKind.AGENT, 1, "eva", 1, 1)))


@settings(max_examples=150, deadline=None)
@given(st.lists(GOOD, max_size=3), BAD, st.lists(GOOD, max_size=3), WORDS, st.booleans())
def test_one_bad_line_sends_nothing(above, bad, below, words, on_top):
    block = "\n".join([*above, bad, *below])
    decision = decided(f"{block}\n{words}" if on_top else f"{words}\n{block}")
    assert decision.verdict == "agent_refused"
    assert {letter.to for letter in decision.letters} == {"eva@bokis.info"}
    assert all((isinstance(effect, Append) and effect.direction == "note" and effect.automatic) or isinstance(effect, Send) for effect in decision.effects)


@settings(max_examples=30, deadline=None)
@given(st.lists(GOOD, max_size=3, unique_by=lambda line: line.split(" ")[0]), WORDS)
def test_without_one_it_is_done(above, words):
    """The test above could fail: the same lines without the bad one are carried out."""
    assert decided("\n".join([*above, words])).verdict == "agent_replied"
