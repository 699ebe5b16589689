"""What no single key can know: whether names exist, addresses differ, promises can be kept.
A problem stops the start; a warning says what will not work, and the desk runs without it."""

from __future__ import annotations

import string
from itertools import pairwise

from mailbot.config.errors import Problem, did_you_mean, seen
from mailbot.config.findings import Findings
from mailbot.config.hours import DAYS, Hours
from mailbot.config.intake import KINDS
from mailbot.config.lines import Key
from mailbot.config.places import region_fault, timezone_fault
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config


def check_desk(config: Config, rules: RuleSet, found: Findings) -> None:
    """Vendor, mailbox, cases, calendars, tiers, priorities, checklist, people."""
    for check in (_vendor, _mailbox, _cases, _hours, _tiers, _priorities, _people, _rest):
        check(config, found)
    _intake(config, rules, found)
    _scope(config, rules, found)
    _rule_names(config, rules, found)


def _vendor(config: Config, found: Findings) -> None:
    vendor = config.vendor
    if vendor.default_language not in vendor.languages:
        found.known(("vendor", "default_language"), vendor.default_language, vendor.languages, "language of [vendor] languages")
    found.once(((("vendor", "languages", i), name) for i, name in enumerate(vendor.languages)), "in the list")
    if not vendor.name:
        found.warn(("vendor", "name"), "is missing: letters would come from nobody; `mailbot serve` needs it")


def _mailbox(config: Config, found: Findings) -> None:
    mailbox = config.mailbox
    if not mailbox.address:
        found.warn(("mailbox", "address"), "is missing: no mail can be taken or sent; `mailbot serve` needs it")
    pattern = mailbox.reply_address
    local, at, domain = pattern.rpartition("@")
    if pattern and (local.count("{token}") != 1 or not at or not domain or "{" in local.replace("{token}", "") + domain):
        found.wrong(("mailbox", "reply_address"), f'{seen(pattern)}, expected a pattern with {{token}}, such as "reply-{{token}}@example.com"')
    elif pattern and local == "{token}":
        found.wrong(("mailbox", "reply_address"), f'{seen(pattern)}, expected some text before {{token}}, such as "reply-{{token}}@{domain}"')
    elif not pattern and not mailbox.plus_addresses and mailbox.address:
        found.warn(("mailbox", "plus_addresses"), "is false and there is no reply_address: answers are matched by Message-ID alone, "
                   "and agents cannot answer by mail")
    if mailbox.address and not mailbox.trusted_authserv:
        found.warn(("mailbox", "trusted_authserv"), "is empty: no sender can be proven; every customer is asked for his code, and agents "
                   "can answer by [listen] submission only")
    if mailbox.form_senders and not mailbox.form_address_field:
        found.wrong(("mailbox", "form_address_field"), 'is empty; expected the line of the form that holds the visitor\'s address, such as "E-mail"')
    own = [(("mailbox", "address"), mailbox.address)] if mailbox.address else []
    for name in ("other_addresses", "form_senders"):
        own += [(("mailbox", name, i), address) for i, address in enumerate(getattr(mailbox, name))]  # type: ignore[misc]
    found.once(own, "an address of the desk")


def _cases(config: Config, found: Findings) -> None:
    for name, needed in (("number_format", "number"), ("subject_tag", "case")):
        text = getattr(config.cases, name)
        if fault := _format_fault(text, needed):
            found.wrong(("cases", name), f"{seen(text)}, {fault}")
    if config.cases.status_link == "https" and not config.cases.status_url:
        found.wrong(("cases", "status_link"), '"https" needs status_url, the page that shows a case')


def _format_fault(text: str, needed: str) -> str | None:
    """What is wrong with a pattern such as "EX-{year}-{number:06}"."""
    known = {"number": 123, "year": 2026} if needed == "number" else {"case": "EX-2026-000123"}
    example = '"EX-{year}-{number:06}"' if needed == "number" else '"[{case}]"'
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        made = text.format(**known)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return f"expected only {' and '.join(f'{{{name}}}' for name in known)} in braces, such as {example}"
    if names.count(needed) != 1:
        return f"expected {{{needed}}} once in it, such as {example}"
    if len(made) > 40 or any(char.isspace() or not char.isprintable() for char in made):
        return f"expected at most 40 characters without blanks, such as {example}"
    return None


