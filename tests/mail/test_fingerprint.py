"""The fingerprint: same mail, same key; another mail, another key."""

from mailbot.mail.fingerprint import fingerprint


def test_two_mails_without_a_blank_line_are_two_mails() -> None:
    """A mail whose text follows its headers at once was taken for a copy of another, and lost."""
    head = b"From: a@x.se\r\nSubject: Hej\r\n"
    assert fingerprint(head + b"Kassan startar inte\r\n") != fingerprint(head + b"Skrivaren startar inte\r\n")
    assert len({fingerprint(raw) for raw in (b"x", b"\0\0\0", b"random")}) == 3
