"""The manual is made from the declarations, and is itself a configuration."""

from __future__ import annotations

import re
import tomllib

import pytest

from mailbot.config.errors import ConfigError
from mailbot.config.explain import fields, sections
from mailbot.config.manual import manual
from mailbot.config.settings import Config
from tests.config.conftest import Load


def test_what_the_manual_prints_is_the_default_configuration(loaded: Load) -> None:
    assert loaded(manual()).config == Config()


def test_the_manual_s_examples_load_when_they_are_uncommented(loaded: Load) -> None:
    config = loaded(re.sub(r"(?m)^#(?! |$)", "", manual())).config

    assert [tier.name for tier in config.tiers] == ["plus"]
    assert [agent.id for agent in config.agents] == ["anna"]
    assert [question.id for question in config.survey.questions] == ["score"]


def test_every_key_of_every_section_is_in_the_manual_with_its_meaning() -> None:
    said = manual()
    for header, table in sections():
        assert header.replace("[hours.NAME]", "[hours.office]") in said
        for key, field in fields(table).items():
            assert field.description or not field.annotation, f"{header} {key}"
            assert re.search(rf"(?m)^#?{re.escape(key)} = |\.{re.escape(key)}\]", said), f"{header} {key}"


def test_allowed_values_and_examples_stand_above_the_key() -> None:
    text = " ".join(manual("outgoing").replace("\n#", "").split())

    assert "One of: maildir, smtp." in text
    assert text.index("One of: maildir, smtp.") < text.index('via = "maildir"')


def test_one_section_can_be_asked_for() -> None:
    assert tomllib.loads(manual("cases"))["cases"]["reopen_within"] == "14d"


@pytest.mark.parametrize(("asked", "answer"), [("teir", 'did you mean "tier"?'), ("reopen_within", "it is a key of [cases]")])
def test_an_unknown_section_is_answered_with_the_nearest(asked: str, answer: str) -> None:
    with pytest.raises(ConfigError) as refused:
        manual(asked)

    assert answer in str(refused.value)
