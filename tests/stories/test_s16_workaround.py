"""S16, without the clock's own warnings: a way round a standstill lowers the level, due times count from receipt, and we have the last word (SO-28, VI-08)."""

from mailbot.desk.facts import Wanted
from tests.stories.conftest import agreed, local, to

KUND = "kund@firma.se"


def case_of(box):
    (case,) = box.store.fetch(Wanted(case_numbers=("SO-2026-000001",)), box.clock()).by_number
    return case


def test_a_workaround_lowers_the_level(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    agreed(box, KUND, "service_kvalitet", "sv")
    box.clock.turn_to(local("2026-11-24 09:00"))
    notice = to(box.write(KUND, "Hej! Det går inte att logga in, vi kommer inte in alls.", subject="Inloggning"), "lisa@softone.se")

    box.clock.turn_to(local("2026-11-24 09:10"))
    told = to(box.answer(notice, "/take\n/priority 1"), KUND)
    assert "Prioritet 1" in told.text
    assert (case_of(box).start_due_at, case_of(box).started_at, case_of(box).assigned_to) == (local("2026-11-24 11:00"), local("2026-11-24 09:10"), "lisa")

    box.clock.turn_to(local("2026-11-24 10:00"))
    answer = to(box.answer(notice, "/workaround Logga in via app.softone.se"), KUND)
    assert "Logga in via app.softone.se" in answer.text and "Prioritet 3" in answer.text
    case = case_of(box)
    assert (case.priority, case.start_due_at, case.answered_at) == ("3", local("2026-11-25 15:00"), local("2026-11-24 10:00"))
    assert case.state == "in_progress", "there is a way round, and the fault is still there"

    notices = box.answer(answer, "PRIORITET 1!")
    assert case_of(box).priority == "3"
    again = to(notices, "lisa@softone.se")

    last = to(box.answer(again, "/priority 3 final"), KUND)
    assert "slutliga besked" in last.text and "Prioritet 3" in last.text
    assert (case_of(box).level_decided_by, case_of(box).start_due_at) == ("lisa", local("2026-11-25 15:00"))


def test_a_case_moves_on_and_an_absence_holds_nobody_up(open_box):
    """Moved to the second line with a note, taken, in the queue; and once its agent is away, others hear of it."""
    box = open_box("softone", "2026-11-23 09:00")
    agreed(box, KUND, "service_kvalitet", "sv")
    lisa = to(box.write(KUND, "Hej! Hur skriver jag ut momsrapporten?", subject="Moms"), "lisa@softone.se")
    moved = to(box.answer(lisa, "/line 2\n/note\nKan du titta?"), "omar@softone.se")
    assert "Kan du titta?" in moved.text
    box.answer(moved, "/take\n/watch")
    assert (case_of(box).line, case_of(box).assigned_to, case_of(box).watchers) == (2, "omar", ("omar",))
    queue = to(box.answer(moved, "/queue"), "omar@softone.se")
    assert "SO-2026-000001" in queue.text

    answer = to(box.answer(moved, "/take\nGå till Rapporter."), KUND)
    box.answer(moved, "/away")
    assert box.verdict == "agent_commanded"
    heard = {mail.to for mail in box.answer(answer, "Tack, och i Excel?")}
    assert "omar@softone.se" not in heard and "lisa@softone.se" in heard
