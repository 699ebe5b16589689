"""S10: the views of a free user are collected, thanked for and not answered, and the admin gets them once, on Monday morning (BK-13, BK-14)."""

from tests.stories.conftest import local, to

KALLE, EVA = "kalle@example.se", "eva@bokis.info"


def test_views_are_thanked_for_at_once_and_told_on_monday(open_box):
    box = open_box("bokis", "2026-11-27 16:00")
    thanks = to(box.write(KALLE, "Synpunkt: lägg till mörkt läge", subject="Till er"), KALLE)
    assert box.verdict == "feedback_received" and "mörkt läge" not in thanks.text
    assert "tyvärr inte svara personligt" in " ".join(thanks.text.split())
    (view,) = box.store.views()
    assert (view.kind, view.author, view.text, view.case_number) == ("feedback", KALLE, "Synpunkt: lägg till mörkt läge", None)
    assert box.store.cases(None, everything=True) == ()
    assert box.write(KALLE, "Synpunkt: större text", subject="Till er igen") == [] and len(box.store.views()) == 2, "thanked once, collected each time"

    box.clock.turn_to(local("2026-11-30 07:59"))
    assert box.settle() == []
    box.clock.turn_to(local("2026-11-30 08:00"))
    digest = to(box.settle(), EVA)
    text = " ".join(digest.text.split())
    assert f"{KALLE}: Synpunkt: lägg till mörkt läge" in text and "större text" in text and "Önskemål" not in text
    assert all(view.told_at is not None for view in box.store.views())

    box.write(KALLE, "Synpunkt: en knapp till", subject="Och en till")
    box.clock.turn_to(local("2026-12-07 08:00"))
    text = to(box.settle(), EVA).text
    assert "en knapp till" in text and "mörkt läge" not in text, "each is listed once"
    box.clock.turn_to(local("2026-12-14 08:00"))
    assert box.settle() == [], "a week without views is a week without a letter"
