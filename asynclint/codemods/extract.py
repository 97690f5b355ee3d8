"""A whole ``with open(...)`` block becomes a function that is run in a thread.

Offloading only the ``open`` would leave the reading and writing on the loop, so it is the whole block or nothing. The lines of
the block stay as they are, one step further to the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from asynclint.codemods.awaiting import check_await
from asynclint.codemods.binding import Bindings, is_bound_anew, is_of_inner_function, is_read, loaded, stored
from asynclint.codemods.offload import check_movable, check_place
from asynclint.codemods.patch import CannotFix, Patch, step, tail
from asynclint.codemods.runners import runner_of
from asynclint.findings import Applicability, Fix
from asynclint.program.values import FunctionValue, Instance

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit

_OPENING = frozenset({"open", "fdopen", "ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile"})
_LIBRARIES = frozenset({
    "io", "_io", "json", "csv", "_csv", "pickle", "_pickle", "marshal", "gzip", "bz2", "lzma", "zipfile", "tarfile", "shutil",
    "tomllib", "configparser", "plistlib", "struct", "re", "codecs", "os", "posixpath", "ntpath", "genericpath", "pathlib",
    "hashlib", "builtins", "typing", "itertools", "yaml", "toml", "orjson", "ujson", "time", "datetime", "base64", "zlib",
    "collections", "collections.abc", "xml.etree.ElementTree", "string", "textwrap", "logging",
})  # fmt: skip
_FORBIDDEN = (
    cst.Await, cst.Yield, cst.Global, cst.Nonlocal, cst.Del, cst.FunctionDef, cst.ClassDef, cst.Lambda, cst.Match,
    cst.NamedExpr, cst.Asynchronous, cst.Import, cst.ImportFrom, cst.TypeAlias,
)  # fmt: skip


def file_blocks(node: cst.CSTNode, unit: Unit) -> list[cst.With]:
    """Every plain ``with open(...)`` around ``node`` in its function, outermost first."""
    blocks: list[cst.With] = []
    inner = node
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            break
        if isinstance(outer, cst.With) and outer.asynchronous is None and inner is outer.body:
            if any(_opens(item.item) for item in outer.items):
                blocks.append(outer)
        inner = outer
    return blocks[::-1]


def extract_one(blocks: list[cst.With], unit: Unit) -> Fix:
    """The fix of the outermost block that has one."""
    for block in blocks[:-1]:
        try:
            return extract(block, unit)
        except CannotFix:
            continue
    return extract(blocks[-1], unit)


def extract(block: cst.With, unit: Unit) -> Fix:
    """``with open(p) as f: text = f.read()`` → ``def read_file(): …`` and ``text = await asyncio.to_thread(read_file)``."""
    check_await(block, unit)
    check_place(block, unit)
    check_movable(block, unit)
    returned = _returned(block)
    _check_contents(block, returned, unit)
    kept = _kept(block, unit)
    if returned is not None or kept:
        _check_handlers(block, set(kept), unit)
    patch = Patch(unit)
    start, _ = unit.span(block)
    text = unit.text
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip():
        raise CannotFix("something else stands on the line")
    end = _end(block, unit, indent)
    deeper = step(block, unit)
    newline = patch.newline
    name = patch.fresh(_name(block, unit), block)
    tail = f"await {runner_of(block, patch).opening}{name})"
    moved = text[start:end]
    if returned is not None:
        tail = f"return {tail}"
    elif kept:
        names = ", ".join(kept)
        tail = f"{names} = {tail}"
        result = _result(block, kept)
        if result is not None:
            from_, to = unit.span(result)[0] - start, unit.span(result.value)[0] - start
            moved = f"{moved[:from_]}return {moved[to:]}"
    rows = [row if number == 0 or not row.strip() else deeper + row for number, row in enumerate(moved.split("\n"))]
    moved = "\n".join(rows)
    if kept and returned is None and result is None:
        moved += f"{newline}{indent}{deeper}return {names}"
    above = "" if _is_first(block, unit) or not _is_code_above(text, line) else newline
    head = f"{above}{indent}def {name}():{newline}{indent}{deeper}"
    patch.replace(line, end, f"{head}{moved}{newline}{newline}{indent}{tail}")
    return patch.fix("read or write in a thread, the whole block at once", Applicability.UNSAFE)


def _check_contents(block: cst.With, returned: cst.Return | None, unit: Unit) -> None:
    """Raise ``CannotFix`` where the block does more than to read or write files, and to bind names."""
    if not all(_opens(item.item) for item in block.items):
        raise CannotFix("the block does more than use files")
    for node in unit.below(block):
        if isinstance(node, _FORBIDDEN) or (isinstance(node, cst.Return) and node is not returned):
            raise CannotFix("the block does more than read or write")
        if isinstance(node, (cst.Break, cst.Continue)) and not _is_in_loop(node, block, unit):
            raise CannotFix("the block ends a loop around it")
        if isinstance(node, (cst.SimpleString, cst.FormattedString)) and "\n" in unit.code(node):
            raise CannotFix("a string of several lines would be indented")
        if isinstance(node, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.AsName)):
            target = node.name if isinstance(node, cst.AsName) else node.target
            if not _is_of_names(target):
                raise CannotFix("the block changes more than local names")
        if isinstance(node, cst.Call) and not _is_of_files(node, block, unit):
            raise CannotFix("the block calls more than what reads or writes")


def _is_of_names(target: cst.CSTNode) -> bool:
    if isinstance(target, (cst.Tuple, cst.List)):
        return all(_is_of_names(element.value) for element in target.elements)
    return isinstance(target, cst.Name)


def _is_in_loop(node: cst.CSTNode, block: cst.With, unit: Unit) -> bool:
    """Whether a loop in the block is what ``break`` or ``continue`` is about."""
    around = unit.ancestors(node)
    return any(isinstance(outer, (cst.For, cst.While)) for outer in around[: around.index(block)])


def _check_handlers(block: cst.With, names: set[str], unit: Unit) -> None:
    """Raise ``CannotFix`` where a handler reads what the block has bound when it failed half-way."""
    inner: cst.CSTNode = block
    for outer in unit.ancestors(block):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
            return
        if isinstance(outer, (cst.Try, cst.TryStar)) and inner is outer.body:
            others = (*outer.handlers, outer.finalbody)
            if any(each is not None and names & loaded(each, unit) for each in others):
                raise CannotFix("what a handler reads would not be bound")
        inner = outer


def _kept(block: cst.With, unit: Unit) -> list[str]:
    """The names that the block binds and that something outside of it reads. Raises ``CannotFix`` where one may be unbound."""
    function = unit.function(block)
    assert isinstance(function, cst.FunctionDef)
    names = Bindings(block, unit)
    outside = _read_outside(block, function, unit)
    for node in unit.below(function):
        if isinstance(node, cst.NameItem) and node.name.value in names.order:
            if isinstance(unit.parent(node), (cst.Global, cst.Nonlocal)):
                raise CannotFix("the block changes more than local names")
    kept = [name for name in names.order if name in outside]
    if any(name in names.handles for name in kept):
        raise CannotFix("the file is used outside of the block")
    if not names.bound.issuperset(kept):
        raise CannotFix("it hangs on the file whether a name is bound")
    return kept


def _read_outside(block: cst.With, function: cst.FunctionDef, unit: Unit) -> set[str]:
    """The names that are read when the block has bound them: behind it, in a loop around it, or in functions inside."""
    inside = {id(node) for node in unit.below(block)}
    end = unit.span(block)[1]
    around = unit.ancestors(block)
    loops = [outer for outer in around[: around.index(function)] if isinstance(outer, (cst.For, cst.While))]
    found: set[str] = set()
    for node in unit.below(function.body):
        if not isinstance(node, cst.Name) or id(node) in inside or not is_read(node, unit):
            continue
        if unit.function(node) is not function:
            if not is_of_inner_function(node, function, unit):
                found.add(node.value)
            continue
        above = unit.ancestors(node)
        loop = next((each for each in loops if each in above), None)
        if (loop is not None or unit.span(node)[0] >= end) and not is_bound_anew(node, end, loop, unit):
            found.add(node.value)
    return found


def _end(block: cst.With, unit: Unit, indent: str) -> int:
    """The offset behind the last line of the block, with the comments that stand behind and below it."""
    text = unit.text
    end = unit.span(block)[1]
    end += len(text[end:].partition("\n")[0].rstrip("\r"))
    rest, *rows = text[end:].split("\n")
    position = end + len(rest)
    for row in rows:
        position += 1 + len(row)
        code = row.strip()
        is_deeper = row.startswith(indent) and row[len(indent) : len(indent) + 1] in (" ", "\t")
        if code and not (code.startswith("#") and is_deeper):
            break
        if code:
            end = position - (len(row) - len(row.rstrip("\r")))
    return end


def _name(block: cst.With, unit: Unit) -> str:
    """What the function is called; those of further blocks of the function around are numbered."""
    base = "write_file" if _writes(block, unit) else "read_file"
    function = unit.function(block)
    assert function is not None
    start = unit.span(block)
    around = unit.ancestors(block)
    earlier = sum(
        1
        for each in unit.of_kind(cst.With)
        if unit.function(each) is function
        and unit.span(each) < start
        and each not in around
        and all(outer in around for outer in file_blocks(each, unit))
        and all(_opens(item.item) for item in each.items)
        and _writes(each, unit) == _writes(block, unit)
    )
    return f"{base}_{earlier + 1}" if earlier else base


def _result(block: cst.With, kept: list[str]) -> cst.Assign | None:
    """``text = f.read()`` at the end of the block, where that is all that is kept: it can be returned at once."""
    last = _last(block)
    if isinstance(last, cst.Assign) and len(last.targets) == 1 and not getattr(last.value, "lpar", None):
        target = last.targets[0].target
        if isinstance(target, cst.Name) and [target.value] == kept:
            return last
    return None


def _is_first(block: cst.With, unit: Unit) -> bool:
    """Whether nothing stands above the block in its suite."""
    suite = unit.parent(block)
    return isinstance(suite, cst.IndentedBlock) and suite.body[0] is block


def _is_code_above(text: str, line: int) -> bool:
    """Whether the line above is neither blank nor a comment."""
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line].strip()
    return bool(above) and not above.startswith("#")


def _returned(block: cst.With) -> cst.Return | None:
    """The ``return`` that the block ends with."""
    last = _last(block)
    return last if isinstance(last, cst.Return) and last.value is not None else None


def _last(block: cst.With) -> cst.CSTNode:
    """The last small statement of the block, or else its last statement."""
    last = block.body.body[-1]
    return last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last


def _opens(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Call) and tail(node.func) in _OPENING


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
    return isinstance(node, cst.Name) and node.value in stored(block, unit)


def _writes(block: cst.With, unit: Unit) -> bool:
    """Whether a file is opened for writing, here or in a block inside."""
    modes = (
        argument.value.evaluated_value
        for each in unit.below(block)
        if isinstance(each, cst.WithItem) and isinstance(each.item, cst.Call)
        for argument in each.item.args
        if isinstance(argument.value, cst.SimpleString)
    )
    return any(mode in _WRITING for mode in modes)


_WRITING = frozenset(
    mode
    for base in ("w", "a", "x", "r+")
    for mode in (base, f"{base}b", f"{base}t", f"{base}+", f"{base}b+", f"{base}+b")
)
