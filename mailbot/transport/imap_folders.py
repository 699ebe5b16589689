"""The folders that mail is put away in: found or made, by the server's own way of nesting and naming them.
"Mailbot/Done" is a folder within a folder, whether the server writes that with "/" or "." or keeps all below INBOX."""

from __future__ import annotations

from mailbot.transport.imap_client import Client, SettingWrong, faults_named, is_refusal, said_by


def ready_folder(client: Client, wanted: str) -> str:
    """The name of the folder as this server has it, made and subscribed when it was missing. Raises SettingWrong, LineLost."""
    with faults_named("looking for folders"):
        name = spelled(wanted, *_habits(client))
        there = _named(client, name)
    if there is not None:
        return there
    return _make(client, wanted, name)


def read_folder(client: Client, wanted: str) -> str:
    """The name of the folder that is read, as this server has it; as configured when it has none of that name. Never made."""
    if is_inbox(wanted):
        return "INBOX"
    with faults_named("looking for folders"):
        return _named(client, spelled(wanted, *_habits(client))) or wanted


def is_inbox(name: str) -> bool:
    """Whether this is the one folder that every account has (RFC 9051 section 5.1)."""
    return name.strip("/").upper() == "INBOX"


def spelled(wanted: str, prefix: str, delimiter: str) -> str:
    """A folder's name as configured (parts between "/") in the server's spelling. One that begins with the prefix keeps it once.

    Without a delimiter there are no folders within folders, and "-" stands between the parts. A name without "/" may be in the server's
    spelling already. Raises SettingWrong for one that mixes both."""
    plain = wanted.strip("/")
    if is_inbox(plain):
        return "INBOX"
    if prefix and plain.lower().startswith((prefix.lower(), prefix.lower().replace(delimiter, "/"))):
        plain = plain[len(prefix) :]
    if delimiter not in ("", "/") and delimiter in plain and "/" in plain:
        raise SettingWrong(f"the folder {wanted!r} has a {delimiter!r} in its name, which on this server stands between folder and folder; "
                           f"expected a name without it, or one wholly in the server's spelling, with {delimiter!r} for \"/\"")
    return prefix + plain.replace("/", delimiter or "-")


def _habits(client: Client) -> tuple[str, str]:
    """What stands before every folder of one's own ("" or "INBOX."), and what between folder and folder."""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, delimiter = personal[0]
            return _text(prefix), _text(delimiter)
    listed = client.list_folders("", "INBOX")
    return "", _text(listed[0][1]) if listed else "/"


def _text(said: bytes | str | None) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else said or ""


def _named(client: Client, name: str) -> str | None:
    """The folder of this name, if it can be opened."""
    for flags, _, found in client.list_folders("", name):
        if found == name and b"\\noselect" not in {bytes(flag).lower() for flag in flags}:
            return found
    return None


def _make(client: Client, wanted: str, name: str) -> str:
    with faults_named(f"making the folder {wanted}"):
        try:
            client.create_folder(name)
        except Exception as error:
            if "ALREADYEXISTS" in str(error).upper():  # RFC 5530: somebody was faster
                return name
            if is_refusal(error):
                raise SettingWrong(f"the folder {wanted!r} is missing, and the server does not let us make it ({{said}}); make it by hand, "
                                   "or name another in folder_done and folder_trouble", said_by(error)) from error
            raise
        client.subscribe_folder(name)  # else many mail programs do not show it
    return name
