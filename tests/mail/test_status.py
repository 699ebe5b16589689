"""Status codes among the words of servers: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from mailbot.mail.reasons import is_hard
from mailbot.mail.status import codes, first_code, status_of


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("550 5.1.1 unknown", ["5.1.1"]),
        ("550-5.7.26 no\n550 5.7.26 really", ["5.7.26", "5.7.26"]),
        ("Sorry. (#5.1.1)", ["5.1.1"]),
        ("<mx.firma.example #5.1.1 smtp;550 5.1.10 x>", ["5.1.1", "5.1.10"]),
        ("dsn=4.4.1, status=deferred", ["4.4.1"]),
        ("failed with 5.2.2.", ["5.2.2"]),
        ("smtp;550 5.4.310 DNS domain does not exist", ["5.4.310"]),
        ("Fel 5.1.001: okänd", ["5.1.1"]),
        ("connect to mx.firma.example[195.5.1.1]:25: Connection refused", []),
        ("64.4.4.1 does not like recipient", []),
        ("Connected to 62.5.1.2 but connection died (#4.4.2)", ["4.4.2"]),
        ("[5.1.1.7]", []),
        ("host 2.3.4.5", []),
        ("This is Exim 4.92.3", []),
        ("Postfix 2.4.1", []),
        ("Postfix/2.4.1", []),
        ("hMailServer 5.4.2", []),
        ("Internet Mail Service version 5.5.265", []),
        ("the program v5.1.1", []),
        ("5.1.1.example", []),
        ("15.1.1", []),
        ("5.1.1000", []),
        ("on 4.12.2026", []),
    ],
)
def test_a_status_is_neither_an_address_nor_a_version(words: str, found: list[str]) -> None:
    assert list(codes(words)) == found
    assert first_code(words) == (found[0] if found else None)


@pytest.mark.parametrize(("field", "status"), [("5.1.1", "5.1.1"), ("5 1 1", "5.1.1"), ("5.1.1 (unknown)", "5.1.1"), ("4.12.0", "4.12.0"), ("x", None), ("10.5.1.1", None), ("", None)])
def test_a_status_field_is_read_more_freely(field: str, status: str | None) -> None:
    assert status_of(field) == status


@pytest.mark.parametrize(
    ("status", "words", "hard"),
    [
        ("5.0.0", "smtp; connect to mx.firma.example[195.5.1.1]: Connection refused", False),
        ("5.0.0", "host mx.firma.example[64.4.4.1] said: 550 No such user (in reply to RCPT TO command)", True),
        ("5.0.0", "host mx.firma.example[40.5.1.1] said: 550 access restricted", False),
        ("4.0.0", "smtp; DNS Error: lookup of firma.example responded with code NXDOMAIN", True),
        ("4.0.0", "Host or domain name not found, try again", False),
        ("4.4.4", "lookup responded with code NXDOMAIN", False),
        (None, "User.Bo Ek (bo@firma.example) unknown", True),
        (None, "550 bo@firma.example unknown", False),
        (None, "Die Mailbox des Empfängers bo@firma.example ist derzeit voll.", False),
    ],
)
def test_what_a_machine_is_called_kills_nobody(status: str | None, words: str, hard: bool | None) -> None:
    assert is_hard(status, words) is hard


@pytest.mark.parametrize(
    ("reason", "hard"),
    [
        ("550 User unknown", True),
        ("host mx.firma.example [192.0.2.1]\n    SMTP error from remote mail server after end of data:\n    550 User unknown", False),
        ("host mx.firma.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<bo@firma.example>:\n    550 User unknown", True),
        ("LMTP error from remote mail server after end of data:\n    550 User unknown", False),
    ],
)
def test_the_words_of_exims_own_routers_are_believed(reason: str, hard: bool) -> None:
    report = f"A message that you sent could not be delivered. The following address(es) failed:\n\n  bo@firma.example\n    {reason}\n"
    assert is_hard(None, report) is hard


@pytest.mark.parametrize("words", ["omdat het e-mailadres niet bestaat", "weil die Adresse nicht existiert", "eftersom adressen inte finns", "utilizador inexistente", "fordi adressen ikke finnes"])
def test_an_address_is_dead_in_a_subordinate_clause_too(words: str) -> None:
    assert is_hard(None, words) is True


def test_who_guesses_that_it_is_dead_has_told_nothing() -> None:
    assert is_hard(None, "adressen kanske inte finns") is False
