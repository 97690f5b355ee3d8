"""Lints a folder with asynclint and prints the seconds of each stage as JSON: a program of its own, so each run starts cold."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from asynclint import engine, settings
from asynclint.codes import ROWS


def main(path: str) -> None:
    """Lint one folder, whatever settings stand around it."""
    os.chdir(path)
    report = engine.lint(["."], settings.load(Path(path), ROWS, isolated=True))
    print(json.dumps({"lines": report.lines, "findings": len(report.findings), "seconds": report.seconds}))


if __name__ == "__main__":
    main(sys.argv[1])
