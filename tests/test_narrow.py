"""Letters on a narrow phone: nothing is wider than the screen, whatever stands in them, and a table's column is no row of single letters.
Measured by a real browser; where there is none, the test skips."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from mailbot.mail import rich
from mailbot.render.html import WORDS, html_of
from mailbot.render.markdown import fragment

WIDTH = 375
FRAME = """<!DOCTYPE html><title></title><iframe width={width} height=2000 frameborder=0 srcdoc="{page}" onload="
const letter = this.contentDocument, cells = [...letter.querySelectorAll('td,th')].map(cell => cell.getBoundingClientRect().width);
document.title = [this.contentWindow.innerWidth, letter.documentElement.scrollWidth, Math.floor(Math.min(...cells))].join(' ')"></iframe>"""
LINK = "https://www.example.com/" + "a" * 120 + "?token=" + "0123456789" * 6
WORD = "Donaudampfschifffahrtsgesellschaft" * 4
TABLE = f"| Kolumn | Värde | Beskrivning |\n|---|---|---|\n| Alfa | 1 | {'lång text ' * 8} |\n| {LINK} | 3 | {'y' * 60} |"
TYPED = f"Hej **Anna**! Se {LINK}\n\n{WORD}\n\n1. {WORD}\n   - {WORD}\n\n> {LINK}\n\n```\nSELECT {'kolumn, ' * 30}\n{WORD}\n```\n\n`{WORD}`\n\n# {WORD}\n\n{TABLE}"
LETTER = f"##- Skriv ditt svar ovanför den här raden -##\n\n{WORDS}\n\nKund: anna@{'lang' * 14}.example\n\nDu skrev:\n\n> Hej\n> {LINK}\n> > {WORD}\n> 1. {WORD}\n\nRef: BK-2026-000001 notice=new-case"
OWN = f'<p>Se <a href="{LINK}">{LINK}</a></p><table border=1 width=900><tr><td>Kolumn<td>Värde<td>{WORD}</tr><tr><td>{LINK}<td>2<td>x</tr></table><pre>{WORD}</pre><ul><li>{WORD}</ul>'


def formatted() -> str:
    """The words as an agent's program formatted them."""
    page = rich.read(OWN, 200_000)
    assert page is not None
    return rich.written(page, page.text.split("\n"), {}, lambda text: text) or ""


@pytest.mark.torture
@pytest.mark.parametrize("words", [fragment(TYPED), formatted()], ids=["typed", "formatted"])
def test_nothing_is_wider_than_a_phone(tmp_path: Path, words: str) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    assert "<table" in words
    page = html_of(LETTER, "sv", whole=("BK-2026-000001",), words=words)
    (tmp_path / "letter.html").write_text(FRAME.format(width=WIDTH, page=escape(page)))
    done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"file://{tmp_path / 'letter.html'}"], capture_output=True, timeout=60, check=True, text=True)
    shown, wide, cell = map(int, re.findall(r"<title>(\d+) (\d+) (\d+)</title>", done.stdout)[0])
    assert (shown, wide) == (WIDTH, WIDTH)
    assert cell >= 40
