"""The imports of a file as text: what is imported at module level, and where one more goes.

Works on the text alone, by ``ast`` and line numbers, so that nothing but the lines of imports is ever touched. Imports inside
``if`` and ``try`` (``TYPE_CHECKING``, optional packages) are neither relied on nor changed.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from asynclint.findings import Edit, ImportName
from asynclint.program.sources import character_column, split_lines
from asynclint.program.syntax import UnreadableSyntax, parse

_Import = ast.Import | ast.ImportFrom


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
        """Whether names are imported from the module."""
        return any(module == known for known, _ in self.names)


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
                if alias.asname is not None or "." not in alias.name:
                    modules.setdefault(alias.name, alias.asname or alias.name)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                names.setdefault((statement.module, alias.name), alias.asname or alias.name)
    return FileImports(tuple(split_lines(text)), body, modules, names)


def added(text: str, wanted: Iterable[ImportName], definitions: Iterable[str] = ()) -> list[Edit]:
    """The edits that add what is not imported (or defined) yet, in the file's own style."""
    imports = file_imports(text)
    edits = []
    for each in sorted(set(wanted)):
        if each.name is None:
            if each.module not in imports.modules:
                edits.append(_plain(imports, each.module))
        elif (each.module, each.name) not in imports.names:
            edits.append(_from(imports, each.module, each.name))
    lines = [line for line in dict.fromkeys(definitions) if line not in {known.strip() for known in imports.lines}]
    if lines:
        edits.append(_defined(imports, lines))
    return _joined(edits)


def _joined(edits: list[Edit]) -> list[Edit]:
    """Insertions at the same place as one, in the order given."""
    found: dict[tuple[int, int], str] = {}
    for edit in edits:
        found[edit.start, edit.end] = found.get((edit.start, edit.end), "") + edit.text
    return [Edit(start, end, text) for (start, end), text in sorted(found.items())]


def removed(text: str, names: Iterable[str]) -> list[Edit]:
    """The edits that remove the imports of those names that the text no longer uses.

    Conservative: a name that occurs anywhere else as a name, or in a string, stays; so does an import with a comment.
    """
    imports = file_imports(text)
    unused = {name for name in names if not _is_used(imports, name)}
    edits = []
    for statement in imports.body:
        if not isinstance(statement, _Import) or not _is_alone(imports, statement):
            continue
        gone = [alias for alias in statement.names if (alias.asname or alias.name) in unused]
        if gone and len(gone) == len(statement.names):
            edits.append(_line(imports, statement))
        elif gone and statement.lineno == statement.end_lineno:
            edits += _aliases(imports, statement, gone)
    return edits


def _is_used(imports: FileImports, name: str) -> bool:
    for statement in imports.body:
        if isinstance(statement, _Import):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id == name:
                return True
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value == name or f"{name}." in node.value:
                    return True
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                if any((alias.asname or alias.name) == name for alias in node.names):
                    return True
            if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
                return True
    return False


# -- Where things go --


def _plain(imports: FileImports, module: str) -> Edit:
    statement = f"import {module}{imports.newline}"
    section = _first_section(imports)
    plain = [each for each in section if isinstance(each, ast.Import)]
    later = next((each for each in plain if each.names[0].name.lower() > module.lower()), None)
    if later is not None:
        return _insertion(_start(imports, later), statement)
    if plain and _is_standard(plain[0]) and not _is_between(section, plain[-1]):
        return _insertion(_end(imports, plain[-1]), statement)
    if section:
        # Above the first section: as a part of it, or as the section of the standard library that the file had none of.
        apart = "" if any(_is_standard(each) for each in section) else imports.newline
        return _insertion(_start(imports, section[0]), statement + apart)
    return _below_the_head(imports, statement)


def _is_between(section: list[_Import], plain: ast.Import) -> bool:
    """Whether the plain imports stand behind ``from`` imports: then the file sorts them in another way."""
    return isinstance(section[0], ast.ImportFrom) and section.index(plain) > 0


