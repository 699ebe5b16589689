"""The outbox: frozen bytes, one courier each, in order, and never forgotten."""

from __future__ import annotations

import email
from datetime import timedelta
from email.message import Message as Mail

import pytest
from sqlalchemy import inspect, text

from mailbot.desk import effects as e
from mailbot.mail import tokens
from mailbot.mail.message import Token, TokenKind
from mailbot.store import OutboxItem, Store
from tests.store.acts import CONFIG, KEYS, NOW, claimed, decided, draft, letter, open_case, opening, pay

MINUTE = timedelta(minutes=1)


def send(store: Store, *letters: e.Letter, effects: tuple[e.Effect, ...] = (), words: str = "Hej!\n") -> None:
    drafts = tuple(draft(one, words) for one in letters)
    assert store.book(None, decided(*effects, *(e.Send(one) for one in letters)), drafts, (), NOW)


def carried(store: Store) -> OutboxItem:
    (item,) = store.claim_outgoing(NOW, 10)
    return item


def read(item: OutboxItem) -> Mail:
    return email.message_from_bytes(item.raw)


# ---- what stands in a letter -----------------------------------------------------------------------
def test_a_letter_carries_what_booking_allotted(store: Store) -> None:
    """Case number and reply address stand in the text, and the Reply-To answers for this participant of this case."""
    ack = letter()
    words = f"Ärende {e.CASE_NUMBER}, svara till {e.REPLY_ADDRESS}\n"
    store.book(claimed(store), decided(opening(), e.Send(ack)), (draft(ack, words, f"[{e.CASE_NUMBER}] Hej"),), (), NOW)

    item = carried(store)
    mail = read(item)

    assert (item.mail_from, item.to) == ("support@bokis.example", "anna@kund.example")
    assert mail["Subject"] == "[BK-2026-000001] Hej"
    assert mail["From"] == "Bokis support <support@bokis.example>"
    (token,) = tokens.find_in([mail["Reply-To"]], CONFIG.mailbox, KEYS)
    assert (token.kind, token.case_id, token.who) == (TokenKind.CUSTOMER, 1, "p1")
    shown = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "BK-2026-000001" in shown
    assert mail["Reply-To"] in shown.replace("\r\n", "").replace(" ", "") or mail["Reply-To"] in shown
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 23 Nov 2026 10:30:00 +0100"


def test_our_message_id_leads_back_to_the_case(store: Store) -> None:
    from mailbot.desk.facts import Wanted

    ack = letter()
    store.book(claimed(store), decided(opening(), e.Send(ack)), (draft(ack),), (), NOW)
    message_id = read(carried(store))["Message-ID"].strip("<>")

    token = tokens.from_message_id(message_id, KEYS)
    assert token is not None and token.case_id == 1
    found = store.fetch(Wanted(message_ids=("unknown@x.se", message_id)), NOW).by_message_id
    assert found is not None and found.number == "BK-2026-000001"
    assert message_id in found.references


def test_an_agents_letter_has_an_address_for_answers_and_one_for_notes(store: Store) -> None:
    case = open_case(store)
    notice = letter("agent_new_case", "lisa@bokis.example", reply="agent", opened=False, case_id=case.id)
    send(store, notice, words=f"{e.NOTE_ADDRESS}\n")

    mail = read(carried(store))

    (answer,) = tokens.find_in([mail["Reply-To"]], CONFIG.mailbox, KEYS)
    (note,) = tokens.find_in([mail.get_payload().replace("=\r\n", "").strip()], CONFIG.mailbox, KEYS)  # type: ignore[union-attr]
    assert answer == Token(TokenKind.AGENT, case.id, "lisa", 3, answer.day)
    assert note == Token(TokenKind.NOTE, case.id, "lisa", 3, answer.day)


def test_an_answer_to_a_note_is_a_note(store: Store) -> None:
    case = open_case(store)
    send(store, letter("agent_note", "lisa@bokis.example", reply="note", opened=False, case_id=case.id), words=f"{e.REPLY_ADDRESS}\n")

    mail = read(carried(store))

    (answer,) = tokens.find_in([mail["Reply-To"]], CONFIG.mailbox, KEYS)
    (public,) = tokens.find_in([mail.get_payload().replace("=\r\n", "").strip()], CONFIG.mailbox, KEYS)  # type: ignore[union-attr]
    assert (answer.kind, public.kind) == (TokenKind.NOTE, TokenKind.AGENT)


