"""What an admin enters before a story begins: a customer with his agreement, domains and contacts; and the mails of a web form."""

from __future__ import annotations

from datetime import date

from mailbot.desk.facts import Account, Wanted
from mailbot.desk.registers.entering import Contact, enter
from mailbot.mail.address import domain_of, key
from mailbot.testing import Box, Received, compose_mail
from tests.stories.conftest import trained


def customer(box: Box, address: str, tier: str = "", *, language: str = "", until: str = "", domains: tuple[str, ...] = (),
             contacts: tuple[str, ...] = ()) -> None:
    """`mailbot customers add`, with the books of the box."""
    keys = {name: box.store.account(key(name), box.clock()) for name in (address, *contacts)}
    names = {name: box.store.fetch(Wanted(domain=name), box.clock()).account for name in (*domains, domain_of(address))}
    owners: dict[str, Account] = {name: account for name, account in (keys | names).items() if account is not None}
    decision = enter(address, "", language, tier, date.fromisoformat(until) if until else None, keys[address], box.desk.loaded.config, box.clock(),
                     domains=domains, contacts=tuple(Contact(each) for each in contacts), owners=owners)
    assert box.store.book(None, decision, (), (), box.clock())
    trained(box, address, *contacts)


def filled_in(box: Box, text: str, *, subject: str = "Formulär", verified: bool = True) -> list[Received]:
    """A visitor sends off the web form of the vendor's website; the mails that come of it."""
    mailbox = box.desk.loaded.config.mailbox
    form = mailbox.form_senders[0]
    raw = compose_mail(form, mailbox.address, subject, text, box.clock(), authserv=mailbox.trusted_authserv[0] if verified else "",
                       headers={"Reply-To": "other@elsewhere.example", "Auto-Submitted": "auto-generated"})
    box.post(raw, mail_from=form, to=mailbox.address)
    return box.settle()


def case_of(box: Box):
    """The one case of the books."""
    (case,) = box.store.cases(None, everything=True)
    return case
