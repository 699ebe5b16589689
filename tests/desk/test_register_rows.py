"""The table of customers: read strictly, compared with the books, written so that reading it again changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.settings import Config
from mailbot.desk import credentials
from mailbot.desk.effects import (
    AddAddress,
    AddDomain,
    AddTraining,
    GrantTier,
    ImportCode,
    OpenAccount,
    RemoveContact,
    RemoveDomain,
    RemoveTraining,
    RevokeRight,
    SetOverdue,
)
from mailbot.desk.facts import Account, Grant, Training
from mailbot.desk.registers.cells import guarded, unguarded
from mailbot.desk.registers.changes import plan
from mailbot.desk.registers.export import written
from mailbot.desk.registers.rows import decoded, read
from mailbot.desk.registers.table import Person, Registered
from mailbot.mail.tokens import Keys

TODAY = date(2026, 11, 25)
KEYS = Keys(b"k" * 32, (b"o" * 32,))
CONFIG = Config.model_validate({
    "vendor": {"name": "SoftOne", "languages": ["sv", "en"]}, "mailbox": {"address": "support@softone.example"},
    "tier": [{"name": "avtal", "kind": "agreement"}, {"name": "garanti", "kind": "warranty"}, {"name": "block", "kind": "prepaid_blocks", "price": 300}],
    "entitlement": {"match_by": ["contact_list", "domain", "id_and_code"], "contacts_per_customer": 2, "id_pattern": r"\d{5}", "code_pattern": r"[A-Z]{4}-[A-Z]{4}"},
})
CODE = "QUAR-TZZZ"
KUND = Registered(
    Account(3, 1, "Kund AB", "sv", ("anna@kund.example", "bo@kund.example"), (Grant(5, "avtal", "agreement", "*", date(2026, 1, 1), date(2026, 12, 31)),),
            domains=("kund.example",), contacts=("bo@kund.example",), overdue_since=date(2026, 11, 1),
            trainings=(Training("bo@kund.example", "Lön", date(2025, 1, 1), date(2027, 1, 1)),)),
    (Person("anna@kund.example"), Person("bo@kund.example", "Bo Ek", contact=True)), (("12345", credentials.hash_code(CODE, KEYS)),))


def planned(text, *customers):
    sheet = read(text, CONFIG, lambda code: credentials.hashes(code, KEYS))
    found, errors = plan(sheet.entries, customers, CONFIG, TODAY)
    return found, (*sheet.errors, *errors)


def effects(text, *customers):
    found, errors = planned(text, *customers)
    assert errors == ()
    return tuple(effect for each in found for effect in each.effects)


def test_a_new_customer_with_all_that_belongs_to_him():
    row = ("anna@ny.example;Ny AB;sv;ny@x.se;ny.example;Bo Ek <bo@ny.example> | eva@ny.example;avtal;2026-01-01;31.12.2026;"
           "bo@ny.example Lön 2026-01-15/2027-01-14;2026-11-01;54321;abcd-efgh")
    header = "address;name;language;addresses;domains;contacts;tier;valid_from;valid_until;trainings;overdue_since;id_number;unlock_code"

    assert effects(f"{header}\n{row}\nanna@ny.example;;;;;;garanti;;;;;;\n") == (
        OpenAccount("anna@ny.example", "Ny AB", "sv"), AddAddress(None, "ny@x.se"), AddAddress(None, "bo@ny.example", "Bo Ek", True),
        AddAddress(None, "eva@ny.example", "", True), AddDomain(None, "ny.example"),
        GrantTier(None, "avtal", "agreement", "*", date(2026, 1, 1), date(2026, 12, 31)), GrantTier(None, "garanti", "warranty", "*", TODAY, None),
        AddTraining(None, "bo@ny.example", "Lön", date(2026, 1, 15), date(2027, 1, 14)), SetOverdue(None, date(2026, 11, 1)),
        ImportCode(None, "54321", credentials.hash_code("ABCD-EFGH", KEYS)),
    )  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [
    ("address,domains,contacts,trainings,overdue_since\nbo@kund.example,,,,", (
        RemoveContact(3, "bo@kund.example"), RemoveDomain(3, "kund.example"), RemoveTraining(3, "bo@kund.example", "Lön"), SetOverdue(3, None))),
    ("address,name\nbo@kund.example,", ()),
    ("address,name\nanna@kund.example,Kund och Co", (OpenAccount("anna@kund.example", "Kund och Co", None),)),
    ("address;tier;valid_until\nanna@kund.example;avtal;2027-12-31", (
        GrantTier(3, "avtal", "agreement", "*", date(2026, 1, 1), date(2027, 12, 31), extends=5),)),
    ("address;tier;valid_from;valid_until\nanna@kund.example;avtal;2027-01-01;2027-12-31", (
        GrantTier(3, "avtal", "agreement", "*", date(2027, 1, 1), date(2027, 12, 31)),)),
    ("address;tier;valid_from\nanna@kund.example;avtal;2026-06-01", (
        RevokeRight(3, 5), GrantTier(3, "avtal", "agreement", "*", date(2026, 6, 1), None))),
    (f"address;id_number;unlock_code\nanna@kund.example;12345;{CODE.lower()}", ()),
    ("address;id_number;unlock_code\nanna@kund.example;12345;OTHE-RONE", (ImportCode(3, "12345", credentials.hash_code("OTHERONE", KEYS)),)),
    ("address;trainings\nanna@kund.example;bo@kund.example Lön /2028-01-01", (AddTraining(3, "bo@kund.example", "Lön", date(2025, 1, 1), date(2028, 1, 1)),)),
])
def test_a_column_that_is_there_tells_all_of_it(text, expected):
    assert effects(text, KUND) == expected


@pytest.mark.parametrize(("text", "said"), [
    ("adress;name\na@b.se;x", "row 1, column 1: 'adress' is none of the columns"),
    ("name\nx", "row 1: the column address is missing"),
    ("address;name;name\na@b.se;x;y", "row 1, column 3: 'name' stands there twice"),
    ("", "the file is empty"),
    ("address\nanna", "row 2, column address: 'anna' is not one plain address; expected: name@kund.example"),
    ("address;valid_until;tier\na@b.se;31/12;avtal", "row 2, column valid_until: '31/12' is not a day that reads only one way; expected: 2026-12-31"),
    ("address;tier\n\na@b.se;guld", "row 3, column tier: 'guld'; expected one of avtal, garanti"),
    ("address;tier\na@b.se;block", "row 2, column tier: block is bought in blocks"),
    ("address;valid_from\na@b.se;2026-01-01", "row 2, column tier: empty, but a day stands beside it"),
    ("address;language\na@b.se;fi", "row 2, column language: 'fi'; expected one of sv, en"),
    ("address;domains\na@b.se;gmail.com", "row 2, column domains: gmail.com is a public mail provider"),
    ("address;domains\na@b.se;kund.example", "row 2, column domains: kund.example is another customer's"),
    ("address;contacts\na@b.se;x@b.se | y@b.se | z@b.se", "row 2, column contacts: 3 contacts; expected: at most 2"),
    ("address;contacts\na@b.se;bo@kund.example", "row 2, column contacts: bo@kund.example belongs to the customer anna@kund.example"),
    ("address;addresses\na@b.se;c@b.se\nd@b.se;c@b.se", "row 3, column addresses: c@b.se stands with another customer in row 2"),
    ("address\nanna@kund.example\nbo@kund.example", "row 3, column address: bo@kund.example belongs to the customer of row 2"),
    ("address\nsupport@softone.example", "row 2, column address: support@softone.example is an address of this desk"),
    ("address;trainings\na@b.se;b@b.se", "row 2, column trainings: 'b@b.se': the module is missing"),
    ("address;name\na@b.se;x;y", "row 2: 3 cells, but the first row names 2 columns"),
    ("address;name\na@b.se;x\na@b.se;y", "row 3, column name: 'y', but row 2 says 'x'"),
    ("address;id_number\na@b.se;54321", "row 2, column unlock_code: empty, and the books know no code"),
    ("address;id_number;unlock_code\na@b.se;12345;ABCD-EFGH", "row 2, column id_number: what stands there (not shown) is another customer's"),
])
def test_an_error_names_row_and_column(text, said):
    _, errors = planned(text, KUND)
    assert errors and errors[0].startswith(said), errors


@pytest.mark.parametrize("cells", ["W3RX-55TT;54321", "54321;W3RX-55T!", ";W3RX-55TT", "W3RX-55TT;", "54321;98765"])
def test_no_error_shows_a_code(cells):
    found, errors = planned(f"address;id_number;unlock_code\na@b.se;{cells}")
    assert errors and not found
    assert not any(word in repr((errors, found)) for word in ("W3RX", "55T", "98765"))


def test_what_is_read_shows_no_code_either():
    sheet = read(f"address;id_number;unlock_code\na@b.se;54321;{CODE}", CONFIG, lambda code: credentials.hashes(code, KEYS))
    assert CODE not in repr(sheet) and credentials.hash_code(CODE, KEYS) not in repr(sheet)


@pytest.mark.parametrize("raw", ["address;name\r\na@b.se;Åsa Öberg\r\n".encode("utf-8-sig"), "address,name\na@b.se,Åsa Öberg\n".encode("cp1252"),
                                 "sep=;\naddress;name\na@b.se;\"Åsa Öberg\"".encode(), "Address\tName\na@b.se\tÅsa Öberg".encode()])
def test_files_as_spreadsheets_write_them(raw):
    assert effects(decoded(raw)) == (OpenAccount("a@b.se", "Åsa Öberg", None),)


# ---- an export, imported ------------------------------------------------------------------------------------
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def customers(draw):
    found = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        plains = tuple(f"{'abc'[place]}@k{number}.example" for place in range(draw(st.integers(1, 3))))
        people = tuple(Person(plain, draw(NAMES), draw(st.booleans())) for plain in plains)[:2]
        grants = tuple(Grant(10 * number + place, draw(st.sampled_from(["avtal", "garanti"])), "agreement", "*", day, draw(st.none() | st.just(day)))
                       for place, day in enumerate(draw(st.lists(DAYS, max_size=3))))
        trainings = tuple(Training(plain, module, draw(DAYS), draw(st.none() | st.just(date(2031, 1, 1))))
                          for plain in plains[:2] for module in draw(st.lists(st.sampled_from(["*", "Lön", "Lön och mer", "2026"]), unique=True, max_size=2)))
        account = Account(number, 1, draw(NAMES), draw(st.sampled_from([None, "sv", "fi"])), tuple(p.address for p in people), grants,
                          domains=draw(st.sampled_from([(), (f"k{number}.example",)])), contacts=tuple(p.address for p in people if p.contact),
                          overdue_since=draw(st.none() | DAYS), trainings=tuple(t for t in trainings if t.address in {p.address for p in people}))
        codes = draw(st.sampled_from([(), ((f"{10000 + number}", "hash-of-a-code"),)]))
        found.append(Registered(account, people, codes))
    return tuple(found)


@given(customers())
def test_importing_an_export_changes_nothing(books):
    text = written(books)
    found, errors = planned(text, *books)

    assert errors == () and [change.said for each in found for change in each.changes] == []
    assert len(found) == len(books) and "hash-of-a-code" not in text


@given(st.text(max_size=12))
def test_no_cell_is_a_formula_and_none_is_changed_by_the_guard(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_a_name_that_would_be_a_formula():
    evil = Registered(Account(1, 1, "=cmd|'/c calc'!A0", None, ("a@b.se",)), (Person("a@b.se"),))
    assert "\r\na@b.se;'=cmd" in written((evil,))
