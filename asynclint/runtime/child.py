"""In a process below ``asynclint run``: the sanitizer begins when asyncio is imported, as the environment says."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from asynclint.runtime.evidence import FileSink
from asynclint.runtime.lines import Lines
from asynclint.runtime.options import THRESHOLD, Options, is_off

FOLDER = "ASYNCLINT_RUN"
"""The environment variable that names the folder of the evidence."""
OPTIONS = "ASYNCLINT_RUN_OPTIONS"
"""The one that holds the options, as JSON."""

_started = False


def start() -> None:
    """Begin, once a process."""
    global _started
    if _started or is_off():
        return
    _started = True
    sink = FileSink(os.environ[FOLDER])
    options = json.loads(os.environ.get(OPTIONS) or "{}")
    lines = Lines(options.get("lines") or {}, sink)
    lines.install()
    _AfterImport({"asyncio": lambda _: _install(options, sink, lines), **lines.after_import()}).install()


def _install(options: dict[str, Any], sink: FileSink, lines: Lines) -> None:
    from asynclint.runtime.sanitizer import Sanitizer  # which imports asyncio

    Sanitizer(
        Options(
            float(options.get("threshold", THRESHOLD)),
            tuple(options.get("scope", ())),
            tuple(options.get("exclude", ())),
            bool(options.get("debug")),
            int(options.get("origin_depth", 1)),
        ),
        sink,
        lines,
    ).install()


class _AfterImport:
    """Calls functions with the modules they wait for, as soon as these are imported: a program that never does pays nothing."""

    def __init__(self, waiting: dict[str, Callable[[ModuleType], None]]) -> None:
        self._waiting = waiting

    def install(self) -> None:
        """Begin with what is imported already."""
        for name in list(self._waiting):
            if name in sys.modules:
                self._waiting.pop(name)(sys.modules[name])
        if self._waiting:
            sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module that is waited for, with a loader that tells when it is done."""
        if name not in self._waiting:
            return None
        then = self._waiting.pop(name)
        if not self._waiting:
            sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            loader = spec.loader
            execute = loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                del loader.exec_module  # ours; what is left is the loader's own
                try:
                    then(module)
                except Exception as error:
                    sys.stderr.write(f"asynclint: nothing is watched here: {type(error).__name__}: {error}\n")

            with contextlib.suppress(AttributeError):  # of a loader that cannot be changed
                loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
