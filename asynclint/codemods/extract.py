"""A whole ``with open(...)`` block becomes a function that is run in a thread.

Offloading only the ``open`` would leave the reading and writing on the loop, so it is the whole block or nothing. The lines of
the block stay as they are, one step further to the right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import check_await
from asynclint.codemods.offload import check_place, runner_of
from asynclint.codemods.patch import CannotFix, Patch
from asynclint.findings import Applicability, Fix
from asynclint.program.values import FunctionValue, Instance

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_OPENING = frozenset({"open", "fdopen", "ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile"})
_LIBRARIES = frozenset({
    "io", "_io", "json", "csv", "_csv", "pickle", "_pickle", "marshal", "gzip", "bz2", "lzma", "zipfile", "tarfile", "shutil",
    "tomllib", "configparser", "plistlib", "struct", "re", "codecs", "os", "posixpath", "ntpath", "genericpath", "pathlib",
    "hashlib", "builtins", "typing", "itertools", "yaml", "toml", "orjson", "ujson", "time", "datetime", "base64", "zlib",
    "collections", "collections.abc", "xml.etree.ElementTree", "string", "textwrap",
})  # fmt: skip
_FORBIDDEN = (
    cst.Await, cst.Yield, cst.Global, cst.Nonlocal, cst.Break, cst.Continue, cst.Del, cst.FunctionDef, cst.ClassDef, cst.Lambda,
    cst.AugAssign, cst.NamedExpr, cst.Asynchronous, cst.Import, cst.ImportFrom,
)  # fmt: skip


def file_block(node: cst.CSTNode, unit: Unit) -> cst.With | None:
    """The innermost plain ``with open(...)`` around ``node`` in its function."""
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return None
        if isinstance(outer, cst.With) and outer.asynchronous is None and inner is outer.body:
            if any(_opens(item.item) for item in outer.items):
                return outer
        inner = outer
    return None


def extract(block: cst.With, unit: Unit) -> Fix:
    """``with open(p) as f: text = f.read()`` → ``def read_file(): …`` and ``text = await asyncio.to_thread(read_file)``."""
    check_await(block, unit)
    check_place(block, unit)
    if not all(_opens(item.item) for item in block.items):
        raise CannotFix("the block does more than use files")
    returned = _returned(block)
    function = unit.function(block)
    assert isinstance(function, cst.FunctionDef)
    for node in unit.below(block):
        if isinstance(node, _FORBIDDEN) or (isinstance(node, cst.Return) and node is not returned):
            raise CannotFix("the block does more than read or write")
        if isinstance(node, (cst.SimpleString, cst.FormattedString)) and "\n" in unit.code(node):
            raise CannotFix("a string of several lines would be indented")
        if isinstance(node, (cst.AssignTarget, cst.AnnAssign)) and not isinstance(node.target, (cst.Name, cst.Tuple)):
            raise CannotFix("the block changes more than local names")
        if isinstance(node, cst.Call) and not _is_of_files(node, block, unit):
            raise CannotFix("the block calls more than what reads or writes")
    stored = _stored(block, unit)
    kept = [name for name in stored if _is_used_outside(name, block, function, unit)]
    handles = {item.asname.name.value for item in block.items if item.asname and isinstance(item.asname.name, cst.Name)}
    if any(_is_used_outside(name, block, function, unit) for name in handles):
        raise CannotFix("the file is used outside of the block")
    patch = Patch(unit)
    start, end = unit.span(block)
    text = unit.text
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip() or "\r" in text.replace("\r\n", ""):
        raise CannotFix("something else stands on the line")
    end += len(text[end:].partition("\n")[0].rstrip("\r"))  # with a comment behind the last statement
    step = _step(block, unit, indent)
    newline = "\r\n" if "\r\n" in text else "\n"
    name = patch.fresh("write_file" if _writes(block, unit) else "read_file", block)
    runner = runner_of(block, patch)[1]
    first, *rest = text[start:end].split("\n")
    moved = "\n".join([first, *(step + row if row.strip() else row for row in rest)])
    head = f"def {name}():{newline}{indent}{step}"
    tail = f"await {runner}({name})"
    if returned is not None:
        tail = f"return {tail}"
    elif kept:
        names = ", ".join(kept)
        moved += f"{newline}{indent}{step}return {names}"
        tail = f"{names} = {tail}"
    patch.replace(start, end, f"{head}{moved}{newline}{newline}{indent}{tail}")
    return patch.fix("read or write in a thread, the whole block at once", Applicability.UNSAFE)


def _step(block: cst.With, unit: Unit, indent: str) -> str:
    """One step of indentation, as the function around has it."""
    for outer in unit.ancestors(block):
        if isinstance(outer, (cst.FunctionDef, cst.If, cst.For, cst.While, cst.Try, cst.With)):
            start, _ = unit.span(outer)
            around = unit.text[unit.text.rfind("\n", 0, start) + 1 : start]
            if not around.strip() and indent.startswith(around) and len(indent) > len(around):
                return indent[len(around) :]
            break
    return "    "


def _returned(block: cst.With) -> cst.Return | None:
    """The ``return`` that the block ends with."""
    last = block.body.body[-1]
    last = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    return last if isinstance(last, cst.Return) and last.value is not None else None


def _opens(node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Call):
        return False
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return isinstance(name, cst.Name) and name.value in _OPENING


def _is_of_files(call: cst.Call, block: cst.With, unit: Unit) -> bool:
    """Whether it is known what is called, and that is a function of a library that works on files and data."""
    site = unit.site(call)
    if any(item.item is call for item in block.items):
        return True
    if site is None or not site.callees.items or not site.callees.complete:
        return isinstance(call.func, cst.Attribute) and _is_local(call.func.value, block, unit)
    return all(_library(value) in _LIBRARIES for value in site.callees.items)


def _library(value: object) -> str:
    if isinstance(value, FunctionValue):
        return value.function.module.name
    class_ = getattr(value, "class_", None)
    if class_ is not None and not isinstance(value, Instance):
        return str(class_.module.name)
    name = getattr(value, "name", "")
    return str(name).rpartition(".")[0]


def _is_local(node: cst.BaseExpression, block: cst.With, unit: Unit) -> bool:
    """Whether it is a name that the block itself binds: the file, or what was read."""
    names = {item.asname.name.value for item in block.items if item.asname and isinstance(item.asname.name, cst.Name)}
    names.update(_names_stored(block.body, unit))
    return isinstance(node, cst.Name) and node.value in names


def _names_stored(node: cst.CSTNode, unit: Unit) -> Iterator[str]:
    for each in unit.below(node):
        target = getattr(each, "target", None) if isinstance(each, (cst.AssignTarget, cst.AnnAssign, cst.For)) else None
        if target is not None:
            yield from (name.value for name in unit.below(target) if isinstance(name, cst.Name))


def _stored(block: cst.With, unit: Unit) -> list[str]:
    """The names that the block binds, in order. Raises ``CannotFix`` where one might be read before, or not be bound at all."""
    names: list[str] = []
    always: set[str] = set()
    items = list(block.items)
    for statement in block.body.body:
        stored = list(dict.fromkeys(_names_stored(statement, unit)))
        new = [name for name in stored if name not in names]
        loaded = {
            name.value
            for name in unit.below(statement)
            if isinstance(name, cst.Name) and not isinstance(unit.parent(name), (cst.AssignTarget, cst.AnnAssign))
        }
        if isinstance(statement, cst.SimpleStatementLine):
            always.update(new)
            if loaded & set(new):
                raise CannotFix("a name is read before the block binds it")
        names += new
    for name in names:
        if any(isinstance(each, cst.Name) and each.value == name for item in items for each in unit.below(item)):
            raise CannotFix("a name is read before the block binds it")
    function = unit.function(block)
    assert isinstance(function, cst.FunctionDef)
    for name in names:
        if name not in always and _is_used_outside(name, block, function, unit):
            raise CannotFix("it hangs on the file whether a name is bound")
    return names


def _is_used_outside(name: str, block: cst.With, function: cst.FunctionDef, unit: Unit) -> bool:
    inside = {id(node) for node in unit.below(block)}
    return any(
        isinstance(node, cst.Name) and node.value == name and id(node) not in inside for node in unit.below(function)
    )


def _writes(block: cst.With, unit: Unit) -> bool:
    """Whether a file is opened for writing."""
    for item in block.items:
        if isinstance(item.item, cst.Call):
            for argument in item.item.args:
                if isinstance(argument.value, cst.SimpleString) and argument.value.evaluated_value in _WRITING:
                    return True
    return False


_WRITING = frozenset(
    mode
    for base in ("w", "a", "x", "r+")
    for mode in (base, f"{base}b", f"{base}t", f"{base}+", f"{base}b+", f"{base}+b")
)
