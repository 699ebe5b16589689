"""Why a mail failed, as far as one question goes: is the address dead? From status, place in the dialogue, reply code and words (RFC 3463, RFC 5321).
Dead is: no such user, no such host, moved. A refusal by policy, size or a full mailbox is not, and what is not proven is not dead."""

from __future__ import annotations

import re

from mailbot.mail.status import codes

_MOST = 20_000  # characters that are read

# ---- words that say that the address is dead -------------------------------------------------------------
_UNKNOWN = (  # the short forms; in another server's answer they need proof, see _is_proven
    "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown", "mailbox unavailable", "mailbox not available", "no such mailbox", "no such recipient", "user not found", "recipient not found",
)  # fmt: skip
_DEAD = (
    "unknown address", "address unknown", "addressee unknown", "unknown local", "local user unknown", "user not known", "unknown or illegal alias", "no such address", "no such account", "no such person", "no such alias", "no such email",
    "does not exist", "doesn't exist", "do not exist", "don't exist", "not exist", "no mailbox here", "no mailbox by that", "no mailbox", "mailbox not found", "address not found", "account not found", "recipientnotfound", "recipnotfound",
    "recipient invalid", "invalid recipient", "invalid mailbox", "invalid user", "invalid address", "invalid final delivery userid", "bad address", "bad destination", "not a valid", "isn't a valid", "no valid", "not our customer", "not our user",
    "not known here", "not known at", "is unknown", "is not known", "unrouteable address", "unroutable address", "not listed in", "couldn't be found", "could not be found", "wasn't found", "was not found", "not found in", "cannot be found",
    "no account", "doesn't have an account", "this user doesn't have", "has left", "left the company", "no longer works", "no longer employed", "no longer with", "no longer valid", "no longer exist", "no longer available", "no longer in use", "no longer a", "no longer on",
    "no user", "unknown or", "delivered to unknown", "not recognized", "not recognised", "did not exactly match", "check if address is correct", "verify that the recipient address", "recipient address rejected: access denied", "recipient address rejected: user", "recipient address rejected.", "recipient rejected",
    "moved to", "has moved", "user has moved", "user not local", "mailbox has moved",
    "host unknown", "unknown host", "host not found", "domain not found", "unknown domain", "unknown mail domain", "name or service not known", "nxdomain", "no such domain", "no such host", "domain does not", "host or domain name not found", "not a domain", "invalid domain",
    "illegal host", "illegal user", "null mx", "couldn't find any host", "couldn't find a mail exchanger", "does not accept mail", "doesn't accept mail", "no mail hosts for domain", "domain name not found",
    "unknown account", "recipient not ok", "not a known user", "isn't a known user", "no one at this address", "nobody at this address", "nobody here by that", "no one by that name", "not in our directory", "not in my recipient list", "not in the directory", "unable to find recipient", "cannot find recipient", "can't find recipient",
    "not a local user", "not a local address", "not a local mailbox", "account deleted", "deleted account", "deleted mailbox", "mailbox deleted", "account has been deleted", "mailbox has been deleted", "user has been deleted", "address has been deleted", "user deleted", "no recipient by", "no such mail drop", "no such domain user", "no such local user", "address not in use", "address is not in use", "address is not valid", "not valid recipient", "recipient unrecognized", "unrecognized recipient",
    "unrecognised recipient", "unrecognized address", "user name not", "username unknown", "no such username", "undefined mail", "undefined user", "wrong address", "incorrect address", "has been replaced by", "has changed to", "has been changed to", "new address is", "unrouteable mail domain", "unroutable mail domain", "point to non-existent hosts",
    "host address lookups failed permanently", "record indicated no smtp service", "unknown mta name", "cannot resolve domain", "can't resolve domain", "cannot resolve the domain", "dns lookup failed permanently", "host name lookup failed permanently", "no mx or a record", "no a or mx record", "no mx record", "no mx found", "no valid mx", "no mail exchanger", "no mail server for",
    "arbetar inte längre", "har slutat", "ny adress är", "gibt es nicht", "gibt es hier nicht", "kein solcher benutzer", "kein benutzer", "kein postfach", "keine solche adresse", "geen postvak", "geen gebruiker", "geen dergelijk", "nie ma takiego", "nessun utente", "pas d'utilisateur", "no hay ningún usuario",
    "finns inte", "hittades inte", "kunde inte hittas", "okänd", "existiert nicht", "unbekannt", "nicht gefunden", "ungültige empfänger", "ungültiger empfänger", "bestaat niet", "onbekend", "niet gevonden", "findes ikke", "finnes ikke", "ukendt", "ukjent", "ikke fundet", "ikke funnet",
    "ei löydy", "ei löytynyt", "tuntematon", "ei ole olemassa", "n'existe pas", "n’existe pas", "inconnu", "introuvable", "inexistant", "adresse invalide", "no existe", "desconocid", "no se encontró", "no se ha encontrado", "non esiste", "sconosciut", "inesistente", "nie istnieje", "nieznany", "nie znaleziono",
    "niet bestaat", "nicht existiert", "inte finns", "ikke findes", "ikke finnes", "inexistent", "não existe", "desconhecid", "não encontrad", "リストにありません", "見つかりません",
)  # fmt: skip

