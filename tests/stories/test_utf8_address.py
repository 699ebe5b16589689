"""A customer whose address is written with her own letters (SMTPUTF8, RFC 6531 and 6532) is helped as everybody is."""

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE


def test_a_local_part_outside_ascii_gets_its_acknowledgement(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, "åsa@firma.se", 300, "2026-11-23")
    mails = box.write("Åsa <åsa@firma.se>", COMPLETE, subject="Fel vid utskrift")

    ack = to(mails, "åsa@firma.se")
    assert "[BK-2026-000001]" in ack.subject
    assert "\r\nTo: åsa@firma.se\r\n".encode() in ack.raw
    assert to(mails, "eva@bokis.info").text
    assert box.store.quarantined() == ()