def _from(imports: FileImports, module: str, name: str) -> Edit:
    """Into the first ``from module import …`` that is there, before the first name that sorts behind."""
    for statement in imports.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == module and not statement.level:
            aliases = statement.names
            later = next((alias for alias in aliases if alias.name > name), None)
            if later is not None:
                return _insertion(
                    _offset(imports, later.lineno, later.col_offset), name + _gap(imports, later, aliases)
                )
            last = aliases[-1]
            assert last.end_lineno is not None and last.end_col_offset is not None
            gap = _gap(imports, last, aliases)
            return _insertion(_offset(imports, last.end_lineno, last.end_col_offset), gap + name)
    return _below_the_head(imports, f"from {module} import {name}{imports.newline}")


def _gap(imports: FileImports, alias: ast.alias, aliases: list[ast.alias]) -> str:
    """What stands between two names: a comma and a blank, or a line break and the indentation."""
    line = imports.lines[alias.lineno - 1]
    before = line[: character_column(line, alias.col_offset)]
    others = sum(1 for each in aliases if each.lineno == alias.lineno)
    return f",{imports.newline}{before}" if not before.strip() and others == 1 else ", "


def _defined(imports: FileImports, lines: list[str]) -> Edit:
    """Below the imports that the file begins with, with a blank line around."""
    text = "".join(line + imports.newline for line in lines)
    last: ast.stmt | None = None
    for statement in imports.body:
        if isinstance(statement, _Import) or _is_of_imports(statement):
            last = statement
        elif not _is_head(statement):
            break
    if last is None:
        return _below_the_head(imports, text)
    offset = _end(imports, last)
    return _insertion(offset, _on_a_new_line(imports, offset) + imports.newline + text)


def _is_of_imports(statement: ast.stmt) -> bool:
    """Whether it is an ``if`` or ``try`` with hardly more than imports: ``TYPE_CHECKING``, optional packages."""
    if not isinstance(statement, (ast.If, ast.Try)):
        return False
    inner = [node for node in ast.walk(statement) if isinstance(node, ast.stmt)]
    kinds = (ast.If, ast.Try, ast.Import, ast.ImportFrom, ast.Assign, ast.Pass)
    return all(isinstance(node, kinds) for node in inner) and any(isinstance(node, _Import) for node in inner)


def _below_the_head(imports: FileImports, text: str) -> Edit:
    """Below the docstring, comments at the top and ``from __future__`` imports, as a section of its own."""
    head = [statement for statement in imports.body if _is_head(statement)]
    if not head:
        number = 0
        while number < len(imports.lines) and imports.lines[number].lstrip().startswith("#"):
            number += 1
        offset = sum(map(len, imports.lines[:number]))
        more = imports.newline if number < len(imports.lines) and imports.lines[number].strip() else ""
        return _insertion(offset, _on_a_new_line(imports, offset) + text + more)
    offset = _end(imports, head[-1])
    return _insertion(offset, _on_a_new_line(imports, offset) + imports.newline + text)


def _on_a_new_line(imports: FileImports, offset: int) -> str:
    """A line end, where the text before the offset has none: at the end of a file without one."""
    text = "".join(imports.lines)
    return imports.newline if 0 < offset == len(text) and not text.endswith(("\n", "\r")) else ""


def _is_head(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _first_section(imports: FileImports) -> list[_Import]:
    """The first imports that stand together, without a blank line between them."""
    section: list[_Import] = []
    for statement in imports.body:
        if _is_head(statement):
            continue
        if not isinstance(statement, _Import) or statement.col_offset:
            break
        end = section[-1].end_lineno if section else None
        if end is not None and any(not line.strip() for line in imports.lines[end : statement.lineno - 1]):
            break
        section.append(statement)
    return section


def _is_standard(statement: _Import) -> bool:
    module = statement.names[0].name if isinstance(statement, ast.Import) else statement.module or ""
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
    """Whether nothing else stands on the lines of the statement, and no comment."""
    assert statement.end_lineno is not None
    text = "".join(imports.lines[statement.lineno - 1 : statement.end_lineno])
    others = [each for each in imports.body if each.lineno <= statement.end_lineno and each is not statement]
    return "#" not in text and not any((each.end_lineno or 0) >= statement.lineno for each in others)


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
