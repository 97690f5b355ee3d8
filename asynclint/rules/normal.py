"""Code without what a formatter changes, for fingerprints.

Text and not the tree, so that neither another libcst nor another Python makes another fingerprint. Codes that differ in nothing
but what is left out here are told apart by their ordinals.
"""

from __future__ import annotations

import re

from asynclint.scanner import LogicalLine, logical_lines

# The quotes of strings (which may be nested in f-strings), the escapes that quotes need, and prefixes, of which nobody needs a "u".
_QUOTES = re.compile(r"""(?<!\w)[bfrtu]{1,2}(?=\\?["'])|["'\\]""", re.IGNORECASE)
_TOKEN = re.compile(r"\w+|\S")


def normalised(code: str, *, header: bool = False) -> str:
    """The tokens of some code, without comments, quotes, parentheses, and commas before a bracket that closes.

    With ``header``, only those of the header of a compound statement, without decorators.
    """
    lines = [text for line in logical_lines(code) if (text := _without_comments(code, line))]
    if header:
        lines = [line for line in lines if not line.startswith("@")][:1]
    tokens = _TOKEN.findall(_QUOTES.sub(" ", "\n".join(lines)))
    return " ".join(
        token.lower() if token[0].isdigit() else token
        for token, next_token in zip(tokens, [*tokens[1:], ")"], strict=False)
        if token not in "()" and not (token == "," and next_token in ")]}")
    )


def _without_comments(code: str, line: LogicalLine) -> str:
    start, kept = line.start, ""
    for at, comment in line.comments:
        kept += code[start:at]
        start = at + len(comment)
    return (kept + code[start : line.end]).strip()
