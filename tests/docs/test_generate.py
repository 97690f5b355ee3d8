"""What docs/generate.py puts into pages; that they are current is tested with what is shipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from generate import filled
from terminal import picture


def test_what_is_between_the_markers_is_replaced() -> None:
    assert filled("a\n<!-- x -->\nold\n<!-- /x -->\nb\n", "x", "new\\1\n") == "a\n<!-- x -->\nnew\\1\n<!-- /x -->\nb\n"
    assert filled("[\n  # <!-- x -->\n  # <!-- /x -->\n]\n", "x", "  1,\n") == (
        "[\n  # <!-- x -->\n  1,\n  # <!-- /x -->\n]\n"
    )


@pytest.mark.parametrize("text", ["", "<!-- x -->\n", "<!-- x -->\n<!-- /x -->\n<!-- x -->\n<!-- /x -->\n"])
def test_markers_must_be_there_once(text: str) -> None:
    with pytest.raises(SystemExit, match="exactly one pair of <!-- x --> markers"):
        filled(text, "x", "new\n")


PROGRAM = "import sys; print('\\033[31mred\\033[0m', sys.stdout.isatty()); sys.exit(1)"


def test_a_picture_shows_what_is_seen_on_a_terminal_and_fetches_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM]
    drawn = picture("paint it", command, tmp_path, status=1)
    assert drawn == picture("paint it", command, tmp_path, status=1)
    assert "$&#160;paint&#160;it" in drawn
    assert ">red</text>" in drawn and ">&#160;True</text>" in drawn
    assert "url(http" not in drawn and "@import" not in drawn


def test_a_picture_of_something_else_than_expected_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 1, not 0"):
        picture("paint it", [sys.executable, "-c", PROGRAM], tmp_path, status=0)
