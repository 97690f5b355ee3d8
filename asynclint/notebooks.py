"""Jupyter notebooks: their Python cells as one text, and a changed text as a notebook again.

Every stage sees a notebook as the text of its Python cells, each below a line that names it (:data:`_HEADING`). What is no
Python in them stands behind a mark in a comment: magics, shell lines, questions (``name?``). So lines remain what they are, and
the way back is to take away the marks. In the notebook itself nothing is touched but the source of the cells that changed.

Cells are counted from 1, all of them, as editors show them. See https://nbformat.readthedocs.io (format 4).
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from asynclint.scanner import logical_lines

SUFFIX = ".ipynb"
_HEADING = "# %% cell {} of the notebook"
_HEADINGS = re.compile(r"^# %% cell (\d+) of the notebook$", re.MULTILINE)
_MARK = "#% IPython: "
# https://ipython.readthedocs.io/en/stable/interactive/magics.html: these run the rest of the cell as Python, here.
_PYTHON_CELLS = frozenset({"capture", "debug", "prun", "time", "timeit"})
_CELL_MAGIC = re.compile(r"\s*%%(\w*)")
_COMMAND = re.compile(r"[ \t]*(?:[%!?,;/]|%{0,2}[^\W\d][\w.*]*(?:\[[^\]\n]*\])*\?{1,2}[ \t]*\r?$)", re.MULTILINE)
_COMMAND_TEXT = re.compile(r"(?:[^\n]*\\\r?\n)*[^\r\n]*")  # a backslash at the end of a line continues it
_BLANKS = re.compile(r"[ \t]*")
_LINE_END = re.compile(r"(?:\r\n?|\n)?")
_ASSIGNED = re.compile(r"([ \t]*[^\W\d][\w.\[\]'\", \t*]*=[ \t]*)[%!]")
_PYTHON = re.compile(r"i?python\d*\Z", re.IGNORECASE)


class UnreadableNotebook(Exception):
    """Why a text is no notebook, in one line; ``line`` (1-based, of the JSON text) is None where no line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def is_notebook(path: str | PurePath) -> bool:
    """Whether the name is that of a notebook."""
    return str(path).endswith(SUFFIX)


def source(text: str) -> str:
    """The Python cells of a notebook (its JSON text) as one text. Raises :class:`UnreadableNotebook`."""
    return _joined(_python_cells(_cells(text)))


def with_source(text: str, changed: str) -> str:
    """The notebook with the Python cells of ``changed``. Raises :class:`UnreadableNotebook` where they cannot be put back."""
    all_cells = _cells(text)
    marked = _python_cells(all_cells)
    if _restored(_joined(marked)) != {number: _source(all_cells[number - 1]) for number in marked}:
        raise UnreadableNotebook("a cell holds what asynclint writes between cells")
    cells = _restored(changed)
    places = list(_Places(text).sources())
    for number, place in reversed(list(enumerate(places, 1))):
        if place is not None and number in cells:
            before = "".join(place.parts)
            # Blank lines that were put before what is the next cell now end nothing.
            code = cells[number] if before.endswith("\n") else cells[number].rstrip("\n")
            if code != before:
                text = text[: place.start] + place.written(code, text) + text[place.end :]
    return text


class Cells:
    """Where the lines of a notebook's text are in its cells."""

    def __init__(self, text: str) -> None:
        self._headings: list[int] = []
        self._numbers: list[int] = []
        for match in _HEADINGS.finditer(text):
            self._headings.append(text.count("\n", 0, match.start()) + 1)
            self._numbers.append(int(match[1]))

    def place(self, line: int) -> tuple[int, int]:
        """The cell and the line in it (both 1-based) of a line of the text."""
        if not self._headings:
            return 1, line
        index = max(bisect_right(self._headings, line) - 1, 0)
        return self._numbers[index], max(line - self._headings[index], 1)

    def line(self, cell: int, line: int) -> int:
        """The line of the text of a line in a cell: what :meth:`place` undoes. 0 where there is no such cell."""
        return self._headings[self._numbers.index(cell)] + line if cell in self._numbers else 0


