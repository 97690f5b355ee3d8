"""Where text goes: a terminal with colours and an edge, or a stream that is read by programs and log viewers.

A stream gets exactly the characters of the report, one message on one line. rich is asked only for a terminal (or when
``FORCE_COLOR`` wants colours elsewhere), and never gets to see markup: the code and messages we print are not ours.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rich.cells import cell_len

from asynclint.reports import links

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
    from rich.text import Text


class Link(NamedTuple):
    """Text that leads to a file (and a line of it) on terminals that have links."""

    text: str
    style: str
    path: str
    line: int | None


# A line is runs of text, some with a rich style.
Run = str | tuple[str, str] | Link
Line = tuple[Run, ...]

PATIENCE = 1.0  # seconds that a run may take before it has to say what it is doing


def plain(line: Line) -> str:
    """The characters of ``line``."""
    return "".join(run if isinstance(run, str) else run[0] for run in line)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at ``stream``, through something that knows cursor movements."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_colours(stream: TextIO) -> bool:
    """Whether ``stream`` is to have colours: https://no-color.org, https://force-color.org, then what it is."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


class Screen:
    """Prints lines to ``stream``, in colour where that is wanted, wrapped at the edge where there is one, with links if it can."""

    def __init__(self, stream: TextIO) -> None:
        """Find out what ``stream`` can do."""
        self._stream = stream
        self._console = console(stream) if is_terminal(stream) or has_colours(stream) else None
        self.width = self._console.width if self._console is not None and is_terminal(stream) else None
        self._has_links = is_terminal(stream) and has_colours(stream) and links.are_known()

    def print(self, lines: Iterable[Line]) -> None:
        """Print ``lines``."""
        if self._console is None:
            self._stream.writelines(f"{plain(line)}\n" for line in lines)
            return
        for line in lines:
            for text in self._wrapped(self._console, line):
                self._console.print(text, soft_wrap=True)

    def _wrapped(self, console: Console, line: Line) -> Iterable[Text]:
        """``line`` broken at blanks, each piece indented as the whole; as it is where a word would not fit."""
        from rich.text import Text

        text = Text.assemble(*map(self._styled, line))
        indent = len(text.plain) - len(text.plain.lstrip(" "))
        if self.width is None or text.cell_len <= self.width:
            return [text]
        room = self.width - indent
        if any(cell_len(word) > room for word in text.plain.split(" ")):
            return [text]  # most often a path: it must stay in one piece, to be clicked on
        pieces = text[indent:].wrap(console, room)
        for piece in pieces:
            piece.rstrip()  # wrap keeps the blank it breaks at
        return [Text(" " * indent).append_text(piece) for piece in pieces]

    def _styled(self, run: Run) -> str | tuple[str, str]:
        """The run as rich takes it."""
        if not isinstance(run, Link):
            return run
        uri = links.uri(run.path, run.line) if self._has_links else None
        return run.text, run.style if uri is None else f"{run.style} link {uri}"


def size(count: int) -> str:
    """So many bytes, in the unit that suits them."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def console(stream: TextIO) -> Console:
    """A rich console on ``stream`` that takes every character literally."""
    from rich.console import Console

    colours = has_colours(stream)
    return Console(
        file=stream,
        force_terminal=colours or is_terminal(stream),
        color_system="auto" if colours else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


class Progress:
    """What a run is doing, on a terminal, once it takes long; gone when it is over. Otherwise nothing at all."""

    def __init__(self, stream: TextIO) -> None:
        """Start the clock. Nothing is imported or printed before it has run for a second."""
        self._stream = stream
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` steps of ``stage`` are behind us."""
        if self._bar is None:
            if time.monotonic() - self._start < PATIENCE:
                return
            self._bar = self._started()
        if stage not in self._tasks:
            for task in self._tasks.values():
                self._bar.remove_task(task)
            self._tasks = {stage: self._bar.add_task(stage, total=total)}
        self._bar.update(self._tasks[stage], completed=done, total=total)

    def _started(self) -> Bar:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        bar = Bar(*columns, console=console(self._stream), transient=True)
        bar.start()
        return bar

    def close(self) -> None:
        """Clear the line."""
        if self._bar is not None:
            self._bar.stop()
