"""What holds of fixes whatever the code: of all files of ``test_data``, and of what they become by small changes.

The changes keep the code valid: more comments and blank lines, form feeds, tabs, other line ends, a byte order mark, no
newline at the end.
"""

from __future__ import annotations

import ast
import gc
import io
import re
import sys
import tempfile
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from asynclint import engine, fixing
from asynclint.codemods.apply import apply, compiles
from asynclint.codes import ROWS
from asynclint.discovery import decode, encode
from asynclint.findings import Applicability, Edit, Finding, Fix, Report
from asynclint.program.sources import split_lines
from asynclint.settings import Settings

DATA = Path(__file__).resolve().parents[2] / "test_data"
MARK = b"\xef\xbb\xbf"
SINCE = re.compile(r"py3(\d\d)_")


def _files() -> list[Path]:
    """The files that this Python reads, in an order that the machine has no part in."""
    paths = [path for folder in ("rules", "bugs", "fixes") for path in (DATA / folder).rglob("*.py")]
    return sorted(path for path in paths if _is_readable(path))


def _is_readable(path: Path) -> bool:
    since = SINCE.match(path.name)
    if since is not None and sys.version_info < (3, int(since[1])):
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(path.read_bytes(), path.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False  # on purpose, or syntax of a later version
    return True


FILES = _files()
LIKELY = [path for path in FILES if "fixes" in path.parts or b"# expect" in path.read_bytes()]  # to have findings


@pytest.fixture(scope="module", autouse=True)
def _frozen() -> Iterator[None]:
    """What was imported is no garbage: every pass of a fix collects what it left behind, and should not look at it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


# -- Changes that keep the code what it is --


def tokens_of(text: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(text, newline="").readline))


def comments_of(text: str) -> Counter[str]:
    unified = "\n".join(re.split("\r\n|\r|\n", text))
    return Counter(token.string.rstrip() for token in tokens_of(unified) if token.type == tokenize.COMMENT)


def gaps(text: str) -> list[tuple[int, int]]:
    """The lines below which another may stand, each with the bracket depth there."""
    found, depth = [], 0
    for token in tokens_of(text):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        elif token.type in (tokenize.NEWLINE, tokenize.NL) and token.string:
            found.append((token.start[0], depth))
    return found


def with_lines(text: str, new: Mapping[int, str]) -> str:
    """``text`` with lines below those of the given numbers (from 1)."""
    return "".join(line + new.get(number, "") for number, line in enumerate(split_lines(text), 1))


def with_trailing_comments(text: str, numbers: set[int]) -> str:
    lines = split_lines(text)
    with_comment = {token.start[0] for token in tokens_of(text) if token.type == tokenize.COMMENT}
    for number in numbers - with_comment:
        if lines[number - 1].strip():
            lines[number - 1] = lines[number - 1].rstrip("\n") + f"  # beside {number}\n"
    return "".join(lines)


def with_tabs(text: str) -> str:
    """``text`` with a tab for each level of indentation; lines within statements and strings keep theirs."""
    lines = split_lines(text)
    level, is_first = 0, True
    for token in tokens_of(text):
        if token.type in (tokenize.INDENT, tokenize.DEDENT):
            level += 1 if token.type == tokenize.INDENT else -1
        elif token.type == tokenize.NEWLINE:
            is_first = True
        elif is_first and token.type not in (tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER):
            is_first = False
            line = lines[token.start[0] - 1]
            lines[token.start[0] - 1] = "\t" * level + line[token.start[1] :]
    return "".join(lines)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Path, bytes]:
    """A file of the test data, and its bytes after some changes."""
    path = draw(st.sampled_from(LIKELY) | st.sampled_from(FILES))
    data = path.read_bytes()
    like, text = data.removeprefix(MARK), decode(data)
    is_sound = compiles(text)
    if draw(st.booleans()) and "\r" not in text:
        places = gaps(text)
        numbers = sorted(draw(st.sets(st.sampled_from(places), max_size=6))) if places else []
        kinds = st.sampled_from(["    # added {}\n", "# added {}\n", "\t# added {}\n", "\n", "\n\n", "   \n", "\f\n"])
        new = {number: draw(kinds).format(number) for number, _ in numbers}
        text = with_trailing_comments(text, {number for number, _ in numbers if draw(st.booleans())})
        text = with_lines(text, new)
    if "\r" not in text and draw(st.integers(0, 3)) == 0:
        text = with_tabs(text)
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\r\n")
    if "\r" not in text and draw(st.integers(0, 2)) == 0:
        text = text.replace("\n", "\r\n")
    assert compiles(text) == is_sound
    if draw(st.integers(0, 3)) == 0 and not re.search(rb"coding[:=]", data):
        return path, MARK + text.encode()
    return path, encode(text, like)


# -- What holds --


def lint_in(folder: Path, name: str) -> fixing.Lint:
    chosen = Settings(ROWS, folder)

    def lint(texts: Mapping[str, str]) -> Report:
        return engine.lint([name], chosen, jobs=1, given=texts)

    return lint


def wanted(report: Report, unsafe: bool) -> list[Fix]:
    return [fix for finding in report.findings if (fix := finding.fix) is not None and (unsafe or _is_safe(fix))]


def _is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def edited(text: str, edits: list[Edit]) -> str:
    """``text`` with the edits in it; a second opinion on how that is done."""
    parts, end = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert end <= edit.start <= edit.end <= len(text)
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*parts, text[end:]])


def kept(text: str, definitions: set[str]) -> list[str]:
    """The lines that no added or removed import or definition is a reason for: not blank, and no part of an import."""
    imports = {
        number
        for statement in ast.parse(text).body
        if isinstance(statement, (ast.Import, ast.ImportFrom))
        for number in range(statement.lineno, (statement.end_lineno or 0) + 1)
    }
    return [
        line
        for number, line in enumerate(split_lines(text), 1)
        if number not in imports and line.strip() and line.strip() not in definitions
    ]


def check_one_pass(text: str, report: Report, unsafe: bool) -> None:
    """Outside of the edits that the fixes report, and of imports and definitions, nothing changes by a byte."""
    applied = apply(text, wanted(report, unsafe))
    assert not applied.broken
    assert compiles(applied.text) or not compiles(text)
    plain = edited(text, [edit for fix in applied.done for edit in fix.edits])
    if not any(fix.imports or fix.definitions or fix.freed for fix in applied.done):
        assert applied.text == plain
        return
    definitions = {definition for fix in applied.done for definition in fix.definitions}
    # A line without an end gets one where another comes below it.
    before, after = kept(plain, definitions), kept(applied.text, definitions)
    assert [line.rstrip("\r\n") for line in after] == [line.rstrip("\r\n") for line in before]
    assert set(map(_end, after)) <= set(map(_end, split_lines(text)))


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def lines_with_ends(text: str) -> set[str]:
    return {end for line in split_lines(text) if (end := _end(line))}


def check(path: Path, data: bytes, unsafe: bool) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name).resolve()
        patch.chdir(folder)
        target = folder / path.name
        target.write_bytes(data)
        lint = lint_in(folder, path.name)
        before = decode(data)
        first = lint({})
        event("fixable" if wanted(first, unsafe) else "not fixable")
        check_one_pass(before, first, unsafe)

        outcome = fixing.saved(fixing.fix(lint, unsafe=unsafe))
        assert not outcome.errors
        assert outcome.report.errors == first.errors
        assert [(_told(finding), why) for finding, why in outcome.dropped] == []
        assert {change.path for change in outcome.changes} <= {path.name}

        written = target.read_bytes()
        after = decode(written)
        assert compiles(after) or not compiles(before)
        assert written.startswith(MARK) == data.startswith(MARK)
        assert after.endswith(("\n", "\r")) == before.endswith(("\n", "\r"))
        assert lines_with_ends(after) <= lines_with_ends(before)
        assert comments_of(after) == comments_of(before)
        assert len(outcome.report.findings) <= len(first.findings)
        assert wanted(outcome.report, unsafe) == []

        again = fixing.fix(lint, unsafe=unsafe)
        assert again.changes == ()
        assert [_told(finding) for finding in again.report.findings] == [_told(f) for f in outcome.report.findings]


def _told(finding: Finding) -> str:
    return f"{finding.location.line}:{finding.code} {finding.message}"


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.slow
@few(60)
@given(mutations(), st.sampled_from([True, True, False]))
def test_fixes_keep_what_is_not_theirs(mutation: tuple[Path, bytes], unsafe: bool) -> None:
    path, data = mutation
    check(path, data, unsafe)
