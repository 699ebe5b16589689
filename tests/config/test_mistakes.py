"""Mistakes that people make in config.toml, and the very sentence each is answered with.
Every row: what stands in the file, and what the loader says (file, line, key, seen, expected, nearest)."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.config.errors import ConfigError
from mailbot.config.load import load
from tests.config.conftest import Mistakes

DECLARED = [
    ("[[tier]]\nname = 'a'\nkind = 'agreement'\nanswer_wihtin = '1 workday'",
     'config.toml:4: tier[1].answer_wihtin: unknown key of [[tier]]; did you mean "answer_within"?'),
    ("[vendr]\nname = 'x'", 'config.toml:1: vendr: unknown section; did you mean "vendor"?'),
    ("[mailbox]\nreopen_within = '14d'", "config.toml:2: mailbox.reopen_within: unknown key of [mailbox]; it belongs in [cases]"),
    ("[agents]\nemail = ['a@example.com']", "config.toml:2: agents.email: unknown key of [agents]; it belongs in [[agent]]"),
    ("adress = 'x'", 'config.toml:1: adress: unknown key; did you mean "address" in [mailbox]?'),
    ("[cases]\nestimate = { send_when = '1d' }",
     'config.toml:2: cases.estimate.send_when: unknown key of [cases.estimate]; did you mean "send_when_not_answered_within"?'),
    ("[agent]\nid = 'anna'", "config.toml:1: agent: there may be several of these: write [[agent]] with two brackets before each"),
    ("[[vendor]]\nname = 'x'", "config.toml:1: vendor: there is only one of these: write [vendor] with single brackets, once"),
    ("vendor = 'Bokis'", "config.toml:1: vendor: 'Bokis', expected a section: a line [vendor], and the keys below it"),
    ("[hours.office]\nmonday = ['8-12']", "config.toml:2: hours.office.monday[1]: '8-12' should look like '08:00-12:00'"),
    ("[hours.office]\nmonday = [\n  '08:00-12:00',\n  '13-17',\n]",
     "config.toml:4: hours.office.monday[2]: '13-17' should look like '08:00-12:00'"),
    ("[hours.office]\nmonday = '08:00-12:00'",
     "config.toml:2: hours.office.monday: '08:00-12:00', expected a list in square brackets, such as [\"08:00-12:00\"]"),
    ("[hours.office]\nalso_closed = ['midsommer_eve']",
     'config.toml:2: hours.office.also_closed[1]: \'midsommer_eve\', expected "midsummer_eve", "christmas_eve" or "new_years_eve"; '
     'did you mean "midsummer_eve"?'),
    ("[cases]\nclose_after = '3 wrkdays'",
     "config.toml:2: cases.close_after: '3 wrkdays': expected a length of time such as \"15m\", \"2h\", \"1h30m\", \"3d\", \"1 workday\" "
     'or "12 months"'),
    ("[cases]\nclose_after = 3", 'config.toml:2: cases.close_after: 3, expected a length of time between quotes, such as "15m", "2h", '
     '"3d" or "1 workday"'),
    ("[[tier]]\nname = 'plus'\nkind = 'yearly'\nprice = 1",
     'config.toml:3: tier[1].kind: \'yearly\', expected "free", "yearly_fee", "prepaid_blocks", "agreement", "warranty" or '
     '"after_the_fact"; did you mean "yearly_fee"?'),
    ("[[tier]]\nkind = 'free'", 'config.toml:1: tier[1].name: is missing; expected name = "plus" (Name in rules, commands and the order below)'),
    ("[[tier]]\nname = 'a'\nkind = 'prepaid_blocks'\nprice = '300'",
     "config.toml:4: tier[1].price: '300', expected a plain number in whole currency units without quotes, such as 300 or 62.50"),
    ("[mailbox]\nplus_addresses = 'yes'", "config.toml:2: mailbox.plus_addresses: 'yes', expected true or false, without quotes"),
    ("[listen]\nmax_connections = '50'", "config.toml:2: listen.max_connections: '50', expected a whole number, without quotes"),
    ("[[payments.csv]]\nbank = 'a'\n[[payments.csv]]\ndates = 'dd/mm/yyyy'",
     "config.toml:4: payments.csv[2].dates: 'dd/mm/yyyy' is no way to write a date, expected YYYY or YY, MM and DD with what stands between them, "
     'such as "DD.MM.YYYY"'),
    ("[[payments.csv]]\ndelimiter = ';;'", "config.toml:2: payments.csv[1].delimiter: ';;', expected \";\", \",\", \"tab\" or \"|\" (or \"\" for none); did you mean \";\"?"),
    ("[[payments.csv]]\nmesage = ['Text']", 'config.toml:2: payments.csv[1].mesage: unknown key of [[payments.csv]]; did you mean "message"?'),
    ("[payments.csv]\nmessage = ['Text']", "config.toml:1: payments.csv: there may be several of these: write [[payments.csv]] with two brackets before each"),
    ("[limits]\ndepth = 0", "config.toml:2: limits.depth: 0, expected a number of 1 or more"),
    ("[vendor]\nname = 5", "config.toml:2: vendor.name: 5, expected text between quotes"),
    ("[vendor]\nlanguages = []", "config.toml:2: vendor.languages: an empty list, expected at least one entry"),
    ("[vendor]\nlanguages = ['se']",
     'config.toml:2: vendor.languages[1]: \'se\', expected "sv", "de", "nl" or "en"'),
    ("[[priority]]\nname = 'a'\ndefault = true\nlabel = { en = 'A', se = 'B' }",
     'config.toml:4: priority[1].label.se: \'se\' is no language we write, expected "sv", "de", "nl" or "en"'),
    ("[[agent]]\nid = 'Anna S'\nemail = ['a@example.com']",
     "config.toml:2: agent[1].id: 'Anna S', expected 1 to 16 small letters a-z, digits or -"),
    ("[[agent]]\nid = 'a'\nemail = ['Anna <a@example.com>']",
     'config.toml:3: agent[1].email[1]: \'Anna <a@example.com>\', expected one plain e-mail address, such as "anna@example.com"'),
    ("[hours.office]\nclosed_dates = ['13.7.2026']",
     'config.toml:2: hours.office.closed_dates[1]: \'13.7.2026\', expected a date such as "2026-12-24"'),
]  # fmt: skip

TOGETHER = [
    ("[hours.office]\ntimezone = 'Europe/Stokholm'",
     'config.toml:2: hours.office.timezone: \'Europe/Stokholm\' is no time zone, expected one such as "Europe/Stockholm"; did you mean '
     '"Europe/Stockholm"?'),
    ("[hours.office]\nholidays = 'Sweden'",
     'config.toml:2: hours.office.holidays: \'Sweden\' is no country code with known holidays, expected one such as "SE", "DE", "NL" or '
     '"BE"; did you mean "SE"?'),
    ("[hours.office]\nmonday = ['13:00-17:00', '08:00-13:30']",
     "config.toml:2: hours.office.monday: 13:00-17:00 and 08:00-13:30 overlap or stand in the wrong order; expected the earlier hours first"),
    ("[hours.pos]\ntimezone = 'UTC'",
     'config.toml:1: hours.pos: this calendar never opens; give a day its hours, such as monday = ["08:00-12:00", "13:00-17:00"]'),
    ("[[tier]]\nname = 'plus'\nkind = 'agreement'\n[entitlement]\norder = ['pluss']",
     "config.toml:5: entitlement.order[1]: 'pluss' is no tier, expected one of plus; did you mean \"plus\"?"),
    ("[[tier]]\nname = 'plus'\nkind = 'yearly_fee'",
     "config.toml:1: tier[1].price: is missing; the tier 'plus' is bought, so payments are recognised by its price, such as price = 300"),
    ("[[tier]]\nname = 'a'\nkind = 'free'\n[[tier]]\nname = 'A'\nkind = 'free'",
     "config.toml:5: tier[2].name: 'A' is the name of a tier already in line 2; each must be its own"),
    ("[[priority]]\nname = 'a'", "config.toml:1: priority: no [[priority]] has default = true; expected exactly one, the level of a new case"),
    ("[[priority]]\nname = 'a'\ndefault = true\n[[priority]]\nname = 'b'\ndefault = true",
     "config.toml:6: priority[2].default: 'a' is the default already; expected exactly one"),
    ("[[priority]]\nname = 'a'\ndefault = true\ncalendar = 'offise'",
     "config.toml:4: priority[1].calendar: 'offise' is no calendar, expected one of office, always; did you mean \"office\"?"),
    ("[[priority]]\nname = 'hoch'\ndefault = true\n[intake]\nskip_for_priority = ['hoh']",
     "config.toml:5: intake.skip_for_priority[1]: 'hoh' is no priority, expected one of hoch; did you mean \"hoch\"?"),
    ("[intake]\nrequired = ['operating_sistem']",
     "config.toml:2: intake.required[1]: 'operating_sistem': no rule in rules/intake.toml says how it is recognised and asked for; "
     'did you mean "operating_system"?'),
    ("[cases]\nnumber_format = 'BK-{nummer}'",
     "config.toml:2: cases.number_format: 'BK-{nummer}', expected only {number} and {year} in braces, such as \"EX-{year}-{number:06}\""),
    ("[cases]\nnumber_format = 'BK-{year}'",
     "config.toml:2: cases.number_format: 'BK-{year}', expected {number} once in it, such as \"EX-{year}-{number:06}\""),
    ("[mailbox]\nimap_server = 'imap.example.com'\nfolder_done = 'INBOX/'",
     "config.toml:1: mailbox.folder_inbox: 'INBOX' is also where mail is put away; expected a folder of its own"),
    ("[mailbox]\nimap_server = 'imap.example.com'\nfolder_trouble = '/inbox'",
     "config.toml:1: mailbox.folder_inbox: 'INBOX' is also where mail is put away; expected a folder of its own"),
    ("[mailbox]\nimap_server = 'imap.example.com'\nfolder_done = '/'",
     "config.toml:3: mailbox.folder_done: '/' names no folder; expected one such as \"Mailbot/Done\""),
    ("[mailbox]\nimap_server = 'imap.example.com'\nuser = 'me'\n[[inbox]]\nuser = 'Me'\nfolder_inbox = 'mailbot/done/'\nfolder_done = 'Twice'",
     "config.toml:6: inbox[1].folder_inbox: 'mailbot/done/' is also where mail is put away; expected a folder of its own"),
    ("[mailbox]\nreply_address = 'reply@example.com'",
     "config.toml:2: mailbox.reply_address: 'reply@example.com', expected a pattern with {token}, such as \"reply-{token}@example.com\""),
    ("[mailbox]\nform_senders = ['form@example.com']\nform_address_field = ''",
     "config.toml:3: mailbox.form_address_field: is empty; expected the line of the form that holds the visitor's address, such as \"E-mail\""),
    ("[vendor]\nlanguages = ['sv']\ndefault_language = 'de'",
     "config.toml:3: vendor.default_language: 'de' is no language of [vendor] languages, expected one of sv"),
    ("[mailbox]\naddress = 'support@example.com'\n[[agent]]\nid = 'a'\nemail = ['Support@example.com']",
     "config.toml:5: agent[1].email[1]: 'Support@example.com' is an address of the desk itself; expected the agent's own"),
    ("[[agent]]\nid = 'a'\nemail = ['x@example.com']\n[[agent]]\nid = 'b'\nemail = ['X@example.com']",
     "config.toml:6: agent[2].email[1]: 'X@example.com' is an agent's address already in line 3; each must be its own"),
    ("[lines]\nfirst = { members = ['lisa'] }\n[[agent]]\nid = 'lissa'\nemail = ['x@example.com']",
     "config.toml:2: lines.first.members[1]: 'lisa' is no agent's id, expected one of lissa; did you mean \"lissa\"?"),
    ("[listen]\nsmtp = '2525'", 'config.toml:2: listen.smtp: \'2525\', expected "127.0.0.1:2525", or "" to keep this door closed'),
    ("[listen]\nsubmission = '0.0.0.0:587'",
     "config.toml:2: listen.submission: '0.0.0.0:587' can be reached from other machines, where passwords need TLS; expected "
     'tls_certificate and tls_key, or "127.0.0.1:2587"'),
    ("[listen]\nlmtp = '127.0.0.1:2525'", "config.toml:2: listen.lmtp: '127.0.0.1:2525' is the place of another door already; each must be its own"),
    ("[listen]\nvouching_peers = ['0.0.0.0/0']",
     "config.toml:2: listen.vouching_peers[1]: '0.0.0.0/0' is the whole internet: everybody would be believed; expected the addresses of "
     "your own mail servers"),
    ("[outgoing]\nvia = 'smtp'\nserver = 'smtp.example.com'\nsecurity = 'none'",
     "config.toml:4: outgoing.security: \"none\" is only for a mail server on this machine, and 'smtp.example.com' is not; expected "
     '"starttls" or "tls"'),
    ("[rules]\nfolder = 'my-rules'",
     "config.toml:2: rules.folder: 'my-rules' is no folder beside config.toml; create it, or take the line away to use the shipped rules"),
]  # fmt: skip

SYNTAX = [
    ("[vendor]\nname = Bokis", 'config.toml:2: name: text stands between quotes: name = "Bokis"'),
    ("[vendor]\nname = 'a", "config.toml:2: name: the closing quote is missing: 'a'"),
    ("[vendor]\nname 'a'", "config.toml:2: expected = between name and value: name = 'a'"),
    ("[vendor]\nname == 'a'", "config.toml:2: name: one = is enough: name = 'a'"),
    ("[vendor]\nname: 'a'", "config.toml:2: expected = between name and value, not \":\": name = 'a'"),
    ("[vendor]\nname =", 'config.toml:2: name: nothing stands behind the =; write name = "" for none'),
    ("[vendor]\nname = “Bokis”", 'config.toml:2: typographic quotes cannot be read; write straight ones: name = "Bokis"'),
    ("[vendor]\nname = 'a'\nname = 'b'", "config.toml:3: name: stands twice in this section (first in line 2); keep one of the two"),
    ("[vendor]\n[mailbox]\n[vendor]", "config.toml:3: the section [vendor] stands in line 1; put its keys there"),
    ("[tier]\nname = 'a'\n[[tier]]\nname = 'b'",
     "config.toml:3: [tier] and [[tier]] are mixed (see line 1); where there may be several, each begins with [[tier]]"),
    ("[hours office]", 'config.toml:1: a section name is one word, or words joined by dots: "[hours.office]"'),
    ("[[tier]", 'config.toml:1: expected two brackets on either side of the name: "[[tier]]"'),
    ("[hours.office]\nmonday = [08:00-12:00]", 'config.toml:2: monday: times stand between quotes: monday = ["08:00-12:00"]'),
    ("[cases]\nclose_after = 10 workdays", 'config.toml:2: close_after: lengths of time stand between quotes: close_after = "10 workdays"'),
    ("[scope]\nrefer_accounting = { paid_to = 'x', }",
     "config.toml:2: a comma stands before the closing brace }; take it away: { a = 1, b = 2 }"),
    ("[vendor]\nlanguages = ['sv' 'en']",
     "config.toml:2: languages: a comma is missing between two texts of the list: languages = ['sv', 'en']"),
    ("[vendor]\nlanguages = ['sv',\n  'en'\nname = 'x'",
     "config.toml:2: languages: the list is not closed, or a comma is missing in it before line 4"),
    ("[[tier]]\nprice = 62,50", "config.toml:2: price: a decimal number has a point: price = 62.50"),
    ("[survey]\nenabled = True", "config.toml:2: enabled: write true in small letters"),
    ("[survey]\nenabled = nein", "config.toml:2: enabled: 'nein', expected true or false; write enabled = false"),
    ("[outgoing]\nmaildir = \"C:\\Users\\x\"",
     "config.toml:2: maildir: a backslash \\ in a text between double quotes has a meaning of its own; put the text between single "
     "quotes: 'C:\\...'"),
    ("[mailbox]\npassword = hunter2",
     'config.toml:2: this line cannot be read (it may hold a password, so it is not shown); expected key = "value"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), DECLARED + TOGETHER + SYNTAX)
def test_each_mistake_is_told_once_with_its_line_and_what_was_expected(mistakes: Mistakes, text: str, sentence: str) -> None:
    assert mistakes(text) == [sentence]


def test_mistakes_of_every_kind_are_told_together(mistakes: Mistakes) -> None:
    """Syntax, unknown keys, wrong values, and names that do not exist: one look shows them all, from the top."""
    found = mistakes(
        "[vendor]\nname = Bokis\nwebsit = 'x'\n[[tier]]\nname = 'plus'\nkind = 'agreement'\nanswered = 'no'\n"
        "[entitlement]\norder = ['pluss']\n[hours.office]\nmonday = ['8-12']\ntimezone = 'Stockholm'\n[listen]\nsmtp = 'x'\n"
    )

    assert [line.split(": ")[:2] for line in found] == [
        ["config.toml:2", "name"], ["config.toml:3", "vendor.websit"], ["config.toml:7", "tier[1].answered"],
        ["config.toml:9", "entitlement.order[1]"], ["config.toml:11", "hours.office.monday[1]"],
        ["config.toml:12", "hours.office.timezone"], ["config.toml:14", "listen.smtp"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "[[tier]]\nname = plus\nkind = 'free'\n[entitlement]\norder = ['plus']",
    "[[tier]]\nname = 'plus'\nkind = 'fre'\n[entitlement]\norder = ['plus']",
    "[[priority]]\nname = 'a'\ndefualt = true",
    "[[priority]]\nname = 'a'\ndefault = yes",
    "[[tier]]\nname = 'plus'\nkind = 'yearly_fee'\nprise = 400",
    "[hours.pos]\ntimezone = 'UTC'\nmonday = ['9-12']",
    "[[agent]]\nid = 'A'\nemail = ['a@example.com']\n[lines]\nfirst = { members = ['a'] }",
    "[[agent]]\nemail = ['a@example.com']\n[[agent]]\nid = 'b'\nemail = ['b@example.com']\n[lines]\nfirst = { members = ['a', 'b'] }",
])  # fmt: skip
def test_a_mistake_draws_no_others_after_it(mistakes: Mistakes, text: str) -> None:
    """What only follows from a mistake that was told is not told as another."""
    assert len(mistakes(text)) == 1


@pytest.mark.parametrize("text", [
    "[mailbox]\npassword = 'hunter2'",
    "[outgoing]\nsmtp_password = 'hunter2'",
    "[secrets]\napi_key = 'hunter2'",
    "[mailbox]\npassword_from = 'hunter2 ?'",
    "[store]\nurl = 'postgresql+psycopg://bot:hunter2@db/mailbot'",
    "secret = 'hunter2'",
    "[mailbox]\npassword = 'hunter2",
])  # fmt: skip
def test_a_password_in_the_file_is_refused_and_not_repeated(mistakes: Mistakes, text: str) -> None:
    [sentence] = mistakes(text)

    assert "hunter2" not in sentence
    assert "not shown" in sentence


def test_a_file_that_is_not_text_says_where(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"[vendor]\nname = 'Lundamedia'\nwebsite = 'sm\xf6rg\xe5s'\n")

    with pytest.raises(ConfigError, match=r"config\.toml:3: this is not UTF-8 text; save the file with the encoding UTF-8"):
        load(path, {})
