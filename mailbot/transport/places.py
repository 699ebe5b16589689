"""Where a door listens: "host:port" or "unix:/path", and what stands in the way there.
Every refusal says what was seen, what was expected, and what to do."""

from __future__ import annotations

import errno
import socket
import stat
from dataclasses import dataclass
from pathlib import Path

from mailbot.transport.limits import is_loopback


class DoorFault(Exception):
    """A door that cannot be opened; the message is for the administrator."""


@dataclass(frozen=True, slots=True)
class Tcp:
    """A place to listen: host and port (0: any free one)."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Unix:
    """A place to listen: the path of a socket."""

    path: Path

    def __str__(self) -> str:
        return f"unix:{self.path}"


Place = Tcp | Unix


def read_place(key: str, text: str) -> Place:
    """The place that `[listen] key` names. Raises DoorFault."""
    if text.startswith("unix:") and key == "lmtp":
        return Unix(Path(text.removeprefix("unix:")))
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) < 65536):
        example = '"127.0.0.1:2424" or "unix:/run/mailbot/lmtp"' if key == "lmtp" else '"127.0.0.1:2525"'
        raise DoorFault(
            f'[listen] {key}: {text!r} is not a place to listen; expected {example}, or "" to keep it closed'
        )
    return Tcp(host, int(port))


def advice(error: OSError, place: Place, key: str) -> str:
    """What is wrong, and what to do about it."""
    if error.errno == errno.EADDRINUSE:
        find = f" (ss -ltnp 'sport = :{place.port}' shows it)" if isinstance(place, Tcp) else ""
        return f"another program is listening there already{find}; stop it, or name another place in [listen] {key}"
    if error.errno in (errno.EACCES, errno.EPERM):
        if isinstance(place, Tcp):
            return "this user may not use that port; take one above 1023 and let the mail server on this machine pass mail on to it"
        return f"this user may not write in {place.path.parent}; give it the folder, or name another"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine does not have that address; name one that it has, such as 127.0.0.1"
    if isinstance(error, socket.gaierror):
        return "there is no machine of that name; write an IP address, such as 127.0.0.1"
    if error.errno == errno.ENOENT:
        return "that folder does not exist; create it, or name another"
    return f"{error.strerror or error}"


def stays_here(host: str) -> bool:
    """Whether only this machine can reach that host."""
    return host == "localhost" or is_loopback(host)


def clear_stale(path: Path) -> None:
    """Remove the socket of a run that is over; one that somebody answers on is left alone and raises EADDRINUSE."""
    try:
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise OSError(errno.EADDRINUSE, "there is a file of that name")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError(errno.EADDRINUSE, "in use")
