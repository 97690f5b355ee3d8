"""How deep a recursive parser would go into a text, told before it goes there.

libcst's parser descends by recursion, and some of its rules try again at every level: the time for a chain of operators
grows with the square of its length, for nested brackets with the cube, and for nested mapping patterns with a power of
four. A stack may overflow, which no handler catches. (Measured with libcst 1.9: 1,000 brackets take 16 s, 3,000 terms of a
sum 3 s, a mapping pattern ten deep 2 s; what stays within the limits below takes about a second at worst.) So whatever is
handed to libcst is measured first.
"""

from __future__ import annotations

import re

_BRACKETS = 200  # as many as Python's own tokenizer allows
_TOKENS = 2_000  # of one expression; real code has a few hundred in its longest chain of calls
_ELIFS = 1_500  # of one top-level statement
_PATTERN_BRACKETS = 6  # in the pattern of a `case`

# In code. Whatever nests nothing is taken at once; the prefix of a string is looked for when its quotes are reached.
_CODE = re.compile(
    r"""
    (?P<run>[\w \t\f.+\-*/%@&|^~<>=!]+)
    |(?P<comma>,)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<line>\r\n?|\n)
    |(?P<string>\'\'\'|\"\"\"|'|\")
    |(?P<colon>:)
    |(?P<blank>\\(?:\r\n?|\n)|\#[^\r\n]*)
    |(?P<semicolon>;)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_TOKEN = re.compile(r"\w+|[^\w \t\f]")
_LAMBDA = re.compile(r"\blambda\b")
_IF = re.compile(r"\bif\b")
_PREFIX = re.compile(r"(?<!\w)(?:[ft]r?|r[ft])\Z", re.IGNORECASE)
_REST_OF_STRING = {
    "'": re.compile(r"[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'", re.DOTALL),
    '"': re.compile(r'[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""', re.DOTALL),
}
# In the text of an f-string or t-string: what ends it or its parts. `\{` escapes nothing, `\N{…}` does.
_IN_TEXT = {
    quote: re.compile(
        rf"(?P<escape>\\N\{{[^}}\r\n]*\}}|\\(?:\r\n|[^{{}}]))|(?P<double>\{{\{{|\}}\}})|(?P<open>\{{)|(?P<close>\}})"
        rf"|(?P<quote>{quote})" + ("" if len(quote) == 3 else r"|(?P<line>[\r\n])"),
        re.DOTALL,
    )
    for quote in _REST_OF_STRING
}
_IN_RAW_TEXT = {
    quote: re.compile(pattern.pattern.replace(r"\\N\{[^}\r\n]*\}|", ""), re.DOTALL)
    for quote, pattern in _IN_TEXT.items()
}
_PARTNERS = {"(": ")", "[": "]", "{": "}"}
_CASE = re.compile(r"\bcase\b")
_LINE_START = re.compile(r"(?P<indent>[ \t\f]*)(?P<word>\w+|@)")


def too_deep(text: str) -> bool:
    """Whether parsing ``text`` with libcst could take very long or overflow the stack, or nothing can be told of it."""
    if not _CASE.search(text) and sum(map(text.count, "([{")) <= _BRACKETS and text.count("elif") <= _ELIFS:
        if len(text) <= _TOKENS or len(_TOKEN.findall(text)) <= _TOKENS:
            return False  # even if all of it were one expression
    return not _Scan(text).is_shallow()


class _Level:
    """What is open: the file, a bracket, the text of an f-string, or a field or format in one.

    ``tokens`` are those since the last comma: no expression between two commas is deeper than it is long. The commas
    between the parameters of a lambda (``lambdas`` of which wait for their colon) end no expression.
    """

    __slots__ = ("closer", "kind", "lambdas", "tokens")

    def __init__(self, kind: str, closer: str) -> None:
        self.kind = kind
        self.closer = closer
        self.tokens = 0
        self.lambdas = 0


class _Scan:
    """One pass over a text; gives up at the first thing that is too deep or that it does not understand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels = [_Level("file", "")]
        self._texts: list[tuple[str, bool]] = []  # of the f-strings around this point: quotes, and whether they are raw
        self._tokens = 0  # of all levels
        self._elifs = 0
        self._is_case = False

    def is_shallow(self) -> bool:
        place = 0
        while place < len(self._text):
            level = self._levels[-1]
            end = self._in_text(place) if level.kind in ("text", "format") else self._in_code(place, level)
            if end is None or self._is_too_deep():
                return False
            place = end
        return len(self._levels) == 1

    def _is_too_deep(self) -> bool:
        brackets = len(self._levels) - 1
        return (
            self._tokens > _TOKENS
            or brackets > _BRACKETS
            or self._elifs > _ELIFS
            or (self._is_case and brackets > _PATTERN_BRACKETS)
        )

    def _in_code(self, place: int, level: _Level) -> int | None:
        match = _CODE.match(self._text, place)
        assert match is not None
        kind, end = match.lastgroup, match.end()
        if kind == "run":
            self._run(match[0], level)
        elif kind == "comma":
            if not level.lambdas:
                self._forget(level)
        elif kind == "open":
            self._count(level)
            self._levels.append(_Level("bracket", _PARTNERS[match[0]]))
        elif kind == "close":
            if level.closer != match[0]:
                return None
            self._leave()
            self._count(self._levels[-1])
        elif kind == "line":
            if level.kind == "file":
                self._new_line(level, end)
        elif kind == "string":
            self._count(level)
            return self._string(match[0], place, end)
        elif kind == "colon":
            self._count(level)
            if level.lambdas:
                level.lambdas -= 1
            elif level.kind == "field":
                self._levels.append(_Level("format", ""))
            elif level.kind == "file":
                self._is_case = False
        elif kind == "semicolon" and level.kind == "file":
            self._forget(level)
        elif kind != "blank":
            self._count(level)
        return end

    def _run(self, run: str, level: _Level) -> None:
        self._count(level, len(_TOKEN.findall(run)))
        if "lambda" in run:
            level.lambdas += len(_LAMBDA.findall(run))
        if self._is_case and level.kind == "file" and _IF.search(run):  # what follows is no pattern
            self._is_case = False

    def _in_text(self, place: int) -> int | None:
        """Go on in the text of an f-string, or in the format of one of its fields."""
        quote, is_raw = self._texts[-1]
        match = (_IN_RAW_TEXT if is_raw else _IN_TEXT)[quote].search(self._text, place)
        if match is None:
            return None
        level = self._levels[-1]
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "double" and level.kind == "format":  # no escapes here: `{x:{{1}}}`, `{x:{y}}}`
            kind, end = ("open" if match[0] == "{{" else "close"), start + 1
        if kind == "open":
            self._count(level)
            self._levels.append(_Level("field", "}"))
        elif kind == "close":
            if level.kind != "format":
                return None
            self._leave()
            self._leave()  # the field that it is the format of
        elif kind == "quote":
            if level.kind != "text":
                return None
            self._leave()
            self._texts.pop()
        elif kind == "line":
            return None
        return end

    def _string(self, quote: str, start: int, end: int) -> int | None:
        prefix = _PREFIX.search(self._text[max(start - 3, 0) : start])
        if prefix:
            self._levels.append(_Level("text", ""))
            self._texts.append((quote, len(prefix[0]) == 2))
            return end
        rest = _REST_OF_STRING[quote].match(self._text, end)
        return None if rest is None else rest.end()

    def _new_line(self, level: _Level, end: int) -> None:
        self._forget(level)
        level.lambdas = 0
        self._is_case = False
        start = _LINE_START.match(self._text, end)
        if start is None:
            return
        if start["word"] == "elif":
            self._elifs += 1
        elif start["word"] == "case":
            self._is_case = True
        elif start["word"] != "else" and not start["indent"]:
            self._elifs = 0

    def _leave(self) -> None:
        self._tokens -= self._levels.pop().tokens

    def _count(self, level: _Level, tokens: int = 1) -> None:
        level.tokens += tokens
        self._tokens += tokens

    def _forget(self, level: _Level) -> None:
        self._tokens -= level.tokens
        level.tokens = 0