def test_a_desk_letter_has_a_token_without_a_case_and_a_plain_one_none(store: Store) -> None:
    send(store, letter("agent_help", "lisa@bokis.example", reply="desk", opened=False),
         letter("free_help", "bo@x.se", reply="plain", opened=False))  # fmt: skip

    desk, plain = (read(item) for item in store.claim_outgoing(NOW, 10))

    (token,) = tokens.find_in([desk["Reply-To"]], CONFIG.mailbox, KEYS)
    assert (token.kind, token.case_id, token.who) == (TokenKind.DESK, 0, "lisa")
    assert plain["Reply-To"] is None


def test_an_unlock_code_stands_in_clear_in_its_letter_alone(store: Store) -> None:
    """Every column of every table is searched: the code is in one row of bytes, the books hold its keyed hash."""
    confirmation = letter("payment_confirmation", reply="plain", opened=False)
    effects = (e.OpenAccount("anna@kund.example", "Anna", "sv"), e.IssueCredential(None), e.Send(confirmation))
    words = f"Nummer {e.ID_NUMBER}\nKod {e.UNLOCK_CODE}\n"
    store.book(None, decided(*effects), (draft(confirmation, words, f"Kod {e.UNLOCK_CODE}"),), (), NOW)
    code = read(carried(store)).get_payload().split("Kod ")[1].strip()  # type: ignore[union-attr]
    assert len(code) == 9

    found = []
    with store._database.read() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                shown = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
                found += [table] * (code in shown or code.replace("-", "") in shown)

    assert found == ["outboxbytes"]


def test_a_renewal_names_the_number_that_the_account_has(store: Store) -> None:
    account_id = pay(store)
    store.book(None, decided(e.IssueCredential(account_id)), (), (), NOW)
    renewal = letter("payment_confirmation", reply="plain", opened=False)
    grant = e.GrantTier(account_id, "plus", "yearly_fee", "*", NOW.date(), None)

    send(store, renewal, effects=(grant,), words=f"Nummer {e.ID_NUMBER}\n")

    assert "204817-1" in read(carried(store)).get_payload()


def test_a_placeholder_that_nobody_fills_stops_the_booking(store: Store) -> None:
    with pytest.raises(KeyError):
        send(store, letter(reply="plain", opened=False), words=e.CASE_NUMBER)


def test_a_letter_with_the_same_key_is_written_once(store: Store) -> None:
    for _ in range(2):
        send(store, letter(idem="free_help:bo", reply="plain", opened=False))

    assert [line.template for line in store.outbox()] == ["ack"]


def test_a_domain_with_other_letters_is_sent_in_ascii(store: Store) -> None:
    send(store, letter(to="anna@exämple.se", reply="plain", opened=False))

    assert read(carried(store))["To"] == "anna@xn--exmple-cua.se"


# ---- its life ------------------------------------------------------------------------------------------
def test_a_letter_is_carried_by_one_courier(store: Store) -> None:
    send(store, letter(reply="plain", opened=False))

    assert carried(store).attempts == 1
    assert store.claim_outgoing(NOW, 10) == ()
    assert [line.state for line in store.outbox()] == ["sending"]


def test_a_letter_that_was_sent_is_done(store: Store) -> None:
    send(store, letter(reply="plain", opened=False))
    store.mark(carried(store).id, "sent", "", None, NOW)

    (line,) = store.outbox()
    assert (line.state, line.sent_at, line.last_error) == ("sent", NOW, None)
    assert (store.claim_outgoing(NOW + timedelta(days=1), 10), store.due_work(NOW)) == ((), 0)


def test_a_letter_is_tried_again_with_the_same_bytes(store: Store) -> None:
    send(store, letter(reply="plain", opened=False))
    first = carried(store)
    store.mark(first.id, "later", "450 greylisted", NOW + 5 * MINUTE, NOW)
    assert store.claim_outgoing(NOW + 4 * MINUTE, 10) == ()

    (again,) = store.claim_outgoing(NOW + 5 * MINUTE, 10)

    assert (again.raw, again.attempts, again.created_at) == (first.raw, 2, NOW)


