"""CODE: a new unlock code for the paid address alone, once a day; nothing for anybody who proves nothing."""

import re

import pytest

from tests.stories.conftest import local, paid, to

KARIN, ELSEWHERE = "karin@skola.se", "karin.privat@example.net"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


def bought(open_box):
    box = open_box("bokis", "2026-11-20 09:00")
    old = CODE.search(paid(box, KARIN, 400, "2026-11-20").text)[0]
    box.clock.turn_to(local("2026-11-25 09:00"))
    return box, old


def opens(box, code, sender):
    """Does the code give a stranger's mail a right?"""
    box.write(sender, f"Id 204817-1 kod {code}\nWindows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Fel 3021.", subject="Fel", verified=False)
    return box.verdict == "case_opened"


def test_a_new_code_goes_to_the_paid_address_and_the_old_one_counts_no_longer(open_box):
    box, old = bought(open_box)
    (mail,) = box.write(KARIN, "KOD")
    new = CODE.search(mail.text)[0]
    assert mail.to == KARIN and new != old and "204817-1" in mail.text
    assert not opens(box, old, "mallory@evil.example")
    assert opens(box, new, "karin.privat@example.net")


def test_once_a_day(open_box):
    box, _ = bought(open_box)
    (first,) = box.write(KARIN, "KOD")
    (second,) = box.write(KARIN, "kod!")
    assert CODE.search(first.text) and not CODE.search(second.text)
    assert opens(box, CODE.search(first.text)[0], ELSEWHERE), "the code of the first letter still counts"


def test_another_address_of_his_is_told_where_it_went(open_box):
    from mailbot.desk import effects as e

    box, _ = bought(open_box)
    account = box.store.account(KARIN, box.clock())
    box.store.book(None, e.Decision("entered", (e.AddAddress(account.id, ELSEWHERE),)), (), (), box.clock())
    mails = box.write(ELSEWHERE, "KOD")
    assert CODE.search(to(mails, KARIN).text)
    told = to(mails, ELSEWHERE)
    assert not CODE.search(told.text) and "204817" not in told.text and KARIN not in told.text


@pytest.mark.parametrize(("sender", "verified"), [(KARIN, False), ("mallory@evil.example", True), ("mallory@evil.example", False)])
def test_who_proves_nothing_gets_fixed_words(open_box, sender, verified):
    box, old = bought(open_box)
    mails = box.write(sender, "KOD", verified=verified)
    assert [mail.to for mail in mails] == [sender] and not CODE.search(mails[0].text) and "204817" not in mails[0].text
    assert opens(box, old, ELSEWHERE)


def test_giving_a_code_is_not_asking_for_one(open_box):
    box, old = bought(open_box)
    box.write(ELSEWHERE, f"Id 204817-1 kod {old}\nWindows 11, Fel 3021 när jag skriver ut", subject="Kod", verified=False)
    assert box.verdict == "case_opened"
