"""S01: a free user gets the help for everybody, once in seven days, and no case (BK-02, BK-03)."""

from tests.stories.conftest import local, to


def test_free_user(open_box):
    box = open_box("bokis", "2026-11-23 21:14")
    mails = box.write("kalle@example.se", "Hur skriver jag ut en balansrapport?", subject="Utskrift av balansrapport")
    letter = to(mails, "kalle@example.se")
    for promised in ("Handbok", "vanliga-fragor", "www.bfn.se", "www.bas.se", "400", "300", "70 43 46-6", "Lundamedia HB"):
        assert promised in letter.text.replace("\u00a0", " ").replace("704346-6", "70 43 46-6"), promised
    assert "Utskrift" not in letter.subject + letter.text, "a stranger's words are never repeated"
    assert letter.header("Auto-Submitted") == "auto-replied"
    assert box.store.cases(None, everything=True) == ()

    box.clock.turn_to(local("2026-11-24 08:00"))
    assert box.write("kalle@example.se", "Hallå? Hur skriver jag ut en balansrapport?") == []
    box.clock.turn_to(local("2026-12-01 08:00"))
    assert len(box.write("kalle@example.se", "Hallå? Jag väntar på hjälp med rapporten.")) == 1


def test_views_are_thanked_for_and_not_answered(open_box):
    """BK-14: feedback of a free user."""
    box = open_box("bokis", "2026-11-27 16:00")
    letter = to(box.write("kalle@example.se", "Jag har ett förslag: lägg till mörkt läge i programmet.", subject="Synpunkt"), "kalle@example.se")
    assert box.verdict == "feedback_received"
    assert "mörkt" not in letter.text
