"""The commands as an admin and a mail server use them: exit codes, messages, JSON."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.cli import app, main
from mailbot.demo import CONFIG

MAIL = b"From: kalle@example.se\r\nTo: support@bokfix.example\r\nSubject: Hej\r\nMessage-ID: <1@example.se>\r\n\r\nHur skriver jag ut rapporten?\r\n"
EXPLAINED = {"file", "ok", "error", "verdict", "automatic", "would_send", "bounce", "message_id", "subject", "from", "from_name", "to", "text",
             "new_text", "signature", "attachments", "language", "details", "credentials", "case_reference", "authentication",
             "entitlement", "trail"}


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(smtp=0, submission=0))
    return path


@pytest.fixture
def mailbot(config):
    def run(*words, stdin=None, code=0):
        result = CliRunner().invoke(app, [*words, "--config", str(config)], input=stdin)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return run


def test_deliver_keeps_and_says_so(mailbot):
    deliver = ("deliver", "-", "--from", "kalle@example.se", "--to", "support@bokfix.example")
    assert "kept as mail 1" in mailbot(*deliver, stdin=MAIL)
    assert "it was here before" in mailbot(*deliver, stdin=MAIL)


@pytest.mark.parametrize(("words", "stdin", "code", "said"), [
    (("deliver", "-"), MAIL, 64, "--to ADDRESS"),
    (("deliver", "-", "--to", "stranger@example.org"), MAIL, 64, "not an address of this desk"),
    (("deliver", "-", "--to", "support@bokfix.example"), b"\n", 64, "empty"),
    (("deliver", "/nowhere.eml", "--to", "support@bokfix.example"), None, 64, "/nowhere.eml"),
])
def test_deliver_used_wrongly(mailbot, words, stdin, code, said):
    assert said in mailbot(*words, stdin=stdin, code=code)


def test_deliver_with_a_faulty_configuration_asks_to_try_again(mailbot, config):
    """A mail server must not bounce a customer's mail because an admin mistyped a key."""
    config.write_text(config.read_text() + "\n[vendr]\n")
    assert "vendor" in mailbot("deliver", "-", "--to", "support@bokfix.example", stdin=MAIL, code=75)


