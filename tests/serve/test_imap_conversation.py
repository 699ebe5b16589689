"""Conversations from mailbox to mailbox: a running desk reads its mailbox, a customer and an agent read theirs, all in one real Dovecot."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mailbot.demo import ANNA, AUTHSERV, EVA, HANS, SUPPORT
from mailbot.testing import compose_mail, quoted_answer
from tests.running import MailboxDesk

pytestmark = pytest.mark.torture  # processes that start, each for a conversation; what a mailbox is to a desk is shown in test_mailboxes.py
COMPLETE = "Hej! Windows 11.\n1. Öppnar Rapporter\n2. Klickar Skriv ut\nDå står det \"Fel 3021: Ingen aktuell post\".\n"


@pytest.fixture
def desk(tmp_path, dovecot):
    """Asks for the other Dovecot only to be skipped, or to fail, without one."""
    running = MailboxDesk(tmp_path)
    try:
        running.prepare()
        yield running
    finally:
        running.stop()


def test_a_question_goes_from_mailbox_to_mailbox_and_back(desk):
    """Customer, acknowledgement, agent, answer, receipt; a stranger meanwhile; nothing is left in the inbox."""
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "imap")
    desk.start()
    desk.delivered(1, ANNA)  # the confirmation
    now = datetime.now(UTC)
    desk.post(compose_mail(ANNA, SUPPORT, "Fel", COMPLETE, now, authserv=AUTHSERV), ANNA, SUPPORT)
    desk.post(compose_mail(HANS, SUPPORT, "Frage", "Wie drucke ich eine Bilanz?", now, authserv=AUTHSERV), HANS, SUPPORT)
    acknowledged = desk.delivered(1, ANNA)[0]
    notice = desk.delivered(1, EVA)[0]
    desk.submit(quoted_answer(notice, "/spend 10m\nHej! Uppdatera programmet.", EVA, now), "eva", _plain(notice.reply_to), EVA)
    answer = desk.delivered(1, ANNA)[0]
    desk.delivered(1, EVA)  # the receipt
    desk.post(quoted_answer(answer, "Nu kommer felet igen, vid kvittot.", ANNA, now, authserv=AUTHSERV), ANNA, _plain(answer.reply_to))
    again = desk.delivered(1, EVA)[0]

    assert acknowledged.subject.startswith("[BX-2026-000001]") and acknowledged.header("Auto-Submitted") == "auto-replied"
    assert "Uppdatera programmet." in answer.text and "/spend" not in answer.text
    assert "Nu kommer felet igen" in again.text
    assert len(desk.delivered(1, HANS)) == 1
    desk.all_handled()
    counted = json.loads(desk.mailbot("status", "--json"))
    assert (counted["counts"]["open_cases"], counted["unread"]) == (1, [])
    inbox = desk.dovecot.maildir(SUPPORT)
    assert [list((inbox / part).iterdir()) for part in ("new", "cur")] == [[], []]
    assert sum(1 for part in ("new", "cur") for _ in (inbox / ".Mailbot.Done" / part).iterdir()) == 4


def test_serving_once_fetches_answers_and_ends(desk):
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "imap")
    desk.post(compose_mail(ANNA, SUPPORT, "Fel", COMPLETE, datetime.now(UTC), authserv=AUTHSERV), ANNA, SUPPORT)
    desk.mailbot("serve", "--once", "--quiet")

    assert [mail.header("Auto-Submitted") for mail in desk.delivered(2, ANNA)] == ["auto-generated", "auto-replied"]


def test_serving_once_says_by_its_end_that_a_mailbox_was_not_read(desk):
    """The rest is done all the same."""
    desk.dovecot.stop()
    with pytest.raises(Exception, match=r"not read: .*cannot be reached"):
        desk.mailbot("serve", "--once", "--quiet")
    with pytest.raises(Exception, match="status"):
        desk.mailbot("status")


def _plain(address: str) -> str:
    return address.partition("<")[2].partition(">")[0] or address
