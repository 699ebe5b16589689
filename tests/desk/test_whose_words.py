"""Whose words a letter shows: only who wrote them reads them as his own, and whom an agent asked from outside speaks to the agents alone."""

from dataclasses import replace

import pytest

from mailbot.desk.facts import Participant
from tests.desk.agents import ANNA, CASE, EARLIER, does, text_of

# ---- whose words are quoted --------------------------------------------------------------------------
BO, HELP = Participant(2, "bo@k.se", "cc", copies=True), Participant(3, "help@lev.example", "third")


@pytest.mark.parametrize(("author", "quoted_to"), [
    ("Anna@K.se", ["anna@k.se"]), ("bo@k.se", ["bo@k.se"]),
    ("help@lev.example", []), ("ola@annan.example", []), ("gone@k.se", []), ("", []), ("two@k.se, bo@k.se", []),
])
def test_only_who_wrote_the_last_words_reads_them_as_his(author, quoted_to):
    gone = Participant(4, "gone@k.se", "removed", copies=True)
    case = replace(CASE, participants=(ANNA, BO, HELP, gone), last_author=author, last_said_at=EARLIER)
    sent = [letter for letter in does("Hej.", case).letters if letter.template == "agent_reply"]
    assert [letter.to for letter in sent] == ["anna@k.se", "bo@k.se"]
    assert [letter.to for letter in sent if "Du skrev" in text_of(letter) and CASE.last_customer_text in text_of(letter)] == quoted_to
    assert all(CASE.last_customer_text not in text_of(letter) and letter.values["quoted_at"] is None for letter in sent if letter.to not in quoted_to)
