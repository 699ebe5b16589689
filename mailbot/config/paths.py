"""Where things lie: the state folder, rules and templates; the vendor's own beside his configuration, the shipped ones behind.
Several vendors share a machine because everything hangs on the place of the configuration file."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path | None:
    """A folder or file that mailbot brings along ("rules", "templates", "config.toml"): from the installed package, else from the
    checkout, which is recognised by its pyproject.toml."""
    packaged = resources.files("mailbot") / "shipped" / name
    if isinstance(packaged, Path) and packaged.exists():
        return packaged
    checkout = _PACKAGE.parent
    return checkout / name if (checkout / "pyproject.toml").is_file() and (checkout / name).exists() else None


def beside(config: Path | None, folder: str) -> Path | None:
    """The vendor's own folder beside his configuration, if there is one and it is not the shipped one."""
    own = _from(config, folder)
    if not folder or not own.is_dir():
        return None
    packaged = shipped(own.name)
    return None if packaged is not None and packaged.resolve() == own.resolve() else own


def state_folder(config: Path | None, configured: str) -> Path:
    """`[state] folder`, else state/ beside the configuration when that can be written, else the working directory."""
    if configured:
        return _from(config, configured).absolute()
    if config is not None:
        folder = config.absolute().parent / "state"
        if folder.exists() or os.access(folder.parent, os.W_OK | os.X_OK):
            return folder  # books that are there are never passed by for new ones elsewhere
    return Path.cwd()


def _from(config: Path | None, folder: str) -> Path:
    """A folder as written in the configuration: relative ones begin beside it."""
    base = config.absolute().parent if config is not None else Path.cwd()
    return base / Path(folder).expanduser()
