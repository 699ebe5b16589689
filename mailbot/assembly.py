"""Put a desk together from its configuration: keys, books, letters.
The server key is made once, readable by its owner alone, and never leaves the state folder (or the place `[secrets] key_from` names)."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from mailbot import render
from mailbot.clock import entropy, now
from mailbot.config.errors import ConfigError
from mailbot.config.load import Loaded, load
from mailbot.config.secrets import secret
from mailbot.desk import canary
from mailbot.mail.tokens import Keys
from mailbot.pipeline import Desk
from mailbot.store import Store

KEY_BYTES = 32


def find_config(given: Path | None) -> Path:
    """The configuration to use: the one given, else $MAILBOT_CONFIG, else ./config.toml."""
    return given or Path(os.environ.get("MAILBOT_CONFIG") or "config.toml")


def read_config(given: Path | None) -> Loaded:
    """Read and check the configuration. Raises ConfigError with every problem in it."""
    return load(find_config(given), os.environ)


def secrets_at_hand() -> Callable[[str], str | None]:
    """Looks a named secret up in the environment and among the credential files of the service manager."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return lambda name: secret(name, os.environ, Path(folder) if folder else None) if name else None


def read_keys(loaded: Loaded) -> Keys:
    """The server key that signs tokens and hashes codes; made on first use. Older keys, one a line, are still accepted."""
    name = loaded.config.secrets.key_from
    if name:
        text = secrets_at_hand()(name)
        if text is None:
            raise ConfigError.single(f"[secrets] key_from names {name!r}, but neither the environment nor the credentials have it")
        return _keys(text, f"the secret {name!r}")
    path = loaded.state_folder / "secret.key"
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise ConfigError.single(f"{path}: others can read the server key; run: chmod 600 {path}")
    return _keys(path.read_text(encoding="ascii"), str(path))


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(entropy(KEY_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)  # whoever comes first makes the key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _keys(text: str, where: str) -> Keys:
    try:
        found = tuple(bytes.fromhex(line.strip()) for line in text.splitlines() if line.strip())
    except ValueError:
        found = ()
    if not found or any(len(key) < KEY_BYTES for key in found):
        raise ConfigError.single(f"{where}: expected one key a line, each at least {2 * KEY_BYTES} hexadecimal digits, the newest first")
    return Keys(found[0], found[1:])


def open_store(loaded: Loaded, keys: Keys) -> Store:
    """The books, as the configuration says; nothing is looked at or migrated yet."""
    return Store.open(loaded.config.store.url or None, loaded.state_folder, keys, loaded.config, entropy, cache(lambda: published(loaded)))


def published(loaded: Loaded) -> tuple[str, ...]:
    """What the vendor tells everybody: in his settings, his links and blocks, and the letters that go outside."""
    return (*canary.published(loaded.config, loaded.rules), *render.published(render.load(loaded.template_folders, loaded.config)))


def open_desk(loaded: Loaded) -> Desk:
    """Open the books (migrating them when needed) and load the letters."""
    loaded.state_folder.mkdir(parents=True, exist_ok=True)
    keys = read_keys(loaded)
    store = open_store(loaded, keys)
    store.migrate(now())
    return Desk(loaded, render.load(loaded.template_folders, loaded.config), keys, store)
