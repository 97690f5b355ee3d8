"""The imports of a file as text: what is imported at module level, and where one more goes.

Works on the text alone, by ``ast`` and line numbers, so that nothing but the lines of imports is ever touched. Imports inside
``if`` and ``try`` (``TYPE_CHECKING``, optional packages) are neither relied on nor changed.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from asynclint.findings import Edit, ImportName
from asynclint.program.sources import character_column, split_lines
from asynclint.program.syntax import UnreadableSyntax, parse

_Import = ast.Import | ast.ImportFrom
_OF_THE_FILE = re.compile(r"#!|[ \t\f]*#.*?coding[:=]")


@dataclass(frozen=True, slots=True)
class FileImports:
    """The top level of a file. ``modules`` and ``names`` tell under which name something is imported."""

    lines: tuple[str, ...]
    body: tuple[ast.stmt, ...]
    modules: dict[str, str]
    names: dict[tuple[str, str], str]

    @property
    def newline(self) -> str:
        """The line end of the file: that of its first line."""
        first = self.lines[0] if self.lines else ""
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def has_from(self, module: str) -> bool:
        """Whether names are imported from the module, one by one."""
        return any(module == known and name != "*" for known, name in self.names)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where lines go, and the blank lines that are missing there above and below them."""

    offset: int
    above: str = ""
    below: str = ""

    def edit(self, lines: str) -> Edit:
        return Edit(self.offset, self.offset, self.above + lines + self.below)


@functools.lru_cache(maxsize=4)
def file_imports(text: str) -> FileImports:
    """The imports at the top level of ``text``; of a text that cannot be parsed, none."""
    try:
        body = tuple(parse(text).body)
    except UnreadableSyntax:
        body = ()
    modules: dict[str, str] = {}
    names: dict[tuple[str, str], str] = {}
    for statement in body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]  # `import a.b` binds `a`
                modules.setdefault(name, alias.asname or name)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                names.setdefault((statement.module, alias.name), alias.asname or alias.name)
    return FileImports(tuple(split_lines(text)), body, modules, names)


