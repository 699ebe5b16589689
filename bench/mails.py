"""The bench's own mails: ordinary sizes, seeded, the kinds that a support desk gets."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from mailbot.testing import compose_mail

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORDS = ("rapport faktura moms konto utskrift balans kund version fönster knapp meddelande Rechnung Drucker Fehler Bericht "
         "factuur scherm report screen button message period verification").split()


def mails(count: int, to: str, authserv: str, seed: int = 7) -> list[tuple[str, bytes]]:
    """(sender, raw) pairs: three in four complete, one in four short; 1 to 12 kB."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        sender = f"kund{number}@firma{number % 50}.example"
        filler = "\n".join(" ".join(chance.choices(WORDS, k=10)) for _ in range(chance.randint(3, 120)))
        text = f"Hej!\n\nJag får Fel {3000 + number}: \"Ingen aktuell post {number}\".\n1. Öppnar Rapporter\n2. Klickar Skriv ut\n"
        text += ("Windows 11\n" if chance.random() < 0.75 else "") + filler
        made.append((sender, compose_mail(sender, to, f"Fel vid utskrift {number}", text, AT, authserv=authserv)))
    return made
