"""S18: a fault with a photo; the checks are asked for and answered by number (FX-11).

This vendor requires nothing (`required = []`), so that nothing stops his clock: the case is open at once, with its checks wished for."""

from tests.stories.conftest import agreed, local, to

HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 64
CHECKS = ("restart_module", "restart_application", "restart_os")


def begun(open_box, **settings):
    box = open_box("fakturax", "2026-10-02 15:30", **settings)
    agreed(box, "frau.huber@kunde.de", "wartung")
    mails = box.write("frau.huber@kunde.de", "Beim Drucken kommt eine Meldung, siehe Foto.", subject="Störung beim Drucken",
                      attachments=(("IMG_2041.HEIC", HEIC),))
    return box, to(mails, "frau.huber@kunde.de"), mails


def details(box):
    (case,) = box.store.cases(None, everything=True)
    return case, {detail.name: detail.state for detail in box.store.case(case.number).details}


def test_the_checks_are_asked_for_and_answered_by_number(open_box):
    box, ack, _ = begun(open_box)
    case, told = details(box)
    assert (case.kind, case.state) == ("fault", "open")
    assert told["error_copy_or_photo"] == "found", "the photo counts"
    assert [name for name in CHECKS if told[name] == "asked"] == list(CHECKS)
    assert [line[:3] for line in ack.text.splitlines() if line[:1].isdigit()] == ["1. ", "2. ", "3. "]

    box.clock.turn_to(local("2026-10-02 15:50"))
    notice = to(box.answer(ack, "1 ja, 2 ja, 3 ja - immer bei Lieferschein"), "jana@fakturax.de")

    case, told = details(box)
    assert case.state == "open" and all(told[name] == "found" for name in CHECKS)
    assert "immer bei Lieferschein" in notice.text
    box.clock.turn_to(local("2026-10-02 16:00"))
    assert to(box.settle(), "frau.huber@kunde.de").subject.startswith("[FX-2026-000001]"), "acknowledged once it was quiet"


def test_where_wished_details_stop_the_clock_it_starts_with_the_answer(open_box):
    box, ack, _ = begun(open_box, instead=(("required = []", "required = []\nwished_blocks_clock = true"),
                                           ('start_within = ""              # when resources are free', 'start_within = "4h"')))
    assert details(box)[0].state == "awaiting_details" and details(box)[0].start_due_at is None
    box.clock.turn_to(local("2026-10-02 15:50"))
    box.answer(ack, "1 ja, 2 ja, 3 ja - immer bei Lieferschein")
    assert (details(box)[0].state, details(box)[0].start_due_at) == ("open", local("2026-10-05 12:50"))


def test_gone_after_the_restart(open_box):
    box, ack, _ = begun(open_box)
    box.clock.turn_to(local("2026-10-02 15:50"))
    mails = box.answer(ack, "Danke, nach Neustart weg.")
    assert box.verdict == "feedback_received"
    assert details(box)[0].state == "unanswered"
    assert {mail.to for mail in mails} == {"frau.huber@kunde.de", "jana@fakturax.de", "uwe@fakturax.de"}, "those who had seen the case hear of its end"
    box.clock.pass_by(hours=1)
    assert box.settle() == []


def test_gone_after_the_restart_but_back_is_no_end(open_box):
    box, ack, _ = begun(open_box)
    box.answer(ack, "Nach Neustart war es weg, jetzt ist es wieder da.")
    assert details(box)[0].state == "open"


def test_an_unproven_hand_ends_nothing(open_box):
    box, _, _ = begun(open_box)
    box.write("frau.huber@kunde.de", "Nach Neustart weg.", subject="Störung beim Drucken", verified=False)
    assert details(box)[0].state == "open"