def test_explain_is_one_object_a_line_with_the_whole_contract(mailbot, tmp_path):
    files = []
    for number, raw in enumerate((MAIL, b"", b"\x00\xff" * 100, MAIL.replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject"))):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(raw)
    told = [json.loads(line) for line in mailbot("explain", "--json", *map(str, files)).splitlines()]
    assert [Path(each["file"]).name for each in told] == [file.name for file in files]
    assert all(set(each) >= ({"file", "ok", "error"} if not each["ok"] else EXPLAINED) for each in told)
    first, last = told[0], told[-1]
    assert first["ok"] and first["verdict"] == "free_help" and [s["template"] for s in first["would_send"]] == ["free_help"]
    assert first["authentication"]["result"] == "claimed" and first["from"] == "kalle@example.se"
    assert last["automatic"] == "autoreply" and last["would_send"] == []
    assert not (tmp_path / "state").exists(), "explaining writes nothing"


def test_explain_masks_codes_unless_asked(mailbot, tmp_path):
    file = tmp_path / "code.eml"
    file.write_bytes(MAIL + b"Id-nr 204817-1, kod k7qf-29mx\r\n")
    hidden = mailbot("explain", "--json", str(file))
    assert json.loads(hidden)["credentials"] == {"id": "204817-1", "code": "****", "valid": None}
    assert json.loads(mailbot("explain", "--json", "--reveal", str(file)))["credentials"]["code"] == "K7QF29MX"


def test_customers_payments_and_balances(mailbot):
    assert "waits in the outbox" in mailbot("payment", "add", "600", "anna@firma.example", "--reference", "b-1")
    assert "nothing was booked now" in mailbot("payment", "add", "600", "anna@firma.example", "--reference", "b-1")
    told = json.loads(mailbot("balance", "anna@firma.example", "--json"))
    assert (told["minutes_left"], [line["minutes"] for line in told["ledger"]]) == (30, [15, 15])
    assert "buys nothing" in mailbot("payment", "add", "250", "anna@firma.example", code=1)
    assert "not an amount" in mailbot("payment", "add", "mycket", "anna@firma.example", code=1)
    assert "bought in blocks" in mailbot("customer", "add", "bo@x.example", "--tier", "block", code=1)
    assert "did you mean 'block'" in mailbot("customer", "add", "bo@x.example", "--tier", "blok", code=1)
    assert "entered" in mailbot("customer", "add", "bo@x.example", "--name", "Bo", "--language", "sv")
    assert "no customer has this address" in mailbot("balance", "nobody@x.example", code=1)


@pytest.fixture
def by_domain(config):
    """A vendor who knows his customers by their domains and two named contacts."""
    text = config.read_text()
    lines = [line for line in text.splitlines() if not line.startswith(("match_by", "order "))]
    at = lines.index("[entitlement]") if "[entitlement]" in lines else len(lines)
    lines[at : at + 1] = ["[entitlement]", 'match_by = ["domain", "contact_list"]', "contacts_per_customer = 2"]
    config.write_text("\n".join(lines) + '\n[[tier]]\nname = "avtal"\nkind = "agreement"\n')


def test_a_customer_by_domain_and_contacts(mailbot, by_domain):
    said = mailbot("customer", "add", "anna@kund.example", "--tier", "avtal", "--domain", "kund.example", "--domain", "@Dotter.example",
                   "--contact", "Bo Ek <bo@kund.example>")
    assert "bo@kund.example is a contact" in said and "anna@kund.example is a contact" in said and "dotter.example" in said
    assert "already" in mailbot("customer", "add", "anna@kund.example", "--tier", "avtal", "--domain", "kund.example")
    told = json.loads(mailbot("customer", "show", "lager@it.kund.example", "--json"))
    assert (told["by"], told["domains"], told["rights"][0]["tier"]) == ("domain", ["kund.example", "dotter.example"], "avtal")
    assert [(each["address"], each["name"], each["contact"]) for each in told["addresses"]] == [
        ("anna@kund.example", "", True), ("bo@kund.example", "Bo Ek", True)]
    shown = mailbot("customer", "show", "dotter.example")
    assert "found by its domain" in shown and "Bo Ek" in shown and "avtal" in shown
    assert "0 prepaid minutes" in mailbot("balance", "bo@kund.example")
    assert "no customer has this address" in mailbot("customer", "show", "annan.example", code=1)


@pytest.mark.parametrize(("words", "said"), [
    (("eva@annan.example", "--domain", "gmail.com"), "public mail provider"),
    (("eva@annan.example", "--domain", "bokfix.example"), "the vendor's own domain"),
    (("eva@annan.example", "--domain", "kund.example"), "belongs to the customer anna@kund.example"),
    (("eva@annan.example", "--contact", "anna@kund.example"), "belongs to the customer anna@kund.example"),
    (("eva@annan.example", "--contact", "eva@bokfix.example"), "one of our own addresses"),
    (("eva@annan.example", "--contact", "Bo <bo"), "not a plain e-mail address"),
    (("cia@kund.example",), "customers add anna@kund.example --contact cia@kund.example"),
    (("anna@kund.example", "--contact", "b@kund.example", "--contact", "c@kund.example"), "at most 2"),
    (("anna@kund.example", "--domain", "kund"), "expected: firma.example"),
])
def test_mistakes_about_customers(mailbot, by_domain, words, said):
    mailbot("customer", "add", "anna@kund.example", "--domain", "kund.example")
    assert said in mailbot("customer", "add", *words, code=1)


def test_the_confirmation_names_number_and_code_and_the_books_do_not(mailbot, tmp_path):
    """I15: an unlock code stands in clear in one letter only."""
    mailbot("payment", "add", "300", "anna@firma.example", "--reference", "b-1")
    mailbot("serve", "--once", "--quiet")
    (letter,) = [each for each in (tmp_path / "state" / "outgoing" / "new").iterdir() if b"Notice: invite" not in each.read_bytes()]
    (code,) = set(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", letter.read_text()))
    books = b"".join(path.read_bytes() for path in (tmp_path / "state").glob("mailbot.db*"))
    assert code.encode() not in books and code.replace("-", "").encode() not in books


def test_serve_once_empties_everything(mailbot, tmp_path):
    mailbot("deliver", "-", "--from", "kalle@example.se", "--to", "support@bokfix.example", stdin=MAIL)
    assert json.loads(mailbot("status", "--json"))["left"] == 1
    mailbot("serve", "--once", "--quiet")
    assert json.loads(mailbot("status", "--json"))["left"] == 0
    assert len(list((tmp_path / "state" / "outgoing" / "new").iterdir())) == 2, "the help for everybody, and the agent's desk address"
    assert "free_help" in mailbot("outbox") and "kalle@example.se" in mailbot("outbox")


@pytest.mark.parametrize("words", [("case", "BX-2026-000999"), ("quarantine", "show", "7"), ("quarantine", "release", "7")])
def test_what_is_not_there_is_said(mailbot, words):
    output = mailbot(*words, code=1)
    assert "mailbot" in output, "the message says what to run"


def test_empty_lists_say_so(mailbot):
    assert "No cases" in mailbot("cases")
    assert "Nothing is in quarantine" in mailbot("quarantine", "list")
    assert "empty" in mailbot("outbox")


def test_every_command_teaches():
    for words in ((), ("serve",), ("deliver",), ("explain",), ("payment", "add"), ("customer", "add"), ("quarantine", "list"), ("hours",), ("check",)):
        result = CliRunner().invoke(app, [*words, "--help"])
        assert result.exit_code == 0 and "Usage" in result.output


def test_the_same_payment_without_a_reference_is_booked_once(mailbot):
    """A second Enter must not sell a second block; a second payment may."""
    twice = ("payment", "add", "300", "anna@firma.example")
    mailbot(*twice)
    assert "If this is another payment" in mailbot(*twice, code=1)
    assert json.loads(mailbot("balance", "anna@firma.example", "--json"))["minutes_left"] == 15
    mailbot(*twice, "--again")
    mailbot("payment", "add", "300", "anna@firma.example", "--reference", "b-7")
    mailbot("payment", "add", "300", "anna@firma.example", "--date", "2026-01-02")
    mailbot("payment", "add", "600", "anna@firma.example")
    assert json.loads(mailbot("balance", "anna@firma.example", "--json"))["minutes_left"] == 6 * 15


@pytest.mark.parametrize("words", [
    ("customer", "add", "anna", "--name", "Anna"), ("customer", "add", "bo@x.example", "--tier", "blok"), ("customer", "add", "bo@x.example", "--language", "xx"),
    ("customer", "add", "eva@bokfix.example"), ("customer", "add", "bo@x.example", "--tier", "block", "--until", "soon"),
    ("payment", "add", "250", "anna@firma.example"), ("payment", "add", "mycket", "anna@firma.example"), ("payment", "add", "300", "anna")])
def test_what_is_refused_makes_no_books(mailbot, tmp_path, words):
    mailbot(*words, code=1)
    assert not (tmp_path / "state").exists()


def test_status_names_the_zone_of_its_times(mailbot):
    mailbot("deliver", "-", "--from", "kalle@example.se", "--to", "support@bokfix.example", stdin=MAIL)
    assert re.search(r"oldest \d{4}-\d\d-\d\d \d\d:\d\d CES?T\n", mailbot("status"))


@pytest.mark.parametrize(("words", "said"), [
    (("payment", "add", "-5", "anna@firma.example"), "'-5': expected an amount above 0"),
    (("payment", "add", "NaN", "anna@firma.example"), "amount above 0"),
    (("payment", "add", "Infinity", "anna@firma.example"), "amount above 0"),
    (("payment", "add", "300000000000", "anna@firma.example"), "at most 1000"),
    (("payment", "add", "300", "anna@firma.example", "--date", "2999-01-01"), "is to come"),
    (("payment", "add", "300", "support@bokfix.example"), "one of our own addresses"),
    (("payment", "add", "300", "eva@bokfix.example"), "one of our own addresses"),
    (("customer", "add", "bo@x.example", "--until", "2999-01-01"), "--tier"),
    (("cases", "--state", "bogus"), "awaiting_details"),
    (("outbox", "--state", "bogus"), "queued"),
    (("explain", "--with-store", "/nowhere.eml"), "no books yet"),
])
def test_mistakes_say_what_was_seen_and_expected(mailbot, words, said):
    assert said in mailbot(*words, code=1)


def test_explain_keeps_its_contract_for_what_cannot_be_read(mailbot, tmp_path):
    told = [json.loads(line) for line in mailbot("explain", "--json", "/nowhere.eml", str(tmp_path), code=1).splitlines()]
    assert all(set(each) == EXPLAINED and not each["ok"] and each["error"] for each in told)


def test_an_unusable_state_folder_never_means_new_books_elsewhere(mailbot, config):
    """A wrong owner or a file in its place: the desk must not begin anew with empty books and another key."""
    (config.parent / "state").write_text("not a folder")
    assert "no folder that this user may write in" in mailbot("deliver", "-", "--to", "support@bokfix.example", stdin=MAIL, code=75)


def test_a_mail_server_understands_wrong_use():
    done = subprocess.run([sys.executable, "-m", "mailbot", "deliver", "--no-such-option"], capture_output=True, timeout=60, check=False)
    assert done.returncode == 64


def test_a_taken_port_is_a_sentence_and_no_traceback(config, monkeypatch, capfd):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config.write_text(CONFIG.format(smtp=taken.getsockname()[1], submission=0))
        monkeypatch.setattr(sys, "argv", ["mailbot", "serve", "--config", str(config)])
        with pytest.raises(SystemExit) as ended:
            main()
    said = capfd.readouterr().err
    assert ended.value.code == 1 and "cannot listen" in said and "Traceback" not in said


def test_the_demonstration_over_imap_says_what_to_install(monkeypatch):
    monkeypatch.setattr("mailbot.dovecot.installed", lambda: None)
    monkeypatch.setattr("mailbot.demo.imap.installed", lambda: None)
    result = CliRunner().invoke(app, ["demo", "--imap", "--exit"])

    assert result.exit_code == 1
    assert "dovecot-imapd dovecot-lmtpd" in result.output and "Without --imap" in result.output
