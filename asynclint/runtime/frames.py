"""Which frame is to be told: the innermost one of the user's own code.

The user's code is what lies neither in the standard library nor among installed packages; ``scope`` adds packages to it,
``exclude`` takes packages out. Frames are looked at as they are, without reading any source: no file is opened here.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os.path import abspath, realpath  # as they are now: what guards tests against blocking calls replaces them
from types import CodeType, FrameType

_HERE = os.path.dirname(abspath(__file__))
_OWN = os.path.dirname(_HERE) + os.sep
_EXEMPT = os.path.join(_HERE, "exempt.json")
_EXEMPT_VERSION = 1  # of the format
_DEEPEST = 200  # frames of a stack that are looked at
_KEPT = 30  # frames of a stack that are told


@dataclass(frozen=True, slots=True)
class Place:
    """A line of code: absolute path, 1-based line, qualified name of the function without its module."""

    path: str
    line: int
    function: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Code that may take its time: ``inside`` whatever it calls may as well, else only the code itself."""

    why: str
    inside: bool


def exemptions(path: str = _EXEMPT) -> dict[str, Exemption]:
    """What ``exempt.json`` exempts, by module or package. Raises ValueError where the file is of another version."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    if data["version"] != _EXEMPT_VERSION:
        raise ValueError(f"{path} is of version {data['version']}, not {_EXEMPT_VERSION}")
    return {
        module: Exemption(entry["why"], entry["inside"]) for entry in data["entries"] for module in entry["modules"]
    }


class Scope:
    """Tells the user's code from everybody else's, by file (remembered) and package."""

    def __init__(self, scope: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        self._scope = tuple(scope)
        self._exclude = tuple(exclude)
        paths = sysconfig.get_paths()
        self._foreign = tuple(
            realpath(paths[name]) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib") if name in paths
        )
        self.known: dict[str, bool] = {}
        """What :meth:`is_own` has decided, by file."""
        self._exemptions = exemptions()
        self.runners: dict[int, FrameType] = {}
        """The frames in which loops run, by their identity, which holds as long as they are held."""

    def is_own(self, path: str, module: str) -> bool:
        """Whether the file (as a code object names it) of that module is the user's; the module may be unknown: empty."""
        known = self.known.get(path)
        if known is None:
            known = self.known[path] = self._decide(path, module or _module_of_file(path))
        return known

    def _decide(self, path: str, module: str) -> bool:
        if path.startswith(("<", _OWN)) or _is_in(module, self._exclude):
            return False
        if self._scope:
            return _is_in(module, self._scope) or (module == "__main__" and not self._is_foreign(path))
        return not self._is_foreign(path)

    def _is_foreign(self, path: str) -> bool:
        try:
            real = realpath(path)
        except (OSError, ValueError):
            return True
        except Exception:  # such a guard does not let us look
            real = path
        return real.startswith(self._foreign) or f"{os.sep}site-packages{os.sep}" in real

    def begin(self, frame: FrameType) -> None:
        """A loop begins to run in ``frame``, which may be C's caller: what lies further out is none of the loop's business."""
        self.runners[id(frame)] = frame

    def end(self, frame: FrameType) -> None:
        """The loop that began to run there has stopped."""
        self.runners.pop(id(frame), None)

    def is_runner(self, frame: FrameType) -> bool:
        """Whether a loop runs in the frame."""
        return id(frame) in self.runners

    def innermost(self, frame: FrameType | None) -> FrameType | None:
        """The innermost frame of the user's code, from ``frame`` outward to the running loop: who runs that is not to blame."""
        for each in _outward(frame):
            if id(each) in self.runners:
                return None
            if self.is_own(each.f_code.co_filename, module_of(each)):
                return each
        return None

    def blamed(self, frame: FrameType | None) -> tuple[FrameType | None, str]:
        """The frame that is to blame for the time that ``frame`` takes, and why it is exempt; empty where it is not."""
        own: FrameType | None = None
        for each in _outward(frame):
            if id(each) in self.runners:
                break
            module = module_of(each)
            exemption = self._exemption(module)
            if exemption is not None and (own is None or exemption.inside):
                return self.innermost(each), exemption.why
            if own is None and self.is_own(each.f_code.co_filename, module):
                own = each
        return own, ""

    def _exemption(self, module: str) -> Exemption | None:
        found = self._exemptions.get(module)
        if found is None and "." in module:
            found = self._exemptions.get(module.partition(".")[0])
        return found


def _module_of_file(path: str) -> str:
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == path:
            return name
    return ""


def module_of(frame: FrameType) -> str:
    """The name of the module whose code the frame runs."""
    return str(frame.f_globals.get("__name__", ""))


def stack(frame: FrameType | None) -> tuple[Place, ...]:
    """The places of a stack, innermost first; asynclint's own frames are left out."""
    found = []
    for each in _outward(frame):
        if not each.f_code.co_filename.startswith(_OWN):
            found.append(place(each.f_code, each.f_lineno))
            if len(found) == _KEPT:
                break
    return tuple(found)


def place(code: CodeType, line: int | None) -> Place:
    """A line of a code object."""
    return Place(_absolute(code.co_filename), line or code.co_firstlineno, code.co_qualname)


@functools.lru_cache(10_000)
def _absolute(path: str) -> str:
    """The path as it was when it was first asked for: the program may go elsewhere, and even remove where it was."""
    try:
        return abspath(path)
    except OSError:
        return path


def functions(code: CodeType) -> Iterator[CodeType]:
    """A code object and all functions in it, at any depth, in the order of the source."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from functions(constant)


def _outward(frame: FrameType | None) -> Iterator[FrameType]:
    for _ in range(_DEEPEST):
        if frame is None:
            return
        yield frame
        frame = frame.f_back


def _is_in(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
