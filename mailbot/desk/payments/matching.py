"""Whose a payment is: the address in its message as written, repaired, or recognised; an ID number; else a person decides (payments.md 8.3).
Never by the payer's name or account: a husband pays for his wife, a firm for its clerk."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.config.settings import Config
from mailbot.desk.credentials import check_digit_ok, normal_id
from mailbot.desk.facts import Account
from mailbot.desk.payments.accounts import accounts_of
from mailbot.desk.payments.facts import Incoming, PaymentFacts, PaymentWanted
from mailbot.mail import address
from mailbot.mail.threading import case_numbers

MESSAGE_AT_MOST = 2000  # characters of one message that are looked at
SKELETON_AT_LEAST = 8
WINDOW, TOKENS = 6, 12  # words that an address may have been torn into; words of a message that are tried
ADDRESSES = 2  # of one message; more are nobody's

_ADDRESS = re.compile(r"[\w.%+'&~-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{0,30}[^\W\d_]")
_AT = re.compile(r"\s*(?:[(\[{]\s*(?:at|a|snabel-?a)\s*[)\]}]|&#64;|(?<!\w)snabel-?a(?!\w))\s*")
_AT_WORD = re.compile(r"(?<=\w)\s+at\s+(?=[\w-]+\s*(?:\.|[(\[]?(?:dot|punkt|punt)\b))")
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|punkt|punt)\s*[)\]}]\s*|(?<=\w)\s+(?:dot|punkt|punt)\s+(?=\w)")
_TORN_AT = re.compile(r"\s*@\s*")
_TORN_DOT = re.compile(r"\s+\.\s*(?=\w)")  # a blank stands before the dot; "word. word" ends a sentence
_LISTED = re.compile(r"(?:[\s\W]|\b(?:och|samt|and|und|sowie|en|et|cc|kopia|copy|kopie)\b)*")  # what stands between addresses that share
_REPLACES = re.compile(r"(?i)\b(?:ersätt\w*|istället|inte|ej|gammal|gamla|replac\w*|instead|not|old|ersetz\w*|statt|nicht|alte[rns]?|vervang\w*|niet|oude?)\b")
_ID_NUMBER = re.compile(r"(?<![\d-])(\d{6})[ -]?(\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, in every way it may be read."""

    exact: tuple[tuple[str, ...], ...]  # for each reading the address keys that stand in it
    repaired: tuple[tuple[str, ...], ...]
    skeletons: tuple[str, ...]
    id_numbers: tuple[str, ...]
    references: tuple[str, ...]  # ID numbers in structured references
    case_numbers: tuple[str, ...] = ()  # of messages and structured references
    listed: bool = True  # the addresses stand side by side, and no word tells one from the other

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for found in (*self.exact, *self.repaired) for key in found))


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a payment is, and how that was found."""

    method: str  # exact | repaired | known | id_number | reference | case | person
    addresses: tuple[str, ...]  # keys; the first gets the confirmation
    account: Account | None


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a person must look."""

    because: str  # see [held] of words.toml


# ---- reading -----------------------------------------------------------------------------------------
def read(payment: Incoming, config: Config) -> Reading:
    """Everything the payer's words may mean; the desk's own addresses mean nobody."""
    texts = tuple(dict.fromkeys(text[:MESSAGE_AT_MOST] for text in payment.messages))
    tolerant = config.payments.address_tolerance == "repaired"
    own = own_keys(config)
    structured = tuple(text[:MESSAGE_AT_MOST] for text in payment.structured)  # a bank's form may leave the payer no other place
    exact = tuple(reading for text in (*texts, *structured) for reading in _written(text, own))
    return Reading(
        exact,
        tuple(reading for text in texts for reading in _repaired(text, own)) if tolerant and not any(exact) else (),
        tuple(dict.fromkeys(each for text in texts for each in _skeletons(text, own))) if tolerant and not any(exact) else (),
        _id_numbers(texts),
        _id_numbers(payment.structured),
        tuple(dict.fromkeys(number for text in (*texts, *structured) for number in case_numbers(text, config.cases.number_format))),
        all(_is_list(text) for text in texts),
    )


def wanted(payment: Incoming, reading: Reading, config: Config) -> PaymentWanted:
    """What must be looked up to know whose the payment is, and whether it was told already."""
    return PaymentWanted(payment.id, reading.addresses, reading.skeletons, tuple(dict.fromkeys((*reading.id_numbers, *reading.references))),
                         reading.case_numbers, accounts_of(config))


