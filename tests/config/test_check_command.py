"""`mailbot check` and `mailbot config`, as an administrator uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mailbot.cli import config as commands

GOOD = """
[vendor]
name = "Bokis"
languages = ["sv"]
[mailbox]
address = "support@bokis.info"
trusted_authserv = ["mx.bokis.info"]
[hours.office]
timezone = "Europe/Stockholm"
holidays = "SE"
[[tier]]
name = "block"
kind = "prepaid_blocks"
price = 300
answer_within = "1 workday"
[survey]
enabled = true
"""


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    commands.register(app)
    return app


def config(tmp_path: Path, text: str) -> str:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_good_file_is_summed_up_with_what_is_missing_and_not_yet_in_use(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--config", config(tmp_path, GOOD)])

    assert result.exit_code == 0, result.output
    for piece in ("Bokis <support@bokis.info>", "block: prepaid_blocks, 300 SEK for 15 minutes, answered within 1 workday",
                  "lmtp: off", "cases queue and wait", "[survey] (config.toml:16): read and checked, not yet in use"):  # fmt: skip
        assert piece in result.output


def test_a_faulty_file_ends_with_one_and_every_mistake(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--config", config(tmp_path, "[vendr]\n[mailbox]\nadress = 'x'\n")])

    assert result.exit_code == 1
    assert "config.toml:1: vendr: unknown section" in result.output
    assert "config.toml:3: mailbox.adress: unknown key" in result.output
    assert "2 mistakes" in result.output


def test_programs_get_json(app: typer.Typer, tmp_path: Path) -> None:
    bad = CliRunner().invoke(app, ["check", "--json", "--config", config(tmp_path, "[vendr]\n")])
    good = CliRunner().invoke(app, ["check", "--json", "--config", config(tmp_path, GOOD)])

    assert json.loads(bad.output)["problems"][0] | {"text": ""} == {"file": "config.toml", "line": 1, "key": "vendr", "text": ""}
    assert json.loads(good.output)["ok"] is True
    assert json.loads(good.output)["doors"]["submission"] == "off"


def test_the_manual_prints_one_section_or_all(app: typer.Typer) -> None:
    whole, one = CliRunner().invoke(app, ["config"]), CliRunner().invoke(app, ["config", "tier"])

    assert "[vendor]" in whole.output
    assert one.output.startswith("# ---- One kind of entitlement")
