"""`mailbot agents`: who has a desk address, who spoke; inviting and revoking."""

import json

import pytest
from typer.testing import CliRunner

from mailbot.cli import app
from mailbot.demo import CONFIG


@pytest.fixture
def mailbot(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(smtp=2525, submission=2587))

    def run(*words, code=0):
        done = CliRunner().invoke(app, [*words, "--config", str(config)])
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_invite_list_and_revoke(mailbot):
    def eva():
        return json.loads(mailbot("agents", "list", "--json"))

    assert (eva()["invited_at"], eva()["epoch"]) == (None, 1)
    assert "eva@bokfix.example" in mailbot("agents", "invite")
    assert eva()["invited_at"] and "every agent has a desk address" in mailbot("agents", "invite")
    assert "eva@bokfix.example" in mailbot("agents", "invite", "--all")
    assert "every address is void; a new desk address goes to eva@bokfix.example" in mailbot("agents", "revoke", "eva")
    assert eva()["epoch"] == 2 and "every agent has a desk address" in mailbot("agents", "invite")
    assert mailbot("outbox").count("agent_invite") == 3
    assert "admin" in mailbot("agents", "list")


@pytest.mark.parametrize("words", [("invite", "bo"), ("revoke", "bo")])
def test_an_unknown_agent_is_named_with_those_there_are(mailbot, words):
    assert "the agents are: eva" in mailbot("agents", *words, code=1)
