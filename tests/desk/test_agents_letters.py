"""What an agent gets with a notice, what he can sort it by, and what /help and invitations tell him: tables of pure functions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot import render
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Agent, Config
from mailbot.desk import filing
from mailbot.desk.agents import examples, helping
from mailbot.desk.agents.inviting import why_due
from mailbot.desk.agents.turn import may
from mailbot.desk.attaching import pass_on
from mailbot.desk.commands import COMMANDS, Stage, read
from mailbot.desk.commands import arguments as takes
from mailbot.desk.commands.table import RANKS, CommandSpec
from mailbot.desk.effects import Letter
from mailbot.desk.facts import AgentDesk, Facts
from mailbot.desk.letters import ANSWERED_AT, ANSWERS, NOTES, for_agent
from mailbot.mail.message import Attachment
from tests.desk import agents
from tests.desk.agents import CONFIG, RULES, TEMPLATES, does, is_refused, receipt, text_of
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


@pytest.mark.parametrize("template", ["admin_notice", "postmaster_forward"])
@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
def test_what_goes_to_an_agent_besides_says_it_too(template, language):
    """A bounce is told to whoever works on the case, a mail to postmaster to the admins: each at an address of his own."""
    speech = TEMPLATES.tongues[language].speech
    values = {**render.samples(template, language, CONFIG), **for_agent(CONFIG, EVA, template, case(), {}, "x").values}
    (draft,) = render.render((Letter(template, language, "eva@bokis.example", values, idem="x"),), TEMPLATES, CONFIG)
    assert speech.label("public", "reply_is") in draft.text


def test_who_only_reads_is_reminded_of_what_he_may_write():
    reader = EVA.model_copy(update={"role": "reader"})
    names = for_agent(config(), reader, "agent_update", case(), {"case": None}, "x").values["commands_short"]
    assert {may(reader, COMMANDS[name.lstrip("/")].who) for name in names} == {True}


def test_help_shows_each_role_what_it_may_do():
    for role in RANKS:
        shown = {each["name"] for group in helping.groups(EVA.model_copy(update={"role": role})) for each in group["commands"]}
        assert shown == {spec.name for spec in COMMANDS.values() if may(EVA.model_copy(update={"role": role}), spec.who)}
        assert "help" in shown and ("close" in shown) == (role != "reader")


DESK = examples.Desk(CONFIG, RULES, CONFIG.agent("lisa"), agents.NOW.date())


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
@pytest.mark.parametrize("desk", [DESK, examples.Desk(Config(), RuleSet(), None, NOW.date())], ids=["a vendor", "nobody"])
def test_examples_are_read_without_a_fault_and_have_no_place_open(language, desk):
    """In every language; whatever the vendor has, and where he has nothing."""
    speech = TEMPLATES.tongues[language].speech
    shown = {speech.in_words(example) for spec in COMMANDS.values() for example in examples.examples(spec, desk)}
    assert {example: read(example, {}).faults for example in shown if read(example, {}).faults} == {}
    assert [example for example in shown if "{" in example or example.endswith(" text")] == []


@pytest.mark.parametrize("name", ["priority", "kind", "line", "route", "product", "language", "refer", "waive", "checklist", "faq", "wiki", "template", "assign", "away", "spend", "goodwill"])
def test_the_vendors_own_values_work_as_they_are_shown(name):
    speech = TEMPLATES.tongues["sv"].speech
    told = [speech.in_words(example) for example in examples.examples(COMMANDS[name], DESK)]
    told += [f"/{name} {one}" for one in examples.offered(name, DESK)]
    assert [line for line in told if is_refused(does(f"{line}\nHej!", agent="omar"))] == []


@pytest.mark.parametrize(("line", "shows"), [
    ("/help priority", ("/priority 1", "- 1 – Prioritet 1", "- inner")), ("/help line", ("/line 2", "- 1 – Lisa Berg, Hugo", "- 3 – dev")), ("/help route", ("/route lon", "- lon – Hugo")),
    ("/help kind", ("- technical – tekniskt fel", "- bug_report")), ("/help refer", ("- accounting – bokföringsfråga", "- training", "- other")), ("/help product", ("/product GO", "- Lön")),
    ("/help language", ("/language en", "- sv – svenska")), ("/help waive", ("- steps – steg för steg", "- all")), ("/help assign", ("/assign lisa", "- lisa – Lisa Berg")),
    ("/help faq", ("/faq printing the balance report", "- backup")), ("/help template", ("- update",)), ("/help close", ("- answered", "- duplicate")), ("/help use", ("- block", "- agreement")),
    ("/help spend", ("/spend 10m 2026-11-23 gick igenom loggen",)), ("/help away", ("/away fredag",)), ("/help status", ("/status SO-2026-000123",)),
])
def test_help_with_one_command_shows_what_there_is_to_choose_from(line, shows):
    (letter,) = does(line, agent="omar").letters
    told = text_of(letter)
    assert [each for each in shows if each not in told] == [], told


def test_a_suggestion_is_right_today():
    """The days in refusals are reckoned from when he wrote, the numbers are the vendor's."""
    assert "Förslag: /spend 10m 2026-11-23\n" in receipt(does("/spend 10m 1/12"))
    assert "Skriv år-månad-dag: 2026-11-24" in receipt(does("/spend 10m 1/12")) and "Förslag: /status SO-2026-000123" in receipt(agents.at_desk("/status"))
    assert "Det går att skriva: yes, no." in receipt(does("/reproduced maybe")) and "Förslag: /subject Fel vid utskrift" in receipt(does("/subject"))


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
