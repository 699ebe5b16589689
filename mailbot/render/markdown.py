"""The HTML of plain words that a person typed: paragraphs, and Markdown where he used it (lists, links, code, emphasis, tables).
Raw HTML is text, and what would change plain words is off: a path keeps its backslashes, 2*3*4 its stars, a line its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType

from mailbot.render.html import blocks_of, linked

# Off: what plain mails hold without meaning it. "C:\\_temp" is a path, an indented line is no code, "---" below a line makes no heading.
_OFF = ("html_block", "html_inline", "escape", "entity", "image", "code", "lheading", "reference")
_CELL = "padding:4px 8px;text-align:left;vertical-align:top;border:1px solid #b5b5b5;min-width:2.5em"
_STYLES: Final = {
    "p": "margin:0 0 1em", "ul": "margin:0 0 1em;padding-left:1.5em", "ol": "margin:0 0 1em;padding-left:1.5em", "li": "margin:0 0 .25em",
    "blockquote": "margin:0 0 1em;padding-left:.8em;border-left:3px solid #b5b5b5", "table": "border-collapse:collapse;margin:0 0 1em",
    "td": _CELL, "th": f"{_CELL};overflow-wrap:break-word",  # a narrow screen breaks words, but no heading into letters
} | {f"h{level}": "margin:0 0 .5em;font-size:1.1em;font-weight:bold" for level in range(1, 7)}  # fmt: skip
_PRE = "margin:0 0 1em;white-space:pre-wrap;font-family:Consolas,Menlo,monospace;font-size:14px"
_IN_LINK = "in_link"
MOST = 20_000  # characters: some of the reader's rules take quadratic time; longer words are shown as plain paragraphs
_SAFE = ("http://", "https://", "mailto:", "tel:")


def fragment(text: str) -> str:
    """HTML of the words, safe to stand in a page."""
    return str(_READER.render(text)).strip() if len(text) <= MOST else blocks_of(text)


class _Renderer(RendererHTML):
    """Styles stand in each element, since mail programs drop style sheets; addresses in running text can be clicked.
    The library calls each method with all four arguments."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:
        return super().text(tokens, idx, options, env) if env.get(_IN_LINK) else linked(tokens[idx].content)

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:
        env[_IN_LINK] = True
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:
        env[_IN_LINK] = False
        return self.renderToken(tokens, idx, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:  # noqa: ARG002
        code = self._escaped(tokens[idx].content.rstrip("\n"))
        return f'<pre style="{_PRE}">{code}</pre>\n'

    def softbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:  # noqa: ARG002
        return "<br>\n"

    def hardbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: EnvType) -> str:  # noqa: ARG002
        return "<br>\n"

    @staticmethod
    def renderAttrs(token: Token) -> str:
        """As declared, and the style of the element."""
        style = _STYLES.get(token.tag)
        return RendererHTML.renderAttrs(token) + (f' style="{style}"' if style and token.nesting == 1 else "")

    @staticmethod
    def _escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _emphasis(state: StateInline, silent: bool) -> bool:
    """*so* and **so**, never within a word; _so_, never doubled: names of files have double underscores."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    found = state.scanDelims(state.pos, False)
    usable = marker == "*" or found.length == 1
    for _ in range(found.length):
        token = state.push("text", "", 0)
        token.content = marker
        if usable:
            state.delimiters.append(Delimiter(ord(marker), found.length, len(state.tokens) - 1, -1, found.can_open, found.can_close))
    state.pos += found.length
    return True


def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable("table").disable(list(_OFF))
    made.inline.ruler.at("emphasis", _emphasis)
    made.validateLink = lambda url: url.strip().lower().startswith(_SAFE)  # type: ignore[method-assign]
    return made


_READER = _reader()
