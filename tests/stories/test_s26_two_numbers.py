"""S26: two case numbers in a subject: the first of which the sender takes part, and the other is linked; strangers learn nothing."""

import pytest

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE


@pytest.fixture
def two_cases(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    acks = [to(box.write("anna@firma.se", COMPLETE, subject=subject), "anna@firma.se") for subject in ("Fel vid utskrift", "Fel vid bokslut")]
    box.clock.pass_by(hours=1)
    return box, acks


def story(box, number):
    return box.store.case(f"BK-2026-{number:06}")


def linked(box, number):
    return [event.detail["case"] for event in story(box, number).events if event.kind == "linked"]


def test_the_first_wins_and_the_other_is_linked(two_cases):
    box, _ = two_cases
    mails = box.write("anna@firma.se", "De två hör nog ihop.", subject="[BK-2026-000002] och BK-2026-000001")
    assert [mail.to for mail in mails] == ["eva@bokis.info"], "she has both cases and reads it once"
    assert len(story(box, 2).messages) == 2 and len(story(box, 1).messages) == 1
    assert linked(box, 1) == ["BK-2026-000002"] and linked(box, 2) == ["BK-2026-000001"]
    box.write("anna@firma.se", "Jo, det gör de.", subject="[BK-2026-000001] och BK-2026-000002")
    assert linked(box, 1) == ["BK-2026-000002"], "linked once, whatever is said twice"


def test_the_thread_wins_over_numbers(two_cases):
    box, acks = two_cases
    box.write("anna@firma.se", "Samma sak igen.", subject="[BK-2026-000002] och BK-2026-000001", In_Reply_To=acks[0].header("Message-ID"))
    assert len(story(box, 1).messages) == 2 and len(story(box, 2).messages) == 1
    assert linked(box, 2) == ["BK-2026-000001"]


def test_a_stranger_with_the_numbers_goes_his_own_way(two_cases):
    box, _ = two_cases
    before = [story(box, number).events for number in (1, 2)]
    (answer,) = box.write("kalle@example.se", "Hur går det?", subject="[BK-2026-000002] och BK-2026-000001")
    assert box.verdict == "free_help" and "BK-2026" not in answer.text + answer.subject
    assert [story(box, number).events for number in (1, 2)] == before


def test_an_unproven_name_links_nothing(two_cases):
    box, acks = two_cases
    box.answer(acks[0], "Hör ihop.", subject="Re: [BK-2026-000001] och BK-2026-000002", verified=False)
    assert linked(box, 1) == []


def test_numbers_in_the_text_never_route(two_cases):
    box, _ = two_cases
    box.write("anna@firma.se", f"Som i BK-2026-000001. {COMPLETE}", subject="Import av kunder misslyckas")
    assert len(box.store.cases(None, everything=True)) == 3
