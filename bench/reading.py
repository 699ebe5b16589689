"""CPU for reading one mail, by stage: what the bytes say, whether a machine wrote them, and what a person tells.
On the corpus of odd mails, and on the bench's own ordinary ones."""

from __future__ import annotations

import email
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from bench.figures import Figure
from bench.mails import AT, mails
from mailbot.config.rules import load_rules
from mailbot.config.settings import Config
from mailbot.desk import credentials
from mailbot.desk.intake import find_details, kind_of
from mailbot.mail import parse as reading
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Message
from mailbot.mail.tokens import Keys

ROOT = Path(__file__).resolve().parent.parent
ORDINARY = 20_000  # bytes of a mail
ROUNDS = 5  # the first one warms the tables up and is not counted
CONFIG = Config.model_validate({
    "vendor": {"name": "Example", "languages": ["sv", "de", "nl", "en"]}, "mailbox": {"address": "support@us.example", "trusted_authserv": ["mx.us.example"]},
    "intake": {"required": ["operating_system"], "technical": ["steps", "exact_error_text"], "handling": ["unclear_passage_or_how_searched"]},
})  # fmt: skip


def measure(folder: Path) -> list[Figure]:  # noqa: ARG001 - every part is given a scratch folder; this one needs none
    """Median CPU milliseconds by stage; the yardstick is the standard library's bare compat32 parse of the same mails."""
    corpus = [raw for path in sorted((ROOT / "tests" / "corpus").glob("*.eml")) if len(raw := path.read_bytes()) <= ORDINARY]
    written = [raw for _, raw in mails(100, "support@us.example", "mx.us.example")]
    return [*_figures("odd mails", corpus), *_figures("ordinary mails", written)]


def _figures(which: str, raws: Sequence[bytes]) -> list[Figure]:
    spent: dict[str, list[float]] = defaultdict(list)
    for turn in range(ROUNDS):
        for raw in raws:
            took = _one(raw)
            for stage, seconds in took.items() if turn else ():
                spent[stage].append(1000 * seconds)
    yard = median(spent.pop("compat32"))
    rows = [Figure(f"{which}: CPU {stage}, median", median(times), "ms", yard, "compat32 parse") for stage, times in spent.items() if stage != "all"]
    rows.append(Figure(f"{which}: CPU of all three, median", median(spent["all"]), "ms", yard, "compat32 parse", "≤ 3 ms"))
    rows.append(Figure(f"{which}: CPU of all three, p95", quantiles(spent["all"], n=20)[-1], "ms", yard, "compat32 parse"))
    return rows


def _one(raw: bytes) -> dict[str, float]:
    """Seconds of each stage of one mail."""
    begun = time.process_time()
    email.message_from_bytes(raw)
    bare = time.process_time()
    message, classifying = _parsed(raw)
    parsed = time.process_time()
    _extract(message)
    done = time.process_time()
    return {"compat32": bare - begun, "parse": parsed - bare - classifying, "classify": classifying, "extract": done - parsed, "all": done - bare}


def _parsed(raw: bytes) -> tuple[Message, float]:
    """The mail, and the seconds that went to finding out whether a machine wrote it."""
    spent = 0.0
    whole = reading.classify

    def timed(*given, **named):
        nonlocal spent
        begun = time.process_time()
        verdict = whole(*given, **named)
        spent = time.process_time() - begun
        return verdict

    reading.classify = timed
    try:
        return reading.parse(raw, Envelope("kund@firma.example", ("support@us.example",), "127.0.0.1", Door.LMTP, AT, vouched=True), CONFIG, KEYS, RULES.questions), spent
    finally:
        reading.classify = whole


def _extract(message: Message) -> None:
    kind, _ = kind_of(message.subject, message.new_text, RULES)
    find_details(message.subject, message.new_text, message.attachments, RULES, CONFIG.intake, kind)
    credentials.find(message.subject, message.new_text, CONFIG.entitlement)


KEYS = Keys(b"k" * 32)
RULES = load_rules(ROOT / "rules", None)[0]
