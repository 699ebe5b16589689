"""Mail that our own group carries: who wrote it is its author, though the group writes its own address into From; he is claimed, and nothing more."""

from __future__ import annotations

import pytest

from mailbot.mail.message import Claimed
from tests.mail.samples import config, envelope, kind, mail, read

GROUP = "From: 'Kund Ek' via support <support@us.example>"
MARK = "List-ID: <support.us.example>"
GOOGLE = (GROUP, MARK, "Precedence: list", "Mailing-list: list support@us.example; contact support+owners@us.example")
PROVEN = "Authentication-Results: mx.us.example; dmarc=pass header.from=us.example"


@pytest.mark.parametrize("kept", ["X-Original-From: Kund Ek <kund@firma.example>", "Reply-To: Kund Ek <kund@firma.example>"])
def test_a_customer_whose_from_our_group_rewrote_is_a_person_and_claimed(kept: str) -> None:
    message = read(mail(PROVEN, *GOOGLE, kept, text="Hej, hur gör jag bokslut?"))
    assert (kind(message), message.answerable, message.sender.address, message.sender_name) == (None, True, "kund@firma.example", "Kund Ek")
    assert isinstance(message.sender, Claimed)


@pytest.mark.parametrize(
    "lines",
    [
        (GROUP, "X-Original-From: Kund <kund@firma.example>"),  # no list carried it
        (GROUP, "List-Id: <other.example>", "X-Original-From: Kund <kund@firma.example>"),
        (*GOOGLE, "X-Original-From: Support <support@us.example>"),
        (*GOOGLE, "X-Original-From: Kund <kund@firma.example>, Bo <bo@firma.example>"),
        GOOGLE,
    ],
)
def test_our_address_in_from_stays_ours_unless_our_own_list_names_another(lines: tuple[str, ...]) -> None:
    message = read(mail(*lines))
    assert (kind(message), message.sender.address) == ("own", "support@us.example")


def test_another_firms_from_is_never_replaced() -> None:
    message = read(mail(MARK, "From: Bo <bo@firma.example>", "X-Original-From: Anna <anna@home.example>", "Reply-To: Anna <anna@home.example>"))
    assert message.sender.address == "bo@firma.example"


def test_a_machine_behind_our_group_is_still_a_machine() -> None:
    message = read(mail(*GOOGLE, "X-Original-From: Kund <kund@firma.example>", "Auto-Submitted: auto-replied", text="Jag är borta."))
    assert (kind(message), message.answerable) == ("autoreply", False)


def test_our_web_form_that_our_group_carries_stays_our_form() -> None:
    settings = config(form_senders=["support@us.example"])
    message = read(mail(PROVEN, *GOOGLE, "Reply-To: Bo <bo@firma.example>", text="E-post: bo@firma.example\n\nHej"), envelope(), settings)
    assert message.sender.address == "support@us.example"
