"""The documents speak of things that exist: files, functions and make targets."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOW = (ROOT / "docs" / "flow.md").read_text()
NAMED = re.findall(r"`((?:\w+/)*\w+\.py)`(?:, `([\w.]+)`)?", FLOW)


def test_the_walk_has_at_most_twelve_hops():
    hops = re.findall(r"^\d+\. \*\*", FLOW, re.MULTILINE)
    assert 0 < len(hops) <= 12


def test_every_hop_exists():
    assert [file for file, _ in NAMED if not (ROOT / "mailbot" / file).is_file()] == []
    assert [f"{file}: {part}" for file, name in NAMED for part in filter(None, name.split(".")) if not _defines(file, part)] == []


def _defines(file: str, part: str) -> bool:
    return re.search(rf"^\s*(?:async )?(?:def|class) {part}\b", (ROOT / "mailbot" / file).read_text(), re.MULTILINE) is not None


def test_the_readme_names_commands_that_exist():
    from mailbot.cli import app

    readme = (ROOT / "README.md").read_text()
    there = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert set(re.findall(r"`mailbot (\w+)", readme)) <= there
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)`?", readme)) <= targets | {"both"}


def test_the_page_for_agents_is_current():
    from mailbot.agents_manual import page

    assert (ROOT / "docs" / "agents.md").read_text() == page(), "make it anew: mailbot manual agents > docs/agents.md"


def test_the_page_for_agents_tells_of_every_command():
    from mailbot.desk.commands import COMMANDS

    page = (ROOT / "docs" / "agents.md").read_text()
    assert {name for name in COMMANDS if not re.search(rf"\n\* `/?{name}\b", page, re.IGNORECASE)} == set()
