"""An agent answers from any mail program, above, below and within the old mail: the customer reads his words and nothing else, and what he asks for is done."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mailbot.mail.address import key
from mailbot.mail.html import to_text
from mailbot.testing import Box
from tests.stories.conftest import VENDORS, local, paid, to
from tests.stories.programs import CARD, NBSP, PROGRAMS, reply_of
from tests.stories.replying import Typed
from tests.stories.test_first_line import COMPLETE

EVA = "eva@bokis.info"
WORDS = ("Hej Anna!", "", f"Uppdatera till version 7.4 under Hjälp,{NBSP}Sök efter uppdateringar, och starta sedan om programmet.", "", "Fråga den ”Är du säker?” – svara ”Ja”.")
INNER = ("##-", "Tillit", "notice=", "Eva Ek", CARD[2], "iPhone", "Outlook", EVA, "support+a.", "support+n.", "/spend", "/note", "/resolve", "tredje i veckan", "Ett vanligt svar")
PLACES = ("above", "below", "within")


def typed(place, first, words=WORDS, last=()):
    """The words, with command lines around them, where the writer has his cursor."""
    if place == "within":
        return Typed((*first, words[0]), (("Windows 11", words[2:3]), ("Ingen aktuell post", (*words[4:], *last))))
    return Typed(**{place: (*first, *words, *last)})


@pytest.fixture(scope="module")
def box(tmp_path_factory, prepared_sqlite):
    """One desk for all of them."""
    folder: Path = tmp_path_factory.mktemp("programs")
    (folder / "config.toml").write_text((VENDORS / "bokis.toml").read_text() + '\n[listen]\nsmtp = "127.0.0.1:0"\nlmtp = ""\nsubmission = ""\n')
    (folder / "state").mkdir()
    shutil.copy(prepared_sqlite, folder / "state" / "mailbot.db")
    with Box(folder, folder / "config.toml", at=local("2026-11-23 09:00")) as opened:
        yield opened


class Talk:
    """A case of a new customer, and what becomes of his agent's answers."""

    count = 0

    def __init__(self, box):
        Talk.count += 1
        self.box, self.customer = box, f"anna{Talk.count}@firma.se"
        paid(box, self.customer, 300, "2026-11-23")
        self.notice = to(box.write(self.customer, COMPLETE, subject="Fel vid utskrift"), EVA)
        self.number = self.notice.header("X-Mailbot-Case")

    def answers(self, program, what):
        """The agent answers; the mails that come of it, by who got them."""
        Talk.count += 1
        raw = reply_of(program, self.notice, what, EVA, self.box.clock(), Talk.count)
        passed = b"Authentication-Results: mx.bokis.info; dmarc=pass header.from=bokis.info\r\n" + raw
        self.box.post(passed, mail_from=EVA, to=re.sub(r".*<(.*)>.*", r"\1", self.notice.reply_to))
        return {mail.to: mail for mail in self.box.settle()}

    def writes(self, program, letter, what):
        """The customer answers a letter of ours; the mails that come of it, by who got them."""
        Talk.count += 1
        raw = reply_of(program, letter, what, self.customer, self.box.clock(), Talk.count)
        passed = b"Authentication-Results: mx.bokis.info; dmarc=pass header.from=firma.se\r\n" + raw
        self.box.post(passed, mail_from=self.customer, to=re.sub(r".*<(.*)>.*", r"\1", letter.reply_to))
        return {mail.to: mail for mail in self.box.settle()}

    @property
    def minutes_left(self):
        return self.box.store.account(key(self.customer), self.box.clock()).minutes_booked

    @property
    def state(self):
        return next(case.state for case in self.box.store.cases(None, everything=True) if case.number == self.number)


def own_words(text):
    """What stands between our mark and our own lines below: the agent's words, paragraph by paragraph."""
    inner = text.split("-##\n", 1)[1].split("\n\nEva\n", 1)[0]
    return [" ".join(block.split()) for block in inner.split("\n\n") if block.strip()]


def expected(words=WORDS):
    return [" ".join(line.split()) for line in words if line]


def asked_for(place):
    """The words for the customer and all that an agent may ask for besides."""
    return typed(place, (f"/spend{NBSP}10m", "// tredje i veckan"), last=("", "/resolve"))


