"""What becomes of payments: each row a file or two of the bank, and what the books say then (payments.md 8.4)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mailbot.config.money import BankAccount
from mailbot.config.settings import Config
from mailbot.desk.credentials import new_id_number
from mailbot.desk.payments.buying import Payment, pay
from mailbot.desk.payments.settling import settle_as
from mailbot.mail.address import key
from mailbot.payments import by_person, import_file, settle_waiting
from mailbot.pipeline import Desk, worded
from tests.bank_files import PG, Paid, written
from tests.payments.conftest import NOW, OpenDesk

_names = itertools.count()


@pytest.fixture
def desk(open_desk: OpenDesk, tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def came(desk: Desk, *payments: Paid, kind: str = "camt.054", one_by_one: bool = True, on: str = PG) -> list[str]:
    """A file is brought in and settled; what was decided."""
    name = str(next(_names))
    import_file(written(desk.loaded.state_folder, f"{name}.xml", payments, kind=kind, message_id=name, one_by_one=one_by_one, account=on), desk, NOW)
    return [each.verdict for each in settle_waiting(desk, lambda: NOW, "w")]


def with_settings(desk: Desk, **payments: object) -> Desk:
    """The same desk under other [payments]."""
    config = desk.loaded.config
    changed = config.model_copy(update={"payments": config.payments.model_copy(update=payments)})
    return replace(desk, loaded=replace(desk.loaded, config=changed))


def of(desk: Desk, number: int) -> tuple[str, str, int]:
    payment = desk.store.bank.payment(number)
    assert payment is not None
    return payment.state, payment.because, payment.left_minor


def account(desk: Desk, address: str):
    return desk.store.account(key(address), NOW)


def letters(desk: Desk) -> list[str]:
    return [line.template for line in reversed(desk.store.outbox())]


@pytest.mark.parametrize(("paid", "because"), [
    (Paid(300, "support"), "no_address"),
    (Paid(300, "a@x.se", currency="EUR"), "currency"),
    (Paid(450, "a@x.se"), "several"),
    (Paid(300 * 1001, "a@x.se"), "too_much"),
    (Paid(-300, "a@x.se", "R1"), "reversal"),
])
def test_what_waits_for_a_person(paid: Paid, because: str, desk: Desk) -> None:
    assert came(desk, paid) == ["payment_held"]
    assert of(desk, 1)[:2] == ("held", because)
    assert letters(desk) == [], "nothing is sent to guesses"


def test_money_for_another_account_is_held(desk: Desk) -> None:
    assert came(with_settings(desk, accounts=("BG 123-4567",)), Paid(300, "a@x.se")) == ["payment_held"]
    assert of(desk, 1)[:2] == ("held", "account")


def test_two_new_addresses_share_a_purchase(desk: Desk) -> None:
    assert came(desk, Paid(300, "a@x.se b@x.se")) == ["payment_booked"]
    first, second = account(desk, "a@x.se"), account(desk, "b@x.se")
    assert first is not None and second is not None and first.id == second.id and first.minutes_booked == 15
    assert came(desk, Paid(300, "a@x.se stranger@y.se")) == ["payment_held"], "nobody buys himself in with a customer"


def test_an_id_number_pays_for_its_account(desk: Desk) -> None:
    came(desk, Paid(300, "a@x.se", "R0"))
    number = new_id_number(1)
    assert came(desk, Paid(300, f"ID {number}", "R1"), Paid(300, ocr=number.replace("-", ""), reference="R2")) == ["payment_booked"] * 2
    assert account(desk, "a@x.se").minutes_booked == 45
    assert came(desk, Paid(300, f"ID {number[:-1]}{(int(number[-1]) + 1) % 10}", "R3")) == ["payment_held"], "a slip of the finger"


def test_a_fee_paid_twice_is_asked_about(desk: Desk) -> None:
    october = date(2026, 10, 20)
    assert came(desk, Paid(400, "a@x.se", booked_on=october), Paid(400, "a@x.se", "R2", booked_on=october)) == ["payment_booked", "payment_held"]
    assert (of(desk, 2)[:2], letters(desk)) == (("held", "fee_twice"), ["payment_confirmation", "payment_question"])
    assert came(desk, Paid(400, "a@x.se")) == ["payment_booked"], "a month later it is a renewal"


def test_parts_are_summed_within_ninety_days_only(desk: Desk) -> None:
    assert came(desk, Paid(250, "a@x.se", booked_on=date(2026, 8, 1)), Paid(50, "a@x.se")) == ["payment_partial"] * 2
    assert came(desk, Paid(100, "a@x.se"), Paid(150, "a@x.se")) == ["payment_partial", "payment_booked"]
    assert [of(desk, n)[0] for n in (1, 2, 3, 4)] == ["credit", "allocated", "allocated", "allocated"]


def test_what_parts_have_too_much_is_left_of_the_last(desk: Desk) -> None:
    assert came(desk, Paid(250, "a@x.se"), Paid(100, "a@x.se")) == ["payment_partial", "payment_booked"]
    assert [of(desk, n)[::2] for n in (1, 2)] == [("allocated", 0), ("credit", 5000)]
    assert letters(desk) == ["payment_partial", "payment_confirmation"]


def test_rests_that_have_gathered_are_used_oldest_first(desk: Desk) -> None:
    """Seven payments of 345 leave seven times 45; with 10 more they are a block, and the youngest rest is left."""
    came(desk, *(Paid(345, "a@x.se", f"R{n}") for n in range(7)))
    assert came(desk, Paid(10, "a@x.se", "R9")) == ["payment_booked"]
    assert [of(desk, n)[::2] for n in (1, 6, 7, 8)] == [("allocated", 0), ("allocated", 0), ("credit", 1500), ("credit", 1000)]
    assert account(desk, "a@x.se").minutes_booked == 8 * 15


@pytest.mark.parametrize(("policy", "state", "said"), [
    ("credit", "credit", ["payment_confirmation"]), ("ask", "credit", ["payment_confirmation", "payment_question"]), ("refund", "held", ["payment_confirmation"]),
])
def test_what_is_too_much(policy: str, state: str, said: list[str], desk: Desk) -> None:
    came(with_settings(desk, overpayment=policy), Paid(350, "a@x.se"))
    assert (of(desk, 1), letters(desk)) == ((state, "overpaid", 5000), said)


@pytest.mark.parametrize("kronor", [299, 301])
def test_a_small_difference_is_overlooked(kronor: int, desk: Desk) -> None:
    assert came(with_settings(desk, small_difference=Config.model_validate({"payments": {"small_difference": 2}}).payments.small_difference),
                Paid(kronor, "a@x.se")) == ["payment_booked"]
    assert of(desk, 1) == ("allocated", "", 0)


def test_a_sum_gives_way_to_its_payments(desk: Desk) -> None:
    """Whichever file comes first: the statement that knows only the sum, or the notification with each payment."""
    singles = (Paid(300, "a@x.se"), Paid(300, "b@x.se"))
    path = desk.loaded.state_folder / "sum.xml"
    path.write_text(_batch(singles, "E1", details=False))
    import_file(path, desk, NOW)
    assert [each.verdict for each in settle_waiting(desk, lambda: NOW, "w")] == ["payment_held"]
    path.write_text(_batch(singles, "E1", details=True))
    import_file(path, desk, NOW)
    assert [each.verdict for each in settle_waiting(desk, lambda: NOW, "w")] == ["payment_booked"] * 2
    assert of(desk, 1)[:2] == ("duplicate", "sum")


def _batch(singles: tuple[Paid, ...], entry: str, *, details: bool) -> str:
    """One entry of several payments, with or without their details."""
    amount = f"{sum(one.kronor for one in singles):.2f}"
    inside = "".join(f'<TxDtls><Amt Ccy="SEK">{one.kronor:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{one.message}</Ustrd></RmtInf></TxDtls>'
                     for one in singles) if details else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>{details}</MsgId>'
            f'<CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><Acct><Id><Othr><Id>7043466</Id></Othr></Id></Acct>'
            f'<Ntry><Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>'
            f'<AcctSvcrRef>{entry}</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>{len(singles)}</NbOfTxs></Btch>{inside}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>')


# ---- reversals -------------------------------------------------------------------------------------------
def test_a_reversed_fee_lets_the_right_rest_and_a_reversed_renewal_ends_it_as_before(desk: Desk) -> None:
    first = Paid(400, "a@x.se", "R1", booked_on=date(2025, 11, 25))
    came(desk, first)
    renewal = Paid(400, "a@x.se", "R2", booked_on=date(2026, 11, 20))
    came(desk, renewal)
    assert account(desk, "a@x.se").grants[0].valid_until == date(2027, 11, 24)
    assert came(desk, replace(renewal, kronor=-400, reference="R8", reverses="R2")) == ["payment_reversed"]
    assert (account(desk, "a@x.se").grants[0].valid_until, account(desk, "a@x.se").grants[0].suspended) == (date(2026, 11, 24), False)
    came(desk, replace(first, kronor=-400, reference="R9", reverses="R1"))
    assert account(desk, "a@x.se").grants[0].suspended


def test_a_reversal_without_a_reference_means_the_one_payment_that_it_can_mean(desk: Desk) -> None:
    payment = Paid(300, "a@x.se", "R1", payer_account="123")
    came(desk, payment, replace(payment, message="b@x.se", reference="R2", payer_account="456"))
    assert came(desk, replace(payment, kronor=-300, reference="")) == ["payment_reversed"]
    assert [of(desk, n)[0] for n in (1, 2, 3)] == ["refunded", "allocated", "reversed"]
    assert came(desk, replace(payment, kronor=-300, reference="", message="again")) == ["payment_held"], "it is taken back already"


def test_a_payment_and_its_reversal_in_one_file(desk: Desk) -> None:
    payment = Paid(300, "a@x.se", "R1")
    assert came(desk, replace(payment, kronor=-300, reference="R2", reverses="R1"), payment) == ["payment_booked", "payment_reversed"]
    assert account(desk, "a@x.se").minutes_booked == 0


def test_an_export_beside_a_statement_is_held(desk: Desk) -> None:
    """The same day, amount and words in a file without the bank's references: a changed habit, not a second payment."""
    assert came(desk, Paid(300, "a@x.se", "R1")) == ["payment_booked"]
    assert came(desk, Paid(300, "a@x.se"), Paid(300, "b@x.se")) == ["payment_held", "payment_booked"]
    assert of(desk, 2)[:2] == ("held", "twin")


