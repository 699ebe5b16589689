"""The five vendors' files, and the shipped example, load without a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.config.not_yet import SAYS
from mailbot.config.paths import shipped

VENDORS = Path(__file__).parents[3] / "shared" / "vendors"
PROMISES = {
    "bokis": ("plus", "block", "free"),
    "fakturax": ("wartung", "gewaehrleistung", "aufwand"),
    "softadvice": ("onderhoud", "nacalculatie"),
    "softone": ("service_kvalitet", "client_server", "addon"),
    "visma": ("supportavtal",),
}


@pytest.mark.parametrize("name", PROMISES)
def test_a_vendor_s_file_loads_and_says_what_is_not_yet_in_use(name: str) -> None:
    path = VENDORS / f"{name}.toml"
    if not path.is_file():
        pytest.skip(f"{path} is not part of this checkout")

    loaded = load(path, {})

    assert loaded.config.tier_order == PROMISES[name]
    assert loaded.config.agents
    assert any(line.startswith("[survey] (") and line.endswith(SAYS) for line in loaded.not_yet)


def test_the_shipped_example_loads_in_four_languages_without_a_mistake() -> None:
    loaded = load(shipped("config.toml"), {"MAILBOT_ANNA": "x"})

    assert loaded.config.vendor.languages == ("sv", "de", "nl", "en")
    assert {tier.kind for tier in loaded.config.tiers} == {"yearly_fee", "prepaid_blocks", "free"}
    assert (loaded.warnings, loaded.not_yet) == ((), ())
