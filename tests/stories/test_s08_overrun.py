"""S08: more time than the last block holds. The answer goes out, the rest is given away, and nobody is charged unasked."""

import re

from mailbot.testing import quoted_answer
from tests.stories.conftest import local, paid, to
from tests.stories.test_first_line import COMPLETE

KARIN, EVA = "karin.berg@skola.se", "eva@bokis.info"


def delivered_twice(box, received, text, sender):
    """One and the same mail, brought by the vendor's server two times; what came of each."""
    raw = quoted_answer(received, text, sender, box.clock(), authserv="mx.bokis.info", number=4711)
    address = re.sub(r".*<(.*)>.*", r"\1", received.reply_to)
    came = []
    for _ in range(2):
        box.post(raw, mail_from=sender, to=address)
        came.append(box.settle())
    return came


def times(box):
    return [(entry.minutes, entry.billing, entry.billed) for entry in box.store.case("BK-2026-000001").times]


def left(box):
    return [block.minutes_left for block in box.store.account(KARIN, box.clock()).blocks]


def with_twelve_left(open_box, instead=()):
    box = open_box("bokis", "2026-11-25 09:00", instead=instead)
    paid(box, KARIN, 300, "2026-11-25")
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)
    box.answer(notice, "/spend 3m\nVi tittar på det.")
    return box, notice


def test_overrun_of_the_last_block(open_box):
    box, notice = with_twelve_left(open_box)
    first, again = delivered_twice(box, notice, "/spend 20m\nSå här gör du.", EVA)

    answer, offer = [mail for mail in first if mail.to == KARIN]
    receipt = to(first, EVA)
    assert "Så här gör du." in answer.text, "the work that was done reaches the customer"
    assert "300,00 kr" in offer.text and "minuter är slut" in offer.subject
    assert "12 min bokförda, 0 kvar." in receipt.text
    assert "8 min täcks inte" in receipt.text
    assert again == []
    assert times(box) == [(3, "block", 3), (12, "block", 12), (8, "goodwill", 0)]
    assert left(box) == [0]

    box.clock.turn_to(local("2026-11-26 10:00"))
    paid(box, KARIN, 300, "2026-11-26")
    more = to(box.answer(answer, "Tack, men nu står det Fel 3022."), EVA)
    box.answer(more, "/spend 5m\nDå gör du så här.")
    assert left(box) == [0, 10], "the new block pays on, and what was given stays given"
    assert times(box)[-2:] == [(8, "goodwill", 0), (5, "block", 5)]
    assert box.store.accounting.audit(box.clock().date()) == ()


def test_a_vendor_who_absorbs_it_says_nothing_of_it_to_the_customer(open_box):
    absorbs = ('overtime_on_block = "ask"', 'overtime_on_block = "absorb"\nabsorb_up_to = "10m"')
    box, notice = with_twelve_left(open_box, (absorbs,))
    mails = box.answer(notice, "/spend 20m\nSå här gör du.")
    assert "täcks inte" not in to(mails, EVA).text and "8 min" in to(mails, EVA).text
    assert times(box)[1:] == [(12, "block", 12), (8, "goodwill", 0)]
