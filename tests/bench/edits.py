"""Edits as people make them: in a file that nobody imports and in the one that most others do, inside a function and beside it."""

from __future__ import annotations

import ast
import contextlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asynclint.discovery import SourceError, read
from asynclint.program.syntax import UnreadableSyntax, parse


@dataclass(frozen=True, slots=True)
class Edit:
    """Another content for a file (its path in the program). ``which`` file that is, and ``what`` is edited in it."""

    which: str
    what: str
    path: Path
    after: bytes

    @property
    def title(self) -> str:
        """Both, as a table has it."""
        return f"{self.which}: {self.what}"

    @contextlib.contextmanager
    def made(self, folder: Path) -> Iterator[None]:
        """The file has the other content meanwhile; then it is as it was, as old as it was."""
        path = folder / self.path
        before, status = path.read_bytes(), path.stat()
        path.write_bytes(self.after)
        try:
            yield
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of the program: the names it imports by, and how many statements it has."""

    path: Path
    imported: frozenset[str]
    statements: int


def edits(folder: Path) -> list[Edit]:
    """The four edits of the program in the folder: of a leaf and of the hub, of a body and of what the module offers."""
    modules = {name: _module(name, path, tree) for name, path, tree in _trees(folder)}
    importers = Counter(name for module in modules.values() for name in module.imported & modules.keys())
    leaves = sorted(modules.keys() - importers.keys(), key=lambda name: (modules[name].statements, name))
    middle = len(leaves) // 2
    found: list[Edit] = []
    # Where nothing can be put into a function of a module, the next one is taken.
    for which, names in (
        ("leaf", leaves[middle:] + leaves[:middle]),
        ("hub", [name for name, _ in importers.most_common()]),
    ):
        path = next(path for name in names if _place(path := modules[name].path) is not None)
        place = path.relative_to(folder)
        found.append(Edit(which, "body edited", place, _body_edited(path)))
        found.append(Edit(which, "function added", place, _interface_edited(path)))
    return found


def _trees(folder: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """The modules of the program by dotted name, as far as they can be parsed."""
    for path in sorted(folder.rglob("*.py")):
        with contextlib.suppress(SourceError, UnreadableSyntax):
            parts = path.relative_to(folder).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path, parse(read(path))


def _module(name: str, path: Path, tree: ast.Module) -> _Module:
    package = (name if path.stem == "__init__" else name.rpartition(".")[0]).split(".")
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, node.module] if node.module else above)
            found.update((base, *(f"{base}.{alias.name}" for alias in node.names)))
    return _Module(path, frozenset(found - {name}), len(tree.body))


def _place(path: Path) -> tuple[str, int] | None:
    """The first function of a module with a statement that begins a line, behind the docstring; and the index of that line."""
    lines = path.read_bytes().splitlines()
    for node in ast.walk(parse(read(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for statement in node.body[ast.get_docstring(node, clean=False) is not None :][:1]:
                is_decorated = bool(getattr(statement, "decorator_list", ()))
                if not is_decorated and not lines[statement.lineno - 1][: statement.col_offset].strip():
                    return node.name, statement.lineno - 1
    return None


def _body_edited(path: Path) -> bytes:
    """A call is put into a function: of another one of the module, where there is one that can be called like that."""
    place = _place(path)
    assert place is not None
    function, index = place
    others = (
        node.name
        for node in parse(read(path)).body
        if isinstance(node, ast.FunctionDef)
        and node.name != function
        and not node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    )
    lines = path.read_bytes().splitlines(keepends=True)
    indentation = lines[index][: -len(lines[index].lstrip())]
    lines.insert(index, indentation + f"{next(others, 'print')}()\n".encode())
    return b"".join(lines)


def _interface_edited(path: Path) -> bytes:
    """A function is put at the end."""
    added = "\n\ndef added_at_the_end(first, second=None):\n    return first if second is None else second\n"
    return path.read_bytes().rstrip() + b"\n" + added.encode()