def added(text: str, wanted: Iterable[ImportName], definitions: Iterable[str] = ()) -> list[Edit]:
    """The edits that add what is not imported (or defined) yet, in the file's own style."""
    imports = file_imports(text)
    names: dict[str, list[str]] = {}
    plain: dict[_Place, list[str]] = {}
    for module, name in sorted({(each.module, each.name or "") for each in wanted}):
        if name:
            if (module, name) not in imports.names:
                names.setdefault(module, []).append(name)
        elif module not in imports.modules:
            plain.setdefault(_plain(imports, module), []).append(f"import {module}{imports.newline}")
    edits = [place.edit("".join(statements)) for place, statements in plain.items()]
    for module in names:
        edits += _from(imports, module, names[module])
    lines = [line for line in dict.fromkeys(definitions) if line not in {known.strip() for known in imports.lines}]
    if lines:
        edits.append(_defined(imports, lines).edit("".join(line + imports.newline for line in lines)))
    return _joined(edits)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Insertions at the same place as one, in the order given."""
    found: dict[tuple[int, int], str] = {}
    for edit in edits:
        found[edit.start, edit.end] = found.get((edit.start, edit.end), "") + edit.text
    return [Edit(start, end, text) for (start, end), text in sorted(found.items())]


def removed(text: str, names: Iterable[str]) -> list[Edit]:
    """The edits that remove the imports of those names that the text no longer uses.

    Conservative: a name that occurs anywhere else as a name, or in a string, stays; so does an import with a comment, and one
    that says by ``as`` that it is meant for others.
    """
    imports = file_imports(text)
    unused = {name for name in names if not _is_used(imports, name)}
    edits = []
    for statement in imports.body:
        if not isinstance(statement, _Import) or not _is_alone(imports, statement):
            continue
        gone = [
            alias for alias in statement.names if (alias.asname or alias.name) in unused and alias.asname != alias.name
        ]
        if gone and len(gone) == len(statement.names):
            if not _has_comment(imports, statement):
                edits.append(_line(imports, statement))
        elif gone and statement.lineno == statement.end_lineno:
            if not _has_comment(imports, statement):
                edits += _aliases(imports, statement, gone)
        elif gone and isinstance(statement, ast.ImportFrom):
            edits += _lines_of(imports, gone)
    return edits


def _is_used(imports: FileImports, name: str) -> bool:
    for statement in imports.body:
        if isinstance(statement, _Import):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id == name:
                return True
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value == name or re.search(rf"\b{re.escape(name)}\.\w", node.value):
                    return True
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                if any((alias.asname or alias.name) == name for alias in node.names):
                    return True
            if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
                return True
    return False


# -- Where things go --


def _plain(imports: FileImports, module: str) -> _Place:
    """Where ``import module`` sorts among its like, or else above the first section of imports."""
    sections = _sections(imports)
    section = next((each for each in sections if any(_is_of(other, module) for other in each)), None)
    section = section or next(iter(sections), None)
    if section is None:
        return _below_the_head(imports)
    if _is_standard_name(module) and not any(_is_standard(each) for each in section):
        return _Place(_start(imports, section[0]), below=imports.newline)  # a section of its own
    mixed = any(
        isinstance(one, ast.ImportFrom) and isinstance(other, ast.Import) for one, other in itertools.pairwise(section)
    )
    sorted_ = [each for each in section if mixed or isinstance(each, ast.Import)]
    later = next((each for each in sorted_ if _module(each).lower() > module.lower()), None)
    if later is None and not mixed:
        later = next((each for each in section if isinstance(each, ast.ImportFrom)), None)
    if later is section[0]:
        return _Place(_start(imports, later))
    # Below the one before, and so above the comments of the later one.
    end = _end(imports, section[section.index(later) - 1 if later is not None else -1])
    return _Place(end, above=_on_a_new_line(imports, end))


def _is_of(statement: _Import, module: str) -> bool:
    """Whether the statement imports from the module or a part of it."""
    return any(name == module or name.startswith(f"{module}.") for name in _modules(statement))


def _from(imports: FileImports, module: str, names: list[str]) -> Iterator[Edit]:
    """Into the first ``from module import …`` that is there, each name before the first one that sorts behind."""
    statement = next(
        (
            each
            for each in imports.body
            if isinstance(each, ast.ImportFrom)
            and each.module == module
            and not each.level
            and each.names[0].name != "*"
        ),
        None,
    )
    if statement is None:
        yield _below_the_head(imports).edit(f"from {module} import {', '.join(names)}{imports.newline}")
        return
    aliases = statement.names
    last: list[str] = []
    for name in names:
        later = next((alias for alias in aliases if alias.name > name), None)
        if later is None:
            last.append(name)
        else:
            gap = _gap(imports, later, aliases)
            yield _insertion(_offset(imports, later.lineno, later.col_offset), name + gap)
    if last:
        yield from _behind(imports, aliases, last)


def _behind(imports: FileImports, aliases: list[ast.alias], names: list[str]) -> Iterator[Edit]:
    """The names behind the last one: on lines of their own if that has one, below its comment."""
    last = aliases[-1]
    assert last.end_lineno is not None and last.end_col_offset is not None
    end = _offset(imports, last.end_lineno, last.end_col_offset)
    gap = _gap(imports, last, aliases)
    line = imports.lines[last.end_lineno - 1]
    rest = line[character_column(line, last.end_col_offset) :].strip()
    if gap == ", " or "#" not in rest:
        yield _insertion(end, "".join(gap + name for name in names))
        return
    indent = line[: len(line) - len(line.lstrip())]
    if not rest.startswith(","):
        yield _insertion(end, ",")
    below = sum(map(len, imports.lines[: last.end_lineno]))
    yield _insertion(below, "".join(f"{indent}{name},{imports.newline}" for name in names))


def _gap(imports: FileImports, alias: ast.alias, aliases: list[ast.alias]) -> str:
    """What stands between two names: a comma and a blank, or a line break and the indentation."""
    line = imports.lines[alias.lineno - 1]
    before = line[: character_column(line, alias.col_offset)]
    others = sum(1 for each in aliases if each.lineno == alias.lineno)
    if alias.lineno > 1 and imports.lines[alias.lineno - 2].rstrip().endswith("\\"):
        return ", "
    return f",{imports.newline}{before}" if not before.strip() and others == 1 else ", "


def _defined(imports: FileImports, lines: list[str]) -> _Place:
    """Below the imports that the file begins with, and below those that the definitions need, with a blank line around."""
    last: ast.stmt | None = None
    in_head = True
    needed = set(re.findall(r"\w+", " ".join(lines)))
    for statement in imports.body[len(_head(imports)) :]:
        if isinstance(statement, _Import):
            names = {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
            if in_head or names & needed:
                last = statement
        elif in_head and _is_of_imports(statement):
            last = statement
        elif not _is_about_the_module(statement):
            in_head = False
    if last is None:
        return _below_the_head(imports)
    offset = _end(imports, last)
    below = _gap_below(imports, last.end_lineno or 0)
    return _Place(offset, _on_a_new_line(imports, offset) + imports.newline, below)


def _is_of_imports(statement: ast.stmt) -> bool:
    """Whether it is an ``if`` or ``try`` with hardly more than imports: ``TYPE_CHECKING``, optional packages."""
    if not isinstance(statement, (ast.If, ast.Try)):
        return False
    inner = [node for node in ast.walk(statement) if isinstance(node, ast.stmt)]
    kinds = (ast.If, ast.Try, ast.Import, ast.ImportFrom, ast.Assign, ast.Pass)
    return all(isinstance(node, kinds) for node in inner) and any(isinstance(node, _Import) for node in inner)


def _below_the_head(imports: FileImports) -> _Place:
    """Below the docstring, comments at the top and ``from __future__`` imports, as a section of its own."""
    head = _head(imports)
    number = (head[-1].end_lineno or 0) if head else _lines_of_comments(imports)
    offset = sum(map(len, imports.lines[:number]))
    above = imports.newline if number else ""
    return _Place(offset, _on_a_new_line(imports, offset) + above, _gap_below(imports, number))


def _gap_below(imports: FileImports, number: int) -> str:
    """The blank lines that are missing between what is put below that many lines and what follows there."""
    following = next((each for each in imports.body if each.lineno > number), None)
    if number >= len(imports.lines) or not imports.lines[number].strip() or following is None:
        return ""
    is_definition = isinstance(following, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    return imports.newline * (2 if is_definition else 1)


def _lines_of_comments(imports: FileImports) -> int:
    """How many lines of comments are about the file: the first two with a ``#!`` or coding, and all with a blank line below."""
    number = 0
    while number < 2 and number < len(imports.lines) and _OF_THE_FILE.match(imports.lines[number]):
        number += 1
    for index in range(number, len(imports.lines)):
        line = imports.lines[index].strip()
        if line and not line.startswith("#"):
            break
        if not line and index and imports.lines[index - 1].strip():
            number = index
    else:
        return len(imports.lines)
    return number