# ---- words of everything else ----------------------------------------------------------------------------
_ALIVE = (
    "quota", "mailbox full", "mailbox is full", "mailfolder is full", "mailbox size", "full mailbox", "inbox is full", "inbox full", "too much mail", "storage", "disk space", "disk full", "too large", "too big", "too long", "message size", "size limit", "exceeds the max", "maximum size", "exceeded the",
    "exceeds allowed", "exceeds size", "line limit", "not collected", "been collected",
    "spam", "spf", "dkim", "dmarc", "blacklist", "blocklist", "block list", "blocked", "black list", "rbl", "dnsbl", "listed at", "listed in spam", "reputation", "policy", "virus", "malware", "infected", "banned", "unsolicited", "suspicious", "bulk", "filtered", "abuse", "complain",
    "content rejected", "content filter", "prohibited", "not permitted", "relay", "authentication", "not authorized", "not authorised", "unauthenticated", "access denied", "permission", "not allowed", "unable to relay", "denied", "requires confirmation",
    "timed out", "timeout", "time out", "deferred", "temporar", "try again", "try later", "retry", "greylist", "graylist", "grey list", "connection refused", "connection reset", "connection dropped", "connection failed", "network unreachable", "unreachable", "not reachable", "unable to connect", "cannot connect",
    "could not connect", "can't connect", "lost connection", "socket error", "server busy", "too busy", "too many", "hop count", "mail loop", "loop detected", "loops back", "routing loop", "insufficient", "local error", "system error", "internal error", "configuration error", "misconfigured", "mailer error", "i/o error", "rate limit", "throttl", "frequency limited",
    "reverse dns", "ptr record", "rdns", "does not accept mail from", "sender rejected", "sender denied", "sender address", "helo", "invalid ip", "mismatch", "advertise auth", "expired", "too old", "too long in the queue", "inactive", "suspended", "disabled", "frozen", "deactivated", "locked",
    "not a member", "not member", "not subscribed", "members only", "tls", "failing for a long time", "did not accept our requests", "transaction failed", "currently unavailable", "service unavailable", "unavailable to take delivery", "command died", "command failed", "failed 20 attempts", "not been able to deliver", "dropped", "initiate smtp",
    "enough space", "space left", "mail box is full", "mail box full", "box is full", "too much data", "not active", "rcpthosts", "multiple retries", "max retries", "maximum retries", "retries exceeded", "not be reached", "could not contact", "no route to host", "unexpected name server reply", "can't create", "cannot create", "cannot open", "cannot write", "message length", "not rfc", "rfc 5322 compliant", "rfc 2822", "rfc 5321",
    "missing message-id", "message-id header", "bare lf", "line feed", "8bit", "malformed", "prohibition", "mx dns record", "cannot find your", "can't find your", "dynamic ip", "dialup", "dial-up", "residential", "callback", "call-back", "callout", "closed for external", "only accepts", "accepts only", "accept messages only", "restricted", "not accepting m", "avstängt", "avstängd", "spärrad", "gesperrt", "deaktiviert", "geblokkeerd", "afgesloten",
    "autorisé", "permisos", "host lookup did not complete", "full inkorg", "är full", "utrymmet", "för stort", "skräppost", "postfach voll", "mailbox voll", "ist voll", "derzeit voll", "zur zeit voll", "zurzeit voll", "momentan voll", "überfüllt", "momenteel vol", "speicherplatz", "zu groß", "is vol", "te groot", "er fuld", "er full", "on täynnä", "est pleine", "trop volumineux", "está lleno", "lleno", "piena", "pełna", "cheia",
)  # fmt: skip
# Lookups that may succeed later, although they speak of a host that was not found (h_errno TRY_AGAIN; RFC 3463 X.4.3).
_FOR_NOW = ("host not found, try again", "host or domain name not found, try again", "name server: host not found, try again")
# "It may not exist, or you may not write to it": who guesses has told nothing.
_GUESSED = ("may not exist", "might not exist", "may no longer exist", "may have been deleted", "il se peut que", "peut-être", "es posible que", "è possibile che", "möglicherweise", "kanske inte finns", "mogelijk niet", "możliwe, że", "talvez não")
# Proof that a domain does not exist, whatever a status says that names no more than its class (RFC 2308).
_NO_SUCH_DOMAIN = ("nxdomain", "domain name not found")
# Block lists, which answers often name by a link alone.
_BLOCK_LISTS = ("spamhaus", "spamcop", "sorbs.net", "abuseat", "barracudacentral", "uceprotect", "dnswl", "backscatterer", "sender.office.com", "csi.cloudmark", "senderscore", "invaluement", "nixspam", "surbl", "uribl")
_REFUSED = ("quota", "mailbox full", "mailbox is full", "spam", "blocked", "policy", "access denied", *_BLOCK_LISTS)