IBAN, BANKGIRO = "SE4550000000058398257466", "123-4567"
ONE_ACCOUNT = (BankAccount(iban=IBAN, bankgiro=("BG 123-4567",)),)


@pytest.mark.parametrize(("first", "second"), [(("camt.053", IBAN), ("camt.054", BANKGIRO)), (("camt.054", BANKGIRO), ("camt.053", IBAN))])
@pytest.mark.parametrize(("named", "again", "in_second"), [(ONE_ACCOUNT, "R1", []), ((), "R1", ["payment_held"]), ((), "R2", ["payment_held"]),
                                                           (ONE_ACCOUNT, "R2", ["payment_held"])])
def test_a_payment_under_two_names_of_the_account_is_booked_once(
        first: tuple[str, str], second: tuple[str, str], named: tuple[BankAccount, ...], again: str, in_second: list[str], desk: Desk) -> None:
    """Where the configuration says that they are one account, it is the same; else a person decides, and so where the references differ too."""
    desk = with_settings(desk, accounts=(), bank_account=named)
    assert came(desk, Paid(300, "a@x.se", "R1"), kind=first[0], on=first[1]) == ["payment_booked"]
    assert came(desk, Paid(300, "a@x.se", again), kind=second[0], on=second[1]) == in_second
    assert account(desk, "a@x.se").minutes_booked == 15
    if in_second:
        assert of(desk, 2)[1] == ("twin" if named else "other_name")


