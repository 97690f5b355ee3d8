"""Which files an answer depends on beside the ones that are linted: of installed libraries, and what projects say of themselves.

Who reads such a file, or finds that there is none, notes it here, with what the file system says of it. A later run can trust
the answer as long as all of that is the same.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping

from asynclint.cache import stat_signature

Signature = tuple[int, int, int, int]

_A_FILE = (-1, -1, -1, -1)

_notes: dict[str, Signature] = {}


def note(path: str | os.PathLike[str]) -> None:
    """Someone looks for this file or folder."""
    name = os.fspath(path)
    if _notes.get(name, _A_FILE) == _A_FILE:
        _notes[name] = stat_signature(name)


def note_whether(path: str) -> None:
    """Someone asks whether there is a file of that name, whatever is in it."""
    if path not in _notes:
        _notes[path] = _A_FILE if os.path.isfile(path) else stat_signature(path)


def add(notes: Mapping[str, Signature]) -> None:
    """What another process noted."""
    _notes.update(notes)


@contextlib.contextmanager
def recording() -> Iterator[dict[str, Signature]]:
    """What is noted meanwhile; who records around this gets it as well."""
    global _notes
    outer, _notes = _notes, {}
    mine = _notes
    try:
        yield mine
    finally:
        _notes = outer
        _notes.update(mine)


def still_hold(notes: Mapping[str, Signature]) -> bool:
    """Whether all these files are as they were."""
    return all(
        os.path.isfile(path) if signature == _A_FILE else stat_signature(path) == signature
        for path, signature in notes.items()
    )