def json_lines(text: str) -> dict[tuple[int, int], int]:
    """The line of the JSON text in which each line of each code cell begins (all of them 1-based)."""
    ends = [match.start() for match in re.finditer("\n", text)]
    found: dict[tuple[int, int], int] = {}
    for number, place in enumerate(_Places(text).sources(), 1):
        line, begins = 1, True
        for part, at in zip(place.parts, place.starts, strict=True) if place is not None else ():
            written = bisect_right(ends, at) + 1
            if begins:
                found[number, line] = written
            for _ in range(part.count("\n")):
                line += 1
                found[number, line] = written
            begins = part.endswith("\n")
    return found


# -- What is in a notebook


def _cells(text: str) -> list[Mapping[str, Any]]:
    """The cells of a notebook whose language is Python; of another one, none."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableNotebook(f"no notebook: {error.msg}", error.lineno) from None
    except RecursionError:
        raise UnreadableNotebook("no notebook: nested too deeply") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        if isinstance(notebook, dict) and "worksheets" in notebook:
            raise UnreadableNotebook(
                "a notebook in a format before 4: convert it with `jupyter nbconvert --to notebook`"
            )
        raise UnreadableNotebook("no notebook: it has no cells")
    language = _at(notebook, "metadata", "language_info", "name") or _at(notebook, "metadata", "kernelspec", "language")
    return cells if not isinstance(language, str) or _PYTHON.match(language) else []


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_python(cell: Mapping[str, Any]) -> bool:
    language = _at(cell, "metadata", "vscode", "languageId")
    return cell.get("cell_type") == "code" and (not isinstance(language, str) or language == "python")


def _python_cells(cells: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """What the stages see of the Python cells, by number."""
    marked = {number: _marked(_source(cell)) for number, cell in enumerate(cells, 1) if _is_python(cell)}
    return {number: code for number, code in marked.items() if code is not None}


def _joined(marked: Mapping[int, str]) -> str:
    return "".join(f"{_HEADING.format(number)}\n{code}\n" for number, code in marked.items())


def _source(cell: Mapping[str, Any]) -> str:
    """The source of a cell: a string, or a list of them."""
    found = cell.get("source")
    if isinstance(found, list) and all(isinstance(part, str) for part in found):
        return "".join(found)
    return found if isinstance(found, str) else ""


# -- What is no Python


def _marked(code: str) -> str | None:
    """A cell with a mark before all that is no Python; None where it is in another language."""
    if (magic := _CELL_MAGIC.match(code)) is not None:
        if magic[1] not in _PYTHON_CELLS:
            return None
        end = code.find("\n", magic.end())
        head, rest = (code, "") if end < 0 else (code[:end], code[end:])
        return "\n".join(_MARK + line for line in head.split("\n")) + _without_commands(rest)
    return _without_commands(code)


def _without_commands(code: str) -> str:
    if _is_parsed(code):
        return code
    parts = []
    position = 0
    while position < len(code):
        end = next(logical_lines(code, position)).end
        assigned, command = _ASSIGNED.match(code, position), _COMMAND.match(code, position)
        if assigned is not None or command is not None:
            end = _found(_COMMAND_TEXT, code, position).end()
            before = f"{assigned[1]}get_ipython()" if assigned else f"{_found(_BLANKS, code, position)[0]}pass"
            first, *others = code[position:end].split("\n")
            parts.append("\n".join([f"{before}  {_MARK}{first}", *(_MARK + other for other in others)]))
        else:
            parts.append(code[position:end])
        line_end = _found(_LINE_END, code, end)
        parts.append(line_end[0])
        position = line_end.end()
    return "".join(parts)


def _found(pattern: re.Pattern[str], code: str, position: int) -> re.Match[str]:
    """The match of a pattern that matches everywhere."""
    match = pattern.match(code, position)
    assert match is not None
    return match


def _is_parsed(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _restored(text: str) -> dict[int, str]:
    """The sources of the cells in a notebook's text, by number."""
    headings = list(_HEADINGS.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    return {
        int(heading[1]): "\n".join(
            line[line.find(_MARK) + len(_MARK) :] if _MARK in line else line
            for line in text[heading.end() + 1 : end].removesuffix("\n").split("\n")
        )
        for heading, end in zip(headings, ends, strict=False)  # no heading, one end
    }


def has_cell_magic(text: str, offset: int) -> bool:
    """Whether a magic runs the cell that is at the offset of a notebook's text."""
    numbers = [int(heading[1]) for heading in _HEADINGS.finditer(text, 0, offset)]
    return bool(numbers) and _CELL_MAGIC.match(_restored(text)[numbers[-1]]) is not None


def is_shown(text: str, start: int, end: int) -> bool:
    """Whether a statement at the top of a cell of a notebook's text is its last: IPython shows the value, and keeps it."""
    following = _HEADINGS.search(text, end)
    rest = text[end : following.start() if following else len(text)]
    is_last = all(line.lstrip()[:1] in ("", "#") for line in rest.split("\n"))
    return is_last and text.rfind("\n", 0, start) == start - 1


# -- Places in the JSON text


class _Source(NamedTuple):
    """The source of a cell as it is written: offsets of its JSON value and of the strings in it, which are its ``parts``."""

    start: int
    end: int
    parts: list[str]
    starts: list[int]
    ends: list[int]

    def written(self, code: str, text: str) -> str:
        """The JSON of another source in the same style; strings that stay are not written anew."""
        known = {part: text[at:end] for part, at, end in zip(self.parts, self.starts, self.ends, strict=True)}

        def string(part: str) -> str:
            return known.get(part) or json.dumps(part, ensure_ascii=text.isascii())

        if text[self.start] != "[":
            return string(code)
        lines = [line for line in re.split(r"(?<=\n)", code) if line]
        if not lines or not self.parts:
            return json.dumps(lines, ensure_ascii=text.isascii())
        opening = text[self.start : self.starts[0]]
        between = text[self.ends[0] : self.starts[1]] if len(self.parts) > 1 else "," + opening[1:]
        closing = text[self.ends[-1] : self.end]
        return opening + between.join(map(string, lines)) + closing


class _Places:
    """Finds the sources of cells in the JSON text of a notebook, which is valid."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder()

    def sources(self) -> Iterator[_Source | None]:
        """The source of each cell; None for a cell that is no code, or has no text for a source."""
        cells, _ = self._members(self._next(0))["cells"]
        for cell, _ in self._elements(cells):
            members = self._members(cell)
            if "source" in members and "cell_type" in members and self._value(members["cell_type"][0]) == "code":
                yield self._source(*members["source"])
            else:
                yield None

    def _source(self, start: int, end: int) -> _Source | None:
        spans = list(self._elements(start)) if self._text[start] == "[" else [(start, end)]
        parts = [part for at, _ in spans if isinstance(part := self._value(at), str)]
        if len(parts) < len(spans):
            return None
        return _Source(start, end, parts, [at for at, _ in spans], [end for _, end in spans])

    def _value(self, start: int) -> Any:
        return self._decoder.raw_decode(self._text, start)[0]

    def _members(self, start: int) -> dict[str, tuple[int, int]]:
        """Where the values of an object begin and end; of a key that is there twice, the last, as in Python."""
        found = {}
        at = self._next(start + 1)
        while self._text[at] != "}":
            key, at = self._decoder.raw_decode(self._text, at)
            value = self._next(self._next(at) + 1)
            _, end = self._decoder.raw_decode(self._text, value)
            found[key] = (value, end)
            at = self._next(end)
            at = self._next(at + 1) if self._text[at] == "," else at
        return found

    def _elements(self, start: int) -> Iterator[tuple[int, int]]:
        """Where the elements of an array begin and end."""
        at = self._next(start + 1)
        while self._text[at] != "]":
            _, end = self._decoder.raw_decode(self._text, at)
            yield at, end
            at = self._next(end)
            at = self._next(at + 1) if self._text[at] == "," else at

    def _next(self, at: int) -> int:
        """The offset of what comes behind blanks."""
        while self._text[at] in " \t\r\n":
            at += 1
        return at