def own_keys(config: Config) -> frozenset[str]:
    """The addresses of the desk, of its web forms and of its agents: no payment is ever theirs, and none of them is a customer."""
    mailbox = config.mailbox
    agents = (each for agent in config.agents for each in agent.email)
    return frozenset(address.key(each) for each in (mailbox.address, *mailbox.other_addresses, *mailbox.form_senders, *agents) if each)


def _addresses(text: str, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The plain addresses in a text, without the punctuation around them."""
    found: list[str] = []
    for match in _ADDRESS.finditer(text):
        plain = match[0].lstrip(".%+'&~-").rstrip(".-")
        if address.plain(plain) is not None and (key := address.key(plain)) not in own and key not in found:
            found.append(key)
    return tuple(found)


def _written(text: str, own: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The addresses in a text; where a word may have run into the end of one, without that word too."""
    return tuple(dict.fromkeys((_addresses(text, own), _addresses(_ADDRESS.sub(_without_next_word, text), own))))


def _without_next_word(match: re.Match[str]) -> str:
    """"anna@firma.se.Tack" may mean anna@firma.se: behind a country, or in another case than the domain, a word of its own begins."""
    before, _, last = match[0].rpartition(".")
    domain = before.partition("@")[2]
    ended = domain.rpartition(".")[2]
    if "." not in domain:
        return match[0]
    return before if (len(ended) == 2 < len(last)) or (last.istitle() and ended.islower()) else match[0]


def _repaired(text: str, own: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The same in a text whose "at" and "dot" are written out; when that is not enough, without the blanks around "@", and around the
    dots before and behind it: each way is a reading, since a word beside it may or may not be part of the address."""
    written = unicodedata.normalize("NFKC", text).lower()
    for pattern, sign in ((_AT, "@"), (_AT_WORD, "@"), (_DOT, ".")):
        written = pattern.sub(sign, written)
    if any(found := _written(written, own)):
        return found
    before, at, behind = _TORN_AT.sub("@", written).partition("@")
    fronts, backs = (dict.fromkeys((piece, _TORN_DOT.sub(".", piece))) for piece in (before, behind))
    readings = (reading for front in fronts for back in backs for reading in _written(front + at + back, own))
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def _is_list(text: str) -> bool:
    """Do the addresses of a text stand side by side, so that they mean the same?"""
    found = list(_ADDRESS.finditer(text))
    between = (text[one.end():other.start()] for one, other in itertools.pairwise(found))
    return len(found) < 2 or (_REPLACES.search(_ADDRESS.sub(" ", text)) is None and all(_LISTED.fullmatch(each.lower()) for each in between))


def skeleton(text: str) -> str:
    """Letters and digits alone: what survives any character set of a bank."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return "".join(c for c in plain if c.isalnum())


def _skeletons(text: str, own: frozenset[str]) -> tuple[str, ...]:
    """Of the whole message, and of a few words in a row; never of an address of ours, though we write to it every day."""
    words = text.split()[:TOKENS]
    windows = (words[start:end] for start in range(len(words)) for end in range(start + 1, min(start + WINDOW, len(words)) + 1))
    found = (skeleton("".join(window)) for window in (words, *windows))
    ours = {skeleton(each) for each in own}
    return tuple(dict.fromkeys(each for each in found if len(each) >= SKELETON_AT_LEAST and each not in ours))


def _id_numbers(texts: Iterable[str]) -> tuple[str, ...]:
    found = (normal_id(match[0]) for text in texts for match in _ID_NUMBER.finditer(text[:MESSAGE_AT_MOST]))
    return tuple(dict.fromkeys(number for number in found if check_digit_ok(number)))


# ---- deciding ----------------------------------------------------------------------------------------
def match(reading: Reading, facts: PaymentFacts) -> Match | NoMatch:
    """Whose the payment is, by the first way that says it without doubt."""
    for method, readings in (("exact", reading.exact), ("repaired", reading.repaired)):
        if any(readings):
            return _by_addresses(method, readings, facts, listed=reading.listed)
    if facts.by_skeleton:
        return _belonging("known", facts.by_skeleton, facts) if len(facts.by_skeleton) == 1 else NoMatch("several_addresses")
    for method, numbers in (("id_number", reading.id_numbers), ("reference", reading.references)):
        accounts = {account.id: account for number in numbers if (account := facts.by_id_number.get(number)) is not None}
        if len(accounts) == 1:
            (account,) = accounts.values()
            others = (named.account for number in reading.case_numbers if (named := facts.by_case.get(number)) is not None)
            if any(other is None or other.id != account.id for other in others):
                return NoMatch("two_customers")
            return Match(method, tuple(address.key(each) for each in account.addresses[:1]), account)
        if accounts:
            return NoMatch("two_customers")
    return _by_case(reading.case_numbers, facts)


def _by_case(numbers: tuple[str, ...], facts: PaymentFacts) -> Match | NoMatch:
    """Whose the case is that it names. Like an ID number it is no secret, and adds no address to anybody."""
    found = {(named.account.id if named.account else named.requester): named for number in numbers if (named := facts.by_case.get(number)) is not None}
    if len(found) != 1:
        return NoMatch("two_customers" if found else "no_address")
    (named,) = found.values()
    account = named.account or facts.owners.get(named.requester)
    return Match("case", tuple(address.key(each) for each in account.addresses[:1]) if account else (named.requester,), account)


def by_person(key: str, facts: PaymentFacts) -> Match:
    """An admin says whose it is."""
    return Match("person", (key,), facts.owners.get(key))


def _by_addresses(method: str, readings: tuple[tuple[str, ...], ...], facts: PaymentFacts, *, listed: bool) -> Match | NoMatch:
    """The addresses that all readings agree on; where they differ, the one that we know. Of two new ones that a word tells apart
    ("instead of") only one may be meant."""
    said = {found for found in readings if found}
    if len(said) == 1:
        (found,) = said
        if len(found) > 1 and not listed and not any(key in facts.owners for key in found):
            return NoMatch("several_addresses")
        return _belonging(method, found, facts) if len(found) <= ADDRESSES else NoMatch("several_addresses")
    known = tuple(dict.fromkeys(key for found in readings for key in found if key in facts.owners or key in facts.seen))
    return _belonging(method, known, facts) if len(known) == 1 else NoMatch("several_addresses")


def _belonging(method: str, keys: tuple[str, ...], facts: PaymentFacts) -> Match | NoMatch:
    """Two addresses share a purchase when both are new or both are one customer's. A stranger who is named beside a customer would
    come to see that customer's cases, so that a person decides."""
    owners = {facts.owners[key].id if key in facts.owners else None for key in keys}
    return Match(method, keys, facts.owners.get(keys[0])) if len(owners) == 1 else NoMatch("two_customers")


# ---- suggestions ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Known:
    """An address that might be meant, for a person to judge."""

    address: str
    name: str = ""
    payer_accounts: tuple[str, ...] = ()  # that paid for it before


SUGGESTIONS = 3


def suggestions(payment: Incoming, known: Iterable[Known], config: Config) -> tuple[str, ...]:
    """Whom a held payment may be for, the likeliest first. For a person to read: nothing is ever booked on them."""
    tolerant = config.payments.model_copy(update={"address_tolerance": "repaired"})  # a person judges what is repaired
    reading = read(payment, config.model_copy(update={"payments": tolerant}))
    bare = skeleton(" ".join(payment.messages[-1:]))
    paid_before: list[str] = []
    alike: list[str] = []
    named: list[str] = []
    payer = skeleton(payment.payer_name)
    for one in known:
        own = skeleton(one.address)
        if payment.payer_account and payment.payer_account in one.payer_accounts:
            paid_before.append(one.address)
        elif len(own) >= SKELETON_AT_LEAST and (own in bare or _nearly(own, bare)):
            alike.append(one.address)
        elif payer and len(payer) >= SKELETON_AT_LEAST and payer == skeleton(one.name):
            named.append(one.address)
    written = reading.addresses if len(reading.addresses) <= SUGGESTIONS else ()
    return tuple(dict.fromkeys((*written, *paid_before, *alike, *named)))[:SUGGESTIONS]


def _nearly(own: str, bare: str) -> bool:
    """One letter is wrong, missing, or too many."""
    if abs(len(own) - len(bare)) > 1 or own == bare:
        return own == bare
    start = next((i for i, (a, b) in enumerate(zip(own, bare, strict=False)) if a != b), min(len(own), len(bare)))
    rest, other = own[start:], bare[start:]
    return rest[1:] == other[1:] or rest == other[1:] or rest[1:] == other
