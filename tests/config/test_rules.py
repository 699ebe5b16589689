"""Rule files: one schema, a declared vocabulary, overlays by name, and patterns that cannot run away."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from mailbot.config.paths import shipped
from mailbot.config.patterns import compiled, fault_of
from mailbot.config.rules import Rule, RuleSet, load_rules
from mailbot.config.vocabulary import CONDITIONS, FILES
from mailbot.desk import rulebook
from tests.config.conftest import Load, Mistakes

RULE = '[[rule]]\nname = "{name}"\nwhen = {when}\nthen = {then}\nbecause = "it is so"\n'


def rule(name: str = "a", when: str = "{}", then: str = '{ flag = "urgent" }') -> str:
    return RULE.format(name=name, when=when, then=then)


def own(folder: Path, name: str, text: str) -> Path:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder / "rules"


def shipped_rules() -> RuleSet:
    rules, problems = load_rules(shipped("rules"), None)
    assert problems == ()
    return rules


# ---- mistakes ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "sentence"), [
    (rule(when='{ text_has_one = ["x"] }'), 'rules/priority.toml:3: when.text_has_one: unknown condition; did you mean "text_has_any"?'),
    (rule(when="{ valid = true }"), "rules/priority.toml:3: when.valid: unknown condition; it belongs in rules/entitlement.toml"),
    (rule(then='{ prioriti = "1" }'), 'rules/priority.toml:4: then.prioriti: unknown outcome; did you mean "priority"?'),
    (rule(then="{}"), 'rules/priority.toml:4: then: says nothing that rules/priority.toml decides; expected "priority" or "flag"'),
    (rule(then='{ mail = "ack", flag = "x" }'), "rules/priority.toml:4: then.mail: unknown outcome; it belongs in rules/entitlement.toml"),
    (rule(when='{ language = "se" }'), 'rules/priority.toml:3: when.language: \'se\', expected "sv", "de", "nl" or "en"'),
    (rule(when='{ tier_kind = ["yearly"] }'),
     'rules/priority.toml:3: when.tier_kind: \'yearly\', expected "free", "yearly_fee", "prepaid_blocks", "agreement", "warranty" or '
     '"after_the_fact"; did you mean "yearly_fee"?'),
    (rule(when="{ text_has_any = [] }"),
     'rules/priority.toml:3: when.text_has_any: an empty list, expected texts between quotes in square brackets, such as ["...", "..."]'),
    (rule(when="{ matches_any = ['(a+)+'] }"),
     "rules/priority.toml:3: when.matches_any: '(a+)+' repeats a repetition, and might take for ever on a hostile mail; write it without, "
     "or as two rules"),
    (rule(when="{ matches_any = ['(a'] }"), "rules/priority.toml:3: when.matches_any: '(a' is no regular expression: missing ) at character 3"),
    (rule(then='{ priority = "hihg" }'), "rules/priority.toml:1: priority: 'hihg' is no priority of this configuration"),
    ('[[rule]]\nname = "a"\nwhen = {}\nthen = { flag = "x" }\n',
     "rules/priority.toml:1: because: missing; expected a sentence between quotes that says why it is so, for whoever asks"),
    (rule().replace("when", "whem"), 'rules/priority.toml:3: whem: unknown key of a rule; did you mean "when"?'),
    ("[rule]\nname = 'a'\n", "rules/priority.toml:1: rule: expected [[rule]] with two brackets before every rule"),
    ("[topic]\n", "rules/priority.toml:1: topic: unknown here; a rule file holds [[rule]] tables with name, when, then and because"),
    (rule() + rule(), "rules/priority.toml:6: name: 'a' is the name of the rule in line 1 too"),
    (rule(then='{ flag = urgent }'), "rules/priority.toml:4: then: expected a table such as { sv = \"...\", en = \"...\" }, seen { flag = urgent }"),
])  # fmt: skip
def test_a_mistake_in_a_rule_is_told_with_file_line_and_nearest_word(mistakes: Mistakes, tmp_path: Path, text: str, sentence: str) -> None:
    own(tmp_path, "priority", text)

    assert sentence in mistakes("")


def test_mistakes_in_rules_and_configuration_are_told_together(mistakes: Mistakes, tmp_path: Path) -> None:
    own(tmp_path, "priority", rule(when='{ txt = "x" }'))
    own(tmp_path, "scope", rule(then='{ topik = "x" }'))

    assert [line.split(": ")[0] for line in mistakes("[vendr]\n")] == ["config.toml:1", "rules/priority.toml:3", "rules/scope.toml:4"]


def test_a_file_that_nobody_reads_is_no_rule_file(mistakes: Mistakes, tmp_path: Path) -> None:
    own(tmp_path, "priorities", rule())

    assert mistakes("") == ['rules/priorities.toml: no rules are read from a file of this name; did you mean "priority.toml"?']


# ---- overlays ------------------------------------------------------------------------------------
def test_a_vendor_s_rule_takes_the_place_of_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    before = shipped_rules().priority
    folder = own(tmp_path, "priority", rule(name=before[1].name))

    after = load_rules(shipped("rules"), folder)[0].priority

    assert [each.name for each in after] == [each.name for each in before]
    assert after[1].source == "rules/priority.toml:1"
    assert after[0] == before[0]


def test_a_vendor_s_new_rules_are_tried_before_the_shipped_ones(tmp_path: Path) -> None:
    folder = own(tmp_path, "entitlement", rule(name="ours", then='{ verdict = "entitled" }'))

    after = load_rules(shipped("rules"), folder)[0]

    assert [each.name for each in after.entitlement] == ["ours", *(each.name for each in shipped_rules().entitlement)]
    assert after.priority == shipped_rules().priority


# ---- the shipped rules ---------------------------------------------------------------------------
def test_the_shipped_rules_are_without_a_mistake_and_name_no_vendor_s_tier() -> None:
    rules = shipped_rules()

    assert all(getattr(rules, name) for name in ("entitlement", "priority", "scope", "commands", "intake_kinds", "intake_details"))
    assert not [each for each in (*rules.entitlement, *rules.priority, *rules.scope) if "tier" in each.when or "tier" in each.then]
    assert all(each.because.strip() for each in (*rules.entitlement, *rules.scope, *rules.priority, *rules.commands))


def test_the_examples_of_autoreply_are_rules_when_they_are_uncommented(tmp_path: Path) -> None:
    """The shipped file adds nothing to what the program knows; what it shows by example must be right."""
    text = (Path(str(shipped("rules"))) / "autoreply.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith(("# [[", "# name", "# when", "# then", "# because"))]

    rules, problems = load_rules(shipped("rules"), own(tmp_path, "autoreply", "\n".join(lines)))

    assert problems == ()
    assert [each.then["treat_as"] for each in rules.autoreply] == ["machine", "human"]
    assert shipped_rules().autoreply == ()


def test_the_examples_of_faq_are_rules_when_they_are_uncommented(tmp_path: Path) -> None:
    text = (Path(str(shipped("rules"))) / "faq.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith(("# [[", "# name", "# when", "# then", "# because"))]

    rules, problems = load_rules(shipped("rules"), own(tmp_path, "faq", "\n".join(lines)))

    assert problems == ()
    assert [each.then["link"].startswith("https://") for each in rules.faq] == [True, True]
    assert shipped_rules().faq == ()


# ---- not yet in use, and without words ------------------------------------------------------------
@pytest.mark.parametrize(("then", "told"), [
    ('{ topic = "x", action = "refer", certainty = "sure" }', True), ('{ topic = "x", action = "handover", certainty = "sure" }', True),
    ('{ topic = "x", action = "flag", certainty = "sure" }', False), ('{ topic = "x", action = "refer", certainty = "maybe" }', False),
])
def test_a_rule_that_is_sure_and_wants_to_act_is_said_only_to_mark(loaded: Load, tmp_path: Path, then: str, told: bool) -> None:
    own(tmp_path, "scope", rule(then=then))
    own(tmp_path, "faq", rule(then='{ link = "https://example.com" }'))

    assert [line.startswith("rules/scope.toml:1: 'a': action = ") and "not yet in use" in line for line in loaded("").not_yet] == [True] * told


def test_a_topic_without_words_is_warned_of(loaded: Load) -> None:
    level = "[[priority]]\nname = 'a'\ndefault = true\ncalendar_for = { poss = 'office' }\n"
    warned = [line for line in loaded(f"[scope]\naddon = ['trainning', 'training']\n{level}").warnings if "topic" in line]

    assert [line.split(": ")[:3] for line in warned] == [
        ["config.toml:2", "scope.addon[1]", "'trainning'"], ["config.toml:6", "priority[1].calendar_for.poss", "'poss'"],
    ]
    assert 'did you mean "training"?' in warned[0]


def test_every_detail_that_vendors_ask_for_has_a_rule() -> None:
    assert set(shipped_rules().details) >= {
        "operating_system", "program_version", "steps", "exact_error_text", "error_copy_or_photo", "unclear_passage_or_how_searched",
        "wiki_searched", "wish_in_detail", "function_and_conditions", "restart_module", "restart_application", "restart_os",
    }  # fmt: skip


def test_every_condition_that_a_rule_may_use_can_be_evaluated() -> None:
    assert set(CONDITIONS) == set(rulebook.CONDITIONS)
    assert {name for file in FILES.values() for name in file.when} <= set(CONDITIONS)


PROVEN = {"sender_is": "customer", "sender_verified": True, "id_and_code": "absent"}


@pytest.mark.parametrize(("known", "verdict"), [
    ({"sender_is": "agent"}, "skip"),
    ({"sender_is": "own_address"}, "skip"),
    ({"sender_is": "stranger", "id_and_code": "correct", "address_paid_for": "yearly_fee", "valid": True}, "entitled"),
    ({"sender_is": "stranger", "id_and_code": "wrong"}, "code_wrong"),
    ({"sender_is": "stranger", "id_and_code": "locked"}, "code_wrong"),
    ({**PROVEN, "address_paid_for": "yearly_fee", "valid": True}, "entitled"),
    ({**PROVEN, "address_paid_for": "agreement", "valid": True}, "entitled"),
    ({**PROVEN, "address_paid_for": "warranty", "valid": True}, "entitled"),
    ({**PROVEN, "address_paid_for": "prepaid_blocks", "valid": True, "minutes_left": 1}, "entitled"),
    ({**PROVEN, "sender_verified": False, "address_paid_for": "yearly_fee", "valid": True}, "ask_for_code"),
    ({**PROVEN, "sender_verified": False, "address_paid_for": "prepaid_blocks", "valid": True, "minutes_left": 15}, "ask_for_code"),
    ({**PROVEN, "address_paid_for": "yearly_fee", "expired_days": 10}, "fee_expired"),
    ({**PROVEN, "address_paid_for": "prepaid_blocks", "minutes_left": 0}, "block_empty"),
    ({"sender_is": "stranger", "sender_verified": True}, "free_help"),
    ({"sender_is": "stranger"}, "free_help"),
])  # fmt: skip
def test_the_shipped_entitlement_rules_decide_as_the_vendors_pages_say(known: dict[str, object], verdict: str) -> None:
    hit, _ = rulebook.first(shipped_rules().entitlement, rulebook.question(**known))

    assert hit is not None
    assert ("skip" if hit.then.get("skip") else hit.then["verdict"]) == verdict


# ---- patterns ------------------------------------------------------------------------------------
@pytest.mark.parametrize("pattern", [
    r"(a+)+", r"(a*)*b", r"(a|b+)+", r"((a+)b?)*", r"(\w+\s?)+", r"(\s*\d+)*", r"(.+,)+", r"(?:x(?:a+)b)+", r"([a-z]+)*$", r"(a+){2,}",
])  # fmt: skip
def test_a_repeated_repetition_is_refused(pattern: str) -> None:
    assert "repeats a repetition" in str(fault_of(pattern))


@pytest.mark.parametrize("pattern", [r"(?<=a)b", r"(?<!a)b", r"(a)\1", r"(?P<x>a)(?P=x)", r"(?R)", r"(a)(?1)", r"(?(1)a|b)", r"\g<1>"])
def test_looking_behind_and_referring_back_are_refused(pattern: str) -> None:
    assert fault_of(pattern) is not None


@pytest.mark.parametrize("pattern", [
    r"\d+(\.\d+)*", r"(?:, \w+)*", r"\b(windows)\s*(xp|vista|\d+)\b", r"^\s*(\d+[.)]|[-*])\s+\S+", r"[^\]\\]+(a|b)?", r"(?i)fel\s*(kod)?",
    r"(ab?){1,3}", r"(abc)+", r'["“].{6,}["”]', r"a{2}", r"{}", r"\p{Lu}+x",
])  # fmt: skip
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    assert fault_of(pattern) is None


SHIPPED_PATTERNS = sorted({
    pattern for group in fields(RuleSet) for each in getattr(load_rules(shipped("rules"), None)[0], group.name) if isinstance(each, Rule)
    for pattern in each.when.get("matches_any", ())
})  # fmt: skip


def search_hostile_lines(pattern: str, patience_s: float) -> None:
    for line in ("a" * 2000, "1." * 1000, " " * 2000, '"' * 2000, "fel " * 500, "error 1 " * 250, "windows " * 250):
        compiled(pattern).search(line, timeout=patience_s)


@pytest.mark.parametrize("pattern", SHIPPED_PATTERNS)
def test_no_shipped_pattern_takes_long_on_a_hostile_line(pattern: str) -> None:
    """A second for each of these lines would be a thousand times too long; the limit only has to be far from that. Beyond it, TimeoutError."""
    search_hostile_lines(pattern, 1.0)


def test_a_pattern_that_takes_long_would_be_seen() -> None:
    assert len(SHIPPED_PATTERNS) > 30, "patterns of every file of rules"
    with pytest.raises(TimeoutError):
        search_hostile_lines(r"\w+\w+\w+\w+[!?]", 0.02)
