"""Which of a customer's files the agents get with their notice, by kind and by size; of the others they read the name.
Nothing is lost by it: the mail is kept as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mailbot.config.settings import Config
from mailbot.mail.message import Attachment

Why = Literal["", "kind", "size", "dangerous"]
MEGABYTE = 2**20

# What runs when it is opened, whatever else it is called. The list of the vendor cannot let these in.
RUNS = frozenset(
    "app appref-ms bat chm cmd com cpl dll exe gadget hta inf ins iso jar js jse jsp lnk mht mhtml msc msh msi msp mst pif ps1 psc1 "
    "reg scf scr sct settingcontent-ms shb sys url vb vbe vbs vhd vhdx wsc wsf wsh xll".split()
)
BEGINS = (b"MZ", b"\x7fELF")  # programs for Windows and Linux, under any name
WITHOUT_ENDING: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpg", "image/heic": "heic", "text/plain": "txt", "application/pdf": "pdf"}
ALIKE: Mapping[str, str] = {"jpeg": "jpg", "htm": "html", "tif": "tiff"}


@dataclass(frozen=True, slots=True)
class Passing:
    """What is passed on, and every file with why it is not."""

    files: tuple[Attachment, ...]
    told: tuple[dict[str, Any], ...]  # {"name", "size", "left_out"}: as letters say it


def pass_on(files: tuple[Attachment, ...], config: Config) -> Passing:
    """Sort the files out by `[mailbox] keep_attachments` and `[agents] attachments_mb`, in the order they came."""
    left = config.agent_mail.attachments_mb * MEGABYTE
    passed: list[Attachment] = []
    told: list[dict[str, Any]] = []
    for file in files:
        why = why_not(file, config) or ("size" if file.size > left else "")
        if not why:
            passed.append(file)
            left -= file.size
        told.append({"name": file.name, "size": file.size, "left_out": why})
    return Passing(tuple(passed), tuple(told))


def why_not(file: Attachment, config: Config) -> Why:
    """What keeps a file from the agents whatever its size."""
    ending = _ending(file)
    if ending in RUNS or file.content.startswith(BEGINS):
        return "dangerous"
    wanted = {ALIKE.get(each, each) for each in (word.casefold().lstrip(".") for word in config.mailbox.keep_attachments)}
    return "" if ALIKE.get(ending, ending) in wanted else "kind"


def _ending(file: Attachment) -> str:
    """What the name ends in: the last dot counts, whatever stands before it; blanks and dots at the end deceive nobody."""
    name, dot, ending = file.name.rstrip(". ").rpartition(".")
    return ending.casefold() if dot and name else WITHOUT_ENDING.get(file.type, "")
