"""In a process below ``asynclint run``: the sanitizer begins when asyncio is imported, as the environment says."""

from __future__ import annotations

import importlib.abc
import json
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from asynclint.runtime.evidence import FileSink
from asynclint.runtime.lines import Lines

FOLDER = "ASYNCLINT_RUN"
"""The environment variable that names the folder of the evidence."""
OPTIONS = "ASYNCLINT_RUN_OPTIONS"
"""The one that holds the options, as JSON."""

_started = False


def start() -> None:
    """Begin, once a process."""
    global _started
    if _started:
        return
    _started = True
    sink = FileSink(Path(os.environ[FOLDER]))
    options = json.loads(os.environ.get(OPTIONS) or "{}")
    Lines(options.get("lines") or {}, sink).install()
    if "asyncio" in sys.modules:
        _install(options, sink)
    else:
        sys.meta_path.insert(0, _Asyncio(lambda: _install(options, sink)))


def _install(options: dict[str, Any], sink: FileSink) -> None:
    from asynclint.runtime.sanitizer import THRESHOLD, Options, Sanitizer

    Sanitizer(
        Options(
            float(options.get("threshold", THRESHOLD)),
            tuple(options.get("scope", ())),
            tuple(options.get("exclude", ())),
        ),
        sink,
    ).install()


class _Asyncio(importlib.abc.MetaPathFinder):
    """Waits for asyncio to be imported: a program that never does pays nothing."""

    def __init__(self, then: Any) -> None:
        self._then = then

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of asyncio, with a loader that tells when it is done."""
        if name != "asyncio":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            loader = spec.loader
            execute = loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                loader.exec_module = execute  # type: ignore[method-assign]
                try:
                    self._then()
                except Exception as error:
                    sys.stderr.write(f"asynclint: nothing is watched here: {type(error).__name__}: {error}\n")

            loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
