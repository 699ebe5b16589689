"""docs/agents.md, the one page a new agent reads: made from the declarations that /help is made from, and the same words.
It cannot tell of a command that does not exist, nor leave one out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailbot import render
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk.agents.examples import Desk, examples
from mailbot.desk.attaching import RUNS
from mailbot.desk.commands import COMMANDS, CommandSpec
from mailbot.desk.commands.table import RANKS
from mailbot.desk.hearing import AGENT_TOKEN_LIVES
from mailbot.render.filters import Speech

HEAD = """\
# Working as an agent, by mail

<!-- Made by `mailbot manual agents > docs/agents.md`; a test holds it to the program. Change the words in templates/en/words.toml. -->

You need your mail program and nothing else. Every case that concerns you comes to you as a mail; all mails about one case make one
conversation. On top stands what you need to decide in two seconds: number, customer, right and minutes left, what was promised, what is
missing, and how far the sender is believed. Then come the customer's words, and last how to answer.

## Answering

Reply, and write above everything else. **Each mail says what a plain reply does**: it goes to the customer, or it stays internal. That is
signed into its reply address, so that a later change of the settings changes nothing about mails you already have.

The customer gets your words from the support address, with your first name at most. He sees none of your commands, remarks, quotes,
signature or addresses. Your subject does not matter; the customers you put into To or Cc do not get your mail from us.

* Begin with `/note`, and the whole mail stays internal. Every mail names an address for notes besides, and every note one for the customer.
* A line that begins with `//` is an internal remark. Leave a line empty below a long one: mail programs break lines.
* Commands stand on lines of their own, first or last in the mail: `/spend 10m`. A command among your words sends the whole mail back to you; any other slash in running text stays text.
* **All or nothing**: if one line is wrong, nothing runs and nothing is sent. You get your text back with the line, the reason and a
  suggestion; correct it and send it as a reply to that mail.
* The order of the lines does not matter: what closes a case is done after the answer is sent.

"""
PROGRAMS: tuple[tuple[str, str, str], ...] = (
    ("Outlook (desktop, web, phone)", "Reply; type above the line \"From: …\": Outlook does not mark what is old, so a mail with words of yours within it, or commands below it, comes back to you. Your signature is cut, and pictures in it too. AutoCorrect may turn quotes and dashes: both are understood.", """\
/spend 10m
Hello Kim,

please update to version 7.4, and the error will be gone.

/close

Anna Berg
Support

From: Example Support <support@example.com>
Subject: [EX-2026-000123] Error when printing"""),
    ("Gmail", "Reply; the history hides behind the three dots, leave it there.", """\
Hello Kim,

which version do you have? It stands under Help, About.

On Mon, 23 Nov 2026 at 10:42, Example Support <support@example.com> wrote:
> ##- Please write your reply above this line -##"""),
    ("Apple Mail (Mac, iPhone)", "Reply; \"Sent from my iPhone\" is cut. On the phone a command is typed like any other line.", """\
/note
The third one this week. I look into it tomorrow.

Sent from my iPhone"""),
    ("Thunderbird", "Reply, with the answer above or below the quote: both are found, and so is an answer between quoted lines.", """\
> printing the balance report says "Error 3021".
Please update to version 7.4.

// known since 7.3
/spend 5m
--
Anna"""),
    ("mutt, neomutt", "`r`, and `set edit_headers=no` is fine. Keep the Reply-To that it offers. In an index, `~h X-Mailbot-Priority` finds by header.", """\
/spend 1h30m 2026-11-23 looked through the log
Hello Kim,

the log shows what happened."""),
)  # fmt: skip
FACTORS = f"""\
## Two factors

You speak as an agent only when both are true: your mail server proves that the mail is yours (or you logged in to send it), and it comes to
an address that only you were sent. If one is missing, nothing happens, and you are told at your first address in the settings:

| what was seen | what to do |
|---|---|
| your mail came to the plain address, to a customer's or another agent's | reply to the mail you get: your text is in it, and it has an address of yours |
| the address is older than {AGENT_TOKEN_LIVES.days} days, or was revoked | the same |
| a mail in your name that nothing proves | was it you: send it through your own mail server; was it not: `/revoke` |
| somebody else wrote to your address | was it you, from another address: have it entered in the settings; was it not: `/revoke` |

Your **desk address** came with your invitation. It is for what belongs to no case: `/help`, `/revoke`. A new one comes two weeks before it
expires. `/revoke` there makes every address void that you were ever sent, and sends you a new one; an administrator does the same with
`mailbot agents revoke ID`.

## Sorting mail

Every mail carries `X-Mailbot-Case`, `-Notice` (`new-case`, `update`, `note`, `result`, `refused`, …), `-Kind`, `-Priority`, `-Tier` and
`-Customer` (a number that stays the same). For programs that sort by text alone, the last line (folded where it is long) says the same in every language:

    Ref: EX-2026-000123 notice=new-case kind=technical priority=normal tier=block

## Files

You get the kinds of files that `[mailbox] keep_attachments` names, up to `[agents] attachments_mb` for each mail. Of others you read name and
size. What runs when it is opened never comes: {', '.join(sorted(RUNS)[:12])}, … and programs under any name.

"""


NOBODYS = Desk(Config(), RuleSet(), None, date(2026, 11, 24))  # the day on which the mails above were written


def page() -> str:
    """The whole page, as Markdown."""
    speech = render.load((), Config()).tongues["en"].speech
    return HEAD + "".join(_programs()) + FACTORS + "\n".join(_commands(speech)) + "\n"


def _programs() -> Iterator[str]:
    yield "## In your mail program\n\n"
    for name, says, reply in PROGRAMS:
        shown = "\n".join(f"    {line}".rstrip() for line in reply.split("\n"))
        yield f"**{name}.** {says}\n\n{shown}\n\n"


def _commands(speech: Speech) -> Iterator[str]:
    """All commands, by stage; what a role does not reach, and what goes to the desk address, is said."""
    yield "## Commands\n\nNames may be shortened to three letters where only one command begins so; in Swedish, German and Dutch many have a word of their own.\n`/help` sends what your role reaches, `/help spend` one with examples, and `/help priority` with what there is to choose from."
    for stage in sorted({spec.stage for spec in COMMANDS.values()}):
        title = speech.words.get("stage", stage.name.lower())
        yield f"\n### {title[:1].upper()}{title[1:]}\n"
        for spec in COMMANDS.values():
            if spec.stage is stage:
                yield from _command(spec, speech)


def _command(spec: CommandSpec, speech: Speech) -> Iterator[str]:
    words = speech.words
    limits = [f"for the role {spec.who} and above"] if RANKS.index(spec.who) > RANKS.index("agent") else []
    limits += ["to your desk address"] if spec.where == "desk" else []
    said = f" ({', '.join(limits)})" if limits else ""
    yield f"* `{words.get('usage', spec.name, f'/{spec.name}')}`{said}  "
    shown = "`, `".join(speech.in_words(example) for example in examples(spec, NOBODYS))
    yield f"  {words.get('command', spec.name)} For example `{shown}`."
