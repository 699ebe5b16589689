"""S29: two cases become one and part again, a mail that holds two matters gets a second case; minutes stay where they were worked."""

import pytest

from tests.stories.conftest import local, paid, to
from tests.stories.test_first_line import COMPLETE

ANNA, EVA = "anna@firma.se", "eva@bokis.info"
ONE, TWO = "BK-2026-000001", "BK-2026-000002"
OLLE = ("[[agent]]", '[[agent]]\nid = "olle"\nname = "Olle"\nemail = ["olle@bokis.info"]\nrole = "agent"\n\n[[agent]]')  # besides Eva, who is an admin
OTHER = COMPLETE.replace("3021", "5000")


@pytest.fixture
def two(open_box):
    """Anna's two cases: what she and Eva got of each."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, ANNA, 300, "2026-11-23")
    first = box.write(ANNA, COMPLETE, subject="Fel vid utskrift")
    box.clock.turn_to(local("2026-11-23 10:00"))
    second = box.write(ANNA, OTHER, subject="Momsrapporten stannar")
    assert {case.number for case in box.store.cases(None, everything=True)} == {ONE, TWO}
    return box, first, second


def state(box, number):
    return next(case for case in box.store.cases(None, everything=True) if case.number == number)


def merged(two):
    box, first, second = two
    return box, first, second, box.answer(to(second, EVA), f"/merge {ONE}")


def test_a_merged_case_tells_the_customer_once_and_keeps_its_minutes(two):
    box, _, second = two
    box.answer(to(second, EVA), "/spend 5m")
    mails = box.answer(to(second, EVA), f"/merge {ONE}")
    assert box.verdict == "agent_commanded" and state(box, TWO).state == "merged"
    letter = to(mails, ANNA)
    assert ONE in letter.text and TWO in letter.text
    assert [time.minutes for time in box.store.case(TWO).times] == [5] and box.store.case(ONE).times == ()
    account = box.store.account(ANNA, box.clock())
    assert [(line.minutes, line.case_number) for line in box.store.ledger(account.id)][-1] == (-5, TWO)


def test_the_earlier_due_time_counts(two):
    """Case 1 into a later one: the promise that was made first holds."""
    box, first, _ = two
    box.clock.turn_to(local("2026-11-24 10:00"))
    box.write(ANNA, COMPLETE.replace("3021", "7777"), subject="Lönefilen saknas helt")
    earlier, later = state(box, ONE).answer_due_at, state(box, "BK-2026-000003").answer_due_at
    assert earlier < later
    box.answer(to(first, EVA), "/merge BK-2026-000003")
    assert state(box, "BK-2026-000003").answer_due_at == earlier


def test_an_answer_to_the_old_case_lands_in_the_other(two):
    box, _, second, _ = merged(two)
    mails = box.answer(to(second, ANNA), "Det gäller även kontoplanen.")
    assert "kontoplanen" in to(mails, EVA).text and ONE in to(mails, EVA).subject
    assert any("kontoplanen" in said.text for said in box.store.case(ONE).messages)
    assert state(box, TWO).state == "merged"


@pytest.mark.parametrize("lost", ["reply address", "thread"])
def test_whatever_names_the_old_case_leads_to_the_other(two, lost):
    box, _, second, _ = merged(two)
    thread = {} if lost == "thread" else {"In_Reply_To": to(second, ANNA).header("Message-ID"), "References": to(second, ANNA).header("Message-ID")}
    box.write(ANNA, "Det gäller även kontoplanen.", subject=f"Re: [{TWO}] Momsrapporten", **thread)
    assert box.verdict == "joined" and any("kontoplanen" in said.text for said in box.store.case(ONE).messages)


def test_an_unproven_answer_of_the_requester_still_moves_the_case(two):
    """His old answer address was signed for his number on the old case; on the other he is the same person."""
    box, _, second, _ = merged(two)
    box.answer(to(second, ANNA), "Det gäller även kontoplanen.", verified=False)
    assert box.verdict == "joined"


def test_the_agents_old_notice_speaks_for_the_other_case(two):
    box, _, second, _ = merged(two)
    answer = to(box.answer(to(second, EVA), "Uppdatera till 7.4."), ANNA)
    assert answer.subject.startswith(f"[{ONE}]") and state(box, ONE).state == "answered"


def test_text_and_time_of_the_merging_mail_belong_to_the_other_case(two):
    box, _, second = two
    mails = box.answer(to(second, EVA), f"/merge {ONE}\n/spend 5m\nVi tar båda här: uppdatera till 7.4.")
    assert [mail.subject.partition("]")[0] for mail in mails if mail.to == ANNA] == [f"[{ONE}"] * 2, "the letter and the answer"
    assert [time.minutes for time in box.store.case(ONE).times] == [5] and state(box, ONE).state == "answered"


def test_a_chain_is_never_longer_than_one(two):
    """Two into one, then one into three: mail to two lands in three (I10)."""
    box, first, second, _ = merged(two)
    box.clock.pass_by(hours=1)
    third = box.write(ANNA, COMPLETE.replace("3021", "7777"), subject="Lönefilen saknas helt")
    box.answer(to(first, EVA), "/merge BK-2026-000003")
    mails = box.answer(to(second, ANNA), "Fler uppgifter om momsen.")
    assert "BK-2026-000003" in to(mails, EVA).subject
    refused = to(box.answer(to(third, EVA), f"/merge {TWO}"), EVA)
    assert box.verdict == "agent_refused" and TWO in refused.text


def test_parted_again_each_goes_its_own_way(two):
    box, first, second, _ = merged(two)
    mails = box.answer(to(first, EVA), "/unmerge")
    assert state(box, TWO).state == "open" and TWO in to(mails, ANNA).subject
    box.answer(to(second, ANNA), "Det gäller momsen.")
    assert any("momsen" in said.text for said in box.store.case(TWO).messages)
    assert box.answer(to(first, EVA), "/unmerge") and box.verdict == "agent_refused"


def test_after_a_day_they_stay_together(two):
    box, first, _, _ = merged(two)
    box.clock.pass_by(hours=25)
    box.answer(to(first, EVA), f"/unmerge {TWO}")
    assert box.verdict == "agent_refused" and state(box, TWO).state == "merged"


def test_another_customers_case_needs_a_leads_force(open_box):
    """Eva is an admin, Olle is not: the one is asked to be sure, the other may not; and then both customers read the answers."""
    box = open_box("bokis", "2026-11-23 09:00", instead=(OLLE,))
    paid(box, ANNA, 300, "2026-11-23")
    paid(box, "bo@annan.se", 300, "2026-11-23")
    box.write(ANNA, COMPLETE, subject="Fel vid utskrift")
    mails = box.write("bo@annan.se", OTHER, subject="Momsrapporten stannar")
    refused = to(box.answer(to(mails, "olle@bokis.info"), f"/merge {ONE} force"), "olle@bokis.info")
    assert box.verdict == "agent_refused" and "force" not in refused.text.partition("/merge")[2].partition("\n")[2].partition("\n")[0]
    refused = to(box.answer(to(mails, EVA), f"/merge {ONE}"), EVA)
    assert f"/merge {ONE} force" in " ".join(refused.text.split())
    told = box.answer(to(mails, EVA), f"/merge {ONE} force")
    assert {ANNA, "bo@annan.se", "olle@bokis.info"} <= {mail.to for mail in told}
    answers = box.answer(to(mails, EVA), "Uppdatera till 7.4.")
    assert {mail.to for mail in answers} == {ANNA, "bo@annan.se"}


# ---- split ---------------------------------------------------------------------------------------------
def test_the_second_matter_of_a_mail_gets_a_case_of_its_own(two):
    box, first, _ = two
    box.answer(to(first, EVA), "/spend 5m\nUppdatera till 7.4.")
    box.clock.turn_to(local("2026-11-23 11:00"))
    further = box.answer(to(first, ANNA), "Tack! En annan sak: hur gör jag en momsrapport?")
    box.clock.turn_to(local("2026-11-23 14:00"))
    mails = box.answer(to(further, EVA), "/split Momsrapport")
    new = state(box, "BK-2026-000003")
    assert (new.subject, new.state, new.requester, new.received_at) == ("Momsrapport", "open", ANNA, local("2026-11-23 11:00"))
    letter, notice = to(mails, ANNA), next(mail for mail in mails if mail.to == EVA and "BK-2026-000003" in mail.subject)
    assert "BK-2026-000003" in letter.subject and ONE in letter.text and "momsrapport?" in notice.text and "10 minuter kvar" in notice.text
    assert box.store.case("BK-2026-000003").times == () and [time.minutes for time in box.store.case(ONE).times] == [5]
    answer = to(box.answer(notice, "Välj Rapporter, Moms."), ANNA)
    assert "BK-2026-000003" in answer.subject
    assert EVA not in answer.raw.decode() and notice.header("Message-ID") not in answer.header("References")
    for again, other in ((to(further, EVA), "BK-2026-000003"), (notice, ONE)):
        assert other in to(box.answer(again, "/split"), EVA).text and box.verdict == "agent_refused", "once is enough, from either side"
    box.answer(to(box.answer(to(first, ANNA), "Och hur gör jag en balansrapport?"), EVA), "/split Balansrapport")
    assert state(box, "BK-2026-000004").subject == "Balansrapport", "the next mail may hold two matters too"


def test_each_half_is_answered_apart(two):
    box, first, _ = two
    letter = to(box.answer(to(first, EVA), "/split Andra frågan"), ANNA)
    box.answer(letter, "Det gäller version 7.3.")
    assert any("7.3" in said.text for said in box.store.case("BK-2026-000003").messages)
    box.answer(to(first, ANNA), "Skrivaren är en Brother.")
    assert any("Brother" in said.text for said in box.store.case(ONE).messages)


def test_linked_cases_tell_of_each_other_and_nobody_else(two):
    box, first, _ = two
    assert all(mail.to == EVA for mail in box.answer(to(first, EVA), f"/link {TWO}"))
    for mine, other in ((ONE, TWO), (TWO, ONE)):
        assert any(event.kind == "linked" and event.detail["case"] == other for event in box.store.case(mine).events)
