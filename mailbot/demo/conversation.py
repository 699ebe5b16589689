"""The demonstration: a true conversation through a running desk, narrated, with the mails as people see them.
Nothing is played: what is shown was sent, and what comes back is what the desk has answered."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from mailbot.demo.desk import RunningDesk
from mailbot.demo.vendor import ANNA, AUTHSERV, EVA, HANS, SUPPORT
from mailbot.testing import Received, compose_mail, quoted_answer


def play(desk: RunningDesk, console: Console) -> None:
    """Play the whole conversation; the desk still runs when it is over."""
    try:
        _scene(console, "A desk opens", desk.opening.format(folder=desk.folder))
        desk.start()
        _paid(desk, console)
        notice = _incomplete_then_complete(desk, console)
        _agent_answers(desk, console, notice)
        _stranger(desk, console)
        _out_of_office(desk, console)
        _scene(console, "The books", "mailbot cases · mailbot balance anna@firma.example")
        console.print(desk.mailbot("cases"), markup=False, highlight=False)
        console.print(desk.mailbot("balance", ANNA), markup=False, highlight=False)
    except BaseException:
        desk.stop()
        raise


def _paid(desk: RunningDesk, console: Console) -> None:
    _scene(console, "A customer has paid", "300 kr, with her address as the message: mailbot payment add 300 anna@firma.example")
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "demo-1")
    _show(console, desk.delivered(1, ANNA)[0], "the confirmation")


def _incomplete_then_complete(desk: RunningDesk, console: Console) -> Received:
    _scene(console, "Anna writes, and leaves out what we need",
           "From the address she paid with; the vendor's own mail server vouches for it. A case, a number, and only the missing questions.")
    first = "Hej!\n\nJag får ett konstigt felmeddelande när jag skriver ut balansrapporten.\n\nHälsningar\nAnna"
    _in(desk, console, ANNA, SUPPORT, "Hjälp med utskrift", first)
    ack = desk.delivered(1, ANNA)[0]
    _show(console, ack, "the acknowledgement")
    _scene(console, "Anna answers with what was missing", "Her reply joins the case; the clock starts, and the agents hear of it.")
    answer = ("Windows 11.\n1. Jag öppnar Rapporter\n2. Jag klickar på Skriv ut\nDå står det: \"Fel 3021: Ingen aktuell post\"")
    raw = quoted_answer(ack, answer, ANNA, datetime.now(UTC), authserv=AUTHSERV)
    _letter(console, "in", ANNA, ack.reply_to, f"Re: {ack.subject}", answer)
    desk.post(raw, ANNA, _plain(ack.reply_to))
    notice = desk.delivered(1, EVA)[0]
    _show(console, notice, "what Eva, the agent, reads in her own mail program")
    return notice


def _agent_answers(desk: RunningDesk, console: Console, notice: Received) -> None:
    _scene(console, "Eva answers by replying", desk.two_factors)
    text = "/spend 10m\n// tredje kunden i veckan med samma fel\nHej Anna!\n\nUppdatera till version 7.4, så försvinner felet.\n"
    raw = quoted_answer(notice, text, EVA, datetime.now(UTC))
    _letter(console, "in", EVA, notice.reply_to, f"Re: {notice.subject}", text)
    desk.submit(raw, "eva", _plain(notice.reply_to), EVA)
    _show(console, desk.delivered(1, ANNA)[0], "what Anna gets: no command, no remark, no address of Eva's")
    _show(console, desk.delivered(1, EVA)[0], "Eva's receipt")


def _stranger(desk: RunningDesk, console: Console) -> None:
    _scene(console, "A German without entitlement", "Help to help himself, in his language, at any hour; nothing he wrote is repeated.")
    _in(desk, console, HANS, SUPPORT, "Frage zum Drucken", "Guten Tag,\n\nwie kann ich mit Ihrem Programm eine Bilanz drucken?\n\nHans Muster")
    _show(console, desk.delivered(1, HANS)[0], "the help for everybody")


def _out_of_office(desk: RunningDesk, console: Console) -> None:
    _scene(console, "An out-of-office reply meets silence", "A machine is never answered: it is kept, and that is all.")
    raw = compose_mail(HANS, SUPPORT, "Automatische Antwort: Abwesenheit", "Ich bin bis Montag nicht im Haus.", datetime.now(UTC),
                       authserv=AUTHSERV, headers={"Auto-Submitted": "auto-replied"})
    _letter(console, "in", HANS, SUPPORT, "Automatische Antwort: Abwesenheit", "Ich bin bis Montag nicht im Haus.")
    desk.post(raw, HANS, SUPPORT)
    desk.all_handled()
    console.print(f"   … silence. {desk.sent} mails have left the desk so far, none of them for this one.\n", style="dim")


def _in(desk: RunningDesk, console: Console, sender: str, to: str, subject: str, text: str) -> None:
    _letter(console, "in", sender, to, subject, text)
    desk.post(compose_mail(sender, to, subject, text, datetime.now(UTC), authserv=AUTHSERV), sender, to)


# ---- how it looks ---------------------------------------------------------------------------------------
def _scene(console: Console, title: str, words: str) -> None:
    console.print()
    console.rule(Text(title, style="bold"), align="left")
    console.print(words, style="dim", markup=False, highlight=False)
    console.print()


def _show(console: Console, mail: Received, what: str) -> None:
    _letter(console, "out", mail.header("From"), mail.to, mail.subject, mail.text, what)


def _letter(console: Console, way: str, sender: str, to: str, subject: str, text: str, what: str = "") -> None:
    head = Text.assemble(("From:    ", "dim"), sender, ("\nTo:      ", "dim"), to, ("\nSubject: ", "dim"), (subject, "bold"), "\n\n")
    title = f"{'→ in' if way == 'in' else '← out'}{f' · {what}' if what else ''}"
    console.print(Panel(Text.assemble(head, text.strip()), title=Text(title), title_align="left",
                        border_style="cyan" if way == "in" else "green", width=min(console.width, 84)))


def _plain(address: str) -> str:
    return address.partition("<")[2].partition(">")[0] or address
