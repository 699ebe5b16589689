"""Passwords and keys, by the name under which the surroundings keep them.
The configuration holds names only; a credential file that others may read is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mailbot.config.errors import ConfigError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,127}")
OTHERS_MAY_READ = 0o007


def is_name(text: str) -> bool:
    """Whether this can be the name of an environment variable or credential file, or the path of such a file."""
    return bool(NAME.fullmatch(text)) or text.startswith("/")


def secret(name: str, environ: Mapping[str, str], credentials_dir: Path | None) -> str | None:
    """The secret of this name: from the environment, else from the service manager's credential files, else from the file
    at this absolute path. None when there is none. Raises ConfigError when everybody on the machine may read the file."""
    if not name or not is_name(name):
        return None
    if value := environ.get(name):
        return value
    path = Path(name) if name.startswith("/") else credentials_dir / name if credentials_dir else None
    if path is None or not path.is_file():
        return None
    if path.stat().st_mode & OTHERS_MAY_READ:
        raise ConfigError.single(f"{path}: everybody on this machine may read this secret; run: chmod o-rwx {path}")
    return path.read_text(encoding="utf-8").rstrip("\r\n") or None
