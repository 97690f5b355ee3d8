"""Links from a terminal to files, where it has them (OSC 8).

The environment tells which terminal it is, more or less. VS Code's and PyCharm's are left out: they make links of ``path:line`` by
themselves, which lead to the line. So are tmux and screen, for what is behind them is not known.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

_TERMINALS = ("xterm-kitty", "xterm-ghostty", "wezterm", "alacritty", "foot")  # how ``TERM`` begins
_PROGRAMS = ("iTerm.app", "WezTerm", "ghostty")
_VTE = 5202  # GNOME Terminal, Tilix, …: 0.52.2, before which a link may crash it


def are_known() -> bool:
    """Whether the terminal has links."""
    asked = os.environ.get
    if asked("TMUX") or asked("STY") or asked("TERM_PROGRAM") == "vscode":
        return False
    version = asked("VTE_VERSION", "")
    return (
        asked("TERM", "").startswith(_TERMINALS)
        or asked("TERM_PROGRAM") in _PROGRAMS
        or (version.isdecimal() and int(version) >= _VTE)
        or bool(asked("WT_SESSION"))  # Windows Terminal
        or bool(asked("DOMTERM"))
    )


def uri(path: str, line: int | None) -> str | None:
    """Where the link to a file leads: to its line as well, where the terminal hands it on; None where there is no such file."""
    full = os.path.abspath(path)
    if not os.path.isfile(full):
        return None
    host = quote(os.uname().nodename) if hasattr(os, "uname") else ""  # the terminal may be another machine's
    target = Path(full).as_uri().replace("file://", f"file://{host}", 1)
    return f"{target}#{line}" if line is not None and os.environ.get("TERM") == "xterm-kitty" else target
