"""What goes to the terminal, to files and to programs that read along."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from asynclint import profiling
from asynclint.errors import reason_of

if TYPE_CHECKING:
    from asynclint.commands.options import Output
    from asynclint.findings import Report
    from asynclint.fixing import Change
    from asynclint.known import Known
    from asynclint.reports.formats import Options
    from asynclint.verdicts import Joined

_Told = TypeVar("_Told")


@contextlib.contextmanager
def written(stream: TextIO) -> Iterator[TextIO]:
    """``stream``, flushed at the end; who reads it may go away at any time (``asynclint . | head -1``)."""
    try:
        yield stream
        stream.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL
            raise
        # What is still buffered would fail again when the interpreter exits.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_told(told: _Told, form: str, write: Callable[[_Told, TextIO], None], render: Callable[[_Told], str]) -> None:
    """Write what was asked for to standard output: for people, or as JSON."""
    with written(sys.stdout) as out:
        if form == "json":
            write_utf8(out, render(told))
        else:
            write(told, out)


def write_report(report: Report, to: TextIO, form: str, options: Options) -> None:
    """Write the report where a person or a program waits for it; of text the findings, for the rest goes beside them."""
    with profiling.stage("report"), written(to) as out:
        if form == "text":
            from asynclint.reports import text

            text.findings(report, out, options)
        else:
            from asynclint.reports import formats

            write_utf8(out, formats.render(form, report, options))


def write_end(
    report: Report, known: Sequence[Known], to: TextIO, form: str, options: Options, *, quiet: bool = False
) -> None:
    """Write what follows the findings for people: what could not be linted, on the error stream, the sum, and what is known."""
    from asynclint.reports import text

    if form != "text":
        return
    with written(sys.stderr) as err:
        text.errors(report, err)
    if not quiet:
        with written(to) as out:
            text.summary(report, out, options.unsafe_fixes)
            text.compared(report, known, out, tell_gone=False)


def write_outputs(report: Report, outputs: Sequence[Output], options: Options) -> bool:
    """Write the report to files; whether all could be written. The others are told, and are as they were."""
    if not outputs:
        return True
    from asynclint.reports import formats

    with profiling.stage("report"):
        return _all_saved((output.path, formats.render(output.form, report, options)) for output in outputs)


def write_pages(joined: Joined, page: Path | None, trace: Path | None) -> bool:
    """Write what is to be looked at: the page, and the trace; whether both could be written. What could not is told."""
    from asynclint.reports import html
    from asynclint.reports import trace as traces

    wanted = ((page, html.render), (trace, traces.render))
    return _all_saved((path, render(joined)) for path, render in wanted if path is not None)


def _all_saved(files: Iterable[tuple[Path, str]]) -> bool:
    from asynclint.codemods.write import put

    saved = True
    for path, text in files:
        try:
            if path.exists() and not path.is_file():  # a device or a pipe
                path.write_bytes(encoded(text))
            else:
                put(path, encoded(text))
        except OSError as error:
            click.ClickException(f"{path}: {reason_of(error)}").show()
            saved = False
    return saved


def write_diffs(changes: Iterable[Change], stdin: bytes = b"") -> None:
    """The changes as one patch, in the files' own encodings; in that of the terminal where a person looks at it."""
    from asynclint.discovery import content, decode
    from asynclint.reports import diff

    with written(sys.stdout) as out:
        for change in changes:
            like = stdin if change.data is None else change.data
            before, after = decode(like), decode(content(change.path, change.after, like))
            if isinstance(out, io.TextIOWrapper) and not out.isatty():
                write_bytes(out, diff.patch(change.path, before, after, like))
            else:
                out.write(diff.unified(change.path, before, after))


def write_utf8(stream: TextIO, text: str) -> None:
    """What programs read is UTF-8 whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        write_bytes(stream, encoded(text))
    else:
        stream.write(text)


def encoded(text: str) -> bytes:
    """UTF-8, with lone surrogates (of paths and escapes in code) as escapes: they have no UTF-8 form."""
    return text.encode("utf-8", "backslashreplace")


def write_like(stream: TextIO, name: str, text: str, data: bytes) -> None:
    """Source code goes out as it came in: in its own encoding, as the notebook that it was."""
    from asynclint.discovery import content, decode

    changed = content(name, text, data)
    if isinstance(stream, io.TextIOWrapper):
        write_bytes(stream, changed)
    else:
        stream.write(decode(changed))


def write_bytes(stream: io.TextIOWrapper, data: bytes) -> None:
    """Write data as it is, after what was written before."""
    stream.flush()
    stream.buffer.write(data)
    stream.buffer.flush()


def tell_profile() -> None:
    """Say how long each stage took."""
    from asynclint.reports import text

    with written(sys.stderr) as err:
        text.profile(err)
