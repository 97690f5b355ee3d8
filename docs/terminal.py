"""What a person sees who runs a command in a terminal, as a picture (SVG) that asks for nothing from elsewhere."""

from __future__ import annotations

import io
import os
import re
import subprocess
import termios
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

WIDTH = 100  # columns


def picture(shown: str, command: Sequence[str], folder: Path, status: int) -> str:
    """The terminal after ``command``, which a person types as ``shown``, was run in ``folder``.

    The colours are rich's, the text is the command's own. Raises ``SystemExit`` where it does not end with ``status``.
    """
    from rich.console import Console
    from rich.text import Text

    output = _seen(command, folder, status)
    console = Console(record=True, file=io.StringIO(), width=WIDTH, force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ {shown}"))
    console.print(Text.from_ansi(output.rstrip()))
    drawing = console.export_svg(title="", unique_id="terminal")
    # rich would have the font fetched from a server; any monospaced one will do.
    return re.sub(r"\s*@font-face \{.*?\}", "", drawing, flags=re.DOTALL)


def _seen(command: Sequence[str], folder: Path, status: int) -> str:
    """What ``command`` prints on a terminal of ``WIDTH`` columns, colours and all."""
    outer, inner = os.openpty()
    termios.tcsetwinsize(inner, (50, WIDTH))
    unwanted = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted} | {"TERM": "xterm"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=inner, stderr=subprocess.PIPE) as run:
        os.close(inner)
        pieces = []
        with suppress(OSError):  # so Linux tells of the end
            while piece := os.read(outer, 1 << 16):
                pieces.append(piece)
        _, errors = run.communicate()
    os.close(outer)
    if run.returncode != status:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}, not {status}:\n{errors.decode()}")
    return b"".join(pieces).decode().replace("\r\n", "\n")