def _head(imports: FileImports) -> list[ast.stmt]:
    """The docstring and the ``from __future__`` imports."""
    return list(itertools.takewhile(_is_head, imports.body))


def _on_a_new_line(imports: FileImports, offset: int) -> str:
    """A line end, where the text before the offset has none: at the end of a file without one."""
    text = "".join(imports.lines)
    return imports.newline if 0 < offset == len(text) and not text.endswith(("\n", "\r")) else ""


def _is_head(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_about_the_module(statement: ast.stmt) -> bool:
    """Whether it may stand above the imports: ``__all__ = …``, ``__version__ = …``, what stands for a magic in a notebook."""
    if isinstance(statement, ast.Pass):
        return True
    return isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.startswith("__") and target.id.endswith("__")
        for target in statement.targets
    )


def _sections(imports: FileImports) -> list[list[_Import]]:
    """The imports that the file begins with, in sections: those that stand together, without a blank line between them."""
    sections: list[list[_Import]] = []
    is_open = False
    for statement in imports.body[len(_head(imports)) :]:
        if not isinstance(statement, _Import):
            if not (_is_of_imports(statement) or _is_about_the_module(statement)):
                break
            is_open = False
            continue
        end = (sections[-1][-1].end_lineno or 0) if sections else 0
        if is_open and all(line.strip() for line in imports.lines[end : statement.lineno - 1]):
            sections[-1].append(statement)
        else:
            sections.append([statement])
        is_open = True
    return sections


