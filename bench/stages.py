"""CPU for one mail, stage by stage, in this process: reading, fetching, deciding, wording, booking."""

from __future__ import annotations

import email
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

from bench.figures import Figure
from bench.mails import AT, mails
from mailbot import render
from mailbot.demo import AUTHSERV, CONFIG, SUPPORT
from mailbot.desk.decide import decide
from mailbot.desk.wanted import wanted
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.parse import parse
from mailbot.reception import to_keep
from mailbot.testing import Box

COUNT = 300


def measure(folder: Path) -> list[Figure]:
    """Mean CPU milliseconds by stage over 300 mails; the yardstick is the standard library's bare compat32 parse of them."""
    config = folder / "config.toml"
    config.write_text(CONFIG.format(smtp=0, submission=0).replace('submission = "127.0.0.1:0"', 'submission = ""'), encoding="utf-8")
    written = mails(COUNT, SUPPORT, AUTHSERV)
    yard = _yardstick(raw for _, raw in written)
    with Box(folder, config, at=AT) as box:
        spent = _through(box, written)
    stages = ("keep", "claim", "parse", "fetch", "decide", "render", "book")
    rows = [Figure(f"CPU {stage}", mean(spent[stage]), "ms", yard, "compat32 parse") for stage in stages]
    whole = [sum(each) for each in zip(*(spent[stage] for stage in stages), strict=True)]
    rows.append(Figure("CPU parse, median", median(spent["parse"]), "ms", yard, "compat32 parse", "≤ 3 ms"))
    rows.append(Figure("CPU whole mail", mean(whole), "ms", yard, "compat32 parse"))
    return rows


def _through(box: Box, written: list[tuple[str, bytes]]) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = defaultdict(list)
    desk, config, rules = box.desk, box.desk.loaded.config, box.desk.loaded.rules

    def timed(stage, act):
        begun = time.process_time()
        result = act()
        spent[stage].append(1000 * (time.process_time() - begun))
        return result

    for sender, raw in written:
        envelope = Envelope(sender, (SUPPORT,), "127.0.0.1", Door.SMTP, box.clock(), vouched=True)
        kept = timed("keep", lambda e=envelope, r=raw: box.store.keep_many([to_keep(r, e, config)]))
        assert not isinstance(kept[0], Exception)
        item = timed("claim", lambda: box.store.claim("bench", box.clock(), lease_seconds=60))
        message = timed("parse", lambda i=item: parse(i.raw, i.envelope, config, desk.keys))
        facts = timed("fetch", lambda m=message: box.store.fetch(wanted(m, config, box.desk.loaded.rules), box.clock()))
        decision = timed("decide", lambda m=message, f=facts: decide(m, f, config, rules))
        drafts = timed("render", lambda d=decision: render.render(d.letters, desk.templates, config))
        assert timed("book", lambda i=item, d=decision, t=drafts, f=facts: box.store.book(i, d, t, f.versions, box.clock()))
    return spent


def _yardstick(raws) -> float:
    spent = []
    for raw in raws:
        begun = time.process_time()
        email.message_from_bytes(raw)
        spent.append(1000 * (time.process_time() - begun))
    return mean(spent)
