"""Reading a configuration: what is merged with what, where things lie, what is warned of, what is not yet obeyed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mailbot.config.errors import ConfigError
from mailbot.config.load import load, require_for_serving
from mailbot.config.paths import shipped, state_folder
from mailbot.config.settings import Config
from mailbot.config.values import parse_span
from tests.config.conftest import Load

AGENT = "[[agent]]\nid = 'a'\nemail = ['a@example.com']\nrole = 'admin'\n"
MAILBOX = "[mailbox]\naddress = 'support@example.com'\ntrusted_authserv = ['mx.example.com']\n"


def test_people_mailboxes_tiers_prices_and_trusted_servers_are_never_inherited() -> None:
    config = Config()

    assert (config.agents, config.tiers, config.lines, config.teams) == ((), (), {}, {})
    assert (config.mailbox.address, config.mailbox.trusted_authserv, config.mailbox.form_senders) == ("", (), ())
    assert (config.escalation.overdue_to, config.escalation.external, config.survey.monthly_report_to) == ((), "", ())
    assert (config.billing.hourly_rate, config.outgoing.server, config.payments.accounts) == (None, "", ())


def test_tables_merge_key_by_key_with_the_defaults(loaded: Load) -> None:
    config = loaded("[cases]\nclose_after = '5 workdays'\n[hours.office]\nfriday = ['08:00-12:00']\n").config

    assert config.cases.close_after == parse_span("5 workdays")
    assert config.cases.reopen_within == Config().cases.reopen_within
    assert [str(hours) for hours in config.hours["office"].friday] == ["08:00-12:00"]
    assert config.hours["office"].monday == Config().hours["office"].monday


def test_a_further_calendar_leaves_the_office_as_it_is(loaded: Load) -> None:
    config = loaded("[hours.pos]\ntimezone = 'Europe/Berlin'\nholidays = 'DE'\nmonday = ['09:00-20:00']\n").config

    assert config.hours["office"].tuesday == Config().hours["office"].tuesday
    assert config.hours["pos"].tuesday == ()


def test_arrays_of_tables_replace_the_default(loaded: Load) -> None:
    config = loaded("[[priority]]\nname = 'hoch'\n[[priority]]\nname = 'mittel'\ndefault = true\n").config

    assert [level.name for level in config.priorities] == ["hoch", "mittel"]
    assert config.default_priority.name == "mittel"


def test_the_first_language_is_the_default_one(loaded: Load) -> None:
    assert loaded("[vendor]\nlanguages = ['nl', 'en']\n").config.vendor.default_language == "nl"


def test_a_yearly_fee_lasts_a_year_unless_said_otherwise(loaded: Load) -> None:
    config = loaded("[[tier]]\nname = 'plus'\nkind = 'yearly_fee'\nprice = 62.50\n").config

    assert config.tiers[0].period == parse_span("12 months")
    assert config.tiers[0].price_minor == 6250


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[vendor]\r\nname = 'Bokis'\r\nwebsit = 'x'\r\n")

    with pytest.raises(ConfigError, match=r"config\.toml:3: vendor\.websit"):
        load(path, {})


# ---- places --------------------------------------------------------------------------------------
def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: there is no such file; name the configuration with --config FILE"):
        load(tmp_path / "config.toml", {})


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="this is a folder; expected the configuration file in it"):
        load(tmp_path, {})


def test_the_state_lies_beside_the_configuration(tmp_path: Path) -> None:
    assert state_folder(tmp_path / "config.toml", "") == tmp_path / "state"
    assert state_folder(tmp_path / "config.toml", "kept") == tmp_path / "kept"
    assert state_folder(tmp_path / "config.toml", "/var/lib/mailbot") == Path("/var/lib/mailbot")


def test_the_state_lies_in_the_working_directory_when_the_configuration_s_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.config.paths.os.access", lambda path, mode: False)
    monkeypatch.chdir(tmp_path)

    assert state_folder(Path("/etc/mailbot/config.toml"), "") == tmp_path


def test_the_vendor_s_own_letters_come_before_the_shipped_ones(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()

    assert loaded("").template_folders == (tmp_path / "templates", shipped("templates"))


def test_the_shipped_folders_are_found_in_the_checkout_only_beside_its_pyproject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.config.paths._PACKAGE", tmp_path / "mailbot")
    (tmp_path / "rules").mkdir()
    assert shipped("rules") is None

    (tmp_path / "pyproject.toml").touch()
    assert shipped("rules") == tmp_path / "rules"


# ---- warnings ------------------------------------------------------------------------------------
def test_without_agents_cases_wait_and_the_check_says_so(loaded: Load) -> None:
    assert "config.toml: agent: there is no [[agent]]: nobody is told of new cases; cases queue and wait" in loaded("").warnings


@pytest.mark.parametrize(("text", "warning"), [
    ("[outgoing]\nvia = 'smtp'", "config.toml:2: outgoing.via: \"smtp\" has no server: the way out is off"),
    ("[outgoing]\nvia = 'smtp'\nserver = 'smtp.example.com'\nuser = 'x'\npassword_from = 'BOT_PASSWORD'",
     "config.toml:2: outgoing.via: there is no password for user 'x': BOT_PASSWORD is neither in the environment nor"),
    ("[mailbox]\nsmtp_server = 'smtp.example.com'", "config.toml:2: mailbox.smtp_server: is set, but mail goes into a folder"),
    ("[listen]\nsmtp = '0.0.0.0:25'", "config.toml:2: listen.smtp: '0.0.0.0:25' can be reached from other machines"),
    ("[listen]\nlmtp = '10.0.0.5:24'", "config.toml:2: listen.lmtp: '10.0.0.5:24' can be reached from other machines, and whoever"),
    ("[listen]\nsubmission = '127.0.0.1:2587'\n" + AGENT, "config.toml:2: listen.submission: is on, but no [[agent]] has password_from"),
    ("[mailbox]\naddress = 'a@example.com'", "config.toml:1: mailbox.trusted_authserv: is empty: no sender can be proven"),
    ("[[tier]]\nname = 'a'\nkind = 'yearly_fee'\nprice = 600\n[[tier]]\nname = 'b'\nkind = 'prepaid_blocks'\nprice = 300",
     "config.toml:4: tier[1].price: 600 is also 2 x 'b': such a payment can be read in two ways"),
    ("[[tier]]\nname = 'a'\nkind = 'free'\n[[tier]]\nname = 'b'\nkind = 'free'\n[entitlement]\norder = ['a']",
     "config.toml:8: entitlement.order: does not name b: nobody gets that tier"),
    ("[payments]\naccounts = ['PG 70 43 46-7']", "config.toml:2: payments.accounts[1]: 'PG 70 43 46-7' is no plusgiro: its last digit does not fit"),
    ("[payments]\naccounts = ['SE45 5000 0000 0583 9825 7467']", "config.toml:2: payments.accounts[1]: 'SE45 5000 0000 0583 9825 7467' is no IBAN: its check"),
    ("[[payments.bank_account]]\niban = 'hej'", "config.toml:2: payments.bank_account[1].iban: 'hej' is no IBAN: expected two letters"),
    ("[[payments.bank_account]]\nbankgiro = ['991-2346', '991-2347']", "config.toml:2: payments.bank_account[1].bankgiro[2]: '991-2347' is no bankgiro: its last"),
    ("[[payments.bank_account]]\nplusgiro = ['hej']", "config.toml:2: payments.bank_account[1].plusgiro[1]: 'hej' is no plusgiro: expected 2 to 8 digits"),
])  # fmt: skip
def test_what_will_not_work_is_warned_of(loaded: Load, text: str, warning: str) -> None:
    assert [line for line in loaded(text).warnings if line.startswith(warning)]


@pytest.mark.parametrize("account", ["PG 70 43 46-6", "BG 991-2346", "SE45 5000 0000 0583 9825 7466", "BG80 BNBG 9661 1020 3456 78", "NL91ABNA0417164300", "5000-5839825"])
def test_a_right_account_is_not_warned_of(loaded: Load, account: str) -> None:
    assert not [line for line in loaded(f"[payments]\naccounts = ['{account}']").warnings if "payments" in line]


def test_a_password_in_the_environment_or_a_credential_file_silences_the_warning(loaded: Load, tmp_path: Path) -> None:
    text = "[outgoing]\nvia = 'smtp'\nserver = 'smtp.example.com'\nuser = 'x'\npassword_from = 'BOT_PASSWORD'\n"
    (tmp_path / "BOT_PASSWORD").write_text("geheim\n")
    (tmp_path / "BOT_PASSWORD").chmod(0o600)

    for environ in ({"BOT_PASSWORD": "geheim"}, {"CREDENTIALS_DIRECTORY": str(tmp_path)}):
        assert not [line for line in loaded(text, environ).warnings if "outgoing" in line]


def test_a_credential_file_that_everybody_may_read_is_refused(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "BOT_PASSWORD").write_text("geheim\n")
    (tmp_path / "BOT_PASSWORD").chmod(0o644)

    with pytest.raises(ConfigError, match="everybody on this machine may read this secret; run: chmod o-rwx") as refused:
        loaded("[secrets]\nkey_from = 'BOT_PASSWORD'\n", {"CREDENTIALS_DIRECTORY": str(tmp_path)})

    assert "geheim" not in str(refused.value)


def test_a_server_key_that_others_may_read_is_warned_of(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    key = tmp_path / "state" / "secret.key"
    key.touch(mode=0o600)
    assert not [line for line in loaded("").warnings if "secret.key" in line]

    key.chmod(0o644)
    assert [line for line in loaded("").warnings if "run: chmod 600" in line]
    assert stat.S_IMODE(key.stat().st_mode) == 0o644


def test_serving_needs_an_address_and_a_name(loaded: Load) -> None:
    """Looking at a configuration works without them; a desk does not."""
    with pytest.raises(ConfigError) as refused:
        require_for_serving(loaded(""))

    assert [problem.key for problem in refused.value.problems] == ["mailbox.address", "vendor.name"]
    require_for_serving(loaded(MAILBOX + "[vendor]\nname = 'Bokis'\n"))


# ---- not yet in use ------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "line"), [
    ("[survey]\nenabled = true", "[survey] (config.toml:1): read and checked, not yet in use"),
    ("[cases]\nreopen_within = '3d'\nclose_after = '1 workday'\n", "[cases] close_after (config.toml:3): read and checked, not yet in use"),
    ("[lines]\nfirst = { skills = ['hr'] }", "[lines.first] (config.toml:2): read and checked, not yet in use"),
    ("[[priority]]\nname = 'a'\ndefault = true\nafter_hours = 'on_call'",
     "[[priority]] after_hours (config.toml:4): read and checked, not yet in use"),
    ("[scope]\nnot_covered_action = 'refer'", "[scope] not_covered_action = refer (config.toml:2): read and checked, not yet in use"),
    ("[scope]\nnot_covered_action = 'flag'\nnot_covered = ['extra_training']\n[terms]\nurl = 'https://v.example/terms'\nversion = '1'",
     "[terms] version (config.toml:6): read and checked, not yet in use"),
])  # fmt: skip
def test_what_is_set_but_not_yet_obeyed_is_named(loaded: Load, text: str, line: str) -> None:
    assert loaded(text).not_yet == (line,)


def test_what_is_obeyed_or_not_set_is_not_named(loaded: Load) -> None:
    assert loaded(MAILBOX + AGENT).not_yet == ()


def test_the_table_of_what_is_not_yet_obeyed_names_declared_keys_only() -> None:
    from mailbot.config.explain import fields, table_at
    from mailbot.config.not_yet import NOT_YET

    for entry in NOT_YET:
        path = tuple(entry.partition("=")[0].split("."))
        table = table_at(path[:-1])
        named = path[0] in ("lines", "teams") or (table is not None and path[-1] in fields(table))
        in_array = path[0] in ("tier", "priority", "agent") and path[-1] in fields(table_at((path[0], 0)))  # type: ignore[arg-type]
        assert named or in_array, entry