def _hours(config: Config, found: Findings) -> None:
    for name, hours in config.hours.items():
        at: Key = ("hours", name)
        if "timezone" not in hours.model_fields_set:
            found.warn((*at, "timezone"), 'is not set: times count in UTC; write timezone = "Europe/Stockholm" or the like')
        elif fault := timezone_fault(hours.timezone):
            found.wrong((*at, "timezone"), fault)
        if hours.holidays:
            if unknown := region_fault(hours.holidays, hours.region):
                found.wrong((*at, unknown[0]), unknown[1])
        else:
            found.warn((*at, "holidays"), "is not set: public holidays are ordinary days; write holidays = \"SE\" or the like")
        for day in (*DAYS, "before_holiday"):
            _stretches((*at, day), hours, day, found)
        if not any(hours.week):
            found.wrong(at, "this calendar never opens; give a day its hours, such as monday = [\"08:00-12:00\", \"13:00-17:00\"]")


def _stretches(key: Key, hours: Hours, day: str, found: Findings) -> None:
    stretches = getattr(hours, day)
    for earlier, later in pairwise(stretches):
        if later.opens < earlier.closes:
            found.wrong(key, f"{earlier} and {later} overlap or stand in the wrong order; expected the earlier hours first")


def _tiers(config: Config, found: Findings) -> None:
    names = tuple(tier.name for tier in config.tiers)
    found.once(((("tier", i, "name"), name) for i, name in enumerate(names)), "the name of a tier")
    for i, name in enumerate(config.entitlement.order):
        found.known(("entitlement", "order", i), name, names, "tier", "tier")
    found.once(((("entitlement", "order", i), name) for i, name in enumerate(config.entitlement.order)), "in the order")
    if config.entitlement.order and (left := [name for name in names if name not in config.entitlement.order]):
        found.warn(("entitlement", "order"), f"does not name {', '.join(left)}: nobody gets that tier")
    for i, tier in enumerate(config.tiers):
        if tier.kind in ("yearly_fee", "prepaid_blocks") and not tier.price:
            found.wrong(("tier", i, "price"), f"is missing; the tier {seen(tier.name)} is bought, so payments are recognised by its price, such as price = 300")
        if tier.fast_answer_within and not tier.fast_subject:
            found.wrong(("tier", i, "fast_answer_within"), "needs fast_subject, the subject line that speeds a mail up")
    if not config.tiers:
        found.warn(("tier",), "there is no [[tier]]: nobody has a right to an answer, everybody gets the free help")
    _entitlement(config, found)
    _ambiguous_prices(config, found)


def _entitlement(config: Config, found: Findings) -> None:
    if config.entitlement.contacts_per_customer and "contact_list" not in config.entitlement.match_by:
        found.warn(("entitlement", "contacts_per_customer"), 'counts nobody: match_by has no "contact_list"')
    if config.billing.without_agreement != "refuse" and not any(tier.kind == "after_the_fact" for tier in config.tiers):
        found.warn(("billing", "without_agreement"), 'lets nobody in: there is no [[tier]] with kind = "after_the_fact" to charge him under')


def _ambiguous_prices(config: Config, found: Findings) -> None:
    """A payment that could be for one thing or for several of another (payments.md)."""
    bought = [(i, tier) for i, tier in enumerate(config.tiers) if tier.price and tier.kind in ("yearly_fee", "prepaid_blocks")]
    for i, tier in bought:
        for _, other in bought:
            same = (tier.currency or config.billing.currency) == (other.currency or config.billing.currency)
            if same and tier.kind == "yearly_fee" and other.kind == "yearly_fee" and tier.price == other.price and other.name < tier.name:
                found.warn(("tier", i, "price"), f"{tier.price} is the price of {seen(other.name)} too: such a payment waits for a person")
            if other is not tier and same and other.kind == "prepaid_blocks" and tier.price % other.price == 0:
                found.warn(("tier", i, "price"), f"{tier.price} is also {tier.price // other.price} x {seen(other.name)}: "
                           "such a payment can be read in two ways")


def _priorities(config: Config, found: Findings) -> None:
    names = tuple(level.name for level in config.priorities)
    found.once(((("priority", i, "name"), name) for i, name in enumerate(names)), "the name of a priority")
    defaults = [i for i, level in enumerate(config.priorities) if level.default]
    if not defaults:
        found.wrong(("priority",), "no [[priority]] has default = true; expected exactly one, the level of a new case")
    for i in defaults[1:]:
        found.wrong(("priority", i, "default"), f"{seen(names[defaults[0]])} is the default already; expected exactly one")
    calendars = (*config.hours, "always")
    for i, level in enumerate(config.priorities):
        found.known(("priority", i, "calendar"), level.calendar, calendars, "calendar", "hours")
        for topic, calendar in level.calendar_for.items():
            found.known(("priority", i, "calendar_for", topic), calendar, calendars, "calendar", "hours")
    lowered = config.priority_rules
    if lowered.workaround_lowers_to:
        found.known(("priority_rules", "workaround_lowers_to"), lowered.workaround_lowers_to, names, "priority", "priority")
    for i, name in enumerate(lowered.workaround_lowers_from):
        found.known(("priority_rules", "workaround_lowers_from", i), name, names, "priority", "priority")
    for i, name in enumerate(config.intake.skip_for_priority):
        found.known(("intake", "skip_for_priority", i), name, names, "priority", "priority")


