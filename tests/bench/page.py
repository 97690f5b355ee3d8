"""docs/benchmarks.md, and what is kept between its marks."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "benchmarks.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "asynclint-bench"


def put(mark: str, text: str) -> None:
    """Write the text into the page, between the marks of this name."""
    PAGE.write_text(filled(PAGE.read_text("utf-8"), mark, text), "utf-8")


def filled(page: str, mark: str, text: str) -> str:
    """The page with the text between its marks of this name."""
    result, number = re.subn(
        f"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", lambda match: f"{match[1]}{text}{match[2]}", page, flags=re.DOTALL
    )
    if number != 1:
        raise SystemExit(f"{PAGE} must have exactly one pair of <!-- {mark} --> marks, not {number}")
    return result


def machine() -> str:
    """Where this runs: system, processor, cores, Python."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        match = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        model = match[1] if match else model
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return f"{platform.system()}, {model}, {cores} cores; Python {platform.python_version()}"


def load() -> str:
    """How many processes wanted to run in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Rows as a Markdown table; all columns but the first hold numbers."""
    ruler = ["---", *["--:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ruler, *rows))