# The sender, his mail or the hour is the reason, not the recipient; then no status of subject 1 proves a death, though servers give one.
_NOT_HIS = re.compile(
    r"gr[ae]y[ -]?list|call-?(?:back|out) (?:verif|fail)|user unknown at sender|\bspam|\bjunk\b|unsolicited|black-?list|block-?list|\b(?:spf|dkim|dmarc|rbl|dnsbl)\b|reputation"
    r"|\bsender(?:'s)?(?: e-?mail| envelope)? (?:address|domain|is|was|not|reject|denied|verif|unknown|does|must|host|ip)|(?:domain of|unknown|invalid|bad|reject(?:ed|ing)?|verify(?:ing)?(?: the)?|envelope) sender\b|(?:reply to|in) mail from\b|mail from command"
    r"|avsändar(?:en|ens|adressen) (?:är|finns|godk|avv|inte|saknas)|absender(?:adresse|domain)? (?:abgelehnt|unbekannt|ungültig|nicht|existiert|wurde)|afzender(?:adres)? (?:is|niet|geweigerd|onbekend|wordt)"
)

# ---- status (RFC 3463, RFC 7372, RFC 7504, RFC 7505 and what Exchange adds) ----------------------------------
_DEAD_STATUS = frozenset(["5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.4.4", "5.4.310"])
_OF_SENDER = frozenset(["5.1.7", "5.1.8"])
_ALIVE_STATUS = frozenset(["5.2.2", "5.2.3", "5.2.4"])
_REPLY = re.compile(r"(?<![\d.])5[0-9]{2}(?=[ \-:]|$)", re.MULTILINE)
_DEAD_REPLY = re.compile(r"(?<![\d.])55[16](?=[ -])")  # 551 user not local (RFC 5321), 556 domain does not accept mail (RFC 7504)
_TURNED_AWAY = re.compile(r"\b(?:rejected|refused|not accepted|declined|avvisades|abgewiesen|abgelehnt|zurückgewiesen|geweigerd|afgewezen)\b")
_NAMED_UNKNOWN = re.compile(r"@[^\s<>()@]{3,255}[>)]{0,2}:? (?:is )?(?:unknown|okänd|unbekannt|onbekend|ukendt|ukjent)[ \t.!]{0,4}$", re.MULTILINE)  # "User.Bo Ek (bo@firma.example) unknown"
_EXIT = re.compile(r"x-unix;[ \t]{0,4}(6[4-9]|7[0-8])\b")  # sysexits.h: 67 is EX_NOUSER, 68 is EX_NOHOST
_FOLDED = re.compile(r"\n[ \t]{1,40}(?=\S)")
_HOST = re.compile(r"\b(?:[a-z0-9_-]{1,63}\.){2,8}[a-z]{2,24}\b")
_NOISE = re.compile(r"https?://\S{1,300}|[^\s<>]{1,64}@[^\s<>]{1,255}")

