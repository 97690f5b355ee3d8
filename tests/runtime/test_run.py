"""``asynclint run``: options that reach the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("options", "mode"), [([], "False"), (["--debug-mode"], "True")])
def test_debug_mode_is_put_on_where_it_is_asked_for(options: list[str], mode: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import asyncio, os\n"
        "async def main():\n"
        "    print(asyncio.get_running_loop().get_debug(), 'PYTHONASYNCIODEBUG' in os.environ)\n"
        "asyncio.run(main())\n"
        "raise SystemExit(7)\n"
    )
    command = [sys.executable, "-m", "asynclint", "run", *options, "--", "app.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (7, f"{mode} False\n")
