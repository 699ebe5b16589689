"""Claims: one worker each, counted before the reading, never for ever."""

from __future__ import annotations

from datetime import timedelta

from mailbot.store import Store
from tests.store.acts import NOW, at_once, claimed, decided, raw_mail, to_keep
from tests.store.conftest import OpenStore

MINUTE = timedelta(minutes=1)


def test_the_attempt_is_counted_before_anybody_looks_inside(store: Store, opener: OpenStore) -> None:
    """Another process sees it at once, so that a crash right after the claim is not forgotten."""
    item = claimed(store)

    assert item.attempts == 1
    again = opener().claim("w1", NOW, 60)
    assert again is not None
    assert (again.id, again.attempts) == (item.id, 2)


def test_a_mail_belongs_to_one_worker(store: Store) -> None:
    claimed(store, worker="w1")

    assert store.claim("w2", NOW, 60) is None


def test_workers_that_claim_at_once_never_get_the_same_mail(opener: OpenStore) -> None:
    """Four workers, each with a store of its own, forty mails: each mail once."""
    opener().keep_many([to_keep() for _ in range(40)])
    stores = [opener() for _ in range(4)]
    got: list[int] = []

    def work(number: int) -> None:
        while (item := stores[number].claim(f"w{number}", NOW, 60)) is not None:
            assert stores[number].book(item, decided(verdict="filed"), (), (), NOW)
            got.append(item.id)

    at_once(work, range(4))

    assert sorted(got) == list(range(1, 41))


def test_the_oldest_comes_first_whatever_the_clock_says(store: Store) -> None:
    store.keep_many([to_keep(raw_mail("first")), to_keep(raw_mail("second"))])

    first, second = store.claim("w1", NOW, 60), store.claim("w2", NOW, 60)

    assert first is not None and second is not None
    assert b"first" in first.raw
    assert b"second" in second.raw


def test_a_lease_that_ran_out_is_taken_over(store: Store) -> None:
    claimed(store, worker="w1")

    assert store.claim("w2", NOW + timedelta(seconds=59), 60) is None
    item = store.claim("w2", NOW + timedelta(seconds=60), 60)
    assert item is not None
    assert item.attempts == 2


def test_the_claims_of_a_dead_worker_are_free_at_once(store: Store) -> None:
    claimed(store, worker="w1")

    assert store.release("w2", NOW) == 0
    assert store.release("w1", NOW) == 1
    assert store.claim("w2", NOW, 60) is not None
    assert store.release(None, NOW) == 1


def test_a_mail_that_kills_its_reader_three_times_is_set_aside(store: Store) -> None:
    """With its bytes, and the next mail is not held up by it."""
    poison = raw_mail("poison")
    store.keep_many([to_keep(poison), to_keep(raw_mail("good"))])
    for _ in range(3):
        item = store.claim("w1", NOW, 60)
        assert item is not None and b"poison" in item.raw
        store.release("w1", NOW)

    item = store.claim("w1", NOW, 60)

    assert item is not None and b"good" in item.raw
    (held,) = store.quarantined()
    mail = store.quarantined_mail(held.id)
    assert mail is not None
    assert (mail.raw, mail.attempts) == (poison, 3)
    assert "3 times" in mail.because


def test_the_last_mail_of_all_is_set_aside_too(store: Store) -> None:
    """Also when there is no other to claim instead."""
    claimed(store)
    for _ in range(2):
        assert store.claim("w1", NOW, 60) is not None

    assert store.claim("w1", NOW, 60) is None
    assert (store.counts().waiting, store.counts().quarantined) == (0, 1)


def test_a_failed_attempt_waits_before_the_next_and_the_third_is_the_last(store: Store) -> None:
    now = NOW
    item = claimed(store)
    for wait in (timedelta(seconds=10), timedelta(minutes=2)):
        store.fail(item.id, "ValueError in parse.py:17", now)
        assert store.claim("w1", now + wait - timedelta(seconds=1), 60) is None
        now += wait
        again = store.claim("w1", now, 60)
        assert again is not None
        item = again

    store.fail(item.id, "ValueError in parse.py:17", now)

    assert [held.because for held in store.quarantined()] == ["ValueError in parse.py:17"]


def test_a_mail_that_is_put_off_is_not_blamed(store: Store) -> None:
    item = claimed(store)

    store.defer(item.id, NOW + MINUTE, "the books were busy")

    assert store.claim("w1", NOW, 60) is None
    again = store.claim("w1", NOW + MINUTE, 60)
    assert again is not None
    assert again.attempts == 1


def test_a_clock_that_jumped_strands_nothing(store: Store) -> None:
    """Put off by a clock a year ahead, taken when the clock is right again."""
    item = claimed(store)
    store.fail(item.id, "?", NOW + timedelta(days=365))

    assert store.claim("w1", NOW, 60) is not None


def test_release_from_quarantine_gives_fresh_attempts(store: Store) -> None:
    item = claimed(store)
    store.quarantine(item.id, "nested too deep", NOW)
    assert store.counts().quarantined == 1

    assert store.release_quarantined(item.id, NOW)

    assert not store.release_quarantined(item.id, NOW)
    assert store.quarantined_mail(item.id) is None
    again = store.claim("w1", NOW, 60)
    assert again is not None
    assert again.attempts == 1


def test_whoever_lost_his_claim_changes_nothing(opener: OpenStore) -> None:
    """A slow worker that comes back while another has its mail, and after that one is done with it."""
    slow, quick = opener(), opener()
    lost = claimed(slow, worker="slow")
    item = quick.claim("quick", NOW + MINUTE, 60)
    assert item is not None and item.id == lost.id

    slow.fail(lost.id, "too late", NOW)
    slow.quarantine(lost.id, "too late", NOW)
    slow.defer(lost.id, NOW, "too late")

    assert quick.claim("third", NOW + MINUTE, 60) is None
    assert quick.book(item, decided(verdict="filed"), (), (), NOW)
    slow.fail(lost.id, "much too late", NOW)
    assert (quick.counts().waiting, quick.counts().quarantined) == (0, 0)
