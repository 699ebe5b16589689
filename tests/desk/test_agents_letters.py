"""What an agent gets with a notice, what he can sort it by, and what /help and invitations tell him: tables of pure functions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot import render
from mailbot.config.settings import Agent
from mailbot.desk import filing
from mailbot.desk.agents import helping
from mailbot.desk.agents.inviting import why_due
from mailbot.desk.agents.turn import may
from mailbot.desk.attaching import pass_on
from mailbot.desk.commands import COMMANDS, Stage
from mailbot.desk.commands import arguments as takes
from mailbot.desk.commands.table import RANKS, CommandSpec
from mailbot.desk.effects import Letter
from mailbot.desk.facts import AgentDesk, Facts
from mailbot.desk.letters import ANSWERED_AT, ANSWERS, NOTES, for_agent
from mailbot.mail.message import Attachment
from tests.desk.cases import NOW, case, config

EVA = Agent(id="eva", name="Eva", email=("eva@bokis.example",))
MB = 2**20


def file(name, size=10, kind="application/octet-stream", content=b""):
    return Attachment(name, kind, size, content)


@pytest.mark.parametrize(("attached", "why"), [
    (file("bild.PNG"), ""), (file("bild.jpg"), ""), (file("bild.jpeg"), ""), (file("logg.txt"), ""), (file("a.tar.zip"), ""),
    (file("rapport.docx"), "kind"), (file("utan"), "kind"), (file(".png"), "kind"), (file("skärm", kind="image/png"), ""),
    (file("faktura.pdf.exe"), "dangerous"), (file("faktura.exe."), "dangerous"), (file("x.lnk"), "dangerous"), (file("x.ISO "), "dangerous"),
    (file("faktura.pdf", content=b"MZ\x90\x00"), "dangerous"), (file("bild.png", content=b"\x7fELF"), "dangerous"),
    (file("stor.zip", 20 * MB + 1), "size"), (file("stor.zip", 20 * MB), ""),
])  # fmt: skip
def test_which_files_are_passed_on(attached, why):
    passing = pass_on((attached,), config())
    assert [each["left_out"] for each in passing.told] == [why]
    assert passing.files == (() if why else (attached,))


def test_what_runs_is_not_let_in_by_the_vendors_list_and_sizes_count_together():
    settings = config()
    wide = settings.model_copy(update={"mailbox": settings.mailbox.model_copy(update={"keep_attachments": ("exe", ".Docx", "zip")})})
    told = pass_on((file("a.exe"), file("b.docx"), file("c.zip", 15 * MB), file("d.zip", 6 * MB), file("e.zip", 5 * MB - 10)), wide).told
    assert [each["left_out"] for each in told] == ["dangerous", "", "", "size", ""]


@pytest.mark.parametrize(("name", "word"), [("Plus", "plus"), ("Åtgärd för Löner", "atgard-for-loner"), ("Straße", "strasse"), ("2", "2"), ("", ""), ("a\r\nBcc: x", "a-bcc-x")])
def test_words_to_sort_by_are_plain(name, word):
    assert filing.word(name) == word


def test_nothing_that_identifies_a_person_stands_in_headers_and_footer():
    values = {"case": {"number": "BK-1", "subject": "Hemligt", "kind": "technical", "priority": "1"}, "tier": "Plus", "from_address": "anna@firma.se",
              "reply_address": "support+a.1.eva.1.1.x@bokis.example"}
    said = f"{filing.headers('agent_update', values, 7)} {filing.line('agent_update', values)}"
    assert not [secret for secret in ("Hemligt", "anna@", "support+", "eva") if secret in said]
    assert filing.line("agent_update", values) == "Ref: BK-1 notice=update kind=technical priority=1 tier=plus"


@pytest.mark.parametrize("template", [name for name, letter in render.VARIABLES.items() if letter.audience == "agent"])
@pytest.mark.parametrize("reply_is", ["public", "note"])
def test_a_letter_says_what_its_address_is_signed_for(template, reply_is):
    """Where his words are asked for once more an answer goes to the customer, whatever the settings say; a table or a note is answered inside."""
    settings = config()
    settings = settings.model_copy(update={"agent_mail": settings.agent_mail.model_copy(update={"reply_is": reply_is})})
    letter = for_agent(settings, EVA, template, case(), {"case": None}, "x")
    expected = "note" if template in NOTES else "public" if template in ANSWERS else reply_is
    assert letter.values["reply_is"] == expected and letter.reply_to.kind == ANSWERED_AT[expected]
    at_desk = for_agent(settings, EVA, template, None, {"case": None}, "x")
    assert (at_desk.values["reply_is"], at_desk.reply_to.kind) == ("desk", "desk")
    reader = for_agent(settings, EVA.model_copy(update={"role": "reader"}), template, case(), {"case": None}, "x")
    assert (reader.values["reply_is"], reader.reply_to.kind) == ("reader", "note")


def test_who_only_reads_is_reminded_of_what_he_may_write():
    reader = EVA.model_copy(update={"role": "reader"})
    names = for_agent(config(), reader, "agent_update", case(), {"case": None}, "x").values["commands_short"]
    assert {may(reader, COMMANDS[name.lstrip("/")].who) for name in names} == {True}


def test_help_shows_each_role_what_it_may_do():
    for role in RANKS:
        shown = {each["name"] for group in helping.groups(EVA.model_copy(update={"role": role})) for each in group["commands"]}
        assert shown == {spec.name for spec in COMMANDS.values() if may(EVA.model_copy(update={"role": role}), spec.who)}
        assert "help" in shown and ("close" in shown) == (role != "reader")


def test_examples_are_read_without_a_fault():
    from mailbot.desk.commands import read

    wrong = {example: read(example, {}).faults for spec in COMMANDS.values() for example in helping.examples(spec)}
    assert {example: faults for example, faults in wrong.items() if faults} == {}


def test_help_fits_two_screens_however_many_commands_there_are(monkeypatch):
    many = {f"command{number}": CommandSpec(f"command{number}", (takes.text,), list(Stage)[number % len(Stage)]) for number in range(60)}
    monkeypatch.setattr(helping, "COMMANDS", many)
    values = {"case": None, "role": "agent", "groups": helping.groups(EVA), "explained": False, "reply_is": "desk"}
    settings = config(languages=("en",))
    (draft,) = render.render((Letter("agent_help", "en", "eva@bokis.example", values, idem="x"),), render.load((), settings), settings)
    assert draft.text.count("\n- ") == 60 and draft.text.count("\n") < 100


@pytest.mark.parametrize(("desk", "why"), [
    (None, "new"), (AgentDesk("eva"), "new"), (AgentDesk("lisa", invited_at=NOW, invited_epoch=1), "new"),
    (AgentDesk("eva", invited_at=NOW, invited_epoch=1), None), (AgentDesk("eva", 1, NOW, 2), None),
    (AgentDesk("eva", 1, NOW, 1), "revoked"), (AgentDesk("eva", 0, NOW, 2), "revoked"),
    (AgentDesk("eva", 0, NOW - timedelta(days=75, hours=23), 1), None), (AgentDesk("eva", 0, NOW - timedelta(days=76), 1), "expires"),
])  # fmt: skip
def test_who_is_sent_a_desk_address(desk, why):
    facts = replace(Facts(NOW, NOW), agents=(desk,) if desk else ())
    assert why_due(EVA, facts) == why
