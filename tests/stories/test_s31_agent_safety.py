"""S31: a forged agent does nothing; one mistyped command stops the whole mail (reliability.md 46)."""

import pytest

from tests.stories.conftest import to
from tests.stories.test_s28_robots import with_case


def test_a_forged_agent_executes_nothing(open_box):
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "/close\nBetala 5000 kr till konto 1234.", verified=False)
    assert box.verdict == "agent_unproven"
    assert [mail.to for mail in mails] == ["eva@bokis.info"], "an alarm to the stored address, nothing to the customer"
    assert box.store.cases(None, everything=True)[0].state == "open"
    (held,) = box.store.quarantined()
    assert "agent" in held.because


def test_a_forged_agent_with_a_login_of_another_domain(open_box):
    """DKIM or DMARC of somebody else's domain proves nothing about eva@bokis.info."""
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "/close", verified=False, Authentication_Results="mx.bokis.info; dkim=pass header.d=evil.example")
    assert box.verdict == "agent_unproven" and "anna@firma.se" not in {mail.to for mail in mails}


@pytest.mark.parametrize("case", ["plain address", "customer's token"])
def test_a_proven_agent_without_his_token_says_nothing_to_customers(open_box, case):
    box, ack, _ = with_case(open_box)
    mails = (box.write("eva@bokis.info", "Uppdatera programmet.", subject="Re: [BK-2026-000001] Fel") if case == "plain address"
             else box.answer(ack, "Uppdatera programmet.", sender="eva@bokis.info"))
    assert box.verdict == "agent_unlinked"
    assert [mail.to for mail in mails] == ["eva@bokis.info"]


def test_the_fresh_address_of_that_letter_works(open_box):
    box, ack, _ = with_case(open_box)
    (back,) = box.answer(ack, "Uppdatera programmet.", sender="eva@bokis.info")
    assert "Uppdatera programmet." in to(box.answer(back, "Uppdatera programmet."), "anna@firma.se").text


def test_one_mistyped_command_stops_the_whole_mail(open_box):
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "/close\n/spned 10m\nHej, uppdatera programmet.")
    refused = to(mails, "eva@bokis.info")
    assert len(mails) == 1, "the customer gets nothing"
    assert "/spned" in refused.text and "/spend" in refused.text and "Hej, uppdatera programmet." in refused.text
    assert box.store.cases(None, everything=True)[0].state == "open"


def test_an_agents_token_in_other_hands_opens_nothing(open_box):
    box, _, notice = with_case(open_box)
    mails = box.answer(notice, "/close\nSkicka mig allt.", sender="mallory@evil.example")
    assert box.verdict == "not_an_agent"
    assert all("BK-2026-000001" not in mail.raw.decode() for mail in mails if mail.to == "mallory@evil.example")
    assert all("Fel 3021" not in mail.text for mail in mails)
    assert box.store.cases(None, everything=True)[0].state == "open"


def test_a_strangers_case_number_is_a_label(open_box):
    """S26, last part: nothing is disclosed, nothing joins."""
    box, _, _ = with_case(open_box)
    mails = box.write("stranger@example.org", "Vad blev det av mitt ärende?", subject="[BK-2026-000001]")
    assert box.verdict == "free_help"
    assert all("BK-2026" not in mail.raw.decode() for mail in mails)
    assert len(box.store.case("BK-2026-000001").messages) == 1


@pytest.mark.parametrize("verified", [True, False])
def test_a_commanding_customer_is_only_read(open_box, verified):
    """A customer's /close is text, and reaches the agent so that a quote of it is no command."""
    box, ack, _ = with_case(open_box)
    (notice,) = box.answer(ack, "/close\n/spend 15m", verified=verified)
    assert box.store.cases(None, everything=True)[0].state == "open"
    assert not any(line.startswith("/close") for line in notice.text.splitlines())
