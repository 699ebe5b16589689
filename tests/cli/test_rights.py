"""`mailbot customers overdue`, `paid`, `train` and their like: what is booked, what is said, and what is refused."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.cli import app

SETTINGS = """
[vendor]
name = "V"
languages = ["sv"]
[mailbox]
address = "support@v.example"
[hours.office]
timezone = "Europe/Stockholm"
monday = ["08:00-17:00"]
[[tier]]
name = "avtal"
kind = "agreement"
[entitlement]
no_overdue_invoices = true
trained_users_only = true
contacts_per_customer = 2
match_by = ["contact_list", "domain"]
"""


@pytest.fixture
def mailbot(tmp_path: Path):
    (tmp_path / "config.toml").write_text(SETTINGS)

    def run(command: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(app, [*command.split(), "--config", str(tmp_path / "config.toml")], env={"COLUMNS": "160"})
        assert result.exit_code == exit_code, result.output
        return result.output

    run("customers add anna@k.se --tier avtal --domain k.se --contact bo@k.se")
    return run


def test_a_customers_rights_from_day_to_day(mailbot):
    assert "overdue since 2026-11-01" in mailbot("customers overdue anna@k.se --since 2026-11-01")
    assert "cia@k.se has passed GO" in mailbot("customers train cia@k.se --module GO --on 2026-05-01 --until 2030-05-01")
    mailbot("customers suspend anna@k.se --tier avtal")
    shown = mailbot("customers show anna@k.se")
    assert "2026-11-01" in shown and "GO, until 2030-05-01" in shown and "right, suspended" in shown
    assert "paid what was overdue" in mailbot("customers paid anna@k.se")
    mailbot("customers resume anna@k.se --tier avtal")
    mailbot("customers train cia@k.se --module GO --remove")
    assert "bo@k.se is no contact any more" in mailbot("customer contact-remove bo@k.se")
    mailbot("customer revoke anna@k.se --tier avtal")
    assert "right" not in mailbot("customers show anna@k.se")


@pytest.mark.parametrize(("command", "said"), [
    ("customers overdue okand@annan.example", "no customer has this address"),
    ("customers overdue anna@k.se --since 2999-01-01", "is to come"),
    ("customers paid anna@k.se", "no invoice is overdue"),
    ("customers suspend anna@k.se --tier plus", "expected one of his: avtal"),
    ("customer contact-remove dan@k.se", "is no contact of this customer"),
])
def test_what_cannot_be_says_what_was_expected(mailbot, command, said):
    assert said in mailbot(command, exit_code=1)
