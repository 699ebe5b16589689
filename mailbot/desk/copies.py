"""Copies: a mail that begins a thread of its own, but says again what its sender opened a case with within a day.
Careful: only his own cases count, "Hej" is no subject, and a proven mail never joins what a forger may have begun."""

from __future__ import annotations

import re
from datetime import timedelta

from mailbot.config.settings import Config
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.own_words import said_in
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.threading import clean_subject, subject_key

WITHIN = timedelta(hours=24)
WORDS, LETTERS = 2, 8  # of a subject that tells two matters apart: two words of its own, or one long one
# In these states nothing follows from hearing the same words again; in the second ones only an answer moves a case, and a copy is none.
RUNNING, WAITING = ("open", "in_progress", "escalated"), ("awaiting_details", "awaiting_entitlement")

_LETTERS = re.compile(r"[^\W\d_]+")
# Words that stand in the subject of any mail to a support desk, in the languages we write.
_ANYWHERE = frozenset((
    "hej hejsan hallå hallo hello hi moin beste dag goedemorgen guten tag god morgon kväll morgen abend "
    "hjälp hjälpa hilfe hulp help support fråga frågor frage fragen vraag vragen question questions "
    "problem problemet probleme probleem problemen issue fel felet fehler fout fouten error bug ärende fall zaak case ticket "
    "mail mejl mejlet email e-mail mailet nachricht bericht message brådskande dringend spoed urgent viktigt wichtig belangrijk important "
    "ny nytt nya neu neue neues neuer nieuw nieuwe new en ett ein eine einer een a an the det den der die das de het till för med om på i "
    "zu zur zum für mit über von bij voor met van over aan to for with about from of on in och und en and mig mich mij me min mein mijn my "
    "er ihr ihnen sie u uw you your bitte tack danke graag bedankt please thanks program programmet programm programma software "
    "kontakt kontaktformulär kontaktformular contact contactformulier formulär formular formulier form"
).split())


def copy_of(hearing: Hearing) -> Case | None:
    """The case that this mail says again, or adds to: opened by the same address, under the same subject, within a day."""
    message = hearing.message
    for case in hearing.facts.alike:
        if is_same_text(hearing, case):
            return case
        if message.is_verified and not case.opened_verified:
            continue
        if message.form_address is None and is_telling(message.subject, hearing.config):
            return case
    return None


def is_repeated(hearing: Hearing, case: Case, *, is_answer: bool) -> bool:
    """His own last words, sent again within a day: there is nothing new to tell anybody. A better proven copy is something new, and
    so is a tried code or a file; and an answer to a letter that waits for one is always heard, whoever may have said the same before."""
    message = hearing.message
    return (case.state in (RUNNING if is_answer else RUNNING + WAITING) and hearing.claim is None and not message.attachments
            and (case.last_verified or not message.is_verified) and is_same_text(hearing, case))


def is_sent_again(hearing: Hearing) -> bool:
    """A proven mail that was handled before, whoever sends it again with whatever header: same sender, same Message-ID, same words.
    Programs that give every mail one Message-ID exist; their other words are heard."""
    message = hearing.message
    return message.is_verified and any(_plain(message.text) == _plain(said) for said in hearing.facts.said_before)


def is_same_text(hearing: Hearing, case: Case) -> bool:
    """Whether this mail says nothing but what the last one of this case said, which came from the same address."""
    author = speaker(hearing.message)
    if case.last_said_at is None or author is None or address.plain(case.last_author) is None or address.key(author) != address.key(case.last_author):
        return False
    if hearing.message.envelope.received_at - case.last_said_at > WITHIN:
        return False
    said = _plain(hearing.message.new_text or hearing.message.text)
    return bool(said) and said == _plain(said_in(case.last_customer_text, hearing.config) or case.last_customer_text)


def is_telling(subject: str, config: Config) -> bool:
    """Does this subject tell one matter from another? Not "Hej", not the product's name, and not a line that the vendor prescribes."""
    clean = clean_subject(subject, config.cases.number_format)
    if any(tier.fast_subject and subject_key(tier.fast_subject) == subject_key(clean) for tier in config.tiers):
        return False
    ours = {word for name in (config.vendor.name, *(p for tier in config.tiers for p in tier.products)) for word in _words(name)}
    own = [word for word in _words(clean) if word not in _ANYWHERE and word not in ours and len(word) > 1]
    return len(own) >= WORDS or sum(map(len, own)) >= LETTERS


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _LETTERS.findall(text)]


def _plain(text: str) -> str:
    return " ".join(text.split())
