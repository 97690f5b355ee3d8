"""Comments that silence findings, written: ``# asynclint: ignore[ASL201] reason``.

One goes to the end of the line that a finding begins on; of its statement's last line where a string or a backslash goes on
there. Where the statement has such a comment already, that one gets the code.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from asynclint import notebooks
from asynclint.codemods.apply import edited
from asynclint.codes import UNUSED
from asynclint.discovery import SourceError
from asynclint.findings import Edit, FileError, Finding, Report
from asynclint.fixing import Change, Lint, Outcome, read
from asynclint.scanner import LogicalLine, logical_lines
from asynclint.suppressions import IGNORE

_VAIN = "a comment does not silence it"
_BLANKS = " \t\f"
_LINE_END = re.compile(r"\r\n?|\n")


def comment_edit(text: str, line: int, codes: Collection[str], reason: str = "") -> Edit:
    """The edit that silences findings of the codes which begin on the line (1-based) of a source text.

    The reason is one line, and no word of it is a bare ``#``. Raises ``ValueError`` where the text has no such
    line.
    """
    lines = _lines(text)
    if not 1 <= line <= len(lines):
        raise ValueError(f"there is no line {line}")
    start, end = lines[line - 1]
    statement = next((found for found in logical_lines(text) if found.end >= start), LogicalLine(start, end, ()))
    return _edit(text, statement, (start, end), codes, reason)


def add(lint: Lint, codes: Collection[str], reason: str, given: Mapping[str, str] | None = None) -> Outcome:
    """Silence all findings of the codes, in memory; nothing is written. ``fixed`` are those that are silenced.

    The program is linted again with the comments in it. A file in which they do not do what they should stays as it was.
    """
    texts_given = {os.path.abspath(path): text for path, text in (given or {}).items()}
    before = lint(texts_given)
    wanted: dict[str, list[Finding]] = {}
    dropped = []
    for finding in before.findings:
        if finding.code == UNUSED and finding.code in codes:
            dropped.append((finding, _VAIN))
        elif finding.code in codes:
            wanted.setdefault(finding.location.path, []).append(finding)
    changes: dict[str, Change] = {}
    errors = []
    for path, findings in wanted.items():
        text, data = texts_given.get(os.path.abspath(path)), None
        try:
            if text is None:
                text, data = read(path)
        except SourceError as error:
            errors.append(FileError(path, str(error), error.line))
            continue
        changes[path] = Change(path, text, _with_comments(text, findings, reason), data)
    report = before
    while changes:
        report = lint({**texts_given, **{path: change.after for path, change in changes.items()}})
        wrong = {path for path in changes if not _is_silenced(path, wanted[path], before, report)}
        if not wrong:
            break
        for path in wrong:
            del changes[path]
            dropped += [(finding, _VAIN) for finding in wanted[path]]
        report = before
    silenced = [finding for path in changes for finding in wanted[path]]
    return Outcome(before, report, tuple(changes.values()), tuple(silenced), tuple(dropped), tuple(errors))


def _lines(text: str) -> list[tuple[int, int]]:
    """Where each line begins, and where its line end does."""
    line_ends = [match.span() for match in _LINE_END.finditer(text)]
    starts, ends = [0, *(after for _, after in line_ends)], [*(before for before, _ in line_ends), len(text)]
    return list(zip(starts, ends, strict=True))


def _edit(text: str, statement: LogicalLine, line: tuple[int, int], codes: Collection[str], reason: str) -> Edit:
    """The edit for a line of a statement."""
    start, end = line
    merged = _merged(statement, start, codes, reason)
    if merged is not None:
        return merged
    if end != statement.end and end not in statement.breaks:
        end = statement.end
    start = len(text[:end].rstrip(_BLANKS))
    return Edit(start, end, f"  # asynclint: ignore[{', '.join(sorted(codes))}]{' ' * bool(reason)}{reason}")


def _merged(statement: LogicalLine, start: int, codes: Collection[str], reason: str) -> Edit | None:
    """The edit of a comment of ours that the statement has, if it names codes; rather of one behind ``start``."""
    ours = [
        (at, match)
        for at, comment in statement.comments
        for match in IGNORE.finditer(comment)
        if match["selectors"] is not None
    ]
    if not ours:
        return None
    at, match = next((each for each in ours if each[0] >= start), ours[0])
    selectors = [word for word in re.split(r"[,\s]+", match["selectors"]) if word]
    selectors += sorted(set(codes) - set(selectors))
    told = match["reason"].strip()
    reasons = [told, *([reason] if reason not in told else [])]
    text = f"{', '.join(selectors)}] {'; '.join(filter(None, reasons))}".rstrip()
    return Edit(at + match.start("selectors"), at + match.start("reason") + len(match["reason"].rstrip()), text)


def _with_comments(text: str, findings: Sequence[Finding], reason: str) -> str:
    """The text of a file, with a comment for each statement in which findings begin."""
    codes: dict[int, set[str]] = {}
    cells = notebooks.Cells(text)
    for finding in findings:
        at = finding.location
        codes.setdefault(at.line if at.cell is None else cells.line(at.cell, at.line), set()).add(finding.code)
    lines = _lines(text)
    statements = logical_lines(text)
    statement = next(statements)
    wanted: dict[LogicalLine, tuple[tuple[int, int], set[str]]] = {}
    for number, several in sorted(codes.items()):
        line = lines[number - 1]
        while statement.end < line[0]:
            statement = next(statements)
        wanted.setdefault(statement, (line, set()))[1].update(several)
    return edited(text, [_edit(text, statement, *found, reason) for statement, found in wanted.items()])


def _is_silenced(path: str, wanted: Iterable[Finding], before: Report, after: Report) -> bool:
    """Whether nothing of the file is told any more but what was told before and is not wanted to be silent."""
    if any(error.path == path for error in after.errors):
        return False
    expected = _count(path, before.findings) - _count(path, wanted)
    return _count(path, after.findings) == expected


def _count(path: str, findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.fingerprint for finding in findings if finding.location.path == path)
