"""A measured figure and the yardstick it was measured beside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Figure:
    """One line of the report. The ratio is what may be compared between machines."""

    what: str
    value: float
    unit: str
    yardstick: float | None = None
    yardstick_is: str = ""
    bar: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.yardstick if self.yardstick else None


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
