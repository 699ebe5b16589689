"""text/enriched and its forerunner text/richtext as plain text (RFC 1896, RFC 1341 section 7.1.3).
Commands are left out with what belongs to them alone; line ends are those that the writer meant."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"<(/?)([A-Za-z0-9-]{1,60})>|<<")
_PARAMETER = re.compile(r"<param>[^<]{0,2000}</param>", re.IGNORECASE)
_ENDS = re.compile(r"\n+")
_VERBATIM = re.compile(r"<(?:nofill|verbatim)>", re.IGNORECASE)
_SIGNS = {"lt": "<", "nl": "\n", "np": "\n\n", "/paragraph": "\n\n"}


def text_of(source: str, enriched: bool) -> str:
    """The words of an enriched text; of rich text, when not `enriched`, which writes its line ends as commands."""
    source = _PARAMETER.sub("", source)
    if not enriched:
        return _COMMAND.sub(lambda match: _SIGNS.get(f"{match[1]}{match[2] or ''}".lower(), "<" if match[0] == "<<" else ""), source.replace("\n", " "))
    if _VERBATIM.search(source) is None:  # one line end is a space, two are one, and so on
        source = _ENDS.sub(lambda match: "\n" * (len(match[0]) - 1) or " ", source)
    return _COMMAND.sub(lambda match: "<" if match[0] == "<<" else "", source)
