"""`mailbot letters`: every letter with sample values, as it would leave, to be read before a customer reads it.
Shows the vendor's own templates where there are any; sends nothing, and needs no books."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import ConfigFile, complain, fail, print_table

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.desk.effects import Draft
    from mailbot.render import LetterKind, Scene, Templates

PANEL = 78  # columns: 72 of the letter, the frame, the margin
TO = "anna@example.com"
AUDIENCE = {"customer": "to customers", "stranger": "to senders whom nothing proves", "outsider": "to somebody whom an agent asks", "agent": "to agents",
            "admin": "to administrators"}  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command("letters")(letters)


def letters(
    names: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    lang: Annotated[list[str] | None, typer.Option("--lang", help="Language, such as sv; may be repeated. Else the vendor's languages.")] = None,
    template: Annotated[list[str] | None, typer.Option("--template", help="Only this letter, such as ack; may be repeated.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write each as .txt and .html into this folder, with an index.html.", show_default=False)] = None,
    variables: Annotated[bool, typer.Option("--variables", help="Print what each letter may say instead: the variables of its template.")] = False,
    config: ConfigFile = None,
) -> None:
    """Print the letters with sample values, as they would leave: the vendor's own templates first, the shipped ones behind.

    Read them before customers do. A template that does not work is said so, and the shipped text is shown in its place.
    """
    from mailbot import render
    from mailbot.assembly import read_config

    loaded = read_config(config)
    for name in names or []:
        fail(f"{name!r} stands alone; expected: mailbot letters --template {_names([name])[0]}")
    chosen = _names(template or [])
    if variables:
        _print_variables(chosen)
        return
    templates = render.load(loaded.template_folders, loaded.config)
    sheets = list(_sheets(chosen, _languages(lang or [], loaded.config, templates), templates, loaded.config))
    if html is not None:
        _write(sheets, html, loaded.config)
    else:
        _print(sheets)
    broken = [*templates.complaints, *dict.fromkeys(sheet.draft.fell_back for sheet in sheets if sheet.draft.fell_back)]
    for complaint in broken:
        complain(complaint)
    if broken:
        raise typer.Exit(1)


# ---- which ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter of one scene in one language."""

    kind: LetterKind
    language: str
    scene: Scene
    draft: Draft

    @property
    def title(self) -> str:
        return f"{self.kind.name} · {self.language}" + (f" · {self.scene.name}" if self.scene.name else "")

    @property
    def file_name(self) -> str:
        words = "".join(c if c.isalnum() else "-" for c in self.scene.name).strip("-")
        return f"{self.kind.name}.{words}.{self.language}" if words else f"{self.kind.name}.{self.language}"

    @property
    def text(self) -> str:
        """What a mail program without HTML shows: the subject, then the letter at 72 columns."""
        from mailbot.mail.wrap import wrap

        return f"Subject: {self.draft.subject}\n\n{wrap(self.draft.text)}"


def _names(wanted: list[str]) -> tuple[str, ...]:
    from mailbot.config.errors import nearest
    from mailbot.render import VARIABLES

    for name in wanted:
        if name not in VARIABLES:
            near = nearest(name, VARIABLES)
            fail(f"--template {name!r}: there is no such letter" + (f"; did you mean {near!r}?" if near else f"; expected one of {', '.join(VARIABLES)}"))
    return tuple(dict.fromkeys(wanted)) or tuple(VARIABLES)


def _languages(wanted: list[str], config: Config, templates: Templates) -> tuple[str, ...]:
    for language in wanted:
        if language not in templates.tongues:
            fail(f"--lang {language!r}: there are no letters in this language; expected one of {', '.join(sorted(templates.tongues))}")
    return tuple(dict.fromkeys(wanted)) or config.vendor.languages


def _sheets(names: tuple[str, ...], languages: tuple[str, ...], templates: Templates, config: Config) -> Iterator[Sheet]:
    from mailbot import render
    from mailbot.desk.effects import Letter

    for name in names:
        for language in languages:
            for scene in render.scenes(name, language, config):
                (draft,) = render.render((Letter(name, language, TO, scene.values, idem=name),), templates, config)
                yield Sheet(render.VARIABLES[name], language, scene, draft)


# ---- on the terminal -----------------------------------------------------------------------------
def _print(sheets: list[Sheet]) -> None:
    if not sys.stdout.isatty():
        for sheet in sheets:
            typer.echo(f"{'=' * 72}\n{sheet.title}\n{sheet.kind.when}; {AUDIENCE[sheet.kind.audience]}\n{'=' * 72}\n{sheet.text}")
        return
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    console = Console(highlight=False)
    for sheet in sheets:
        subtitle = Text(f"{sheet.kind.when}; {AUDIENCE[sheet.kind.audience]}", style="dim")
        console.print(Panel(Text(sheet.text.rstrip("\n")), title=Text(sheet.title, style="bold"), subtitle=subtitle, width=PANEL, title_align="left",
                            subtitle_align="left"))  # fmt: skip


def _print_variables(names: tuple[str, ...]) -> None:
    """What a template may use: the letter's own variables, then what every letter has."""
    from mailbot.render import VARIABLES
    from mailbot.render.common import COMMON

    for name in names:
        kind = VARIABLES[name]
        typer.echo(f"{name} – {kind.when}; {AUDIENCE[kind.audience]}\n")
        rows = [(var.name, var.kind, "always" if var.needed else "may be absent", var.says) for var in kind.variables]
        print_table(("variable", "kind", "given", "what it says"), rows, "No variables of its own.")
        typer.echo("")
    typer.echo("Every letter has besides:\n")
    print_table(("variable", "what it holds"), list(COMMON.items()), "")


# ---- into a folder -------------------------------------------------------------------------------
def _write(sheets: list[Sheet], folder: Path, config: Config) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            (folder / f"{sheet.file_name}.txt").write_text(sheet.text, encoding="utf-8")
            (folder / f"{sheet.file_name}.html").write_text(sheet.draft.html or _as_html(sheet), encoding="utf-8")
        (folder / "index.html").write_text(_index(sheets, config), encoding="utf-8")
    except OSError as error:
        fail(f"--html {folder}: {error.strerror or error}; expected a folder that can be written to")
    typer.echo(f"{len(sheets)} letters in {folder}; open {folder / 'index.html'}")


def _as_html(sheet: Sheet) -> str:
    """A letter that leaves as plain text alone, to be looked at in the same way."""
    return (f'<!DOCTYPE html>\n<html lang="{sheet.language}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<meta name="color-scheme" content="light dark"></head>\n<body><pre style="white-space:pre-wrap">{escape(sheet.text)}</pre></body>\n</html>\n')  # fmt: skip


def _index(sheets: list[Sheet], config: Config) -> str:
    rows = []
    for sheet in sheets:
        file = escape(sheet.file_name)
        rows.append(f'<tr><td><a href="{file}.html">{escape(sheet.title)}</a></td><td><a href="{file}.txt">text</a></td>'
                    f"<td>{escape(sheet.draft.subject)}</td><td>{escape(sheet.kind.when)}; {AUDIENCE[sheet.kind.audience]}</td></tr>\n")  # fmt: skip
    name = escape(config.vendor.name or "mailbot")
    return (f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<meta name="color-scheme" content="light dark"><title>Letters of {name}</title>\n'
            f"<style>body{{font-family:sans-serif}}td{{padding:.2em 1em .2em 0;vertical-align:top}}</style></head>\n"
            f"<body>\n<h1>Letters of {name}</h1>\n<table>\n{''.join(rows)}</table>\n</body>\n</html>\n")  # fmt: skip
