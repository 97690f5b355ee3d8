"""Why a line is flagged, or is not: what its calls mean, where it runs, what blocks, and what became of the findings on it.

Nothing is decided here. The program is linked and the rules are run as for a report; what they know and a report leaves out
is put into words.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from asynclint import discovery, engine, suppressions
from asynclint.analysis import Analysis
from asynclint.codes import ROWS
from asynclint.discovery import SourceError
from asynclint.findings import Confidence, Finding, Hop, Report
from asynclint.knowledge.contexts import Where
from asynclint.knowledge.decorators import DecoratorKind
from asynclint.knowledge.roles import Role
from asynclint.known import Known, hide
from asynclint.notebooks import Cells, is_notebook
from asynclint.program.catalogue import values_called
from asynclint.program.effects import Edge, Effect
from asynclint.program.facts import (
    Assigned,
    Attribute,
    Await,
    Call,
    CallKind,
    Expr,
    Flag,
    Guard,
    Import,
    Name,
    Parameter,
    Result,
    ScopeKind,
    argument,
    dotted,
)
from asynclint.program.index import CELL, COROUTINE, Program
from asynclint.program.modules import Definition, Module
from asynclint.program.screen import all_extents
from asynclint.program.sources import split_lines
from asynclint.program.values import (
    Callback,
    ClassValue,
    Coroutine,
    Foreign,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    Value,
    Values,
)
from asynclint.rules.unit import hop
from asynclint.settings import Settings

_WAYS = 3  # from the loop to a plain function that are told
_IMPLICIT = {
    CallKind.ENTER: "entering it",
    CallKind.ITERATE: "iterating over it",
    CallKind.LOAD: "the property",
    CallKind.STORE: "the setter of the property",
    CallKind.OPERATE: "the method of the operator",
    CallKind.FORMAT: "formatting it",
    CallKind.TEST: "testing it for truth",
    CallKind.DECORATE: "the decorator",
}


class NothingToExplain(Exception):
    """There is no such place, or no code in it; the message says so in one line."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a call can mean: its qualified name (empty where it has none), what it is, and where the program has it."""

    name: str
    what: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Blocking:
    """One effect of a call: the code it counts under, what happens at the end of the chain, and what makes it less sure."""

    code: str
    does: str
    confidence: Confidence
    doubts: tuple[str, ...]
    chain: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class ExplainedCall:
    """A call on the line, or (``implicit`` says which) what Python itself calls there.

    ``complete`` tells whether it can mean nothing but its ``meanings``; ``unknown`` why it can, as far as is known; ``notes`` what
    else keeps it from being flagged.
    """

    at: Hop
    implicit: str
    meanings: tuple[Meaning, ...]
    complete: bool
    unknown: str
    notes: tuple[str, ...]
    effects: tuple[Blocking, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The function around (or the module), where it runs (``loop``, ``thread``, ``caller``, ``import``), and why.

    ``ways`` are the nearest ways on which code that runs on the loop calls a function that runs wherever it is called.
    """

    function: str
    runs: str
    why: str
    ways: tuple[tuple[Hop, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The calls of a line that stand in the same function."""

    context: Context
    calls: tuple[ExplainedCall, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on the line, what a report makes of it, and why.

    ``state`` is ``reported``, ``known``, ``suppressed``, ``not sure enough`` or ``rule off``.
    """

    finding: Finding
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a line (of a ``cell`` of a notebook).

    ``rules_off`` are the rules that did not look, with the reason; ``left_out`` is why a run over the project does not come to the
    file; ``skipped`` tells that a comment silences all of it.
    """

    path: str
    line: int
    cell: int | None
    text: str
    parts: tuple[Part, ...]
    findings: tuple[Told, ...]
    rules_off: dict[str, str]
    left_out: str | None
    skipped: bool


def explain(
    path: str, line: int, cell: int | None, project: Path, settings: Settings, known: Iterable[Known] = ()
) -> Explanation:
    """Explain a line of a file (of a cell of a notebook), as linting the project sees it; ``known`` findings are not reported.

    Raises ``NothingToExplain``.
    """
    text = _text(path)
    number = _line_of_text(path, text, line, cell)
    analysis = engine.linked([str(project), path], replace(settings, min_confidence=Confidence.POSSIBLE))
    module = _module(path, analysis)
    explainer = _Explainer(analysis, module)
    return Explanation(
        path=module.display,
        line=line,
        cell=cell,
        text=split_lines(text)[number - 1].strip(),
        parts=tuple(explainer.parts(number)),
        findings=tuple(_findings(analysis, module, settings, known, line, cell)),
        rules_off={row.code: why for row in ROWS if (why := settings.why_disabled(row.code, path)) is not None},
        left_out=discovery.why_left_out(path, project, settings),
        skipped=suppressions.parse(text).skip_file,
    )


# -- The place


def _text(path: str) -> str:
    try:
        return discovery.read(Path(path))
    except SourceError as error:
        where = path if error.line is None else f"{path}:{error.line}"
        raise NothingToExplain(f"{where}: {error}") from None


def _line_of_text(path: str, text: str, line: int, cell: int | None) -> int:
    """The line of the text; of a notebook, that is all its cells. Raises ``NothingToExplain`` where no code stands."""
    lines = split_lines(text)
    where = path if cell is None else f"{path}:cell {cell}"
    last, number = len(lines), line
    if is_notebook(path):
        if cell is None:
            raise NothingToExplain(f"{path}: a line of a notebook is one of a cell: write {path}:cell N:LINE")
        cells = Cells(text)
        heading = cells.line(cell, 0)
        if not heading:
            raise NothingToExplain(f"{path}: there is no Python code in a cell {cell}")
        number = heading + line
        last = sum(1 for each in range(heading + 1, len(lines) + 1) if cells.place(each)[0] == cell)
    elif cell is not None:
        raise NothingToExplain(f"{path}: not a notebook, so it has no cells")
    if not 0 < line <= last:
        raise NothingToExplain(f"{where}: there is no line {line}: the last one is {last}")
    code = lines[number - 1].strip()
    if not code:
        raise NothingToExplain(f"{where}:{line}: there is no code on this line: it is blank")
    start = sum(map(len, lines[: number - 1])) + lines[number - 1].index(code[0])
    if code.startswith("#") and any(comment.start == start for comment in suppressions.comments(text)):
        raise NothingToExplain(f"{where}:{line}: there is no code on this line: it is a comment")
    return number


def _module(path: str, analysis: Analysis) -> Module:
    real = os.path.realpath(path)
    for module in analysis.program.modules.program:
        if os.path.realpath(module.path) == real:
            return module
    shown = {discovery.display(file.path) for file in analysis.files if os.path.realpath(file.path) == real}
    for error in analysis.errors:
        if error.path in shown:
            where = error.path if error.line is None else f"{error.path}:{error.line}"
            raise NothingToExplain(f"{where}: {error.message}")
    raise NothingToExplain(f"{path}: could not be read")


# -- The findings


def _findings(
    analysis: Analysis, module: Module, settings: Settings, known: Iterable[Known], line: int, cell: int | None
) -> Iterator[Told]:
    """What the rules find on the line: those that are on, then those that are not."""
    linted = analysis.check_module((module, all_extents(module)))
    if linted.error is not None:
        raise NothingToExplain(f"{linted.error.path}: {linted.error.message}")
    sure = [finding for finding in linted.findings if finding.confidence >= settings.min_confidence]
    unsure = [finding for finding in linted.findings if finding.confidence < settings.min_confidence]
    report = hide(Report(tuple(sure), ()), known)
    for finding in (*report.findings, *report.known, *unsure, *linted.suppressed):
        if _covers(finding, line, cell):
            yield _told(finding, settings)
    everything = replace(
        analysis.settings, select=("ALL",), extend_select=(), ignore=(), per_file_ignores=()
    )  # fmt: skip
    unlimited = Analysis(analysis.files, analysis.walk, everything, analysis.installed)
    unlimited.program = analysis.program
    linted = unlimited.check_module((module, all_extents(module)))
    for finding in (*linted.findings, *linted.suppressed):
        why = settings.why_disabled(finding.code, module.path)
        if why is not None and _covers(finding, line, cell):
            yield Told(finding, "rule off", why)


def _covers(finding: Finding, line: int, cell: int | None) -> bool:
    at = finding.location
    return at.cell == cell and at.line <= line <= at.end_line


def _told(finding: Finding, settings: Settings) -> Told:
    if finding.suppressed is not None:
        reason = finding.suppressed.reason or "no reason given"
        return Told(finding, "suppressed", f"the comment in line {finding.suppressed.line} says so ({reason})")
    if finding.confidence < settings.min_confidence:
        why = f"it is {finding.confidence.value}, and min-confidence is {settings.min_confidence.value}"
        return Told(finding, "not sure enough", why)
    if finding.known:
        return Told(finding, "known", f"{finding.known} lists it")
    return Told(finding, "reported")


# -- The calls


class _Explainer:
    """Puts into words what a linked program knows of the calls of one module."""

    def __init__(self, analysis: Analysis, module: Module) -> None:
        self._program: Program = analysis.program
        self._resolver = analysis.program.resolver
        self._sources = analysis.sources
        self._module = module
        self._cells = Cells(analysis.sources.text(module.path)) if module.is_notebook else None

    def parts(self, line: int) -> Iterator[Part]:
        """The functions that the calls on the line stand in; where there are none, the function that the line stands in."""
        by_scope: dict[int, list[ExplainedCall]] = {}
        for index in self._calls_on(line):
            by_scope.setdefault(self._module.facts.calls[index].scope, []).append(self._call(index))
        if not by_scope:
            by_scope[self._scope_at(line)] = []
        for scope, calls in by_scope.items():
            yield Part(self._context(scope), tuple(calls))

    def _calls_on(self, line: int) -> list[int]:
        """The calls that begin on the line, else those that reach over it; the implicit ones where they have effects."""
        effective = set(self._program.effective_calls(self._module))
        facts = self._module.facts.calls
        told = [
            index
            for index, fact in enumerate(facts)
            if fact.kind is CallKind.CALL or (index in effective and self._program.bears_effect(self._module, index))
        ]
        begin = [index for index in told if facts[index].line == line]
        over = [index for index in told if facts[index].line <= line <= facts[index].end_line]
        # The outer call first.
        return sorted(
            begin or over, key=lambda i: (facts[i].line, facts[i].column, -facts[i].end_line, -facts[i].end_column)
        )

    def _scope_at(self, line: int) -> int:
        """The innermost scope that the line stands in."""
        scopes = self._module.facts.scopes
        return max(
            (index for index, scope in enumerate(scopes) if index and scope.first_line <= line <= scope.end_line),
            default=0,
        )

    def _call(self, index: int) -> ExplainedCall:
        module, fact = self._module, self._module.facts.calls[index]
        _, values = self._program.targets.of_call(module, index, fact)
        meanings = tuple(dict.fromkeys(self._meaning(value) for value in values_called(values.items)))
        is_call = fact.kind is CallKind.CALL
        complete = values.complete and bool(values.items) and not any(type(value) is Foreign for value in values.items)
        unknown = "" if complete else self._why_unknown(fact.func, module, fact.scope)
        return ExplainedCall(
            self._hop(module, index),
            "" if is_call else _IMPLICIT[fact.kind],
            meanings,
            complete,
            unknown,
            tuple(self._notes(index, fact, values)) if is_call else (),
            tuple(self._blocking(effect) for effect in self._program.borne(module, index)),
        )

    def _hop(self, module: Module, index: int) -> Hop:
        step = hop(self._sources, module, index)
        if module is not self._module or self._cells is None:
            return step
        cell, line = self._cells.place(step.line)
        return replace(step, line=line, cell=cell)

    # -- What a call means

    def _meaning(self, value: Value) -> Meaning:
        names = self._resolver.names_of(value)
        name = min(names, key=lambda name: (name.count("."), len(name), name), default="").removeprefix("builtins.")
        match value:
            case FunctionValue():
                return Meaning(name, self._kind(value.function), self._place(value.function))
            case ClassValue():
                return Meaning(name, "a class", self._place(value.class_))
            case Foreign():
                return Meaning(name, "of which nothing but the name is known")
            case Instance():
                return Meaning(_short(value.class_), "an object of this class", self._place(value.class_))
            case Callback():
                return Meaning("", "whatever the annotation `Callable` admits")
            case Coroutine():
                return Meaning("", "a coroutine")
            case Generator() | Manager():
                return Meaning(
                    _short(value.function), f"what {self._kind(value.function)} gives", self._place(value.function)
                )
            case _:
                return Meaning(name, "an object")

    def _kind(self, function: Definition) -> str:
        what = (
            "generator function" if function.is_generator else "coroutine function" if function.is_async else "function"
        )
        if function.is_async and function.is_generator:
            what = "asynchronous generator function"
        told = f"an {what}" if what.startswith("a") else f"a {what}"
        if self._resolver.kind(function) is DecoratorKind.UNKNOWN:
            told += ", of which a decorator may have made something else"
        return f"{told} of a library" if function.module.is_library else told

    def _place(self, definition: Definition) -> str:
        if definition.module.is_library:
            return ""
        line = definition.fact.line
        if definition.module is self._module and self._cells is not None:
            cell, line = self._cells.place(line)
            return f"{definition.module.display}:cell {cell}:{line}"
        return f"{definition.module.display}:{line}"

    def _why_unknown(self, expr: Expr, module: Module, scope: int, depth: int = 5) -> str:
        """Why it is not known (or not known in full) what an expression is; empty where nobody can say."""
        match expr:
            case Attribute():
                known = self._resolver.evaluate(expr.value, module, scope).objects()
                if not known.items or not known.complete or any(type(value) is Foreign for value in known.items):
                    return self._why_unknown(expr.value, module, scope, depth)
                of = " or ".join(f"`{each.name}`" for each in map(self._meaning, known.items) if each.name)
                return f"nothing is known of an attribute `{expr.name}` of {of}" if of else ""
            case Name():
                return self._why_name_unknown(expr.id, module, scope, depth)
            case Result():
                fact = module.facts.calls[expr.call]
                called = self._resolver.callees(module, expr.call)
                if called.items and called.complete:
                    return f"it is not known what `{_written(fact.func) or 'the call'}(…)` gives"
                return self._why_unknown(fact.func, module, fact.scope, depth)
            case Await():
                return self._why_unknown(expr.value, module, scope, depth)
            case _:
                return ""

    def _why_name_unknown(self, name: str, module: Module, scope: int, depth: int) -> str:
        written = name.partition("#")[0]
        found = self._resolver.bindings(name, module, scope)
        if found is None:
            return f"the name `{written}` is bound nowhere"
        bindings, owner = found
        for binding in bindings:
            match binding:
                case Parameter():
                    return f"nothing says what is passed as the parameter `{written}`"
                case Import():
                    source = self._resolver.source(binding, module)
                    if source is None:
                        absent = self._resolver.absolute(module, binding.module, binding.level)
                        return f"the module `{absent}` is neither in the program nor in the environment"
                case Assigned() if depth:
                    why = self._why_unknown(binding.value, module, owner, depth - 1)
                    if why:
                        return why
        return f"it is not known what `{written}` is"

    def _notes(self, index: int, fact: Call, values: Values) -> Iterator[str]:
        """What else there is to know of a call that is not flagged."""
        if fact.guard & Guard.NEVER:
            yield "It never runs: it stands behind `if False`."
        if fact.guard & Guard.NO_LOOP:
            yield "It runs only where no event loop runs in the thread."
        for role in self._program.targets.roles(self._module, index):
            if role.role in (Role.THREAD, Role.HYBRID):
                handed = argument(fact, role.slot, role.keyword)
                if handed is not None:
                    yield f"It runs {_quoted(handed) or 'what it is given'} in another thread, where it blocks no loop."
        for value in values_called(values.items):
            if type(value) is not FunctionValue or not (value.function.is_async or value.function.is_generator):
                continue
            if not value.function.module.is_library:
                yield "Calling it runs none of its body yet; what blocks there is told there."
                return

    # -- What blocks

    def _blocking(self, effect: Effect) -> Blocking:
        effects = list(self._program.chain(effect))
        doubts = dict.fromkeys(self._doubts(effects)) if effect.confidence is not Confidence.CERTAIN else {}
        chain = tuple(self._hop(each.edge.module, each.edge.call) for each in effects)
        return Blocking(
            effect.code, f"`{effect.sink.name}` {effect.sink.does}", effect.confidence, tuple(doubts), chain
        )

    def _doubts(self, effects: Sequence[Effect]) -> Iterator[str]:
        """What makes it less than certain that the call comes to that."""
        for each in effects:
            if each.edge.confidence is not Confidence.CERTAIN:
                yield from self._doubts_of(each.edge)
            if each.code in each.edge.doubtful:
                yield f"`{each.edge.owner.fact.name}` may run only where no loop runs"
        branches = effects[0].branches
        if branches:
            conditions = "1 branch" if branches == 1 else f"{branches} branches"
            yield f"{conditions} inside the helpers need not be taken"
        if effects[0].tests:
            yield f"it hangs on {', '.join(sorted({f'`{test.subject}`' for each in effects for test in each.tests}))}"
        elif any(len(each.edge.targets) > 1 for each in effects):
            yield "the call can mean several things, and some of them do it less surely"

    def _doubts_of(self, edge: Edge) -> Iterator[str]:
        module, fact, owner = edge.module, edge.module.facts.calls[edge.call], edge.owner
        _, values = self._program.targets.of_call(module, edge.call, fact)
        written = f"`{_written(fact.func)}`" if _written(fact.func) else f"the call in line {fact.line}"
        told = []
        if not values.plain:
            told.append(f"what {written} is was inferred from types")
        if not values.complete:
            told.append(f"{written} may be something else as well")
        told += [
            f"a decorator of `{value.function.fact.name}` may keep it from running"
            for value in values.items
            if type(value) is FunctionValue and self._program.targets.is_loosely_decorated(value)
        ]
        if not owner.is_async and (owner.fact.flags & Flag.CHECKS_LOOP or owner in self._program.targets.askers):
            told.append(f"`{owner.fact.name}` asks whether a loop is running")
        yield from told or [f"there may be nothing to wait for at {written}, or no loop"]

    # -- Where it runs

    def _context(self, scope: int) -> Context:
        scopes = self._module.facts.scopes
        while scope and scopes[scope].kind is ScopeKind.CLASS:
            scope = scopes[scope].parent
        function = self._module.definition(scope)
        reason = self._program.loop_reasons.get(function)
        if not scope:
            if reason == CELL:
                return Context(
                    self._module.name, "loop", "a cell of a notebook: what blocks keeps nobody waiting but the cell"
                )
            return Context(self._module.name, "import", "")
        if reason == COROUTINE:
            return Context(function.qualname, "loop", "a coroutine function")
        if reason is not None:
            return Context(function.qualname, "loop", reason)
        placed = self._program.targets.contexts.of(function)
        if placed is not None and placed[0] is Where.THREAD:
            return Context(function.qualname, "thread", placed[1])
        kind = "a lambda" if function.fact.kind is ScopeKind.LAMBDA else self._kind(function)
        return Context(function.qualname, "caller", kind, tuple(self._ways(function)))

    def _ways(self, function: Definition) -> Iterator[tuple[Hop, ...]]:
        """The nearest ways from code that runs on the loop to the function."""
        queue: deque[tuple[Definition, tuple[Hop, ...]]] = deque([(function, ())])
        seen = {function}
        found = 0
        while queue:
            current, below = queue.popleft()
            for edge in sorted(self._program.calls_of(current), key=lambda edge: (edge.owner.sort_key, edge.call)):
                way = (self._hop(edge.module, edge.call), *below)
                if edge.owner in self._program.loop_reasons:
                    yield way
                    found += 1
                    if found == _WAYS:
                        return
                elif edge.owner not in seen:
                    seen.add(edge.owner)
                    queue.append((edge.owner, way))


def _short(definition: Definition) -> str:
    return definition.qualname.removeprefix("builtins.")


def _written(expr: Expr) -> str:
    """A dotted name as a person wrote it; empty for any other expression."""
    return ".".join(part.partition("#")[0] for part in dotted(expr).split("."))


def _quoted(expr: Expr) -> str:
    written = _written(expr)
    return f"`{written}`" if written else ""
