"""The table of customers, written: spreadsheets open it with a double click, and reading it again changes nothing.
No code is in it, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from mailbot.desk.registers.cells import clean, guarded
from mailbot.desk.registers.table import COLUMNS, Registered, latest_rights

EXPORTED = tuple(name for name in COLUMNS if name != "unlock_code")


def written(customers: Sequence[Registered]) -> str:
    """All customers as a CSV file that spreadsheets open with a double click; no code is in it, and no cell is a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(EXPORTED)
    for customer in customers:
        for cells in _rows(customer):
            rows.writerow([guarded(cells.get(name, "")) for name in EXPORTED])
    return out.getvalue()


def _rows(customer: Registered) -> Iterator[dict[str, str]]:
    account = customer.account
    if not account.addresses:
        return
    numbers = [number for number, _ in customer.credentials]
    rights = latest_rights(account)
    for place in range(max(1, len(rights), len(numbers))):
        cells = {"address": account.addresses[0]}
        if place == 0:
            cells |= {
                "name": clean(account.name), "language": account.language or "", "addresses": " ".join(account.addresses[1:]),
                "domains": " ".join(account.domains), "overdue_since": _iso(account.overdue_since),
                "contacts": " | ".join(f"{clean(p.name)} <{p.address}>" if clean(p.name) else p.address for p in customer.people if p.contact),
                "trainings": " | ".join(f"{t.address} {clean(t.module)} {t.passed_on}" + (f"/{t.valid_until}" if t.valid_until else "") for t in account.trainings),
            }
        if place < len(rights):
            right = rights[place]
            cells |= {"tier": right.tier, "valid_from": _iso(right.valid_from), "valid_until": _iso(right.valid_until)}
        if place < len(numbers):
            cells["id_number"] = numbers[place]
        yield cells


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
