"""What /undo gives back: each value that the mail had changed, unless it is another by now; and what is told of each line."""

from datetime import timedelta

import pytest

from mailbot.desk.commands import COMMANDS
from mailbot.desk.effects import Restore, Send, Undoable
from mailbot.desk.facts import LastAnswer
from mailbot.desk.undone import given_back, told
from tests.desk.agents import ANNA, CONFIG, EARLIER, NOW, does, effects, letters, to_customer

HOLDS = CONFIG.model_copy(update={"agent_mail": CONFIG.agent_mail.model_copy(update={"hold": CONFIG.cases.ack_quiet_time})})


def look(people=(), details=(), **columns):
    return {"case": columns, "people": dict(people), "details": dict(details)}


@pytest.mark.parametrize(("before", "after", "now", "changes", "stays"), [
    (look(priority="2"), look(priority="1"), look(priority="1"), {"case": {"priority": "2"}}, set()),
    (look(priority="2"), look(priority="1"), look(priority="3"), {}, {"priority"}),
    (look(priority="2"), look(priority="2"), look(priority="3"), {}, set()),
    (look(assigned_to=None), look(assigned_to="eva"), look(assigned_to="eva"), {"case": {"assigned_to": None}}, set()),
    (look(tags=[]), look(tags=["x"]), look(tags=["x"]), {"case": {"tags": []}}, set()),
    (look(), look({"bo@k.se": ["cc", True]}), look({"bo@k.se": ["cc", True]}), {"people": {"bo@k.se": None}}, set()),
    (look(), look({"bo@k.se": ["cc", True]}), look({"bo@k.se": ["removed", False]}), {}, {"people"}),
    (look({"bo@k.se": ["cc", True]}), look({"bo@k.se": ["removed", False]}), look({"bo@k.se": ["removed", False]}), {"people": {"bo@k.se": ["cc", True]}}, set()),
    (look((), {"steps": ["", "asked"]}), look((), {"steps": ["", "waived"]}), look((), {"steps": ["", "waived"]}), {"details": {"steps": ["", "asked"]}}, set()),
    (look(priority="2", line=1), look(priority="1", line=2), look(priority="3", line=2), {"case": {"line": 1}}, {"priority"}),
])
def test_what_comes_back(before, after, now, changes, stays):
    found = given_back(before, after, now)
    assert (found.changes, found.stays) == (changes, stays)


@pytest.mark.parametrize(("name", "stays", "say", "how"), [
    ("cc", (), "line_undone", None), ("cc", ("people",), "line_changed", None), ("assign", ("assigned_to",), "line_changed", None), ("assign", ("priority",), "line_undone", None),
    ("merge", (), "line_stands_how", "/unmerge"), ("solution", (), "line_stands", None), ("//", (), "remark_stands", None),
])
def test_what_is_told(name, stays, say, how):
    (line,) = told(((name, f"/{name} x"),), frozenset(stays))
    assert (line["say"], line.get("how")) == (say, how)


def test_of_every_command_on_a_case_something_is_known():
    """Time, words and state are told by themselves; questions and ways of writing leave nothing behind."""
    silent = {name for name in COMMANDS if not told(((name, ""),), frozenset())}
    assert silent == {"note", "reply", "undo", "send", "faq", "wiki", "template", "spend", "goodwill", "ask", "resolve", "close", "reopen", "refer", "decline",
                      "status", "queue", "balance", "help", "payment", "new", "revoke"}


@pytest.mark.parametrize("text", ["Hej!", "/refer other", "/refer other\nHej!", "/decline Nej tyvärr.", "/close", "/consult bo@annan.se\nHur då?", "/cc bo@k.se\n/tag x\nHej!"])
def test_whatever_goes_outside_waits(text):
    decision = does(text, config=HOLDS)
    until = NOW + timedelta(minutes=10)
    outside = [letter for letter in letters(decision) if CONFIG.agent_at(letter.to) is None]
    assert outside and {letter.not_before for letter in outside} == {until}
    (kept,) = effects(decision, Undoable)
    assert kept.until == until and [name for name, _ in kept.lines] == [line[1:].split()[0] for line in text.splitlines() if line.startswith("/")]
    (receipt,) = [letter for letter in letters(decision) if letter.template == "agent_result"]
    assert {"sent_later", "leaves_later"} & {line["say"] for line in receipt.values["lines"]}


@pytest.mark.parametrize("text", ["/note\nHej!", "/tag x", "/assign hugo", "/status"])
def test_what_stays_inside_waits_for_nothing(text):
    decision = does(text, config=HOLDS)
    assert not effects(decision, Undoable) and not [letter for letter in letters(decision) if letter.not_before]


def test_undo_gives_back_and_tells():
    last = LastAnswer(EARLIER, "", (5,), False, lines=(("tag", "/tag x"), ("merge", "/merge 2")), before=look(tags=[]), after=look(tags=["x"]), now=look(tags=["x"]))
    decision = does("/undo", last_answer=last)
    (back,) = effects(decision, Restore)
    assert back.changes == {"case": {"tags": []}} and not to_customer(decision)
    (letter,) = [effect.letter for effect in effects(decision, Send)]
    assert [line["say"] for line in letter.values["lines"]] == ["withdrawn", "line_undone", "line_stands_how"] and letter.to != ANNA.address
