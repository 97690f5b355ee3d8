"""Whether anything has changed that a report depends on: asked of the file system, one stat a file, again and again.

To be told by the system would need a library for each of them, and would not work on network drives or in containers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from asynclint import consulted, discovery, environment
from asynclint.cache import stat_signature
from asynclint.findings import FileError
from asynclint.settings import Settings

_PAUSE = 0.5  # seconds
_SHARE = 20  # times as long as a look took: large projects are looked at less often


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a report depends on, by path as the file system tells it (``contents``), and what could not be walked.

    ``deciding`` is what decides which files these are: while all of it is as it was, nobody has to walk.
    """

    contents: dict[str, consulted.Signature]
    walk: tuple[FileError, ...]
    deciding: dict[str, consulted.Signature]

    def is_like(self, other: Snapshot) -> bool:
        """Whether the report is the same."""
        return (self.contents, self.walk) == (other.contents, other.walk)

    def still_holds(self) -> bool:
        """Whether nothing has changed since."""
        return consulted.still_hold(self.contents) and consulted.still_hold(self.deciding)


def snapshot(paths: Sequence[str], beside: Iterable[Path], settings: Settings | None) -> Snapshot:
    """What linting the paths depends on now; without settings (those that there are cannot be read) only what is ``beside``."""
    if settings is None:
        return Snapshot(_signatures(beside), (), {})
    # Asked for first: what comes while we walk is a change.
    deciding = _signatures(discovery.look(paths, settings).deciding)
    found = discovery.look(paths, settings)
    known = [settings.baseline] if settings.baseline is not None else []
    libraries = environment.find(settings.python, settings.root)
    contents = _signatures([*beside, *known, *libraries, *(file.path for file in found.files)])
    return Snapshot(contents, found.errors, deciding)


def _signatures(paths: Iterable[str | Path]) -> dict[str, consulted.Signature]:
    return {str(path): stat_signature(path) for path in paths}


def changes(look: Callable[[], Snapshot]) -> Iterator[Snapshot]:
    """What there is now, and what there is whenever something of it has changed; waits in between."""
    last = look()
    yield last
    while True:
        began = time.monotonic()
        if not last.still_holds():
            last, before = look(), last
            if not last.is_like(before):
                yield last
                continue  # something may have changed meanwhile
        time.sleep(max(_PAUSE, _SHARE * (time.monotonic() - began)))