# ---- the place in the dialogue -----------------------------------------------------------------------------
_AT_RCPT = ("rcpt to", "rcpt command", "does not like recipient", "recipient address rejected", "(state 13)", "(state 14)")
_ANOTHER_SERVER = re.compile(r"remote (?:mail )?(?:server|host)|\bhost \S|\[\d|smtp error|\bsaid:|lmtp|\bpipe\b")
_AFTER_DATA = re.compile(r"end of data|reply to data|after data|smtp command\s{1,3}data|\(state 1[78]\)")


def is_hard(status: str | None, words: str, report: str = "") -> bool | None:
    """Whether the address is dead for good. `words` give the reason, `report` is all that the report says, for the place in the dialogue.
    False: refused or late, or death is not proven; None: nothing says why."""
    raw = _FOLDED.sub(" ", words[:_MOST].lower())
    lower = _NOISE.sub(" ", raw)  # names of users and hosts are not words
    status = _most_specific(status, lower)
    if _NOT_HIS.search(lower) and _NOT_HIS.search(_HOST.sub(" ", lower)):
        return False
    place = report[:_MOST].lower() or words[:_MOST].lower()
    claimed = [at for phrase in _UNKNOWN if (at := lower.find(phrase)) >= 0]
    if not _is_proven(status, place):
        claimed = [at for at in claimed if not _REPLY.search(lower, lower.rfind("\n", 0, at) + 1, at)]
    claimed += [match.start() for match in _NAMED_UNKNOWN.finditer(raw) if not _REPLY.search(raw, raw.rfind("\n", 0, match.start()) + 1, match.start())]
    dead = claimed + [at for phrase in _DEAD if (at := lower.find(phrase)) >= 0]
    alive = [at for phrase in (*_ALIVE, *_FOR_NOW) if (at := lower.find(phrase)) >= 0] + [0 for name in _BLOCK_LISTS if name in raw]
    if status is not None:
        if status == "4.0.0" and any(phrase in lower for phrase in _NO_SUCH_DOMAIN) and not any(phrase in lower for phrase in _FOR_NOW):
            return True
        if status.startswith(("4", "2")) or status in _OF_SENDER:
            return False
        if status in _ALIVE_STATUS:
            return bool(dead) and not alive
        if status in _DEAD_STATUS or (status == "5.1.0" and not alive):
            if not dead and _AFTER_DATA.search(place):
                return False  # the recipient was accepted, the mail was not
            return bool(dead and not any(name in raw for name in _BLOCK_LISTS)) or not any(phrase in raw for phrase in _REFUSED)
        if status.split(".")[1] in ("3", "6", "7") and not status.endswith(".0"):
            return bool(dead) and not alive
    if any(phrase in lower for phrase in (*_GUESSED, *_FOR_NOW)):
        return False
    if exit_code := _EXIT.search(lower):
        return exit_code[1] in ("67", "68")
    if dead and (not alive or min(dead) <= min(alive)):
        return True
    if alive or any(phrase in lower for phrase in _UNKNOWN):
        return False
    if _DEAD_REPLY.search(lower):
        return True
    if _REPLY.search(lower) or _TURNED_AWAY.search(lower) or (status is not None and status.split(".")[1] in ("2", "4", "5")):
        return False
    return None


def _most_specific(status: str | None, words: str) -> str | None:
    """The status, or the first one that the words give when the status itself says little, such as 5.0.0 or 5.1.0."""
    if status is not None and not status.endswith(".0"):
        return status
    return next((code for code in codes(words) if code[0] != "2" and not code.endswith(".0")), status)


def _is_proven(status: str | None, report: str) -> bool:
    """Whether "user unknown" may be believed of another server's answer. A server that knows its users says so at RCPT, or by a status of subject 1;
    a 550 after DATA is policy (RFC 5321 section 4.3.2), and the filters of some providers do say "user unknown" there."""
    if status is not None and status.startswith("5.1."):
        return True
    if ">>> data" in report:
        # sendmail pipelines: it shows DATA as the last thing that it sent, and says itself whether the user or the mail was refused.
        return "554 5.0.0 service unavailable" not in report
    if "address(es) failed" in report and not _ANOTHER_SERVER.search(report):
        return True  # Exim's own routers refuse with a reply code, too
    return any(place in report for place in _AT_RCPT) and not _AFTER_DATA.search(report)
