"""S13: a person's first mail on a Sunday night brings his status link once; a click on it is answered at once (SO-09, SO-17)."""

import re

from tests.stories import conftest
from tests.stories.conftest import local, to
from tests.stories.registers import customer
from tests.stories.test_customer_commands import entered

CUSTOMER = "kund@kundab.se"
ACK = "{{ case.subject }}\n\n{% if account_created %}\nFörsta gången.\n\n{% endif %}\n<{{ status_address }}>\n\n{% include \"_promise\" %}\n"


def sunday(open_box, tmp_path):
    """SoftOne with words of its own in the acknowledgement, so that the story does not hang on how ours is worded."""
    (tmp_path / "templates" / "sv").mkdir(parents=True)
    (tmp_path / "templates" / "sv" / "ack.txt.j2").write_text(ACK)
    box = entered(open_box, "softone", CUSTOMER, "sv", "service_kvalitet", at="2026-11-22 20:00")
    box.clock.turn_to(local("2026-11-22 21:00"))
    return box


def test_the_first_mail_brings_a_link_that_works_at_night(open_box, tmp_path):
    box = sunday(open_box, tmp_path)
    ack = to(box.write(CUSTOMER, "Var hittar jag rapporten?", subject="Fråga om rapporter"), CUSTOMER)
    (case,) = box.store.cases(None)
    assert (case.priority, case.start_due_at) == ("5", local("2026-12-01 15:00"))
    assert "Första gången." in ack.text and "måndag" in ack.text and "23 november" in ack.text
    link = re.search(r"<(support\+s\.[^>]+@softone\.se)>", ack.text)[1]

    box.clock.turn_to(local("2026-11-22 21:05"))
    told = to(box.write(CUSTOMER, "\n", subject="STATUS", to=link, verified=False), CUSTOMER)
    assert box.verdict == "status_told" and told.subject.startswith("[SO-2026-000001]")
    (letter,) = box.decisions[-1].letters
    assert letter.values["start_by"] == local("2026-12-01 15:00").astimezone(box.clock().tzinfo).isoformat()
    assert letter.values["opens_at"] == local("2026-11-23 08:00").astimezone(box.clock().tzinfo).isoformat() and not letter.values["is_open_now"]


def test_the_second_mail_is_not_a_first_one(open_box, tmp_path):
    box = sunday(open_box, tmp_path)
    box.write(CUSTOMER, "Var hittar jag rapporten?", subject="Fråga om rapporter")
    box.clock.pass_by(days=3)
    ack = to(box.write(CUSTOMER, "Hur skriver jag ut den?", subject="En annan fråga"), CUSTOMER)
    assert "Första gången." not in ack.text


def test_the_link_may_be_a_page(open_box, tmp_path, monkeypatch):
    (tmp_path / "vendors").mkdir()
    text = (conftest.VENDORS / "softone.toml").read_text()
    page = 'status_link = "https"\nstatus_url = "https://kundcenter.softone.se"'
    (tmp_path / "vendors" / "softone.toml").write_text(text.replace('status_link = "mailto"', page))
    monkeypatch.setattr(conftest, "VENDORS", tmp_path / "vendors")
    box = entered(open_box, "softone", CUSTOMER, "sv", "service_kvalitet", at="2026-11-22 20:00")
    ack = to(box.write(CUSTOMER, "Var hittar jag rapporten?", subject="Fråga om rapporter"), CUSTOMER)
    told = to(box.answer(ack, "STATUS"), CUSTOMER)
    assert "https://kundcenter.softone.se" in ack.text and "https://kundcenter.softone.se" in told.text
    assert "+s." not in ack.text


def test_a_contact_who_was_entered_in_the_free_place_is_welcome_at_once(open_box):
    """The admin has named the second person before her first mail."""
    box = open_box("softone", "2026-11-22 20:00")
    customer(box, CUSTOMER, "service_kvalitet", language="sv", domains=("kundab.se",))
    customer(box, CUSTOMER, contacts=("ny@kundab.se",))
    box.clock.turn_to(local("2026-11-22 21:00"))
    ack = to(box.write("ny@kundab.se", "Var hittar jag rapporten?", subject="Fråga om rapporter"), "ny@kundab.se")
    assert (box.verdict, box.store.cases(None)[0].start_due_at) == ("case_opened", local("2026-12-01 15:00"))
    assert "Välkommen" in ack.text and "23 november" in ack.text
