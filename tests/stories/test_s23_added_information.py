"""S23: what is added before the first answer joins the case and is acknowledged once, after a quiet time (SA-10, SA-11)."""

from tests.stories.conftest import agreed, local, to

CASES = '[cases]\nnumber_format = "SA-{year}-{number:06}"'


def begun(open_box, **settings):
    box = open_box("softadvice", "2026-07-20 16:30", **settings)
    agreed(box, "els@klant.be", "onderhoud")
    mails = box.write("els@klant.be", "Het programma loopt vast bij het afdrukken van een factuur.", subject="Factuur afdrukken",
                      Cc="piet@klant.be, support@softadvice.be")
    return box, to(mails, "els@klant.be"), mails


def test_two_additions_one_acknowledgement(open_box):
    box, ack, mails = begun(open_box)
    assert {mail.to for mail in mails} == {"els@klant.be", "piet@softadvice.be", "an@softadvice.be"}, "automatic letters go to the requester alone"
    box.clock.turn_to(local("2026-07-20 16:34"))
    assert {mail.to for mail in box.answer(ack, "Hierbij het logbestand van vandaag.")} == {"piet@softadvice.be", "an@softadvice.be"}
    box.clock.turn_to(local("2026-07-20 16:38"))
    second = box.answer(ack, "En ook dat van gisteren.")
    assert "els@klant.be" not in {mail.to for mail in second}
    box.clock.turn_to(local("2026-07-20 16:47"))
    assert box.settle() == [], "the second mail moved the time"

    box.clock.turn_to(local("2026-07-20 16:48"))
    (told,) = box.settle()

    assert told.to == "els@klant.be"
    assert "SA-2026-000001" in told.subject and "2" in told.text.replace("SA-2026-000001", "")
    assert told.header("Auto-Submitted"), "a machine wrote it"
    assert "22 juli" not in told.text, "an internal target is not named"
    (case,) = box.store.cases(None, everything=True)
    assert case.start_due_at == local("2026-07-22 17:00"), "the holiday of 21 July does not count"
    box.clock.turn_to(local("2026-07-21 10:00"))
    assert box.settle() == []


def test_a_colleague_in_cc_joins_by_answering_her_mail(open_box):
    """He answers the requester's own mail, not ours: her Message-ID leads to the case, and his address stands in her Cc."""
    box, ack, _ = begun(open_box)
    hers = ack.header("In-Reply-To")
    box.clock.turn_to(local("2026-07-22 09:00"))

    mails = box.write("piet@klant.be", "Bij mij ook, op een andere computer.", subject="Re: Factuur afdrukken", In_Reply_To=hers, References=hers)

    assert {mail.to for mail in mails} == {"piet@softadvice.be", "an@softadvice.be"}
    (case,) = box.store.cases(None, everything=True)
    story = box.store.case(case.number)
    assert ("piet@klant.be", "cc") in story.participants
    assert [said.author for said in story.messages] == ["els@klant.be", "piet@klant.be"]
    box.clock.pass_by(hours=1)
    assert box.settle() == [], "only the requester's own mails are acknowledged"


def test_a_stranger_with_her_message_id_joins_nothing(open_box):
    box, ack, _ = begun(open_box)
    hers = ack.header("In-Reply-To")
    box.write("kees@elders.be", "Mag ik meelezen?", subject="Re: Factuur afdrukken", In_Reply_To=hers, References=hers)
    (story,) = [box.store.case(case.number) for case in box.store.cases(None, everything=True) if case.requester == "els@klant.be"]
    assert len(story.messages) == 1


def test_a_colleague_is_nobody_where_the_vendor_ignores_cc(open_box):
    box, ack, _ = begun(open_box, instead=((CASES, CASES + '\ncc_policy = "ignore"'),))
    hers = ack.header("In-Reply-To")
    box.write("piet@klant.be", "Bij mij ook.", subject="Re: Factuur afdrukken", In_Reply_To=hers)
    (story,) = [box.store.case(case.number) for case in box.store.cases(None, everything=True) if case.requester == "els@klant.be"]
    assert len(story.messages) == 1 and story.participants == (("els@klant.be", "requester"),)


def test_an_informed_colleague_adds_text_and_moves_nothing(open_box):
    box, ack, mails = begun(open_box, instead=((CASES, CASES + '\ncc_policy = "informed"'),))
    hers = ack.header("In-Reply-To")
    box.answer(to(mails, "an@softadvice.be"), "Probeer het opnieuw.")
    told = box.write("piet@klant.be", "Het lukt nog niet.", subject="Re: Factuur afdrukken", In_Reply_To=hers)
    assert {mail.to for mail in told} == {"piet@softadvice.be", "an@softadvice.be"}
    (case,) = box.store.cases(None, everything=True)
    assert case.state == "answered"


def test_an_answer_in_between_makes_the_acknowledgement_needless(open_box):
    box, ack, mails = begun(open_box)
    box.clock.turn_to(local("2026-07-20 16:34"))
    box.answer(ack, "Hierbij het logbestand.")
    box.clock.turn_to(local("2026-07-20 16:40"))
    box.answer(to(mails, "an@softadvice.be"), "Probeer versie 7.")
    box.clock.turn_to(local("2026-07-20 17:30"))
    assert box.settle() == []
    assert [decision.verdict for decision in box.due_decisions] == ["followup_not_acknowledged"]


def test_none_where_the_vendor_wants_none(open_box):
    box, ack, _ = begun(open_box, instead=((CASES, CASES + '\nfollowup_ack = "none"'),))
    box.clock.turn_to(local("2026-07-20 16:34"))
    box.answer(ack, "Hierbij het logbestand.")
    box.clock.turn_to(local("2026-07-20 17:30"))
    assert box.settle() == []


def test_each_at_once_but_never_two_within_the_quiet_time(open_box):
    box, ack, _ = begun(open_box, instead=((CASES, CASES + '\nfollowup_ack = "each"'),))
    box.clock.turn_to(local("2026-07-20 16:34"))
    assert "els@klant.be" not in {mail.to for mail in box.answer(ack, "Hierbij het logbestand.")}, "four minutes after the first letter"
    box.clock.turn_to(local("2026-07-20 16:40"))
    (told,) = box.settle()
    assert told.to == "els@klant.be" and "Uw e-mail is toegevoegd" in told.text
    box.clock.turn_to(local("2026-07-20 16:55"))
    assert to(box.answer(ack, "En nog een."), "els@klant.be").subject.startswith("[SA-2026-000001]"), "at once"


def test_what_nobody_proved_is_acknowledged_to_nobody(open_box):
    box, ack, _ = begun(open_box)
    box.clock.turn_to(local("2026-07-20 16:34"))
    box.answer(ack, "Hierbij het logbestand.", verified=False)
    box.clock.turn_to(local("2026-07-20 17:30"))
    assert box.settle() == []
