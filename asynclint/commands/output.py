"""What goes to the terminal, to files and to programs that read along."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from asynclint import profiling

if TYPE_CHECKING:
    from asynclint.findings import Report
    from asynclint.fixing import Change
    from asynclint.reports.text import Options
    from asynclint.verdicts import Joined


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


def write_report(
    report: Report,
    to: TextIO,
    form: str,
    show: Options,
    given: Mapping[str, str],
    joined: Joined | None = None,
) -> None:
    """Write the findings; ``given`` are texts by path that are not read from there."""
    with profiling.stage("report"), written(to) as out:
        if form == "json":
            from asynclint.reports import json

            write_utf8(out, json.render(report, show_suppressed=show.show_suppressed, joined=joined))
        elif form == "sarif":
            from asynclint.reports import sarif

            write_utf8(out, sarif.render(report, given))
        else:
            from asynclint.reports import text

            text.findings(report, out, show)
            if joined is not None:
                text.run(joined, out)


def write_pages(joined: Joined, page: Path | None, trace: Path | None) -> None:
    """Write what is to be looked at: the page, and the trace."""
    from asynclint.reports import html
    from asynclint.reports import trace as traces

    for path, render in ((page, html.render), (trace, traces.render)):
        if path is not None:
            try:
                path.write_text(render(joined), "utf-8")
            except OSError as error:
                raise click.ClickException(f"{path}: {(error.strerror or str(error)).lower()}") from None


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
    """JSON is UTF-8 whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        write_bytes(stream, text.encode())
    else:
        stream.write(text)


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
