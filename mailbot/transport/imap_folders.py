"""The folders that mail is put away in: found or made, by the server's own way of nesting and naming them.
"Mailbot/Done" is a folder within a folder, whether the server writes that with "/" or "." or keeps all below INBOX."""

from __future__ import annotations

from mailbot.transport.imap_client import Client, SettingWrong, faults_named, is_refusal, said_by


def ready_folder(client: Client, wanted: str) -> str:
    """The name of the folder as this server has it, made and subscribed when it was missing. Raises SettingWrong, LineLost."""
    with faults_named("looking for folders"):
        prefix, delimiter = _habits(client)
        name = spelled(wanted, delimiter, prefix)
        there = _named(client, name)
    if there is not None:
        return there
    return _make(client, wanted, name)


def spelled(wanted: str, delimiter: str, prefix: str = "") -> str:
    """A folder's name as configured (parts between "/") in the server's spelling. One that begins with the prefix keeps it once.

    Without a delimiter there are no folders within folders, and "-" stands between the parts."""
    name = wanted.strip("/").replace("/", delimiter or "-")
    if not prefix or name.upper() == "INBOX" or name.lower().startswith(prefix.lower()):
        return name
    return prefix + name


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
                raise SettingWrong(f"the folder {wanted!r} is missing, and the server does not let us make it ({said_by(error)}); make it by hand, "
                                   "or name another in folder_done and folder_trouble") from error
            raise
        client.subscribe_folder(name)  # else many mail programs do not show it
    return name
