"""S05: wrong codes are answered four times an hour, counted, and lock the number for a day, against the right code too; the admin reads of it."""

from tests.stories.conftest import local, paid, to
from tests.stories.test_attacks import code_of

GUESSER, OTHER, EVA = "gissare@x.example", "annan@y.example", "eva@bokis.info"
ASKED = "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post»."


def test_wrong_codes_lock_the_number_and_the_right_one_waits_a_day(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    code = code_of(paid(box, "anna@firma.se", 400, "2026-11-25"))

    mistyped = to(box.write(OTHER, f"Id-nr 204817-2, kod {code}\n{ASKED}", subject="Fråga om rapporten"), OTHER)
    assert "felskrivet" in mistyped.text, "a slip of the finger is told, and no try"
    replies = []
    for number in range(5):
        replies += [mail for mail in box.write(GUESSER, f"Id-nr 204817-1, kod ZZZZ-100{number}\n{ASKED}", subject="Fel vid utskrift") if mail.to == GUESSER]
        box.clock.pass_by(minutes=10)
        assert box.verdict == "code_wrong"
    (case,) = [each for each in box.store.cases(None, everything=True) if each.requester == GUESSER]
    assert (case.state, len(replies)) == ("awaiting_entitlement", 4)
    assert all("stämmer inte" in reply.text and "felskrivet" not in reply.text and "204817" not in reply.text for reply in replies)

    box.clock.pass_by(hours=1)
    right = f"Id-nr 204817-1, kod {code}\n{ASKED}"
    locked = to(box.write(GUESSER, right, subject="Fel vid utskrift"), GUESSER)
    assert box.verdict == "code_wrong" and locked.text == replies[0].text, "nothing says that it was the right one"

    box.clock.turn_to(local("2026-11-26 08:00"))
    told = " ".join(to(box.settle(), EVA).text.split())
    assert "204817-1: 5" in told and "spärr" in told
    box.clock.turn_to(local("2026-11-26 11:00"))
    box.write(GUESSER, right, subject="Fel vid utskrift")
    assert box.verdict != "code_wrong" and "open" in {each.state for each in box.store.cases(None, everything=True)}
