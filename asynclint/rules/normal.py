"""Code without what a formatter changes, for fingerprints.

Text and not the tree, so that neither another libcst nor another Python makes another fingerprint. Codes that differ in nothing
but what is left out here are told apart by their ordinals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from asynclint.scanner import LogicalLine, logical_lines

_TOKEN = re.compile(
    r"""(?P<prefix>[bfrtu]|[fbt]r|r[fbt]|)(?P<quotes>\"\"\"|'''|"|')(?P<content>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)
    |\w+|[^\s\\]""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_QUOTE = re.compile(r"""\\(["'])""")


def normalised(code: str, *, header: bool = False) -> str:
    """The tokens of some code, without comments, parentheses, commas before a bracket that closes, and the choice of quotes.

    With ``header``, only those of the header of a compound statement, without decorators.
    """
    lines = [text for line in logical_lines(code) if (text := _without_comments(code, line))]
    if header:
        lines = [line for line in lines if not line.startswith("@")][:1]
    tokens = list(_tokens("\n".join(lines)))
    return " ".join(
        token
        for token, next_token in zip(tokens, [*tokens[1:], ")"], strict=False)
        if token not in "()" and not (token == "," and next_token in ")]}")
    )


def _without_comments(code: str, line: LogicalLine) -> str:
    start, kept = line.start, ""
    for at, comment in line.comments:
        kept += code[start:at]
        start = at + len(comment)
    return (kept + code[start : line.end]).strip()


def _tokens(code: str) -> Iterator[str]:
    for match in _TOKEN.finditer(code):
        if match["quotes"]:
            content = _QUOTE.sub(r"\1", match["content"])
            yield f'{match["prefix"].lower().replace("u", "")}"{content}"'
        else:
            yield match[0].lower() if match[0][0].isdigit() else match[0]
