"""Who wrote: a From address that is proven, claimed, or cannot be read (RFC 8601, RFC 7489, RFC 6376).
Believes one header only: the topmost Authentication-Results of our own server, on mail through a door that vouches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import authres

from mailbot.config.settings import Config
from mailbot.mail import address as addresses
from mailbot.mail import mime
from mailbot.mail.envelope import Envelope
from mailbot.mail.headers import Field, Headers
from mailbot.mail.message import Claimed, Identity, Unverifiable, Verified

MICROSOFT = "microsoft365"  # in trusted_authserv: Microsoft's header, which names no server (field note: it starts with "spf=")
_MAX_BYTES = 8192  # of one Authentication-Results header; more is nobody's


def identify(headers: Headers, envelope: Envelope, config: Config) -> Identity:
    """The identity of the author: exactly one plain From address, and what proves it. Reply-To and Sender never count."""
    found = _author(headers)
    if isinstance(found, _Unreadable):
        return Unverifiable(envelope.door, found.because)
    if envelope.authenticated_as is not None:
        agent = config.agent(envelope.authenticated_as)
        own = {_key(address) for address in agent.email} if agent else set()
        if addresses.key(found) in own:
            return Verified(found, envelope.door, "auth")
        because = f"{envelope.authenticated_as} logged in, but From is not an address of {envelope.authenticated_as}"
        return Claimed(found, envelope.door, because)
    if not envelope.vouched:
        return Claimed(found, envelope.door, "the mail came in straight from a stranger, and nobody vouches for it")
    if headers.bare_cr or headers.cut:
        return Claimed(found, envelope.door, "the header of the mail is malformed or too long to be believed")
    proof, because = _proof(headers, found, config)
    return Verified(found, envelope.door, proof) if proof else Claimed(found, envelope.door, because)


def proof(raw: bytes, envelope: Envelope, config: Config) -> str:
    """ "dmarc:anna@example.com" when the author is proven, else "". Reads the header block only; never raises. For doors."""
    try:
        identity = identify(mime.head(raw, config.limits), envelope, config)
    except Exception:  # whatever a hostile header does, a door answers
        return ""
    return f"{identity.proof}:{addresses.key(identity.address)}" if isinstance(identity, Verified) else ""


@dataclass(frozen=True, slots=True)
class _Unreadable:
    because: str


def _author(headers: Headers) -> str | _Unreadable:
    fields = [f for f in headers.fields if f.name == "from"]
    if not fields:
        return _Unreadable("the mail has no From line")
    if len(fields) > 1:
        return _Unreadable(f"the mail has {len(fields)} From lines")
    if not fields[0].exact:
        return _Unreadable("the From line is malformed: white space before its colon, or a blank line within")
    found = addresses.author(fields[0].value)
    return found or _Unreadable("From does not hold exactly one plain address")


def _key(address: str) -> str:
    try:
        return addresses.key(address)
    except ValueError:
        return ""


# ---- the topmost header of our own server ------------------------------------------------------------
_BY = re.compile(rb"(?:^|\s)by\s+([A-Za-z0-9.:_\[\]-]{1,255})", re.IGNORECASE)
_FROM = re.compile(rb"from\s", re.IGNORECASE)
_WHITE = re.compile(rb"[ \t\r\n]*")
_ATOM = re.compile(rb"[A-Za-z0-9._-]{1,255}")
_QUOTED_ATOM = re.compile(rb'"([A-Za-z0-9._-]{1,255})"')
_VERSION = re.compile(rb"[0-9]{1,3}(?=[ \t\r\n(;]|$)")
_COMMENT_SIGN = re.compile(rb"[()\\]")
_IN_COMMENTS = 2000  # octets before the first semicolon; more is unreadable


def trusted_results(headers: Headers, config: Config) -> str:
    """The topmost Authentication-Results of a trusted server that stands above the first Received that is not ours, else "".

    Where everything that strangers wrote stands: below the Received line of the server that took the mail from them.
    A Received line without "from" is a step within one server (Gmail writes such) and no border.
    A field whose server cannot be read may be our own, and so may not be passed over: nothing below it is believed."""
    trusted = {name.strip().lower().rstrip(".") for name in config.mailbox.trusted_authserv}
    for field in headers.fields:
        if field.name == "authentication-results":
            if not field.exact:
                return ""
            if MICROSOFT in trusted and field.value.lstrip().startswith(b"spf="):
                return _bounded(f"{MICROSOFT}; " + field.value.decode("latin-1"))
            found = _server(field.value)
            if found is None:
                return ""
            name, results = found
            if name in trusted:
                return _bounded(f"{name}{results.decode('latin-1')}")
        elif field.name == "received" and not _is_ours(field.value, trusted):
            return ""
    return ""


def written_by_ours(headers: Headers, config: Config) -> Iterator[Field]:
    """The fields that our own servers put on top: all above the first Received line that is not ours. The topmost of a name is
    theirs; below it a stranger may have written one more."""
    trusted = {name.strip().lower().rstrip(".") for name in config.mailbox.trusted_authserv}
    for field in headers.fields:
        if field.name == "received" and not _is_ours(field.value, trusted):
            return
        yield field


def _bounded(text: str) -> str:
    return text if len(text) <= _MAX_BYTES else ""


def _server(value: bytes) -> tuple[str, bytes] | None:
    """The server that a field names, in lower case, and what follows from the first semicolon on (RFC 8601 section 2.2).

    Its name may be quoted, and comments may stand around it and its version. None: the name cannot be read."""
    start = _skip(value, 0)
    match = _QUOTED_ATOM.match(value, start) or _ATOM.match(value, start) if start is not None else None
    end = _skip(value, match.end()) if match is not None else None
    if match is None or end is None:
        return None
    if version := _VERSION.match(value, end):
        end = _skip(value, version.end())
    if end is None or value[end : end + 1] not in (b";", b""):
        return None
    return match[match.lastindex or 0].decode("ascii").lower().rstrip("."), value[end:]


def _skip(value: bytes, at: int) -> int | None:
    """The position behind white space and comments, which may be nested (RFC 5322 section 3.2.2); None: a comment has no end. Linear."""
    at = _end(_WHITE, value, at)
    depth = 0
    while depth or value[at : at + 1] == b"(":
        match = _COMMENT_SIGN.search(value, at, _IN_COMMENTS)
        if match is None:
            return None
        at = match.end()
        if match[0] == b"\\":
            at += 1
        else:
            depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            at = _end(_WHITE, value, at)
    return at


def _end(pattern: re.Pattern[bytes], value: bytes, at: int) -> int:
    match = pattern.match(value, at)
    return match.end() if match is not None else at


def _is_ours(received: bytes, trusted: set[str]) -> bool:
    match = _BY.search(received)
    host = match[1].decode("ascii").lower().rstrip(".") if match else ""
    if host in trusted or (MICROSOFT in trusted and host.endswith(".outlook.com")):
        return True
    return match is not None and not _FROM.match(received.lstrip())


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    result: str
    properties: dict[str, str]  # "header.d" -> "example.com", lower case


# A header as most servers write it: no quotes, no versions, no reasons, at most one comment in a place, and properties of known types.
_COMMENTED = r"(?:[ \t]*\([ \t!-'*-\[\]-~]*\))?"
_PROPERTY = r"(?:smtp|header|body|policy)\.[a-z0-9-]+=[a-z0-9._+/=-][a-z0-9._+/=@-]*"
_ONE = rf"[ \t]*(?!none)[a-z0-9-]+=[a-z]+{_COMMENTED}(?:[ \t]+{_PROPERTY}{_COMMENTED})*[ \t]*"
_PLAIN = re.compile(rf"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:;{_ONE})+", re.IGNORECASE | re.ASCII)
_PLAIN_ONE = re.compile(r"([a-z0-9-]+)=([a-z]+)", re.ASCII)
_PLAIN_PROPERTY = re.compile(r"[ \t)]([a-z]+\.[a-z0-9-]+)=([^ \t(]+)", re.ASCII)
_PLAIN_COMMENT = re.compile(r"\([^()]*\)")


def _results(text: str) -> tuple[_Result, ...]:
    """The results of one header."""
    return _plain_results(text) if _PLAIN.fullmatch(text) else _any_results(text)


def _plain_results(text: str) -> tuple[_Result, ...]:
    """Of a plain header, read as authres reads it, in a tenth of the time."""
    pieces = _PLAIN_COMMENT.sub(" ", text).lower().split(";")[1:]
    found = ((_PLAIN_ONE.match(piece.strip()), piece) for piece in pieces)
    return tuple(_Result(one[1], one[2], dict(_PLAIN_PROPERTY.findall(piece))) for one, piece in found if one is not None)


def _any_results(text: str) -> tuple[_Result, ...]:
    """Of any header. Any failure to read it means none: authres raises many things (and RecursionError) on hostile text."""
    try:
        parsed = authres.AuthenticationResultsHeader.parse_value(text)
        return tuple(
            _Result(
                str(one.method).lower(), str(one.result).lower(),
                {f"{p.type}.{p.name}".lower(): str(p.value).strip().lower() for p in one.properties if p.value is not None},
            )
            for one in parsed.results
            if one.method is not None
        )
    except Exception:
        return ()


def _proof(headers: Headers, author: str, config: Config) -> tuple[str, str]:
    """(proof, "") or ("", why not, in words for an agent)."""
    domain = addresses.domain_of(author)
    text = trusted_results(headers, config)
    if not config.mailbox.trusted_authserv:
        return "", "no mail server is named in [mailbox] trusted_authserv, so nobody can be verified"
    if not text:
        return _internal_line(headers, author, config) or ("", "our mail server has not said whether the sender is genuine")
    results = _results(text)
    if _has_open_end(headers, domain):
        return "", f"the DKIM signature of {domain} leaves the end of the text open (l=)"
    of_author = {one.result for one in results if one.method == "dmarc" and _domain(one.properties.get("header.from", "")) == domain}
    if of_author == {"pass"}:
        return "dmarc", ""
    if "fail" in of_author:
        return "", f"our mail server says that DMARC failed for {domain}"
    for one in results:
        signer = one.properties.get("header.d") or _domain(one.properties.get("header.i", ""))
        if one.method == "dkim" and one.result == "pass" and _aligned(domain, signer) and _signs_enough(headers, signer):
            return "dkim", ""
    for one in results if "auth" in config.mailbox.trusted_internal else ():
        names = (one.properties.get("smtp.auth"), one.properties.get("smtp.mailfrom"))
        if one.method == "auth" and one.result == "pass" and addresses.key(author) in {_key(n) for n in names if n}:
            return "internal", ""
    verdict = next((f"dmarc={one.result}" for one in results if one.method == "dmarc"), "no DMARC result")
    return _internal_line(headers, author, config) or ("", f"not proven: our mail server says {verdict} for {domain}")


def _domain(value: str) -> str:
    """The domain of a property that holds an address or a domain."""
    domain = value.rpartition("@")[2].strip().rstrip(".")
    key = _key(f"x@{domain}")
    return key.rpartition("@")[2]


def _aligned(domain: str, signer: str) -> bool:
    """Relaxed alignment without a list of public suffixes: the signer is the domain itself or a parent of two labels at least."""
    signer = _domain(signer)
    return signer != "" and "." in signer and (domain == signer or domain.endswith("." + signer))


# ---- what the signature covers (RFC 6376 section 3.5) -------------------------------------------------
def _tags(signature: bytes) -> dict[str, str]:
    pairs = (piece.partition("=") for piece in signature[:_MAX_BYTES].decode("latin-1").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def _has_open_end(headers: Headers, domain: str) -> bool:
    """Whether a signature aligned with the author covers only the beginning of the body: anybody could append to it."""
    return any("l" in tags and _aligned(domain, tags.get("d", "")) for tags in map(_tags, headers.all("dkim-signature")))


def _signs_enough(headers: Headers, signer: str) -> bool:
    """Whether every signature of this signer covers From and Subject."""
    theirs = [tags for tags in map(_tags, headers.all("dkim-signature")) if _domain(tags.get("d", "")) == _domain(signer)]
    covered = [{name.strip() for name in tags.get("h", "").split(":")} for tags in theirs]
    return bool(theirs) and all({"from", "subject"} <= names for names in covered)


# ---- colleagues within our own domain ------------------------------------------------------------------
_LOGGED_IN = re.compile(rb"\(authenticated sender:[ \t]*([^\s()<>]{3,254})\)", re.IGNORECASE)
_INTERNAL = "x-ms-exchange-organization-authas"


def _internal_line(headers: Headers, author: str, config: Config) -> tuple[str, str] | None:
    """Our own server's word that its user wrote: the topmost Received line of ours that names him, or Microsoft's mark.
    Only what `[mailbox] trusted_internal` lists; only for an author of the mailbox's own domain."""
    accepted = config.mailbox.trusted_internal
    if not accepted or addresses.domain_of(author) != config.mailbox.domain:
        return None
    trusted = {name.strip().lower().rstrip(".") for name in config.mailbox.trusted_authserv}
    first = next((i for i, f in enumerate(headers.fields) if f.name == "received"), len(headers.fields))
    received = headers.fields[first].value if first < len(headers.fields) else b""
    match = _BY.search(received)
    host = match[1].decode("ascii").lower().rstrip(".") if match is not None else ""
    if "authenticated_sender" in accepted and match is not None and host in trusted:
        named = _LOGGED_IN.findall(received[: match.start()])
        if len(named) == 1 and _key(named[0].decode("latin-1")) == addresses.key(author):
            return "internal", ""
    marks = [i for i, f in enumerate(headers.fields) if f.name == _INTERNAL]
    marked = len(marks) == 1 and headers.fields[marks[0]].value == b"Internal"
    if "microsoft" in accepted and MICROSOFT in trusted and marked and (host.endswith(".outlook.com") or marks[0] < first):
        return "internal", ""
    return None
