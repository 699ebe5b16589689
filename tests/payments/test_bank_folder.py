"""The folder of the bank's files: only what is whole is taken, once; what cannot be read is put aside with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailbot.bank_folder import BankFolder
from mailbot.desk.daily import KIND
from mailbot.due import handle_due
from mailbot.payments import import_file, settle_waiting
from mailbot.pipeline import Desk
from tests.bank_files import Paid, camt
from tests.payments.conftest import NOW, OpenDesk


@pytest.fixture
def desk(open_desk: OpenDesk, tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_a_file_is_taken_once_it_has_stopped_growing(desk: Desk) -> None:
    folder, text = BankFolder(desk), camt([Paid(300, "a@x.se", "R1")])
    folder.look(NOW)
    path = folder.place / "c54.xml"
    path.write_text(text[:200])
    assert folder.look(NOW) == 0, "seen for the first time"
    path.write_text(text)
    assert folder.look(NOW) == 0, "it grew"
    assert folder.look(NOW) == 1

    assert not path.exists() and (folder.place.parent / "done" / "c54.xml").is_file()
    assert [each.verdict for each in settle_waiting(desk, lambda: NOW, "w")] == ["payment_booked"]


def test_what_lies_there_for_a_minute_needs_no_second_look(desk: Desk) -> None:
    folder = BankFolder(desk)
    folder.look(NOW)
    path = folder.place / "c54.xml"
    path.write_text(camt([Paid(300, "a@x.se", "R1")]))
    os.utime(path, (NOW.timestamp() - 90, NOW.timestamp() - 90))

    assert folder.look(NOW) == 1


def test_half_written_files_are_left_alone(desk: Desk) -> None:
    folder = BankFolder(desk)
    folder.look(NOW)
    for name in (".c54.xml", "c54.xml.part", "c54.tmp"):
        (folder.place / name).write_text(camt([Paid(300, "a@x.se")]))

    assert [folder.look(NOW) for _ in range(3)] == [0, 0, 0]
    assert len(list(folder.place.iterdir())) == 3


def test_what_cannot_be_read_goes_to_trouble_and_into_the_daily_letter(desk: Desk) -> None:
    folder = BankFolder(desk)
    folder.look(NOW)
    (folder.place / "c54.xml").write_text(camt([Paid(300, "a@x.se")])[:-60])
    assert [folder.look(NOW), folder.look(NOW)] == [0, 1]

    aside = folder.place.parent / "trouble"
    assert (aside / "c54.xml").is_file() and "Nothing of this file was booked" in (aside / "c54.xml.reason.txt").read_text()
    assert desk.store.bank.counts().received == 0
    tomorrow = NOW.replace(day=26)
    item = desk.store.claim_due("w", tomorrow, 60, KIND)
    assert item is not None
    assert handle_due(item, desk, tomorrow).verdict == "admin_daily"
    assert [line.template for line in desk.store.outbox()] == [KIND]


def test_a_file_that_breaks_the_reader_keeps_no_other_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = BankFolder(desk)
    folder.look(NOW)
    for name in ("a.xml", "b.xml"):
        (folder.place / name).write_text(camt([Paid(300, f"{name[0]}@x.se", name)]))

    def broken(path: Path, *rest: object) -> object:
        if path.name == "a.xml":
            raise IndexError
        return import_file(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("mailbot.bank_folder.import_file", broken)
    assert [folder.look(NOW), folder.look(NOW)] == [0, 2]
    assert (folder.place.parent / "trouble" / "a.xml").is_file() and (folder.place.parent / "done" / "b.xml").is_file()


def test_the_same_file_again_is_moved_and_brings_nothing(desk: Desk) -> None:
    folder = BankFolder(desk)
    folder.look(NOW)
    for _ in range(2):
        (folder.place / "c54.xml").write_text(camt([Paid(300, "a@x.se", "R1")]))
        assert [folder.look(NOW), folder.look(NOW)] == [0, 1]

    assert sorted(path.name for path in (folder.place.parent / "done").iterdir()) == ["c54-1.xml", "c54.xml"]
    assert desk.store.bank.counts().received == 1
