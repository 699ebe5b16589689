"""What our own letters to people outside say to everybody: the sentences of the templates without what is filled in.
An agent may repeat any of them; they are nobody's secret, even where a note quotes them."""

from __future__ import annotations

import re

from mailbot.render.load import Templates
from mailbot.render.variables import VARIABLES

_FILLED_IN = re.compile(r"\{[{%#][^{}]{0,2000}[}%#]\}")


def published(templates: Templates) -> tuple[str, ...]:
    """The texts of all letters that go outside, and of their parts, in every language."""
    inside = {name for name, letter in VARIABLES.items() if letter.audience in ("agent", "admin")}
    sources = ((name, text) for tongue in templates.tongues.values() for files in (tongue.built_in, tongue.own) for name, (text, _) in files.items())
    return tuple(_FILLED_IN.sub("\n", text) for name, text in sources if name not in inside)