@pytest.mark.parametrize("other", ["SE3550000000054910000003", "777-7777"])
def test_another_account_of_ours_is_no_other_name(other: str, desk: Desk) -> None:
    """Two IBANs are two accounts, and so are two that the configuration names apart."""
    desk = with_settings(desk, accounts=(), bank_account=(*ONE_ACCOUNT, BankAccount(bankgiro=("777-7777",)), BankAccount(iban="SE3550000000054910000003")))
    assert came(desk, Paid(300, "a@x.se", "R1"), on=IBAN) == came(desk, Paid(300, "a@x.se", "R1"), on=other) == ["payment_booked"]


def test_a_name_that_is_configured_later_forgets_nothing(desk: Desk) -> None:
    bare = with_settings(desk, accounts=(), bank_account=())
    assert came(bare, Paid(300, "a@x.se", "R1"), on=BANKGIRO) == ["payment_booked"]
    assert came(with_settings(desk, accounts=(), bank_account=ONE_ACCOUNT), Paid(300, "a@x.se", "R1"), Paid(300, "b@x.se", "R2"), on=IBAN) == ["payment_booked"]


def test_a_bank_that_repeats_a_reference_loses_no_payment(desk: Desk) -> None:
    day_before = date(2026, 11, 24)
    assert came(desk, Paid(300, "a@x.se", "000001"), Paid(300, "b@x.se", "000001"), Paid(300, "c@x.se", "000001", booked_on=day_before)) == [
        "payment_booked", "payment_booked", "payment_held"]
    assert of(desk, 2)[:2] == ("held", "reference")
    assert came(desk, Paid(300, "c@x.se", "000001")) == ["payment_held"], "told of again, a day later"
    assert of(desk, 4)[:2] == ("held", "reference")
    assert came(desk, Paid(300, "d@x.se", "NONREF"), Paid(300, "e@x.se", "NONREF")) == ["payment_booked"] * 2


