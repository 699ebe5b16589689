"""A mail that somebody passes on: whose it says it is, and its words without the head above them, as mail programs write it."""

from __future__ import annotations

import pytest

from mailbot.mail.passed_on import PassedOn, passed_on
from tests.mail.samples import CONFIG, CORPUS, read

BO = "bo@annan.example"


@pytest.mark.parametrize(("name", "inner"), [
    ("de-forwarded", PassedOn("max@firma.example", "Fehler", "Es geht nicht.")),
    ("de-passed-on-without-a-word", PassedOn("karl@firma.example", "Fehler", "Programm startet nicht.")),
    ("de-weitergeleitet-outlook", PassedOn(BO, "Rechnung", "Die Rechnung lässt sich nicht öffnen.")),
    ("de-weitergeleitet-thunderbird", PassedOn(BO, "Rechnung", "Die Rechnung lässt sich nicht öffnen.")),
    ("nl-doorgestuurd-apple", PassedOn(BO, "Factuur", "De factuur gaat niet open.")),
    ("nl-doorgestuurd-gmail", PassedOn(BO, "Factuur", "De factuur gaat niet open.")),
    ("nl-als-bijlage-doorgestuurd", PassedOn(BO, "Factuur", "De factuur gaat niet open.")),
    ("sv-vidarebefordrat-fran-gmail", PassedOn(BO, "Faktura", "Hej Åsa, din faktura gick inte att öppna.")),
    ("sv-vidarebefordrat-fran-outlook", PassedOn(BO, "Faktura", "Hej Åsa, din faktura gick inte att öppna.")),
    ("sv-plain", None), ("sv-gmail-reply-with-mark", None),
])
def test_the_inner_mail(name: str, inner: PassedOn | None) -> None:
    message = read((CORPUS / f"{name}.eml").read_bytes())
    assert passed_on(message, CONFIG.limits, CONFIG.cases.number_format) == inner


def test_a_mail_of_nobody_is_passed_on_by_nobody() -> None:
    """Whose From is no single plain address, cannot be answered, and no case comes of it."""
    raw = (CORPUS / "sv-vidarebefordrat-fran-gmail.eml").read_bytes().replace(b"<bo@annan.example>", b"<bo>")
    assert passed_on(read(raw), CONFIG.limits, CONFIG.cases.number_format) is None
