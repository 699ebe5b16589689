"""Importing and exporting customers at the shell: looked at first, all or nothing, and back again without a change."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from mailbot.cli import app
from mailbot.demo import CONFIG

TABLE = ("address;name;tier;valid_until;contacts;overdue_since;id_number;unlock_code\n"
         "anna@kund.example;=Kund AB;avtal;31.12.2030;Bo Ek <bo@kund.example>;2026-11-01;54321;QUAR-TZZZ\n"
         "eva@annan.example;Åsa Öberg;avtal;;;;;\n")


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    text = CONFIG.format(smtp=0, submission=0)
    more = "id_pattern = '\\d{5}'\ncode_pattern = '[A-Z]{4}-[A-Z]{4}'\n"
    text = text.replace("[entitlement]\n", f"[entitlement]\n{more}", 1) if "[entitlement]\n" in text else f"{text}\n[entitlement]\n{more}"
    path.write_text(text + '\n[[tier]]\nname = "avtal"\nkind = "agreement"\n')
    return path


@pytest.fixture
def mailbot(config):
    def run(*words, code=0):
        result = CliRunner().invoke(app, [*words, "--config", str(config)])
        assert result.exit_code == code, (result.output, result.exception)
        assert "QUAR" not in result.output, "no code is ever shown"
        return result.output

    return run


def test_there_and_back(mailbot, tmp_path):
    table, back = tmp_path / "kunder.csv", tmp_path / "ut.csv"
    table.write_bytes(TABLE.encode("cp1252"))

    said = " ".join(mailbot("customers", "import", str(table), "--dry-run").split())
    assert "new customer =Kund AB" in said and "2 customers would change, 0 stay" in said
    assert "no customer has this address" in mailbot("customers", "show", "anna@kund.example", code=1), "only looked at"
    assert "2 customers changed" in mailbot("customers", "import", str(table))
    shown = mailbot("customer", "show", "anna@kund.example")
    assert "imported" in shown and "2026-11-01" in shown, "both names are heard, the change is on record, and no column is lost beside it"

    mailbot("customers", "export", str(back))
    assert b"'=Kund AB" in back.read_bytes() and "Åsa Öberg" in back.read_text("utf-8-sig") and "QUAR" not in back.read_text("utf-8-sig")
    assert "Bo Ek <bo@kund.example> | eva@kund.example" in mailbot("customers", "import", "--help"), "as it must be typed"
    assert "not overwritten" in mailbot("customers", "export", "--help") and "expected: a new file" in mailbot("customers", "export", str(back), code=1)
    for file in (back, table):
        assert "nothing would change" in mailbot("customers", "import", str(file))


def test_one_error_and_nothing_is_imported(mailbot, tmp_path):
    table = tmp_path / "kunder.csv"
    table.write_text(TABLE + "bo;x;avtal;imorgon;;;;\ncia@k.example;Cia;avtal;;Bo Ek bo@k.example;;;\n")
    said = mailbot("customers", "import", str(table), code=1)

    assert "row 5, column contacts: 'Bo Ek bo@k.example' is not one contact; expected: bo@kund.example, or Bo Ek <bo@kund.example>" in said
    assert "row 4, column address: 'bo' is not one plain address" in said and "row 4, column valid_until: 'imorgon'" in said
    assert "Nothing was imported." in said
    assert "no customer has this address" in mailbot("customers", "show", "anna@kund.example", code=1)
    assert "expected: a CSV file" in mailbot("customers", "import", str(tmp_path / "none.csv"), code=1)
