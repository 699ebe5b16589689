"""`mailbot letters` shows every letter as it would leave, with the vendor's own templates, before a customer reads it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.cli import app

VENDORS = Path(__file__).parent.parent / "vendors"


def run(*words, config=VENDORS / "bokis.toml"):
    return CliRunner().invoke(app, ["letters", *words, "--config", str(config)])


def test_a_letter_is_printed_as_it_would_leave():
    shown = run("--template", "ack").output

    assert "ack · sv · details missing\na new case of an entitled customer; to customers\n" in shown
    assert "Subject: [BK-2026-000123] Fel vid utskrift av balansrapport\n\n##- Skriv ditt svar" in shown
    assert max(map(len, shown.split("\n"))) <= 72


def test_another_language_may_be_looked_at():
    assert "Guten Tag," in run("--template", "help", "--lang", "de").output


@pytest.mark.parametrize(("words", "said"), [
    (("ack",), "letters --template ack"), (("akc",), "did you mean 'ack'?"),
    (("--template", "akc"), "did you mean 'ack'?"), (("--template", "qqqqqq"), "expected one of ack, "), (("--lang", "xx"), "expected one of de, en, nl, sv"),
    (("--template", "ack", "--html", "/proc/nothing"), "expected a folder that can be written to"),
])
def test_what_is_wrong_is_said_with_what_would_be_right(words, said):
    result = run(*words)

    assert result.exit_code == 1 and said in result.output


def test_the_variables_of_a_template_are_told():
    """What an administrator may write into a template of his own."""
    shown = run("--template", "followup_ack", "--variables").output

    assert "count" in shown and "how many mails" in shown and "always" in shown
    assert "vendor" in shown and "handbook_hint" in shown


def test_the_vendors_own_template_is_shown_and_a_broken_one_is_said(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text((VENDORS / "bokis.toml").read_text())
    (tmp_path / "templates" / "sv").mkdir(parents=True)
    (tmp_path / "templates" / "sv" / "help.txt.j2").write_text("Eget\n\nSkriv till {{ desk.address }}.\n")
    (tmp_path / "templates" / "sv" / "ack.txt.j2").write_text("Eget\n\n{{ nothing }}\n")
    own, broken = run("--template", "help", config=config), run("--template", "ack", config=config)

    assert own.exit_code == 0 and "Subject: Eget\n\nSkriv till support@bokis.info.\n" in own.output
    assert broken.exit_code == 1 and "Tack för ditt mejl." in broken.output
    assert "'nothing' is undefined. The built-in text was sent instead." in broken.output


def test_a_folder_of_pages_has_an_index_that_leads_to_all_of_them(tmp_path):
    folder = tmp_path / "letters"
    result = run("--template", "status", "--template", "admin_notice", "--html", str(folder))
    index = (folder / "index.html").read_text()
    pages = sorted(path.name for path in folder.iterdir() if path.name != "index.html")

    assert result.exit_code == 0 and str(folder / "index.html") in result.output
    assert pages and all(f'href="{page}"' in index for page in pages)
    assert "<ul" in (folder / "status.in-line.sv.html").read_text() and "<pre" in (folder / "admin_notice.quarantine.sv.html").read_text()
