"""What an agent looks up, inserts or opens: /status, /queue, /balance, /faq, /wiki, /template, /new."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.desk import commands
from mailbot.desk.agents.doing import HANDLERS
from mailbot.desk.effects import Append, Assign, OpenCase, ReplyTo, Send
from mailbot.desk.facts import Account, Block, CaseSummary, Grant
from mailbot.mail.wrap import COLUMNS
from tests.desk.agents import (
    ACCOUNT,
    CASE,
    EARLIER,
    NOW,
    at_desk,
    does,
    effects,
    is_refused,
    letters,
    receipt,
    text_of,
    to_customer,
)

OTHER = replace(CASE, id=8, number="SO-2026-000002", subject="En mycket lång ärenderad som inte får plats på en enda rad i någon tabell, hur man än vänder på den",
                tags=("moms",), watchers=("rita",), assigned_to="hugo", product="GO", tier="block", answered_at=EARLIER)
QUEUE = tuple(CaseSummary(f"SO-2026-00000{n}", OTHER.subject, "in_progress" if who else "open", "1", EARLIER, NOW, None, None, who) for n, who in enumerate((None, "lisa", "hugo"), 1))


def table(decision):
    (letter,) = letters(decision)
    text = text_of(letter)
    assert all(len(line) <= COLUMNS for line in text.splitlines() if "  " in line), "no column is folded"
    return letter, text


def test_every_command_has_its_handler():
    assert set(HANDLERS) == set(commands.COMMANDS)


# ---- tables ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("decision", "about", "answers"), [
    (does("/status"), CASE, "m1@v.example"), (does("/status so-2026-000001", named_cases=(CASE,)), CASE, "m1@v.example"),
    (does("/status SO-2026-000002", named_cases=(OTHER,)), OTHER, None), (at_desk("/läge so-2026-000002", named_cases=(OTHER,)), OTHER, None),
])
def test_how_a_case_stands_is_told_in_its_own_conversation(decision, about, answers):
    """With the tag and the last line of its letters; a reply stays inside, and the customer can be written to from there."""
    letter, text = table(decision)
    assert (letter.template, letter.case_id, letter.in_reply_to) == ("agent_status", about.id, answers)
    assert letter.references == (("a@k.se", "m1@v.example") if answers else ("a@k.se",))
    assert letter.reply_to == ReplyTo("note", "lisa") and "stannar internt" in text and "Till kunden: skriv till" in text
    assert f"Ref: {about.number} notice=status" in text


def test_what_is_about_no_one_case_is_answered_at_the_desk():
    for decision in (does("/queue", queue=QUEUE), does("/balance"), at_desk("/queue")):
        letter, text = table(decision)
        assert (letter.case_id, letter.reply_to.kind, letter.in_reply_to) == (None, "desk", "m1@v.example") and "kommer till din arbetsadress" in text


@pytest.mark.parametrize(("line", "says"), [
    ("/priority 2", "Prioritet 2"), ("/kind handling", "handhavande"), ("/close", "avslutat"), ("/tag moms", "moms"), ("/take", "Lisa Berg"), ("/line 2", "Linje             2"),
    ("/subject Ny rubrik", "Rubrik            Ny rubrik"), ("/solution Uppdatera till 7.4.", "Lösning: Uppdatera till 7.4."), ("/watch", "Läser med         Lisa Berg"),
    ("/spend 10m", "5 minuter kvar"), ("Hej!\n/start", "besvarat"),
])
def test_a_question_is_answered_from_what_the_mail_itself_has_done(line, says):
    """The order of stages: questions come last (commands.md 5.2)."""
    (letter,) = [each for each in letters(does(f"/status\n{line}", replace(CASE, tier="block"))) if each.template == "agent_status"]
    assert says in text_of(letter)


def test_the_minutes_of_a_case_are_told_wherever_it_is_asked_about():
    case = replace(CASE, tier="block")
    assert "15 minuter kvar" in table(at_desk(f"/status {case.number}", named_cases=(case,)))[1]
    assert "minuter kvar" not in table(at_desk(f"/status {case.number}", named_cases=(CASE,)))[1], "an agreement counts none"


def test_the_balance_after_what_the_mail_books():
    (letter,) = [each for each in letters(does("/balance\n/spend 10m", replace(CASE, tier="block"))) if each.template == "agent_balance"]
    assert [right["minutes_left"] for right in letter.values["rights"]] == [5]


def test_a_status_tells_what_was_found_out():
    _, text = table(at_desk("/status SO-2026-000002", named_cases=(OTHER,), findings=((8, "solution", "Uppdatera till 7.4."), (9, "lesson", "fel ärende"))))
    assert "Lösning: Uppdatera till 7.4." in text and "fel ärende" not in text
    assert "Hugo" in text and "Rita" in text and "moms" in text


@pytest.mark.parametrize("line", ["/status", "/status SO-2026-000009", "/status hej", "/queue now", "/balance", "/balance SO-2026-000009", "/balance hej"])
def test_a_question_about_nothing(line):
    assert is_refused(at_desk(line))


def test_the_queue_shows_whose_a_case_is():
    letter, text = table(at_desk("/kö", queue=QUEUE))
    assert [[line["number"][-1] for line in letter.values[name]] for name in ("waiting", "mine", "others")] == [["1"], ["2"], ["3"]]
    assert "2026-11-24 10:00" in text
    assert "Inget ärende väntar" in table(at_desk("/queue"))[1]


@pytest.mark.parametrize(("line", "facts", "says"), [
    ("/balance anna@k.se", {"named_accounts": (("anna@k.se", ACCOUNT),)}, "15"), ("/saldo SO-2026-000002", {"named_cases": (OTHER,)}, "15"),
    ("/balance bo@k.se", {}, "hör inte till någon kund"),
    ("/balance anna@k.se", {"named_accounts": (("anna@k.se", replace(ACCOUNT, blocks=(), grants=(Grant(1, "go", "agreement", "*", date(2026, 1, 1), None),))),)}, "tills vidare"),
    ("/balance anna@k.se", {"named_accounts": (("anna@k.se", replace(ACCOUNT, blocks=(), overdue_since=date(2026, 11, 1))),)}, "1 november 2026"),
])
def test_what_a_customer_has_left(line, facts, says):
    assert says in table(at_desk(line, **facts))[1]


def test_the_balance_of_the_case_at_hand():
    assert "15" in table(does("/balance"))[1]


# ---- what is inserted ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "read"), [
    ("Hej!\n/faq print\nHälsningar", "Hej!\nSkriva ut: https://v.example/faq#print\nHälsningar"), ("/wiki backup\nHej!", "https://v.example/faq#backup\nHej!"),
    ("Hej!\n/faq https://v.example/a?b=1", "Hej!\nhttps://v.example/a?b=1"), ("/faq balance report\n/take", "Skriva ut: https://v.example/faq#print"),
    ("Hej!\n/template update\nMvh", "Hej!\nUppdatera till den senaste versionen.\nMvh"), ("/textblock UPD", "Uppdatera till den senaste versionen."),
])
def test_a_link_or_a_block_stands_in_its_place(text, read):
    (letter,) = to_customer(does(text))
    assert letter.values["text"] == read


@pytest.mark.parametrize(("line", "told"), [
    ("/faq", "saknas"), ("/faq printer driver", "printing the balance report, backup"), ("/faq bakcup", "/faq backup"), ("/wiki javascript:alert(1)", "finns ingen sida"),
    ("/template", "saknas"), ("/template uptade", "/template update"), ("/template nothing", "update"), ("/template bara_engelska", "en"),
])
def test_what_nobody_knows_is_not_inserted(line, told):
    decision = does(f"Hej!\n{line}")
    assert is_refused(decision) and told in receipt(decision)


def test_it_is_in_the_customers_language():
    (letter,) = to_customer(does("/template update", replace(CASE, language="en")))
    assert letter.values["text"] == "Please update."


def test_the_same_in_the_middle_of_a_path_stays_text():
    (letter,) = to_customer(does("Filen ligger i\n/faq\noch\n/wikipedia\npå servern."))
    assert letter.values["text"] == "Filen ligger i\n/faq\noch\n/wikipedia\npå servern."


# ---- somebody rang -------------------------------------------------------------------------------------
def rang(text, account=None):
    return at_desk(text, named_accounts=(("bo@k.se", account),) if account else ())


def test_a_case_for_somebody_who_rang():
    holder = Account(5, 1, "K", "en", ("bo@k.se",), blocks=(Block(1, 15, EARLIER),))
    decision = rang("/new bo@k.se Utskrift\nUtskriften blir tom.", holder)
    (opened,) = effects(decision, OpenCase)
    assert (opened.requester, opened.subject, opened.account_id, opened.tier, opened.language, opened.flags) == ("bo@k.se", "Utskrift", 5, "block", "en", ("phone",))
    assert effects(decision, Assign) == [Assign(None, "lisa", "agent:lisa")]
    assert [(kept.case_id, kept.direction) for kept in effects(decision, Append)] == [(None, "out")]
    (letter,) = letters(decision, "bo@k.se")
    assert letter.template == "ack_phone" and letter.about_opened_case and "Utskriften blir tom." in text_of(letter) and "Lisa" in text_of(letter)
    assert "agent_assigned" in [each.template for each in letters(decision, "lisa@v.example")], "an address to answer from"


def test_without_a_right_the_case_is_marked():
    decision = rang("/nytt bo@k.se\nUtskriften blir tom på alla skrivare.\nAkut.")
    (opened,) = effects(decision, OpenCase)
    assert (opened.tier, opened.flags, opened.subject, opened.start_due_at) == (None, ("phone", "unentitled"), "Utskriften blir tom på alla skrivare.", None)
    assert "ingen bekräftad rätt" in receipt(decision)


@pytest.mark.parametrize("text", ["/new\nHej", "/new bo@k.se", "/new bo\nHej", "/new hugo@v.example\nHej", "/new support@v.example\nHej", "/new bo@k.se A\n/new bo@k.se B\nHej"])
def test_a_call_that_cannot_be_noted(text):
    assert is_refused(rang(text))


def test_a_case_is_opened_at_the_desk_alone():
    assert is_refused(does("/new bo@k.se\nHej"))


def test_a_table_is_sent_to_nobody_else():
    assert all(effect.letter.to == "lisa@v.example" for effect in effects(at_desk("/queue\n/balance anna@k.se", queue=QUEUE), Send))