MARKED = [program for program in PROGRAMS if not program.startswith("Outlook")]  # these mark what is old
SWEDISH = [program for program in PROGRAMS if PROGRAMS[program][1] == "sv"]
ANSWERS = [  # programs of other languages differ in words alone, which tests/mail has tables of
    *(pytest.param(program, place, marks=() if program in SWEDISH else pytest.mark.torture)
      for place, programs in (("above", PROGRAMS), ("below", MARKED)) for program in programs),
    *((program, "within") for program in MARKED if program in SWEDISH),
]


@pytest.mark.parametrize(("program", "place"), ANSWERS)
def test_the_words_go_out_and_the_commands_run(box, program, place):
    talk = Talk(box)
    mails = talk.answers(program, asked_for(place))
    assert sorted(mails) == sorted([talk.customer, EVA]), [mail.text for mail in mails.values()]
    copy, receipt = mails[talk.customer], mails[EVA]
    page = to_text(copy.message.get_body(("html",)).get_content(), 10**6, 10**6)
    assert own_words(copy.text) == expected()
    assert [each for each in INNER if each in copy.text.split("-##\n", 1)[1] + page.split("-##", 1)[1] or each in copy.subject] == []
    assert all(words in " ".join(page.split()) for words in expected())
    assert (talk.minutes_left, talk.state) == (5, "resolved")
    assert receipt.header("X-Mailbot-Notice") == "result" and "10" in receipt.text


@pytest.mark.parametrize("place", ["below", "within"])
@pytest.mark.parametrize("program", [program for program in SWEDISH if program not in MARKED])
def test_below_or_within_what_a_program_does_not_mark_nothing_is_lost_unseen(box, program, place):
    """Outlook: the agent is told to write above it; nobody else hears anything, and nothing is done."""
    talk = Talk(box)
    before = talk.state
    mails = talk.answers(program, asked_for(place))
    assert list(mails) == [EVA] and mails[EVA].header("X-Mailbot-Notice") == "refused"
    assert (talk.minutes_left, talk.state) == (15, before)
    assert own_words(talk.answers(program, asked_for("above"))[talk.customer].text) == expected(), "as he is told to"


@pytest.mark.parametrize("program", ["Outlook for Windows", "Outlook, plain, de", "Outlook on a phone, nl"])
def test_plain_words_within_what_a_program_does_not_mark_come_back_to_their_writer(box, program):
    talk = Talk(box)
    before = talk.state
    mails = talk.answers(program, typed("within", ()))
    assert list(mails) == [EVA] and mails[EVA].header("X-Mailbot-Notice") == "refused"
    said = " ".join(mails[EVA].text.split())
    assert all(" ".join(words.split()) in said for words in WORDS[2::2]), "and are shown to him"
    assert (talk.minutes_left, talk.state) == (15, before)
    assert own_words(talk.answers(program, typed("above", ()))[talk.customer].text) == expected(), "as he is told to"


@pytest.mark.parametrize("program", ["Outlook for Windows", "Outlook, plain"])
def test_what_a_customer_answers_within_an_answer_of_ours_is_read_by_the_agents(box, program):
    """He says where his answers stand, or nothing at all; nobody marks them."""
    talk = Talk(box)
    letter = talk.answers("Thunderbird", Typed(("Har du startat om datorn?", "", "Vilken skrivare är det?", "", "Finns det fler?")))[talk.customer]
    within = (("Har du startat", ("Ja, två gånger.",)), ("Vilken skrivare", ("En HP 4000",)))
    mails = talk.writes(program, letter, Typed(("Hej Eva, se nedan.",), within))
    said = " ".join(mails[EVA].text.split())
    assert "Har du startat om datorn? Ja, två gånger. Vilken skrivare är det? En HP 4000 Finns det fler?" in said
    assert talk.state == "in_progress"


@pytest.mark.parametrize(("program", "place"), [(program, "below" if program in MARKED and at % 2 else "above") for at, program in enumerate(SWEDISH)])
def test_a_note_stays_inside(box, program, place):
    talk = Talk(box)
    mails = talk.answers(program, typed(place, ("/note",)))
    assert talk.customer not in mails
    notes = [message.text for message in box.store.case(talk.number).messages if message.direction == "note"]
    assert any(" ".join(WORDS[2].split()) in " ".join(text.split()) for text in notes)
    assert not any(inner in text for text in notes for inner in (*INNER[:5], "/note"))