def test_a_letter_that_failed_for_good_rests(store: Store) -> None:
    send(store, letter(reply="plain", opened=False))
    store.mark(carried(store).id, "failed", "550 no such user", None, NOW)

    (line,) = store.outbox("failed")
    assert line.last_error == "550 no such user"
    assert (store.counts().failed, store.counts().queued) == (1, 0)


def test_after_a_crash_what_was_being_carried_goes_out_again(store: Store) -> None:
    """With the same bytes, and counted: nobody knows whether it arrived."""
    send(store, letter(reply="plain", opened=False))
    first = carried(store)

    assert store.resume_sending(NOW) == 1

    assert carried(store).raw == first.raw
    assert store.counts().uncertain == 1


def test_a_courier_that_is_never_heard_of_again_is_replaced(store: Store) -> None:
    """On several nodes: the lease runs out, another takes the letter."""
    send(store, letter(reply="plain", opened=False))
    carried(store)

    assert store.claim_outgoing(NOW + 19 * MINUTE, 10) == ()
    (again,) = store.claim_outgoing(NOW + 20 * MINUTE, 10)
    assert again.attempts == 2
    assert store.counts().uncertain == 1


def test_letters_of_a_case_do_not_overtake_each_other(store: Store) -> None:
    """The second waits while the first is to be tried again; those of others do not."""
    case = open_case(store)
    first, second = (letter(name, opened=False, case_id=case.id) for name in ("first", "second"))
    other = letter("other", "bo@x.se", reply="plain", opened=False)
    send(store, first, second, other)

    tried = store.claim_outgoing(NOW, 10)
    assert [item.to for item in tried] == ["anna@kund.example", "bo@x.se"]
    store.mark(tried[0].id, "later", "421", NOW + MINUTE, NOW)
    assert store.claim_outgoing(NOW, 10) == ()

    (again,) = store.claim_outgoing(NOW + MINUTE, 10)
    store.mark(again.id, "sent", "", None, NOW + MINUTE)
    assert len(store.claim_outgoing(NOW + MINUTE, 10)) == 1


def test_a_bounce_marks_the_letter_it_is_about(store: Store) -> None:
    from mailbot.desk.facts import FailedMail, Wanted

    case = open_case(store)
    send(store, letter("agent_reply", opened=False, case_id=case.id, automatic=False))
    item = carried(store)
    store.mark(item.id, "sent", "", None, NOW)
    message_id = read(item)["Message-ID"].strip("<>")

    failed = store.fetch(Wanted(failed_message_ids=(message_id, "other@x.se")), NOW).failed
    assert failed == (FailedMail(item.id, case.id, "agent_reply", "anna@kund.example"),)
    store.book(None, decided(e.MarkFailed((item.id,), "bounced", "failed 5.1.1")), (), (), NOW)

    assert [(line.state, line.last_error) for line in store.outbox()] == [("bounced", "failed 5.1.1")]


def test_a_pause_is_remembered_with_its_first_reason(store: Store) -> None:
    assert store.paused() is None
    store.pause("535 authentication failed", NOW)
    store.pause("something else", NOW + MINUTE)

    assert store.paused() == ("535 authentication failed", NOW)
    store.unpause()
    assert store.paused() is None


def test_what_is_left_to_do_is_counted(store: Store) -> None:
    """Mails until they are handled; letters only while they are due."""
    item = claimed(store)
    send(store, letter(reply="plain", opened=False))
    assert store.due_work(NOW) == 2

    store.book(item, decided(verdict="filed"), (), (), NOW)
    store.mark(carried(store).id, "later", "421", NOW + MINUTE, NOW)

    assert (store.due_work(NOW), store.due_work(NOW + MINUTE)) == (0, 1)


def test_an_agents_letter_that_would_reach_somebody_else_is_held_with_its_bytes(store: Store) -> None:
    """A mistake of ours: the token of an agent on its way to a customer."""
    case = open_case(store)
    send(store, letter("agent_note", "anna@firma.example", reply="note", opened=False, case_id=case.id), words=f"{e.REPLY_ADDRESS}\n")
    assert store.claim_outgoing(NOW, 10) == ()
    (held,) = store.held()
    assert (held.to, store.counts().held, store.counts().queued) == ("anna@firma.example", 1, 0)
    assert store.release_held(held.id, NOW)
    assert carried(store).raw == held.raw and store.held() == ()
