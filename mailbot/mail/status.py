"""Status codes such as 5.1.1 among the words of servers (RFC 3463 section 2; the subjects are those of the IANA registry).
Addresses of machines, numbers of versions and parts of longer numbers look alike, and are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = re.compile(r"(?<![\w.])([245])\.([0-7])\.(\d{1,3})(?!\w|\.\w)")
_FIELD = re.compile(r"(?<![\w.])([245])[. ](\d{1,3})[. ](\d{1,3})(?!\w|\.\w)")
_PROGRAM = re.compile(  # what stands before the number of a version
    r"(?:[a-z]/|\b(?:exim|postfix|sendmail|qmail|exchange|courier|zimbra|kerio|domino|imail|mdaemon|mailenable|mailer|powermta|pmta|haraka|opensmtpd|communigate(?: pro)?|groupwise|spamassassin|amavisd-new"
    r"|\w{0,20}server|software|program|version|ver\.?|release|rel\.?|build|v)[ \t/(-]{0,2}v?)$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters before a number that may name a program


def codes(words: str) -> Iterator[str]:
    """Every status code of a text, in the order written."""
    for match in _CODE.finditer(words):
        if not _PROGRAM.search(words, max(0, match.start() - _BEFORE), match.start()):
            yield _written(match)


def first_code(words: str) -> str | None:
    """The first status code of a text; None when it has none."""
    return next(codes(words), None)


def status_of(field: str) -> str | None:
    """What a Status field says (RFC 3464 section 2.3.4); there a number is a status however it is written."""
    match = _FIELD.search(field)
    return _written(match) if match else None


def _written(match: re.Match[str]) -> str:
    return f"{match[1]}.{int(match[2])}.{int(match[3])}"
