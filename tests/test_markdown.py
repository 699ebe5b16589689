"""Plain words of an agent in HTML: Markdown where he used it, and nothing of what plain words mean is changed."""

import re
import time

import pytest

from mailbot.render.html import blocks_of
from mailbot.render.markdown import MOST, fragment


@pytest.mark.parametrize(("text", "expected"), [
    ("Hej!\nRad två", "Hej!<br>\nRad två"),
    ("**fet** och *kursiv* och _så_", "<strong>fet</strong> och <em>kursiv</em> och <em>så</em>"),
    ("- ett\n- två", "<li"),
    ("1. ett\n2. två", "<ol"),
    ("`kod <x>`", "<code>kod &lt;x&gt;</code>"),
    ("```\nrm -rf <x>\n```", ">rm -rf &lt;x&gt;</pre>"),
    ("[guiden](https://x.se/a)", '<a href="https://x.se/a">guiden</a>'),
    ("Läs https://x.se/a?b=1&c=2.", '<a href="https://x.se/a?b=1&amp;c=2">https://x.se/a?b=1&amp;c=2</a>.'),
    ("Skriv till a.b@x.se", '<a href="mailto:a.b@x.se">a.b@x.se</a>'),
    ("a | b\n--|--\n1 | 2", "<td"),
    # plain words
    ("2*3*4", "2*3*4"), ("*.txt och *.doc", "*.txt och *.doc"), ("C:\\_temp\\x", "C:\\_temp\\x"), ("\\\\server\\delad", "\\\\server\\delad"),
    ("__init__.py", "__init__.py"), ("snake_case_namn", "snake_case_namn"), ("&nbsp; som det står", "&amp;nbsp; som det står"),
    ("Titel\n---", "Titel</p>"), ("    indraget", "indraget</p>"), ("#3021", "#3021"), ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("<b>ingen</b>", "&lt;b&gt;ingen&lt;/b&gt;"), ("![bild](https://evil/x.png)", '!<a href="https://evil/x.png">bild</a>'),
])
def test_words_in_html(text, expected):
    assert expected in fragment(text)


@pytest.mark.parametrize("mean", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,<b>)", '[x](https://a" onclick="b)', "<https://a\"onclick=b>", "[a]: javascript:x\n\n[a]",
                                  "![x](https://evil)", "<!-- x -->", "`<img src=x>`", "| <i> |\n|--|\n| <u> |", "[x](https://a '\" onload=\"b')"])  # fmt: skip
def test_nothing_raw_goes_through(mean):
    out = fragment(mean)
    assert not re.search(r"<(?!/?(?:p|br|hr|a|ul|ol|li|strong|em|code|pre|blockquote|table|thead|tbody|tr|td|th|h[1-6])\b)", out)
    for tag in re.findall(r"<[^>]*>", out):
        assert not re.search(r"\son\w+=", re.sub(r"\"[^\"]*\"", "", tag))
        assert not re.search(r"href=\"(?!https?://|mailto:|tel:)", tag)


@pytest.mark.parametrize("piece", ["*", "[", "`", "> ", "- ", "[a](", "*a_ ", "![[", "|a", "<", "_a*b ", "1. "])
def test_any_words_are_quick(piece):
    begun = time.process_time()
    fragment(piece * (MOST // len(piece)))
    fragment(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 3


def test_very_long_words_are_plain_paragraphs():
    text = "**fet** " * MOST
    assert fragment(text) == blocks_of(text)
