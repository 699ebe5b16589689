"""format=flowed: paragraphs that were broken for transport, joined again (RFC 3676).
Quote marks and the signature line stay where they are; nothing else is changed."""

from __future__ import annotations


def unflow(text: str, delsp: bool) -> str:
    """The text with soft line breaks joined. Lines of different quote depth are never joined; "-- " always stands alone."""
    out: list[str] = []
    depth_before, open_line = -1, False
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        if body.startswith(" "):  # space-stuffing, section 4.4
            body = body[1:]
        soft = body.endswith(" ") and body != "-- "
        content = body[:-1] if soft and delsp else body
        if open_line and depth == depth_before and body != "-- ":
            out.append(content)
        else:
            prefix = ">" * depth + (" " if depth and body else "")
            out.append(("\n" if depth_before >= 0 else "") + prefix + content)
        depth_before, open_line = depth, soft
    return "".join(out)
