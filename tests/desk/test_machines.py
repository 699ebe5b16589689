"""Delivery reports: each of our mails fares as the report says of its own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailbot.config.rules import load_rules
from mailbot.desk.effects import Append, MarkFailed
from mailbot.desk.facts import Facts, FailedMail
from mailbot.desk.hearing import hear
from mailbot.desk.machines import machine
from tests.mail.samples import AT, CONFIG, CORPUS, mail, read

RULES = load_rules(CORPUS.parent.parent / "rules", None)[0]
BLOCK = "Final-Recipient: rfc822; {}@kund.example\nAction: {}\nStatus: {}\n\n"


def report(*blocks: tuple[str, str, str]) -> bytes:
    """A report about several addresses: (local part, action, status) each."""
    told = "".join(BLOCK.format(*block) for block in blocks)
    text = f"--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.kund.example\n\n{told}--b--\n"
    return mail("From: MAILER-DAEMON@kund.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", text=text)


def decided(raw: bytes, *failed: FailedMail) -> tuple[str, list[tuple[Any, ...]]]:
    facts = Facts(now=AT, installed_at=AT - timedelta(days=9), failed=failed)
    decision = machine(hear(read(raw), facts, CONFIG, RULES))
    return decision.verdict, [(*effect.outbox_ids, effect.state, effect.because) for effect in decision.effects if isinstance(effect, MarkFailed)]


ANNA, BO = FailedMail(1, 7, "ack", "Anna@kund.example"), FailedMail(2, 7, "ack", "bo@kund.example")


@pytest.mark.parametrize(
    ("blocks", "verdict", "marked"),
    [
        ([("anna", "failed", "5.1.1"), ("bo", "delayed", "4.4.1")], "own_mail_bounced", [(1, "bounced", "failed 5.1.1"), (2, "delayed", "delayed 4.4.1")]),
        ([("anna", "failed", "5.2.2"), ("bo", "failed", "5.1.1")], "own_mail_bounced", [(1, "bounced", "failed 5.2.2"), (2, "bounced", "failed 5.1.1")]),
        ([("anna", "failed", "5.1.1"), ("bo", "relayed", "2.1.5")], "own_mail_bounced", [(1, "bounced", "failed 5.1.1")]),
        ([("anna", "delayed", "4.4.1"), ("bo", "delayed", "4.2.2")], "own_mail_delayed", [(1, "delayed", "delayed 4.4.1"), (2, "delayed", "delayed 4.2.2")]),
        ([("alias", "failed", "5.1.1")], "own_mail_bounced", [(1, "bounced", "failed 5.1.1"), (2, "bounced", "failed 5.1.1")]),
    ],
)
def test_each_address_fares_as_the_report_says_of_it(blocks: list[tuple[str, str, str]], verdict: str, marked: list[tuple[Any, ...]]) -> None:
    assert decided(report(*blocks), ANNA, BO) == (verdict, marked)


def test_a_mail_to_an_alias_fares_as_the_report_says_of_its_mailbox() -> None:
    raw = report(("bo", "delayed", "4.4.1"), ("konto17", "failed", "5.1.1")).replace(b"Final-Recipient: rfc822; konto17@", b"Original-Recipient: rfc822; anna@kund.example\nFinal-Recipient: rfc822; konto17@")
    assert decided(raw, ANNA, BO) == ("own_mail_bounced", [(1, "bounced", "failed 5.1.1"), (2, "delayed", "delayed 4.4.1")])


def test_what_the_books_know_already_is_no_news() -> None:
    known = FailedMail(1, 7, "ack", "anna@kund.example", "bounced")
    assert decided(report(("anna", "failed", "5.1.1")), known) == ("own_mail_bounced", [])
    late = FailedMail(1, 7, "ack", "anna@kund.example", "delayed")
    assert decided(report(("anna", "delayed", "4.4.1")), late) == ("own_mail_delayed", [])
    assert decided(report(("anna", "failed", "5.4.7")), late) == ("own_mail_bounced", [(1, "bounced", "failed 5.4.7")])


def test_the_case_is_told_of_the_address_that_failed() -> None:
    facts = Facts(now=AT, installed_at=AT - timedelta(days=9), failed=(ANNA, BO))
    effects = machine(hear(read(report(("anna", "failed", "5.1.1"), ("bo", "relayed", "2.1.5"))), facts, CONFIG, RULES)).effects
    assert [effect.text for effect in effects if isinstance(effect, Append)] == ["failed 5.1.1: Anna@kund.example"]
