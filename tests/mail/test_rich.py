"""An agent's HTML, cut down to the lines that a customer may read and written anew by an allow-list."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail import rich

MOST = 100_000


def kept(html, *lines, pictures=None):
    page = rich.read(html, MOST)
    assert page is not None
    return rich.written(page, lines or page.lines, pictures or {}, str)


@pytest.mark.parametrize(("html", "expected"), [
    ("<p>Hej <b>du</b> <em>där</em></p>", "Hej <b>du</b> <i>där</i>"),
    ("<span style='font-weight:700'>fet</span>", "<b>fet</b>"),
    ("<b style='font-weight:normal'>som i Googles dokument</b>", "som i Googles dokument"),
    ("<a href='https://bokis.info/x?a=1&amp;b=2'>guiden</a>", '<a href="https://bokis.info/x?a=1&amp;b=2">guiden</a>'),
    ("<a href='javascript:alert(1)'>guiden</a>", "guiden"),
    ("<a href=' JAVA&#10;SCRIPT:alert(1)'>guiden</a>", "guiden"),
    ("<ol start=3><li>tre<li>fyra</ol>", '<ol start="3"'),
    ("<table border=1><tr><td colspan=2>A</td></tr></table>", '<td colspan="2" style="padding:4px 8px'),
    ("<pre>a\n  b</pre>", "a\n  b</pre>"),
    ("<h2>Steg</h2><p>ett</p>", "font-weight:bold\">Steg</p>"),
    ("<p>ett</p><p class=MsoNormal>&nbsp;</p><p>två</p>", '<p style="margin:0">&nbsp;</p>'),
    ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
])
def test_formatting_is_kept(html, expected):
    assert expected in kept(f"<html><body>{html}</body></html>")


@pytest.mark.parametrize("mean", [
    "<script>alert(1)</script>", "<style>p{}</style>", "<p onclick='x()' style='background:url(http://evil/)' class=x id=y>{}</p>", "<img src='https://evil/x.png'>",
    "<img src='data:image/png;base64,AAAA'>", "<iframe src='https://evil'></iframe>", "<svg onload=alert(1)></svg>", "<form action='https://evil'><input name=x>{}</form>",
    "<a href='data:text/html,x'>{}</a>", "<a href='https://x\" onclick=\"y'>{}</a>", "<div style='display:none'>dolt</div>", "<!--[if mso]><p>dolt</p><![endif]-->",
    "<base href='https://evil/'>", "<meta http-equiv=refresh content='0;url=https://evil'>", "<ol start='1\" onclick=\"y'><li>{}</ol>",
])
def test_nothing_else_goes_through(mean):
    out = kept(f"<body><p>Hej</p>{mean.replace('{}', 'ord')}<p>Mvh</p></body>") or ""
    assert "Hej" in out and "Mvh" in out and "dolt" not in out and "alert" not in out
    assert not re.search(r"<(?!/?(?:p|br|hr|div|a|ul|ol|li|b|i|u|s|code|pre|blockquote|table|tr|td|th|sub|sup|img)\b)", out)
    attributes = {name for tag in re.findall(r"<[a-z0-9]+((?:\s[a-z-]+=\"[^\"]*\")*)\s*>", out) for name in re.findall(r"([a-z-]+)=\"", tag)}
    assert attributes <= {"style", "href", "start", "colspan", "rowspan", "src", "alt"}
    assert not re.search(r"(?:src|href)=\"(?!cid:|https?://|mailto:|tel:)", out)


def test_only_the_kept_lines_are_written():
    html = "<body><div>/spend 10m</div><div>Hej <i>du</i></div><div>// hemligt</div><div>Mvh</div><div>-- </div><div>Eva Ek</div></body>"
    out = kept(html, "Hej du", "Mvh")
    assert re.sub(r"<[^>]+>", " ", out).split() == ["Hej", "du", "Mvh"]


def test_a_line_that_is_not_there_gives_the_page_up():
    assert kept("<body><p>Hej</p></body>", "Hej", "något annat") is None


def test_a_piece_that_is_partly_cut_gives_the_page_up():
    assert kept("<body><pre>/spend 10m\nHej</pre></body>", "Hej") is None


def test_a_picture_stays_with_the_words_around_it_and_a_logo_goes_with_the_signature():
    html = '<body><p>Så här:</p><p><img src="cid:a@x"></p><p>-- </p><p>Eva <img src="cid:b@x"></p></body>'
    out = kept(html, "Så här:", pictures={"a@x": "1@desk", "b@x": "2@desk"})
    assert 'src="cid:1@desk"' in out and "2@desk" not in out and "a@x" not in out


def test_the_same_lines_as_the_readable_text():
    from mailbot.mail.html import to_text

    html = "<body><h1>T</h1><ul><li>a<li>b</ul><table><tr><td>1<td>2</table><blockquote>q<br>r</blockquote><pre>x\n y</pre>slut</body>"
    page = rich.read(html, MOST)
    assert [line for line in page.lines if line.strip()] == [line for line in to_text(html, MOST, MOST).split("\n") if line.strip("> ")]


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<li>", "<ul>", "<table><td>", "</table>", "<pre>", "a", "b\n", " ", "&nbsp;", "<br>", "<img src=cid:x>", "<a href=x>", "</a>"]), max_size=40))
def test_any_html_says_what_its_lines_say_or_nothing(pieces):
    page = rich.read(f"<body>{''.join(pieces)}</body>", MOST)
    out = rich.written(page, page.lines, {}, str) if page else None
    if out is not None:
        said = re.sub(r"<[^>]+>", " ", out).replace("&nbsp;", " ")
        letters = [c for c in said if c in "ab"]
        assert letters == [c for c in re.sub(r"<[^<>\s]*>", "", page.text) if c in "ab"]


@pytest.mark.parametrize("piece", ["<div>", "<b>x", "<p>x</p>", "<table><tr><td>", "<img src=cid:a>", "<br>", "<li>x"])
def test_large_pages_are_quick(piece):
    html = f"<body>{piece * 5_000}</body>"
    begun = time.process_time()
    page = rich.read(html, MOST)
    if page is not None:
        rich.written(page, page.lines, {}, str)
    assert time.process_time() - begun < 2
