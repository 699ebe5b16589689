"""Tokens: ours are recognised whatever mail servers do to letter case, and nobody else can make one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail import tokens
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.tokens import Keys
from tests.mail.samples import CONFIG, KEYS, config, mail, read

TOKEN = Token(TokenKind.AGENT, 4711, "anna", 1, 2518)
MAILBOX = CONFIG.mailbox
made = st.builds(
    Token,
    kind=st.sampled_from(TokenKind),
    case_id=st.integers(0, 2**40),
    who=st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True),
    epoch=st.integers(0, 9999),
    day=st.integers(0, 20_000),
)


@given(made)
def test_a_token_survives_its_way(token: Token) -> None:
    """Signed, put in an address, shouted by a server, found again; and the address is one that SMTP can carry."""
    address = tokens.reply_address(token, MAILBOX, KEYS)
    assert len(address.partition("@")[0]) <= 64
    assert tokens.find_in([address.upper()], MAILBOX, KEYS) == (token,)


@given(made, st.integers(0, 60), st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-."))
def test_any_other_letter_makes_it_void(token: Token, at: int, letter: str) -> None:
    signed = tokens.sign(token, KEYS)
    at %= len(signed)
    changed = signed[:at] + letter + signed[at + 1 :]
    found = tokens.read(changed, KEYS)
    assert changed == signed or found is None


def test_old_keys_are_accepted_and_foreign_ones_are_not() -> None:
    signed = tokens.sign(TOKEN, KEYS)
    assert tokens.read(signed, Keys(b"n" * 32, (b"k" * 32,))) == TOKEN
    assert tokens.read(signed, Keys(b"n" * 32)) is None


def test_a_message_id_cannot_be_turned_into_an_address() -> None:
    """A Message-ID is seen by every reader of a mail; the reply address of an agent is his second factor."""
    message_id = tokens.message_id(TOKEN, "abc", "us.example", KEYS)
    signed = message_id.partition("@")[0].rpartition(".")[0]
    assert tokens.read(signed, KEYS) is None
    assert tokens.from_message_id(tokens.sign(TOKEN, KEYS) + ".abc@us.example", KEYS) is None
    assert tokens.from_message_id(f"<{message_id.upper()}>", KEYS) == Token(TokenKind.AGENT, 4711, "anna", 1, 2518, "message-id")


def test_a_message_id_without_case_is_ours_all_the_same() -> None:
    plain = tokens.message_id(None, "abc", "us.example", KEYS)
    assert tokens.is_own_message_id(plain, KEYS)
    assert tokens.from_message_id(plain, KEYS) is None
    assert not tokens.is_own_message_id("d.0.0.0.0.aaaaaaaaaaaaaaaa.abc@us.example", KEYS)


@pytest.mark.parametrize("address", ["support@us.example", "support+x@us.example", "", "@", "support+@us.example", "x" * 100_000])
def test_other_addresses_hold_no_token(address: str) -> None:
    assert tokens.find_in([address], MAILBOX, KEYS) == ()


def test_a_token_counts_only_at_our_own_address() -> None:
    signed = tokens.sign(TOKEN, KEYS)
    assert tokens.find_in([f"support+{signed}@evil.example", f"other+{signed}@us.example"], MAILBOX, KEYS) == ()


def test_providers_without_plus_addresses_use_their_pattern() -> None:
    mailbox = config(plus_addresses=False, reply_address="reply-{token}@us.example").mailbox
    address = tokens.reply_address(TOKEN, mailbox, KEYS)
    assert address.startswith("reply-a.3mv.anna.")
    assert tokens.find_in([address], mailbox, KEYS) == (TOKEN,)
    assert tokens.reply_address(TOKEN, config(plus_addresses=False).mailbox, KEYS) == "support@us.example"


def test_keys_never_show() -> None:
    assert "k" * 32 not in repr(KEYS)
    assert "kkk" not in f"{KEYS} {[KEYS]}"


def test_recipients_come_before_message_ids() -> None:
    customer = Token(TokenKind.CUSTOMER, 7, "p17", 1, 2518)
    message_id = tokens.message_id(customer, "n1", "us.example", KEYS)
    raw = mail(f"In-Reply-To: <{message_id}>", f"To: {tokens.reply_address(TOKEN, MAILBOX, KEYS)}")
    assert [(t.case_id, t.by) for t in read(raw).tokens] == [(4711, "token"), (7, "message-id")]
