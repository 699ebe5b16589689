"""Read a configuration whole: the file, its rules, the places that hang on it; all mistakes together, or a checked value.
The one place of this room that opens the configuration file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from mailbot.config.checks import check_desk
from mailbot.config.checks_doors import check_doors
from mailbot.config.checks_money import check_money
from mailbot.config.errors import ConfigError, Problem
from mailbot.config.explain import problems_of
from mailbot.config.findings import Findings
from mailbot.config.lines import lines_of
from mailbot.config.not_yet import not_yet, rules_not_yet
from mailbot.config.paths import beside, shipped, state_folder
from mailbot.config.rules import RuleSet, load_rules
from mailbot.config.salvage import Doubts, doubts_of_syntax, salvage
from mailbot.config.secrets import secret
from mailbot.config.settings import Config
from mailbot.config.syntax import read_toml

__all__ = ["Loaded", "load", "require_for_serving"]

LARGEST_KB = 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration that may be used."""

    config: Config
    path: Path | None  # None: nothing but the defaults
    state_folder: Path
    rules: RuleSet
    warnings: tuple[str, ...] = ()  # what will not work, and why
    not_yet: tuple[str, ...] = ()  # what is set but not yet obeyed
    template_folders: tuple[Path, ...] = ()  # the vendor's own first, then the shipped ones


def load(path: Path | None, environ: Mapping[str, str]) -> Loaded:
    """Read and check. `environ` is only asked for the secrets that the file names. Raises ConfigError with every problem."""
    file = path.name if path is not None else "config.toml"
    raw = _bytes(path) if path is not None else b""
    text, given, problems = read_toml(raw, file)
    lines = lines_of(text)
    doubts = Doubts(doubts_of_syntax(raw, problems))
    config: Config | None
    try:
        config = Config.model_validate(given)
    except ValidationError as error:
        config, more = salvage(given, error)
        doubts = Doubts(doubts.keys | more.keys, more.sections)
        problems = (*problems, *problems_of(error, file, lines, whole=not problems))
    folders = config or Config()  # with a faulty file, the rules in the usual folder are checked all the same
    own_rules = beside(path, folders.rules.folder)
    rules, rule_problems = load_rules(shipped("rules"), own_rules)
    state = state_folder(path, folders.state.folder)
    found = Findings(file, lines, doubts)
    if config is not None and (text or not problems):
        check_desk(config, rules, found)
        check_money(config, found)
        credentials = environ.get("CREDENTIALS_DIRECTORY")
        check_doors(config, partial(_look_up, environ, Path(credentials) if credentials else None, found), found)
        _folders(config, path, found)
        _modes(path, state, found)
        _state(state, path, config, found)
    problems = _in_order((*problems, *found.problems, *rule_problems), file)
    if config is None or problems:
        raise ConfigError(problems)
    own_letters = beside(path, config.templates.folder)
    return Loaded(
        config, path, state, rules, tuple(found.warnings),
        (*not_yet(given, file, lines), *rules_not_yet(rules)),
        tuple(folder for folder in (own_letters, shipped("templates")) if folder is not None),
    )


def require_for_serving(loaded: Loaded) -> None:
    """What a desk cannot run without. Raises ConfigError."""
    config, file = loaded.config, loaded.path.name if loaded.path is not None else "config.toml"
    lacking = [Problem(file, None, key, f"is missing; expected {wanted}") for key, there, wanted in (
        ("mailbox.address", config.mailbox.address, 'the support address, such as address = "support@example.com" below [mailbox]'),
        ("vendor.name", config.vendor.name, 'the name that customers know, such as name = "Example Software" below [vendor]'),
    ) if not there]
    if lacking:
        raise ConfigError(lacking)


def _bytes(path: Path) -> bytes:
    """The file, or a sentence about why it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST_KB * 1024:
            raise ConfigError.single(f"{path}: this file is larger than {LARGEST_KB} kB; is it the configuration?")
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError.single(f"{path}: there is no such file; name the configuration with --config FILE or in $MAILBOT_CONFIG, or begin "
                                 "with the manual: mailbot config > config.toml") from None
    except IsADirectoryError:
        raise ConfigError.single(f"{path}: this is a folder; expected the configuration file in it, such as {path / 'config.toml'}") from None
    except PermissionError:
        raise ConfigError.single(f"{path}: this user may not read the file; give it the right to (chmod, chown), or run as another user") from None
    except OSError as error:
        raise ConfigError.single(f"{path}: cannot be read: {error.strerror or error}") from None


def _look_up(environ: Mapping[str, str], folder: Path | None, found: Findings, name: str) -> str | None:
    """A secret by its name; one that everybody may read is a problem like any other."""
    try:
        return secret(name, environ, folder)
    except ConfigError as error:
        found.problems += (problem for problem in error.problems if problem not in found.problems)
        return ""


def _in_order(problems: tuple[Problem, ...], file: str) -> tuple[Problem, ...]:
    """The configuration first, from the top; then the rule files."""
    ordered = sorted(enumerate(problems), key=lambda each: (each[1].file != file, each[1].file, each[1].line or 0, each[0]))
    return tuple(problem for _, problem in ordered)


def _folders(config: Config, path: Path | None, found: Findings) -> None:
    """A folder that is named must be there."""
    base = path.absolute().parent if path is not None else Path.cwd()
    for section, folder in (("rules", config.rules), ("templates", config.templates)):
        if "folder" in folder.model_fields_set and folder.folder != section and not (base / Path(folder.folder).expanduser()).is_dir():
            found.wrong((section, "folder"), f"{folder.folder!r} is no folder beside {found.file}; create it, or take the line away to use the shipped {section}")


def _state(state: Path, path: Path | None, config: Config, found: Findings) -> None:
    """A state folder that is there must be usable: beginning anew somewhere else would lose the books and the key."""
    if state.exists() and not (state.is_dir() and os.access(state, os.W_OK | os.X_OK)):
        found.wrong(("state", "folder"), f"{state} is there, but it is no folder that this user may write in; mend its owner and rights, or name another")
    elif path is not None and not config.state.folder and state == Path.cwd():
        found.warnings.append(f"{found.file}: the folder beside it cannot be written, so that everything is kept in {state}; name one with [state] folder")


def _modes(path: Path | None, state: Path, found: Findings) -> None:
    """Files that others may change or read."""
    if path is not None and path.stat().st_mode & 0o002:
        found.warnings.append(f"{found.file}: everybody on this machine may change it; run: chmod o-w {path}")
    key = state / "secret.key"
    if key.is_file() and key.stat().st_mode & 0o077:
        found.warnings.append(f"{key}: others may read the server key; run: chmod 600 {key}")