def _modules(statement: _Import) -> list[str]:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    return ["." * statement.level + (statement.module or "")]


def _module(statement: _Import) -> str:
    return _modules(statement)[0]


def _is_standard(statement: _Import) -> bool:
    return _is_standard_name(_module(statement))


def _is_standard_name(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


# -- Positions --


def _offset(imports: FileImports, line: int, column: int) -> int:
    """The offset of a 1-based line and a column in bytes."""
    return sum(map(len, imports.lines[: line - 1])) + character_column(imports.lines[line - 1], column)


def _start(imports: FileImports, statement: ast.stmt) -> int:
    return _offset(imports, statement.lineno, 0)


def _end(imports: FileImports, statement: ast.stmt) -> int:
    """The offset of the line below the statement."""
    return sum(map(len, imports.lines[: statement.end_lineno]))


def _insertion(offset: int, text: str) -> Edit:
    return Edit(offset, offset, text)


def _is_alone(imports: FileImports, statement: _Import) -> bool:
    """Whether nothing else stands on the lines of the statement."""
    assert statement.end_lineno is not None
    return not any(
        each.lineno <= statement.end_lineno and (each.end_lineno or 0) >= statement.lineno
        for each in imports.body
        if each is not statement
    )


def _has_comment(imports: FileImports, statement: _Import) -> bool:
    """Whether a comment stands in the statement, or right above it and not above more imports."""
    assert statement.end_lineno is not None
    first, end = statement.lineno - 1, statement.end_lineno
    if any("#" in line for line in imports.lines[first:end]):
        return True
    above = imports.lines[first - 1].lstrip() if first else ""
    if not above.startswith("#"):
        return False
    is_first = all(section[0] is not statement for section in _sections(imports))
    has_more = any(isinstance(each, _Import) and each.lineno == end + 1 for each in imports.body)
    return is_first or not has_more


def _line(imports: FileImports, statement: _Import) -> Edit:
    """The whole line, and a blank line below that would stand beside another blank line, or at the top."""
    assert statement.end_lineno is not None
    end = statement.end_lineno
    above = imports.lines[statement.lineno - 2].strip() if statement.lineno > 1 else ""
    if not above and end < len(imports.lines) and not imports.lines[end].strip():
        end += 1
    return Edit(_start(imports, statement), sum(map(len, imports.lines[:end])), "")


def _aliases(imports: FileImports, statement: _Import, gone: list[ast.alias]) -> Iterator[Edit]:
    """Some of several names on one line: from the first kept name on, each with the comma before it."""
    kept = [alias for alias in statement.names if alias not in gone]
    first, last = statement.names[0], statement.names[-1]
    assert last.end_col_offset is not None
    line = imports.lines[statement.lineno - 1].encode("utf-8", "surrogatepass")
    names = b", ".join(line[alias.col_offset : alias.end_col_offset] for alias in kept)
    start = _offset(imports, first.lineno, first.col_offset)
    yield Edit(start, _offset(imports, last.lineno, last.end_col_offset), names.decode("utf-8", "surrogatepass"))


def _lines_of(imports: FileImports, gone: list[ast.alias]) -> Iterator[Edit]:
    """Some of several names between parentheses: those that have a line of their own, without a comment."""
    for alias in gone:
        text = alias.name if alias.asname is None else f"{alias.name} as {alias.asname}"
        if imports.lines[alias.lineno - 1].strip() == f"{text},":
            start = sum(map(len, imports.lines[: alias.lineno - 1]))
            yield Edit(start, start + len(imports.lines[alias.lineno - 1]), "")
