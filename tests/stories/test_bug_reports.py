"""Program errors at a vendor who takes them of all his customers (SO-25): a case for the agents, whoever of the customer writes."""

from tests.stories.conftest import to
from tests.stories.registers import case_of, customer

CHEF, BO, CIA = "chef@kund.example", "bo@kund.example", "cia@kund.example"
BUG = "Jag vill rapportera ett programfel: knappen Spara försvinner när fönstret förstoras."


def softone(open_box, *, until="", more=""):
    box = open_box("softone", "2026-11-23 10:00", more)
    customer(box, CHEF, "service_kvalitet", until=until, domains=("kund.example",), contacts=(BO,))
    return box


def test_a_colleague_who_may_not_write_may_report_a_program_error(open_box):
    box = softone(open_box)
    box.write(CIA, "Hur skapar jag en ny användare?", subject="Fråga om användare")
    assert box.verdict == "not_designated"
    mails = box.write(CIA, BUG, subject="Programfel")
    case = next(each for each in box.store.cases() if each.subject == "Programfel")
    assert box.verdict == "bug_report_received" and (case.state, case.tier, case.start_due_at, case.answer_due_at) == ("open", None, None, None)
    assert to(mails, CIA).subject.startswith("Tack för din felrapport") and "felrapporter" in to(mails, CIA).text
    assert {"lisa@softone.se", "hugo@softone.se", CIA} <= {mail.to for mail in mails}
    notice = next(letter for letter in box.decisions[-1].letters if letter.template == "agent_new_case").values
    assert notice["flags"] == ["bug_report"] and notice["tier"] is None and notice["answer_by"] is None


def test_what_he_adds_joins_his_report(open_box):
    box = softone(open_box)
    thanks = to(box.write(CIA, BUG, subject="Programfel"), CIA)
    box.answer(thanks, "Det händer bara på den bärbara datorn.")
    assert box.verdict == "joined" and case_of(box).state == "open"


def test_a_customer_whose_agreement_has_ended_may_report_one_too(open_box):
    box = softone(open_box, until="2026-11-30")
    box.clock.pass_by(days=14)
    box.write(BO, BUG, subject="Programfel")
    assert box.verdict == "bug_report_received" and case_of(box).tier is None


def test_contacts_of_an_agreement_in_force_report_under_it(open_box):
    box = softone(open_box)
    box.write(BO, BUG, subject="Programfel")
    assert box.verdict.startswith("case_opened") and case_of(box).tier == "service_kvalitet"


def test_a_stranger_or_an_unproven_colleague_is_answered_as_before(open_box):
    box = softone(open_box)
    box.write("nisse@okand.example", BUG, subject="Programfel")
    assert box.verdict == "free_help" and box.store.cases(None, everything=True) == ()
    box.write(CIA, BUG, subject="Programfel", verified=False)
    assert box.verdict == "not_designated"


def test_who_does_not_promise_it_does_not_do_it(open_box):
    box = open_box("softone", "2026-11-23 10:00", instead=(("bug_report_always = true", "bug_report_always = false"),))
    customer(box, CHEF, "service_kvalitet", domains=("kund.example",), contacts=(BO,))
    box.write(CIA, BUG, subject="Programfel")
    assert box.verdict == "not_designated"
