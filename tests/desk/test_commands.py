"""Agents' commands: read where they stand, refused with the nearest name, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.desk.commands import COMMANDS, Command, read
from tests.desk.agents import SHIPPED

ALIASES = {"tid": "spend", "notis": "note", "stäng": "close", "schließen": "close"}


def only(text):
    reading = read(text, ALIASES)
    assert not reading.faults
    (command,) = reading.commands
    return command


@pytest.mark.parametrize(("line", "minutes"), [
    ("/spend 10m", 10), ("/spend 10", 10), ("/spend 1h", 60), ("/spend 1h30m", 90), ("/spend 1h 30m", 90), ("/SPEND 10M", 10),
    ("/ spend 10m", 10), ("／spend 10m", 10), ("\u00a0/spend 10m", 10), ("/tid 10m", 10), ("/spe 10m", 10),
    ("/spend 10m 2026-12-01 felsökning", 10),
])
def test_time_is_read(line, minutes):
    assert only(line).minutes == minutes


@pytest.mark.parametrize(("written", "minor", "currency"), [
    ("300", 30000, ""), ("62,50", 6250, ""), ("300 SEK", 30000, "SEK"), ("300sek", 30000, "SEK"), ("300kr", 30000, "SEK"), ("300 kr", 30000, "SEK"),
    ("300,00 kr", 30000, "SEK"), ("300:-", 30000, "SEK"), ("€300", 30000, "EUR"), ("62.50 €", 6250, "EUR"), ("62,50€", 6250, "EUR"),
])
def test_an_amount_is_read_as_people_write_it(written, minor, currency):
    command = only(f"/payment {written} anna@x.se 2026-11-25")
    assert (command.amount_minor, command.currency, command.addresses) == (minor, currency, ("anna@x.se",))


@pytest.mark.parametrize("written", ["kr", "€", "-300kr", "€300kr", "0 kr", "3.5 kr"])
def test_what_is_no_amount_is_refused(written):
    assert [fault.problem for fault in read(f"/payment {written} anna@x.se", ALIASES).faults] == ["amount"]


@pytest.mark.parametrize(("line", "suggestion"), [
    ("/spend 1h30", "/spend 1h30m"), ("/spend 1.5", "/spend 90m"), ("/spend", "/spend 10m"), ("/spend tio", "/spend 10m"),
    ("/spend 0m", "/spend 10m"), ("/spend 2d", "/spend 10m"),
])
def test_time_that_reads_two_ways_is_refused(line, suggestion):
    (fault,) = read(line, ALIASES).faults
    assert (fault.problem, fault.suggestion) == ("duration", suggestion)


@pytest.mark.parametrize(("line", "suggestion"), [("/spned 10m", "/spend"), ("/clsoe", "/close"), ("/xyzzy", "")])
def test_unknown_commands_name_the_nearest(line, suggestion):
    (fault,) = read(f"{line}\nHej!", ALIASES).faults
    assert (fault.line, fault.problem, fault.suggestion) == (1, "unknown", suggestion)


def test_commands_stand_at_the_top_and_at_the_bottom():
    reading = read("/spend 10m\n\nHej!\nUppdatera till 7.4.\n\n// tredje i veckan\n/close\n", ALIASES)
    assert [command.name for command in reading.commands] == ["spend", "close"]
    assert reading.text == "Hej!\nUppdatera till 7.4."
    assert reading.remarks == ("tredje i veckan",)


@pytest.mark.parametrize("text", ["Filen ligger i\n/etc/hosts\npå servern.", "Hej!\n/close är ett kommando\nhälsar Eva", "/etc/hosts finns"])
def test_a_slash_in_running_text_stays_text(text):
    reading = read(text, ALIASES)
    assert (reading.text, reading.commands, reading.faults) == (text, (), ())


def test_remarks_never_reach_the_customer():
    reading = read("Hej!\n// hemligt\nMvh", ALIASES)
    assert (reading.text, reading.remarks) == ("Hej!\nMvh", ("hemligt",))


@given(st.text(max_size=400))
def test_any_text_is_read_and_no_word_of_it_is_lost(text):
    """Whatever an agent writes is a command, a remark, a fault or text for the customer."""
    reading = read(text, ALIASES)
    sources = [c.source for c in reading.commands] + [f.source for f in reading.faults] + list(reading.remarks)
    seen = "\n".join([*sources, reading.text])
    assert all(word in seen for line in text.splitlines() for word in line.strip("\ufeff\u200b\u00a0 \t").split() if word.isalnum())


def test_force_is_a_word_of_its_own():
    assert only("/spend 150m force") == Command("spend", 1, "/spend 150m force", minutes=150, force=True)


def test_a_word_means_one_command_and_no_command_is_hidden_by_a_word():
    """Of all languages: a Swedish agent may write to a German desk."""
    meant = {}
    for rule in SHIPPED.commands:
        if "agent" in rule.then:
            for word in rule.then["words"]:
                assert meant.setdefault(word.casefold(), rule.then["command"]) == rule.then["command"], word
    assert {word: command for word, command in meant.items() if word in COMMANDS and command != word} == {}


@pytest.mark.parametrize(("line", "said"), [
    ("/merge BK-2026-000020", {"number": "BK-2026-000020"}), ("/merge [bk-2026-000020]", {"number": "BK-2026-000020"}),
    ("/merge BK-2026-000020 force", {"number": "BK-2026-000020", "force": True}), ("/unmerge", {}), ("/unmerge BK-2026-000021", {"number": "BK-2026-000021"}),
    ("/split", {}), ("/split Frågan om moms", {"words": "Frågan om moms"}), ("/link #BK-2026-000020", {"number": "BK-2026-000020"}),
    ("/cc bo@firma.se", {"addresses": ("bo@firma.se",)}), ("/cc bo@firma.se, cia@firma.se", {"addresses": ("bo@firma.se", "cia@firma.se")}),
    ("/uncc <bo@firma.se>", {"addresses": ("bo@firma.se",)}), ("/addcontact mailto:bo@firma.se", {"addresses": ("bo@firma.se",)}),
    ("/consult help@lev.example", {"addresses": ("help@lev.example",)}),
])
def test_commands_of_structure_are_read(line, said):
    command = only(line)
    assert {name: getattr(command, name) for name in ("number", "words", "addresses", "force") if getattr(command, name)} == said


@pytest.mark.parametrize(("line", "problem", "suggestion"), [
    ("/merge", "missing", "/merge {number}"), ("/merge den andra", "case_number", ""), ("/merge BK-2026-000020 BK-2026-000021", "no_arguments", ""),
    ("/link bo@firma.se", "case_number", ""), ("/cc", "missing", "/cc name@example.com"), ("/cc Bo", "address", "/cc name@example.com"),
    ("/uncc bo@", "address", "/uncc name@example.com"), ("/consult lev.example", "address", "/consult name@example.com"), ("/merg BK-2026-000020\n/merge BK-2026-000021", "given_twice", None),
])
def test_commands_of_structure_that_read_two_ways_are_refused(line, problem, suggestion):
    (fault,) = read(line, ALIASES).faults
    assert fault.problem == problem and suggestion in (None, fault.suggestion)