def _intake(config: Config, rules: RuleSet, found: Findings) -> None:
    if not rules.details:
        return
    for name in ("required", "ask", *KINDS):
        for i, detail in enumerate(getattr(config.intake, name)):
            if detail not in rules.details:
                found.wrong(("intake", name, i), f"{seen(detail)}: no rule in rules/intake.toml says how it is recognised and asked for"
                            f"{did_you_mean(detail, rules.details)}")


def _scope(config: Config, rules: RuleSet, found: Findings) -> None:
    """A topic that no rule knows the words of is never found in a mail."""
    known = tuple(dict.fromkeys(str(rule.then["topic"]) for rule in rules.scope if "topic" in rule.then))
    asked: list[tuple[Key, str]] = [(("scope", name, i), topic) for name in ("not_covered", "not_supported", "addon") for i, topic in enumerate(getattr(config.scope, name))]
    asked += [(("priority", i, "calendar_for", topic), topic) for i, level in enumerate(config.priorities) for topic in level.calendar_for]
    for key, topic in asked if known else ():
        if topic not in known:
            found.warn(key, f"{seen(topic)}: no rule in rules/scope.toml has the words of this topic, so that no mail is marked with it"
                       f"{did_you_mean(topic, known)}")


def _rule_names(config: Config, rules: RuleSet, found: Findings) -> None:
    """Names of tiers and levels in rules must exist in the configuration."""
    levels, tiers = tuple(level.name for level in config.priorities), tuple(tier.name for tier in config.tiers)
    every = (rules.entitlement, rules.intake_kinds, rules.intake_details, rules.priority, rules.scope, rules.autoreply, rules.faq)
    for rule in (rule for group in every for rule in group):
        named = [("tier", name, tiers, "tier") for name in rule.when.get("tier", ())]
        named += [("priority_is", name, levels, "priority") for name in rule.when.get("priority_is", ())]
        named += [("priority", rule.then["priority"], levels, "priority")] if "priority" in rule.then else []
        file, _, line = rule.source.rpartition(":")
        for key, name, known, what in named:
            if name not in known and not found.doubts.names(what):
                text = f"{seen(name)} is no {what} of this configuration{did_you_mean(name, known)}"
                found.problems.append(Problem(file, int(line), key, text))


def _people(config: Config, found: Findings) -> None:
    ids = tuple(agent.id for agent in config.agents)
    found.once(((("agent", i, "id"), name) for i, name in enumerate(ids)), "the id of an agent")
    addresses = [(("agent", i, "email", k), address) for i, agent in enumerate(config.agents) for k, address in enumerate(agent.email)]
    found.once(addresses, "an agent's address")
    mailbox = config.mailbox
    own = {address.casefold() for address in (mailbox.address, *mailbox.other_addresses, *mailbox.form_senders)}
    for key, address in addresses:
        local, _, domain = address.casefold().rpartition("@")
        if f"{local.partition('+')[0]}@{domain}" in own or address.casefold() in own:
            found.wrong(key, f"{seen(address)} is an address of the desk itself; expected the agent's own")
    for section, tables in (("lines", config.lines), ("teams", config.teams)):
        for name, table in tables.items():
            for i, member in enumerate(table.members):
                if config.agents:
                    found.known((section, name, "members", i), member, ids, "agent's id", "agent")
    for i, member in enumerate(config.escalation.on_call):
        found.known(("escalation", "on_call", i), member, ids, "agent's id", "agent")
    if not config.agents:
        found.warn(("agent",), "there is no [[agent]]: nobody is told of new cases; cases queue and wait")
    elif not config.admins:
        found.warn(("agent",), 'no [[agent]] has role = "admin": nobody is told what the desk cannot decide itself')


def _rest(config: Config, found: Findings) -> None:
    for i, kind in enumerate(config.appointments.for_kinds):
        found.known(("appointments", "for_kinds", i), kind, KINDS, "kind of question")
    found.once(((("survey", "question", i, "id"), each.id) for i, each in enumerate(config.survey.questions)), "the id of a question")
