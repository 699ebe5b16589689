"""Keeping mail: once per delivery, once per content, again only for a better proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.desk.facts import Wanted
from mailbot.mail.envelope import Door, Envelope
from mailbot.store import Kept, Store
from tests.store.acts import NOW, decided, envelope, opening, raw_mail, to_keep


def test_the_same_delivery_is_kept_once(store: Store) -> None:
    """A door that delivers again after a crash, because it never saw our answer, changes nothing."""
    first = to_keep(key="imap:box:1:17")

    assert store.keep_many([first]) == (Kept(1, duplicate=False),)
    assert store.keep_many([first, first]) == (Kept(1, duplicate=True), Kept(1, duplicate=True))
    assert store.counts().waiting == 1


def test_the_same_mail_by_two_ways_is_handled_once(store: Store) -> None:
    """info@ and support@ lead to one mail, with both recipients."""
    raw = raw_mail()
    by_info, by_support = (to_keep(raw, within=envelope(f"{name}@bokis.example")) for name in ("info", "support"))

    kept = store.keep_many([by_info, by_support])

    assert kept == (Kept(1, duplicate=False), Kept(1, duplicate=True))
    item = store.claim("w1", NOW, 60)
    assert item is not None
    assert item.envelope.rcpt_to == ("info@bokis.example", "support@bokis.example")
    assert store.claim("w2", NOW, 60) is None


def test_a_forged_first_copy_does_not_keep_the_true_mail_out(store: Store) -> None:
    raw = raw_mail()

    kept = store.keep_many([to_keep(raw), to_keep(raw, proof="dmarc:anna@kund.example")])

    assert kept == (Kept(1, duplicate=False), Kept(2, duplicate=False))


def test_a_worse_proven_copy_adds_nothing_to_a_proven_one(store: Store) -> None:
    """Neither a second handling nor its recipients: a copy that anybody may have sent gives no rights."""
    raw = raw_mail()
    proven = to_keep(raw, proof="dmarc:anna@kund.example")
    forged = to_keep(raw, within=envelope("support+a.token@bokis.example", door=Door.SMTP, vouched=False))

    kept = store.keep_many([proven, forged])

    assert kept == (Kept(1, duplicate=False), Kept(1, duplicate=True))
    item = store.claim("w1", NOW, 60)
    assert item is not None
    assert item.envelope.rcpt_to == ("support@bokis.example",)


def test_trust_stays_with_the_copy_whose_bytes_are_kept(store: Store) -> None:
    """A stranger's copy with a header of ours in it gains nothing when the vouching door brings the mail as well."""
    raw = raw_mail()
    stranger = to_keep(raw, within=envelope("support@bokis.example", door=Door.SMTP, vouched=False))

    store.keep_many([stranger, to_keep(raw)])

    item = store.claim("w1", NOW, 60)
    assert item is not None
    assert (item.envelope.door, item.envelope.vouched) == (Door.SMTP, False)


def test_a_mail_comes_back_as_it_went_in(store: Store) -> None:
    """Every byte of it, and the whole envelope, with an aware time."""
    raw = b"From: \xff\x00\r\n\r\n" + bytes(range(256))
    within = Envelope(None, ("support@bokis.example",), "::1", Door.SUBMISSION, NOW, "lisa", vouched=True)
    store.keep_many([to_keep(raw, within=within)])

    item = store.claim("w1", NOW, 60)

    assert item is not None
    assert (item.raw, item.envelope) == (raw, within)
    assert item.envelope.received_at.utcoffset() is not None


def test_a_mail_that_cannot_be_kept_fails_alone(store: Store) -> None:
    """A savepoint each: the ones before and after it are committed."""
    naive = replace(envelope(), received_at=datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001
    good, bad, also_good = store.keep_many([to_keep(), to_keep(within=naive), to_keep()])

    assert isinstance(good, Kept)
    assert isinstance(bad, Exception)
    assert isinstance(also_good, Kept)
    assert store.counts().waiting == 2


def test_an_envelope_that_no_database_takes_is_kept_all_the_same(store: Store) -> None:
    """Undecodable bytes and NULs in an address stop nobody's mail."""
    odd = Envelope("a\udcff\0@x.se", ("support\udce4@bokis.example",), "127.0.0.1", Door.SMTP, NOW)

    assert store.keep_many([to_keep(within=odd)]) == (Kept(1, duplicate=False),)
    item = store.claim("w1", NOW, 60)
    assert item is not None
    assert item.envelope.mail_from == "a?@x.se"


def test_keep_says_what_went_wrong(store: Store) -> None:
    naive = replace(envelope(), received_at=datetime(2026, 11, 23))  # noqa: DTZ001

    with pytest.raises(Exception, match="timezone"):
        store.keep(b"x", naive, "k", "f", "")


def test_a_copy_that_comes_later_knows_the_case_of_the_first(store: Store) -> None:
    """What an unproven copy opened is named to the decision on the proven one."""
    raw = raw_mail()
    unproven = to_keep(raw)
    store.keep_many([unproven])
    item = store.claim("w1", NOW, 60)
    assert store.fetch(Wanted(fingerprint=unproven.fingerprint), NOW).earlier_copy is None
    assert store.book(item, decided(opening()), (), (), NOW)

    store.keep_many([to_keep(raw, proof="dmarc:anna@kund.example")])

    earlier = store.fetch(Wanted(fingerprint=unproven.fingerprint), NOW).earlier_copy
    assert earlier is not None and earlier.number == "BK-2026-000001"
