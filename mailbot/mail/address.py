"""Addresses: one strict reading that every mail server shares, or none (RFC 5321 section 4.1.2, RFC 6531, RFC 5890).
Nothing is decoded, repaired or guessed: an address that two readers could read differently is no address."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import idna

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LETTER = ("L", "N", "M")  # what a non-ASCII local part may hold besides the ASCII of an atom


def plain(text: str) -> str | None:
    """The address when `text` is exactly one addr-spec: a dot-atom, "@", and a domain of letters, digits and hyphens.
    Non-ASCII (SMTPUTF8) passes only in the one form that compares exactly. Quoted local parts, comments and literals do not pass."""
    if len(text) > 254 or text.count("@") != 1 or "=?" in text:
        return None
    local, _, domain = text.partition("@")
    if not 0 < len(local.encode("utf-8", "replace")) <= 64 or not _is_local(local):
        return None
    return text if _ascii_domain(domain) else None


def _is_local(local: str) -> bool:
    if local.isascii():
        return _ATOM.fullmatch(local) is not None
    if unicodedata.normalize("NFKC", local) != local:
        return False
    as_ascii = "".join(c if c.isascii() else "a" if unicodedata.category(c)[0] in _LETTER else " " for c in local)
    return _ATOM.fullmatch(as_ascii) is not None


@lru_cache(maxsize=2048)
def _ascii_domain(domain: str) -> str | None:
    """The domain as A-labels in lower case; None when it is none. IDNA 2008 without mapping: no look-alike becomes ASCII."""
    if not 0 < len(domain) <= 253:
        return None
    labels = []
    for label in domain.split("."):
        if label.isascii():
            if not _LABEL.fullmatch(label):
                return None
            labels.append(label.lower())
            continue
        try:
            labels.append(idna.alabel(label).decode("ascii"))  # encode() would take other scripts' full stops for dots
        except (idna.IDNAError, UnicodeError):
            return None
    return None if len(joined := ".".join(labels)) > 253 or labels[-1].isdigit() else joined


_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def key(address: str) -> str:
    """What two writings of one address share: domain as A-labels, ASCII letters in lower case; nothing else is folded.
    Raises ValueError when `address` is not plain."""
    if plain(address) is None:
        raise ValueError(f"{address[:100]!r} should be a plain address such as anna@example.com")
    local, _, domain = address.partition("@")
    return f"{local.translate(_LOWER)}@{_ascii_domain(domain)}"


def domain_of(address: str) -> str:
    """The domain of a plain address, as A-labels in lower case."""
    return key(address).rpartition("@")[2]


def domain(text: str) -> str | None:
    """A domain as it is compared: A-labels in lower case, at least two of them; None when `text` is none."""
    found = _ascii_domain(text)
    return found if found is not None and "." in found else None


def domains_of(domain: str) -> tuple[str, ...]:
    """A domain and those above it, the nearest first, down to two labels: "it.kund.example", "kund.example"."""
    labels = domain.split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels) - 1))


# ---- From: exactly one author ---------------------------------------------------------------------
_QUOTED = re.compile(rb'"(?:[^"\\\r\n]|\\[^\r\n])*"')
_COMMENT = re.compile(rb"\([^()<>@\"\\\r\n]*\)")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def author(value: bytes) -> str | None:
    """The one plain address of a From value, unfolded raw bytes; None when readers could disagree about it.
    Accepts `a@b`, `a@b (Name)`, `<a@b>` and `Name <a@b>`; a name holds quoted strings, simple comments and no special characters."""
    if len(value) > 2000 or _CONTROL.search(value):
        return None
    bare = _COMMENT.sub(b" ", _QUOTED.sub(b'""', value)).strip()
    if b"(" in bare or b")" in bare:
        return None
    phrase, angle, rest = bare.partition(b"<")
    if not angle:
        return _spec(bare)
    spec, closed, after = rest.partition(b">")
    if not closed or after.strip() or _spec(spec) is None:
        return None
    name = phrase.replace(b'""', b"").strip()
    if any(c in name for c in b',;:"\\>') or (b"@" in name and name.strip(b"'").lower() != spec.strip().lower()):
        return None
    return _spec(spec)


def _spec(raw: bytes) -> str | None:
    try:
        return plain(raw.strip(b" \t").decode("utf-8"))
    except UnicodeDecodeError:
        return None


# ---- To, Cc: as many as can be read -----------------------------------------------------------------
_SPECIAL = re.compile(rb'[,;:"()<>\\]')


def listed(value: bytes, most: int) -> tuple[str, ...]:
    """The plain addresses of a To or Cc value, at most `most`; what is not plain is left out. Linear."""
    found: list[str] = []
    for chunk in _chunks(value):
        head, angle, rest = chunk.rpartition(b"<")
        address = _spec(rest.partition(b">")[0] if angle else _COMMENT.sub(b" ", head + rest))
        if address is not None and address not in found:
            found.append(address)
            if len(found) >= most:
                break
    return tuple(found)


def _chunks(value: bytes) -> list[bytes]:
    """The pieces between commas, and between the colon and semicolon of groups, that stand outside quotes, comments and angles."""
    chunks, start, depth, quoted, angle, skip = [], 0, 0, False, False, -1
    for match in _SPECIAL.finditer(value):
        at, char = match.start(), match[0]
        if at == skip:
            continue
        if char == b"\\":
            skip = at + 1
        elif char == b'"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif char == b"(":
            depth += 1
        elif char == b")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif char == b"<":
            angle = True
        elif char == b">":
            angle = False
        elif not angle or char in b",;":
            chunks.append(value[start:at])
            start, angle = at + 1, False
    return [*chunks, value[start:]]
