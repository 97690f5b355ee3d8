"""Where the time goes: the seconds that this process, and those that work for it, spend on each stage.

Counted always, as it costs nothing that could be measured, and told by ``--profile``. What a worker spends on the parts of a
stage goes back with what it found.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping

Parts = dict[tuple[str, str], float]
Seconds = tuple[float, float]  # wall, and processor: of this process and of the children that it has waited for

_stages: dict[str, Seconds] = {}
_parts: Parts = {}
_open_stages: list[str] = []
_open_parts: list[tuple[str, str]] = []


def _now() -> Seconds:
    times = os.times()
    return time.perf_counter(), times.user + times.system + times.children_user + times.children_system


_BEGIN = time.perf_counter()


@contextlib.contextmanager
def stage(name: str) -> Iterator[None]:
    """What is done inside is the stage ``name``; what another stage inside of it takes is not counted as its own."""
    _add(name, 0.0, 0.0)  # the table has the stages in the order in which they begin
    _open_stages.append(name)
    wall, cpu = _now()
    try:
        yield
    finally:
        wall, cpu = (after - before for before, after in zip((wall, cpu), _now(), strict=True))
        _open_stages.pop()
        _add(name, wall, cpu)
        if _open_stages:
            _add(_open_stages[-1], -wall, -cpu)


def _add(name: str, wall: float, cpu: float) -> None:
    before = _stages.get(name, (0.0, 0.0))
    _stages[name] = before[0] + wall, before[1] + cpu


@contextlib.contextmanager
def part(of: str, name: str) -> Iterator[None]:
    """What is done inside, in whatever process, is a part of the stage ``of``; a part inside of it is not counted as its own."""
    key = of, name
    add({key: 0.0})
    _open_parts.append(key)
    begin = time.thread_time()
    try:
        yield
    finally:
        spent = time.thread_time() - begin
        _open_parts.pop()
        add({key: spent})
        if _open_parts:
            add({_open_parts[-1]: -spent})


def add(parts: Parts) -> None:
    """Count processor seconds that parts took, here or in another process."""
    for key, spent in parts.items():
        _parts[key] = _parts.get(key, 0.0) + spent


def taken() -> Parts:
    """The processor seconds that parts took in this process since it was asked last."""
    result = dict(_parts)
    _parts.clear()
    return result


def told() -> tuple[Mapping[str, Seconds], Parts]:
    """Seconds by stage, in order, with what belongs to none ("rest": the start, above all) and the sum; and those of the parts."""
    wall, cpu = _now()
    wall -= _BEGIN
    rest = wall - sum(each[0] for each in _stages.values()), cpu - sum(each[1] for each in _stages.values())
    return {**_stages, "rest": rest, "all": (wall, cpu)}, dict(_parts)