def by_hand(desk: Desk, address: str, day: date) -> None:
    decision, drafts = worded(pay(Payment(address, 30000, "SEK", day, f"hand:{day}"), account(desk, address), desk.loaded.config), desk, NOW)
    assert desk.store.book(None, decision, drafts, (), NOW)


@pytest.mark.parametrize(("day", "verdict"), [(18, "payment_held"), (25, "payment_held"), (17, "payment_booked")])
def test_what_a_person_entered_is_not_booked_again_from_the_file(day: int, verdict: str, desk: Desk) -> None:
    by_hand(desk, "a@x.se", date(2026, 11, day))
    assert came(desk, Paid(300, "a@x.se", "R1")) == [verdict]
    assert (of(desk, 2)[1], account(desk, "a@x.se").minutes_booked) == (("twin", 15) if verdict == "payment_held" else ("", 30))


def exported(desk: Desk, *lines: str) -> list[str]:
    path = desk.loaded.state_folder / f"{next(_names)}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(path, desk, NOW)
    return [each.verdict for each in settle_waiting(desk, lambda: NOW, "w")]


def test_one_payment_in_two_shapes_is_booked_once(desk: Desk) -> None:
    assert came(desk, Paid(300, "a@x.se", "R1")) == ["payment_booked"]
    assert exported(desk, "Bokföringsdag;Belopp;Meddelande", "2026-11-25;300,00;Insättning a@x.se") == ["payment_held"]
    assert exported(desk, "Bokföringsdag;Belopp;Meddelande", "2026-11-25;300,00;b@x.se") == ["payment_booked"]
    assert exported(desk, "Bokföringsdag;Belopp;Meddelande;Avsändare", "2026-11-25;300,00;b@x.se;Bo") == ["payment_held"]
    assert [of(desk, n)[1] for n in (2, 4)] == ["twin", "twin"]
    assert came(desk, Paid(300, "a@x.se", "R2")) == ["payment_booked"], "two that both bear a reference are two"


def test_an_early_renewal_after_a_gap_continues_the_period_that_runs(desk: Desk) -> None:
    days = date(2023, 1, 1), date(2025, 12, 1), date(2026, 11, 25)
    assert came(desk, *(Paid(400, "a@x.se", f"R{n}", booked_on=day) for n, day in enumerate(days))) == ["payment_booked"] * 3
    grants = [(grant.valid_from, grant.valid_until) for grant in account(desk, "a@x.se").grants]
    assert grants == [(date(2023, 1, 1), date(2023, 12, 31)), (date(2025, 12, 1), date(2027, 11, 30))]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2026, 11, 27), date(2021, 1, 1), date(1, 1, 1)])
def test_a_day_that_cannot_be_is_for_a_person(day: date, desk: Desk) -> None:
    assert came(desk, Paid(400, "a@x.se", "R1", booked_on=day), Paid(300, "b@x.se", "R2")) in (["payment_held", "payment_booked"], ["payment_booked", "payment_held"])
    assert (of(desk, 1)[:2], of(desk, 2)[0]) == (("held", "day"), "allocated")
    assert came(desk, Paid(-400, "a@x.se", booked_on=day)) == ["payment_reversed"], "nor does what takes it back end the work"


@pytest.mark.parametrize("key", ["b@x.se", "new@x.se"])
def test_what_is_left_of_a_payment_stays_its_customer_s(key: str, desk: Desk) -> None:
    came(desk, Paid(300, "b@x.se", "R1"), Paid(350, "a@x.se", "R2"))
    config, rules = desk.loaded.config, desk.loaded.rules
    assert by_person(2, key, desk, NOW, lambda facts: settle_as(key, facts, config, rules)).verdict == "payment_held"
    assert (of(desk, 2), desk.store.bank.payment(2).matched_address, account(desk, "new@x.se")) == (("credit", "overpaid", 5000), "a@x.se", None)
