"""Tiny programs: a dict of path → source becomes a linked program, and is asked what it means.

A program is asked as mypy is: ``reveal(x)`` in its source is a question, and the answer is a line such as ``main.C | None``:

====================  ==============================================================
``main.C``            an object of the class
``class main.C``      the class itself
``def main.f``        a function; ``def main.C.f of main.D`` when bound to a D
``module os.path``    a module
``foreign a.b``       something in a library that nothing else is known of
``coroutine[int]``    what a call of an ``async def`` gives, with what awaiting it gives
``generator main.f``  what a call of a generator function gives; likewise ``manager``
``partial[…]``        a ``functools.partial`` of it
``?``                 something that nobody knows, alone or beside what is known
====================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from asynclint.program.extract import extract
from asynclint.program.facts import Call, ModuleFacts, Name
from asynclint.program.index import Program
from asynclint.program.modules import Definition, Module, Modules, Origin, module_name
from asynclint.program.syntax import parse
from asynclint.program.targets import Vocabulary
from asynclint.program.values import (
    ClassValue,
    Coroutine,
    Foreign,
    FunctionValue,
    Generator,
    Instance,
    Manager,
    ModuleValue,
    Nil,
    Partial,
    SpecialForm,
    Super,
    Value,
    Values,
    Variable,
)

Files = str | Mapping[str, str]
"""The sources of a program by path; a text alone is ``main.py``."""


_stubs: dict[Path, ModuleFacts | None] = {}


class _Modules(Modules):
    """Reads the stubs of a library once for all tests: that takes longer than anything a test does."""

    def _facts(self, path: Path, origin: Origin) -> ModuleFacts | None:
        if origin is Origin.INSTALLED:
            return super()._facts(path, origin)
        if path not in _stubs:
            _stubs[path] = super()._facts(path, origin)
        return _stubs[path]


class Linked:
    """A linked program, and questions to it in the words of its source."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.resolver = program.resolver
        self.modules = program.modules.program

    def function(self, qualname: str) -> Definition:
        """The function, class or lambda with this qualified name."""
        found = [
            module.definition(index)
            for module in self.modules
            for index in range(1, len(module.facts.scopes))
            if module.definition(index).qualname == qualname
        ]
        assert len(found) == 1, f"{len(found)} times {qualname}"
        return found[0]

    def questions(self) -> Iterator[tuple[Module, Call]]:
        """The calls of ``reveal``, by file and line."""
        for module in self.modules:
            calls = [call for call in module.facts.calls if call.func == Name("reveal")]
            for call in sorted(calls, key=lambda call: (call.line, call.column)):
                yield module, call

    def revealed(self) -> list[Values]:
        """What is asked for, as the resolver has it."""
        return [
            self.resolver.evaluate(call.arguments[0].value, module, call.scope) for module, call in self.questions()
        ]

    def effects(self, qualname: str) -> dict[str, str]:
        """The effects of calling a function: ``{"ASL201": "certain: load → time.sleep"}``."""
        effects = self.program.effects._of.get(self.function(qualname), {})
        return {code: self._chain(found[0]) for code, found in sorted(effects.items())}

    def on_loop(self) -> list[str]:
        """Every call that runs on the event loop and bears an effect, as ``"5 ASL201 certain: load → time.sleep"``."""
        found = []
        for module in self.modules:
            for index, call in enumerate(module.facts.calls):
                for code, effect in self.program.site(module, index).effects.items():
                    found.append((module.name, call.line, call.column, f"{call.line} {code} {self._chain(effect)}"))
        return [line for *_, line in sorted(found)]

    def reasons(self) -> dict[str, str]:
        """Why which functions run on the event loop by themselves; lambdas by their line."""
        return {
            f"lambda in line {function.fact.line}" if function.fact.name == "<lambda>" else function.fact.qualname: why
            for function, why in self.program.loop_reasons.items()
        }

    def _chain(self, effect: object) -> str:
        effects = list(self.program.chain(effect))  # type: ignore[arg-type]
        steps = [getattr(each.step, "name", "") or each.step.fact.name for each in effects]  # type: ignore[union-attr]
        return f"{effects[0].confidence.value}: {' → '.join(steps)}"


def described(values: Values) -> str:
    """Values in the words of the table above."""
    parts = sorted({_value(value) for value in values.items})
    if not values.complete:
        parts.append("?")
    return " | ".join(parts) or "nothing"


def _value(value: Value) -> str:
    match value:
        case ModuleValue():
            return f"module {value.module.name}"
        case Foreign():
            return f"foreign {value.name}"
        case FunctionValue(receiver=None):
            return f"def {value.function.qualname}"
        case FunctionValue():
            assert value.receiver is not None
            return f"def {value.function.qualname} of {value.receiver.class_.qualname}"
        case ClassValue():
            return f"class {value.class_.qualname}".replace(" builtins.", " ")
        case Instance():
            return value.class_.qualname.removeprefix("builtins.")
        case Coroutine():
            return f"coroutine[{described(value.result)}]"
        case Generator():
            return f"generator {value.function.qualname}"
        case Manager():
            return f"manager {value.function.qualname}"
        case Partial():
            return f"partial[{described(value.function)}]"
        case Super():
            return "super"
        case SpecialForm():
            return value.name
        case Variable():
            return value.name
        case Nil():
            return "None"


@pytest.fixture
def link(tmp_path: Path) -> Callable[..., Linked]:
    """Link a program; ``roots`` are the folders that the user named (by default the one of all files).

    ``environment`` is what is installed, by path below ``site-packages``.
    """

    def linked(
        files: Files,
        *,
        roots: Sequence[str] = ("",),
        vocabulary: Vocabulary | None = None,
        environment: Mapping[str, str] | None = None,
        jobs: int = 1,
    ) -> Linked:
        site_packages = tmp_path / "site-packages"
        for path, source in (environment or {}).items():
            file = site_packages / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, "utf-8")
        sources = {"main.py": files} if isinstance(files, str) else files
        for path, source in sources.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, "utf-8")
        folders = [str(tmp_path / root) for root in roots]
        modules = [_module(tmp_path / path, source, folders) for path, source in sources.items()]
        program = _Modules(modules, folders, environment=() if environment is None else (site_packages,))
        return Linked(Program(program, vocabulary or Vocabulary(), jobs))

    return linked


def _module(file: Path, source: str, roots: Sequence[str]) -> Module:
    root = max((root for root in roots if file.is_relative_to(root)), key=len)
    name, top, is_package = module_name(str(file), root)
    return Module(
        name,
        str(file),
        extract(parse(source), source.count("\n") + 1),
        is_package=is_package,
        roots=tuple(dict.fromkeys((top, str(file.parent)))) if top == root else (top,),
    )


@pytest.fixture
def reveal(link: Callable[..., Linked]) -> Callable[..., list[str]]:
    """The answers to the ``reveal(…)`` calls of a program, in order."""

    def revealed(
        files: Files, *, roots: Sequence[str] = ("",), environment: Mapping[str, str] | None = None
    ) -> list[str]:
        return [described(values) for values in link(files, roots=roots, environment=environment).revealed()]

    return revealed
